"""What speaks against a quote although it ranks first: reasons not to call it likely.

A sentence beside the answer shares nearly all words with it: the same fee outside the EU, the same
figure of another year. Scores cannot tell them apart reliably, so a few rules bar the label
"likely" and say why. Some of these rules also rank sentences, see
:mod:`qa.answers.contradictions`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.questions.kinds import question_kind
from qa.records import Doubt
from qa.text.analyzer import terms

if TYPE_CHECKING:
    from collections.abc import Sequence


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_YEAR = re.compile(
    r"(?<![\d.,€$£])(?:1[5-9]|20)\d\d"
    r"(?!\d|[.,]\d|\s?(?:[€$£%°]|euros?|dollars?|pounds?|kroner|francs?|(?:k?m|k?g|m[lm]|cm|l)\b))",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?P<first>\d{4})\s?(?:[-–—]|to|until)\s?(?P<last>\d{4}|\d\d)(?!\d)")
_MOST_YEARS = 100  # of a range
_NUMBER = re.compile(
    r"\d|\b(?:no|none|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|"
    r"hundred|thousand|million|billion|both|several|many|few|half|single|third|fourth|fifth|sixth|"
    r"seventh|eighth|ninth|tenth)\b",
    re.IGNORECASE,
)
_ASKS_COUNT = re.compile(r"\b(?:how many|(?:the )?number of)\b", re.IGNORECASE)
_OPPOSITES = frozenset({"outside", "except", "excluding"})
_LIMITS = _OPPOSITES | {"beyond", "besides", "without", "unless"}
_NEGATIONS = frozenset({"not", "no", "never", "neither", "nor", "none", "without", "cannot"})
_EXCLUSIONS = frozenset({"excluded", "excludes", "exclude", "forbidden", "prohibited"})
_DENIES = re.compile(
    r"exclu|forbid|forbad|prohibit|bann|bans?$|except|refus|den[iy]|refrain|avoid|prevent|lack|fail"
    r"|unable|instead|reject|declin|unless|outside"
)
_SWITCHES = re.compile(r"(?:switch|turn|power|shut|log|sign)(?:es|s|g?ed|[tg]?ing)?")
_SWITCHED = frozenset({"on", "off"})
_REACH = 3  # words between a negation and the word that it negates

_SHARED = 0.6  # share of common terms from which two quotes state the same thing

# Words in -est that compare nothing, and the superlatives that do not end in it.
_NO_SUPERLATIVES = frozenset(
    """
    armrest arrest backrest behest bequest breast chest conquest contest crest detest digest divest
    earnest everest footrest forest guest harvest headrest honest incest infest ingest inquest
    interest invest jest manifest midwest modest nest northwest pest priest protest quest reinvest
    request rest southwest suggest tempest test unrest vest west bucharest budapest
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_SUPERLATIVES = frozenset({"best", "worst", "maximum", "minimum"})


@dataclass(frozen=True, slots=True)
class Read:
    """A quote, as far as doubts need it.

    Attributes:
        text: its words.
        around: title, headings and passage around it.
        subject: title and headings, which say what it is about.
    """

    text: str
    around: str
    subject: str


class Scope:
    """What a question asks about, and what it leaves out."""

    def __init__(self, question: str) -> None:
        """Read a question.

        Args:
            question: in one line.
        """
        self.words = _words(question)
        self._terms = frozenset(terms(question))
        self.negated = any(map(_is_negation, self.words))
        # A question that can be answered by "no" is not contradicted by a negation.
        self.is_yes_no = question_kind(question) == "yes_no"

    def limits(self, sentence: str) -> tuple[str, ...]:
        """Return limits that stand before a word of the question in a sentence, but not there.

        Args:
            sentence: words of a document.
        """
        quoted = _words(sentence)
        if _LIMITS.isdisjoint(quoted):
            return ()
        found = (
            word
            for i, word in enumerate(quoted)
            if word in _LIMITS and word not in self.words and self._reached(quoted, i)
        )
        return tuple(dict.fromkeys(found))

    def is_opposite(self, sentence: str) -> bool:
        """Return whether a sentence is on what lies outside of what the question asks about.

        Args:
            sentence: words of a document.
        """
        return not _OPPOSITES.isdisjoint(self.limits(sentence))

    def negations(self, sentence: str) -> tuple[str, ...]:
        """Return what negates words of the question, where it negates nothing itself.

        Args:
            sentence: words of a document.
        """
        if self.is_yes_no or self.negated:
            return ()
        quoted = _words(sentence)
        excludes = not _EXCLUSIONS.isdisjoint(quoted) and self._terms.intersection(terms(sentence))
        found = (
            word
            for i, word in enumerate(quoted)
            if word not in self.words
            and (
                (_is_negation(word) and self._reached(quoted, i))
                or (word in _EXCLUSIONS and excludes)
            )
        )
        return tuple(dict.fromkeys(found))

    def is_switched(self, sentence: str, heading: str) -> bool:
        """Return whether a sentence is on what is switched on where the question says off.

        Args:
            sentence: words of a document.
            heading: of it, which counts too.
        """
        wanted = _switches(self.words)
        stated = _switches(_words(f"{heading} {sentence}"))
        return len(wanted) == 1 and bool(stated) and wanted.isdisjoint(stated)

    def is_denied_by(self, sentence: str) -> bool:
        """Return whether a sentence says of all of a negated question that it is so.

        Args:
            sentence: words of a document.
        """
        if self.is_yes_no or not self.negated or not self._terms:
            return False
        if any(map(_denies, _words(sentence))) or sentence.rstrip().endswith(":"):
            return False
        return self._terms.issubset(terms(sentence))

    def _reached(self, quoted: Sequence[str], i: int) -> bool:
        """Return whether a word of the question stands right after a word of a sentence."""
        return not self._terms.isdisjoint(terms(" ".join(quoted[i + 1 : i + 1 + _REACH])))


