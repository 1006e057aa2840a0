"""The thing of the previous question that "it" refers to: "the deposit", in "How much is it?".

A question often has two things, and a name besides. An amount is asked of a thing, not of the
company or the house that has it.
"""

from __future__ import annotations

import re

from qa.questions.phrases import phrases
from qa.questions.words import names
from qa.text.analyzer import terms

_OF_AMOUNT = re.compile(
    r"\b(?:how (?:much|high|large|big|expensive|dear)\b|costs?$"
    r"|what (?:does|did|would|will) (?:it|that|this) cost|price\b|amount\b)",
    re.IGNORECASE,
)
_THING = frozenset({"it", "this", "that"})
_LEADS = frozenset({"of", "for", "at", "in", "on"})
_NO_THINGS = frozenset({"it", "this", "that", "one", "way", "kind", "sort", "time", "case"})


def asks_amount_alone(rest: str) -> bool:
    """Return whether a question is for an amount, of nothing that it names: "how much is it".

    Args:
        rest: the question, without what it opens with.
    """
    return _OF_AMOUNT.search(rest) is not None and len(terms(rest)) <= 1


def thing_meant(rest: str, pronoun: str, before: str) -> str:
    """Return the words of the previous question that a pronoun stands for; empty if unsure.

    Args:
        rest: the question, without what it opens with.
        pronoun: in it.
        before: the previous question.
    """
    if pronoun.casefold() not in _THING:
        return ""
    found = phrases(before)
    things = [i for i, one in enumerate(found) if _is_thing(before[one.start : one.end])]
    bare = [i for i in things if not found[i].preposition]
    introduced = [i for i in things if found[i].article == "a"]
    # What is brought up last, "a deposit", is what goes on to be asked about.
    of_amount = _OF_AMOUNT.search(rest) is not None
    chosen = (introduced or bare or things)[-1:] if of_amount else bare if len(bare) == 1 else []
    if not chosen:
        return ""
    first = last = chosen[0]
    while last + 1 < len(found) and _is_of_it(before, found[last].end, found[last + 1].lead):
        last += 1
    # "The port of Velmora" is Velmora; the deposit for a hall is not the hall.
    is_besides = last > first and found[first + 1].preposition != "of"
    if not of_amount and not (is_besides and names(before)):
        return ""
    return before[found[first].start : found[last].end]


def only_thing(before: str, *, several: bool) -> tuple[str, ...]:
    """Return the one thing of a question that "it", or "they", can refer to; or nothing.

    Args:
        before: the previous question.
        several: whether the pronoun is "they".
    """
    things = [before[phrase.start : phrase.end] for phrase in phrases(before)]
    if len(things) != 1 or things[0].endswith("s") != several:
        return ()
    return (things[0],)


def _is_thing(words: str) -> bool:
    """Return whether a phrase is of one thing, and no name."""
    last = words.rpartition(" ")[2]
    return last[:1].islower() and not last.endswith("s") and last not in _NO_THINGS


def _is_of_it(before: str, end: int, lead: int) -> bool:
    """Return whether a phrase with a preposition stands right behind: "the rent of the mill"."""
    return not before[end:lead].strip() and before[lead:].split(" ", 1)[0].casefold() in _LEADS
