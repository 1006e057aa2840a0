"""What speaks against a quote although it ranks first: reasons not to call it likely.

A sentence beside the answer shares nearly all words with it: the same fee outside the EU, the same
figure of another year. Scores cannot tell them apart reliably, so a few rules bar the label
"likely" and say why. Some of these rules also rank sentences, see
:mod:`qa.answers.contradictions`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from qa.answers.asked_kind import missing_kind
from qa.answers.contrasts import contrasts
from qa.answers.ends import only_ends
from qa.answers.intended import intended
from qa.answers.scope import Scope
from qa.answers.superlatives import compared_by
from qa.questions.roles import Roles
from qa.questions.totals import asked_total, states_total
from qa.records import Doubt
from qa.text.analyzer import terms

if TYPE_CHECKING:
    from collections.abc import Sequence


_YEAR = re.compile(
    r"(?<![\d.,€$£])(?:1[5-9]|20)\d\d"
    r"(?!\d|[.,]\d|\s?(?:[€$£%°]|euros?|dollars?|pounds?|kroner|francs?|(?:k?m|k?g|m[lm]|cm|l)\b))",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?P<first>\d{4})\s?(?:[-–—]|to|until)\s?(?P<last>\d{4}|\d\d)(?!\d)")
_MOST_YEARS = 100  # of a range
_SHARED = 0.6  # share of common terms from which two quotes state the same thing


@dataclass(frozen=True, slots=True)
class Read:
    """A quote, as far as doubts need it.

    Attributes:
        text: its words.
        around: title, headings and passage around it.
        subject: title and headings, which say what it is about.
        columns: names of the columns that it has cells of.
        lead_in: what introduces it, if it is an item of a list.
    """

    text: str
    around: str
    subject: str
    columns: str = ""
    lead_in: str = ""


def doubts_about(question: str, quotes: Sequence[Read]) -> tuple[Doubt, ...]:
    """Return what speaks against the first quote.

    Args:
        question: in one line.
        quotes: those shown, best first; at least one.
    """
    best, scope = quotes[0], Scope(question)
    limits = (*scope.limits(best.text), *contrasts(question, best.text))
    # What is said of an item is said above it: "We do not pay for:".
    negations = (
        scope.negations(best.text)
        or scope.missing_negations(f"{best.lead_in} {best.text}")
        or scope.unasked_denials(best.lead_in)
    )
    lacking = missing_kind(question, best.text, best.around, best.subject)
    found = (
        Doubt("limit", limits),
        # "Without" is both, and is doubted once.
        Doubt("negation", tuple(word for word in negations if word not in limits)),
        Doubt("year", _years(question, best)),
        Doubt("intention", intended(question, best.text)),
        Doubt("end", only_ends(question, best.text)),
        Doubt("role", Roles(question).opposite(best.text)),
        Doubt("comparison", compared_by(question, f"{best.columns}\n{best.text}")),
        Doubt("total", () if states_total(best.text) else asked_total(question)),
        *(Doubt(kind, words) for kind, words in lacking.items()),
        Doubt("disagreement", _disagreement(question, quotes)),
    )
    return tuple(doubt for doubt in found if doubt.words)


def _years(question: str, best: Read) -> tuple[str, ...]:
    """Return the years of the question where the quote, or else what it is about, has others."""
    wanted = tuple(dict.fromkeys(_YEAR.findall(question)))
    stated = _years_in(best.text)
    if not stated:  # a row without a year belongs to the year of its section
        stated = _years_in(best.subject)
        if stated:
            stated |= _years_in(best.around)
    return wanted if stated and stated.isdisjoint(wanted) else ()


def _years_in(text: str) -> set[str]:
    """Return the years that a text states; those of "2019-2023" are five."""
    found = set(_YEAR.findall(text))
    for years in _YEARS.finditer(text):
        first, last = int(years["first"]), years["last"]
        until = int(years["first"][: -len(last)] + last)
        if years["first"] in found and first < until <= first + _MOST_YEARS:
            found.update(str(year) for year in range(first, until + 1))
    return found


def _disagreement(question: str, quotes: Sequence[Read]) -> tuple[str, ...]:
    """Return the numbers of two quotes that say the same with other numbers.

    The first two are compared, and any two that have the same number of the question, such as rows
    of one year.
    """
    asked = frozenset(terms(question))
    for i, (one, other) in enumerate(combinations([frozenset(terms(q.text)) for q in quotes], 2)):
        shared = {term for term in asked & one & other if term[0].isdigit()}
        if (not i or shared) and (numbers := _differing(asked, shared, one, other)):
            return numbers
    return ()


def _differing(
    asked: frozenset[str], shared: set[str], one: frozenset[str], other: frozenset[str]
) -> tuple[str, ...]:
    """Return the numbers that differ between the terms of two quotes.

    None if each has a number of the question that the other lacks: of two years, each has its row.
    """
    numbers = [{term for term in said if term[0].isdigit()} for said in (one, other)]
    said, further = one - numbers[0], other - numbers[1]
    first, second = (asked & each for each in numbers)
    if first - second and second - first:
        return ()
    numbers = [each - shared for each in numbers]
    if not all(numbers) or numbers[0] & numbers[1]:
        return ()
    # A word that only this quote has, and one that only the other has: they are about two things.
    if (said - further and further - said) or len(said & further) < _SHARED * len(said | further):
        return ()
    return tuple(sorted(numbers[0] | numbers[1]))