def doubts_about(question: str, quotes: Sequence[Read]) -> tuple[Doubt, ...]:
    """Return what speaks against the first quote.

    Args:
        question: in one line.
        quotes: those shown, best first; at least one.
    """
    best, scope = quotes[0], Scope(question)
    quoted = _words(best.text)
    limits = scope.limits(best.text)
    negations = scope.negations(best.text) or _missing_negations(scope, quoted)
    found = (
        Doubt("limit", limits),
        # "Without" is both, and is doubted once.
        Doubt("negation", tuple(word for word in negations if word not in limits)),
        Doubt("year", _years(question, best)),
        Doubt("comparison", () if superlatives(best.text) else superlatives(question)),
        Doubt("count", _counts(question, best.text)),
        Doubt("disagreement", _disagreement(quotes)),
    )
    return tuple(doubt for doubt in found if doubt.words)


def _words(text: str) -> list[str]:
    return [word.casefold().replace("’", "'") for word in _WORD.findall(text)]


def _switches(words: Sequence[str]) -> set[str]:
    """Return "on" or "off" where a verb of switching stands before it, with "it" in between."""
    return {
        word
        for i, word in enumerate(words)
        if word in _SWITCHED and any(map(_SWITCHES.fullmatch, words[max(0, i - _REACH) : i]))
    }


def _missing_negations(scope: Scope, quoted: Sequence[str]) -> tuple[str, ...]:
    """Return what negates in the question alone."""
    if scope.is_yes_no or any(map(_denies, quoted)):
        return ()
    return tuple(dict.fromkeys(word for word in scope.words if _is_negation(word)))


def _is_negation(word: str) -> bool:
    return word in _NEGATIONS or word.endswith("n't")


def _denies(word: str) -> bool:
    return _is_negation(word) or _DENIES.match(word) is not None


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


def superlatives(text: str) -> tuple[str, ...]:
    """Return the superlatives of a text, by which the values of several things are compared.

    Args:
        text: a question or a quote.
    """
    words = _words(text)
    return tuple(dict.fromkeys(word for i, word in enumerate(words) if _is_superlative(words, i)))


def _is_superlative(words: Sequence[str], i: int) -> bool:
    word = words[i]
    if word in {"most", "least"}:
        return not i or words[i - 1] != "at"  # "at least" is a bound
    if word in _SUPERLATIVES:
        return True
    return word.endswith("est") and len(word) > 4 and word not in _NO_SUPERLATIVES  # noqa: PLR2004


def _counts(question: str, text: str) -> tuple[str, ...]:
    """Return what asks for a number where the quote has none."""
    asks = _ASKS_COUNT.search(question)
    return (asks[0],) if asks and not _NUMBER.search(text) else ()


def _disagreement(quotes: Sequence[Read]) -> tuple[str, ...]:
    """Return the numbers of the first two quotes where they say the same with other numbers."""
    if len(quotes) < 2:  # noqa: PLR2004 - two are compared
        return ()
    one, other = (frozenset(terms(quote.text)) for quote in quotes[:2])
    numbers = [{term for term in said if term[0].isdigit()} for said in (one, other)]
    if not all(numbers) or numbers[0] & numbers[1]:
        return ()
    said, further = one - numbers[0], other - numbers[1]
    # A word that only this quote has, and one that only the other has: they are about two things.
    if (said - further and further - said) or len(said & further) < _SHARED * len(said | further):
        return ()
    return tuple(sorted(numbers[0] | numbers[1]))
