"""What a follow-up replaces: the phrase of the previous question that it is in contrast to.

In this order: a time by a time; an amount by an amount; the phrase on the same preposition; the
phrase with the same noun ("a single room", "a double room"), whole, so that nothing of what it was
stays; a name by a name; else the last phrase with the same article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa.questions.amounts import amounts
from qa.questions.phrases import PREPOSITIONS, article_of, phrases
from qa.questions.words import PREPOSITION_OF_TIME, TIME, found_names, names, terms_in
from qa.text.analyzer import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.questions.phrases import Phrase

BEGINS_WITH_PREPOSITION = re.compile(rf"({'|'.join(sorted(PREPOSITIONS))}) ", re.IGNORECASE)
"""Such as "for landlords"."""

_ADDING = frozenset(
    {"in", "during", "since", "on", "at", "from", "without", "under", "against", "after", "before"}
)
_SLOT = re.compile(  # what comes before a name that another may replace
    r"\b(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would|should|by|of|for|from|"
    r"in|at|to|with|about)(?: the)? ",
    re.IGNORECASE,
)
_ONE = re.compile(r"\bones?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Substitution:
    """The previous question with a phrase replaced.

    Attributes:
        text: the question that results.
        left: what is left of the previous question.
        new: the words put in.
        replaced: the words taken out; empty if the new ones are added.
    """

    text: str
    left: str
    new: str
    replaced: str


def substituted(rest: str, before: str) -> Substitution | None:
    """Return the previous question with ``rest`` in it, None if it has no place for it.

    Args:
        rest: of a follow-up, such as "NIO", "in 2023" or "for landlords".
        before: the previous question, in one line.
    """
    if TIME.search(rest) and not names(rest, begins=False):
        return _with_time(rest, before)
    if is_amount(rest):
        return _with_amount(rest, before)
    there = _without_amounts(before, phrases(before))
    match = BEGINS_WITH_PREPOSITION.match(rest)
    if match:
        preposition = match[1].casefold()
        same = [phrase for phrase in there if phrase.preposition == preposition]
        if same:
            return _replaced(before, same[-1].lead, _end_of(same[-1], there), rest)
        thing = rest[match.end() :]
        # "For guests" says for whom. "For the deposit" asks for another thing.
        adds = preposition in _ADDING or (preposition == "for" and not article_of(thing))
        if adds and not names(rest, begins=False):
            return _added(rest, before)
        rest = thing
    shared = _shared(rest, before, there)
    if shared:
        return _replaced(before, *shared[:2], shared[2])
    slot = _slot(before, there) if names(rest, begins=False) else None
    if slot is None and there:
        chosen = _alike(rest, before, there)
        slot = chosen.start, chosen.end
    return _replaced(before, *slot, rest) if slot else None


def _with_time(rest: str, before: str) -> Substitution:
    """Put another time in the place of the one before, or add it if missing."""
    time = TIME.search(before)
    if time is None:
        return _added(rest, before)
    lead = PREPOSITION_OF_TIME.match(time[0])
    if lead and not PREPOSITION_OF_TIME.match(rest):
        rest = f"{lead[0]}{rest}"
    return _replaced(before, *time.span(), rest)


def is_amount(rest: str) -> bool:
    """Return whether a follow-up has nothing but an amount: "for 3", "or 20 euros".

    Args:
        rest: of a follow-up.
    """
    found = amounts(rest)
    lead = rest[: found[0].start] if found else rest
    return (
        len(found) == 1
        and found[0].end == len(rest)
        and (not lead or BEGINS_WITH_PREPOSITION.fullmatch(lead) is not None)
    )


def _with_amount(rest: str, before: str) -> Substitution:
    """Put another amount in the place of the one before, or add it if missing.

    A number alone takes the unit of the one before: "for 2 nights", "and for 3?".
    """
    new = amounts(rest)[0]
    lead = rest[: new.start].strip().casefold()
    there = [one for one in amounts(before) if new.kind in {one.kind, "number"}]
    same = [one for one in there if lead and before[: one.start].casefold().endswith(f" {lead} ")]
    if not there or (lead and not same):
        return _added(rest, before)
    old = (same or there)[-1]
    alike = old.kind == new.kind
    start, end = (old.start, old.end) if alike else old.number(before)
    change = _replaced(before, start, end, rest[new.start :])
    # "Clause 7" is another clause than 8. What costs 20 euros may be told to one who asks for 30.
    leads = before[:start].split()[-1:]
    names_thing = new.kind == "number" and alike and bool(leads) and bool(terms(leads[0]))
    return change if names_thing else replace(change, replaced="")


def _without_amounts(before: str, there: Sequence[Phrase]) -> list[Phrase]:
    """Return the phrases that are no amounts: "the quote", but not "30 days"."""
    spans = [(amount.start, amount.end) for amount in amounts(before)]
    things = [
        phrase
        for phrase in there
        if not any(start <= phrase.words[0][0] and phrase.end <= end for start, end in spans)
    ]
    return things or list(there)


def _added(rest: str, before: str) -> Substitution:
    left = before.rstrip(" ?!.")
    return Substitution(f"{left} {rest}{before[len(left) :].rstrip()}", left, rest, "")


def _replaced(before: str, start: int, end: int, new: str) -> Substitution:
    text = f"{before[:start]}{new}{before[end:]}".replace(" the the ", " the ")
    return Substitution(text, f"{before[:start]} {before[end:]}", new, before[start:end])


def _end_of(phrase: Phrase, there: Sequence[Phrase]) -> int:
    """Return where a phrase ends with the "of …" that it has: "the rent of the flat"."""
    end = phrase.end
    for follower in there:
        if follower.preposition == "of" and follower.lead == end + 1:
            end = follower.end
    return end


def _alike(rest: str, before: str, there: Sequence[Phrase]) -> Phrase:
    """Return the last phrase with the article of ``rest``; no name, as far as there are others."""
    common = [phrase for phrase in there if not _is_name(before[phrase.start : phrase.end])]
    among = there if _is_name(rest) else common or there
    article = article_of(rest)
    return ([phrase for phrase in among if phrase.article == article] or among)[-1]


def _is_name(phrase: str) -> bool:
    return any(char.isdigit() or char.isupper() for char in phrase)


def _shared(rest: str, before: str, there: Sequence[Phrase]) -> tuple[int, int, str] | None:
    """Return what to replace with what, where a phrase has the noun of ``rest``.

    "Green pea" is in the place of "yellow pea", also in "yellow pea protein". "The green one" is
    in the place of all before the noun. The article of the phrase stays if ``rest`` has none.
    """
    one = _ONE.search(rest)
    if one:
        modifiers = rest[: one.start()].rstrip()
        several = [phrase for phrase in there if len(phrase.words) > 1]
        if not several or not terms(modifiers):
            return None
        alike = [phrase for phrase in several if phrase.article == article_of(rest)]
        chosen = (alike or several)[-1]
        start = chosen.start if article_of(rest) else chosen.words[0][0]
        return start, chosen.words[-1][0] - 1, modifiers
    own = phrases(rest)
    of = any(phrase.preposition == "of" for phrase in own)
    noun = terms_in(rest, rest[slice(*own[0].words[-1])]) if own else []
    if not noun:
        return None
    holding = [(phrase, phrase.word_of(before, noun[-1])) for phrase in there]
    heads = [phrase for phrase, at in holding if at == len(phrase.words) - 1]
    for phrase, at in reversed(holding):
        if at is not None and (phrase in heads or not heads):
            start = phrase.start if article_of(rest) else phrase.words[0][0]
            return start, _end_of(phrase, there) if of else phrase.words[at][1], rest
    return None


def _slot(before: str, there: Sequence[Phrase]) -> tuple[int, int] | None:
    """Return the span of the name that another may replace, with the "the" of "the UK"."""
    spans = [(start, start + len(name)) for start, name in found_names(before, begins=True)]
    found = spans[0] if len(spans) == 1 else None
    for start, end in spans:
        if any(match.end() == start for match in _SLOT.finditer(before, 0, start)):
            found = start, end
            break
    for phrase in there:
        if (phrase.words[0][0], phrase.end) == found and before[phrase.start :][:4] == "the ":
            return phrase.start, phrase.end
    return found
