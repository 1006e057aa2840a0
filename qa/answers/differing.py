"""Two sentences in the same words but for one thing: an amount, a date, a name, or a "not".

This is strict on purpose. Sentences that differ in anything else may be about different things:
another year, another person, another unit. What remains differs in one place, and the words around
it are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from qa.records import Span
from qa.text.dates import MONTHS
from qa.text.values import DATE, NUMBER, WORD, equal, is_hedge, values

if TYPE_CHECKING:
    from collections.abc import Sequence

from qa.text.values import Value

NAME, NEGATION = "name", "negation"

_LEAST_SHARED = 3  # words with a meaning that both have; fewer occur together by chance
_MORE = 8  # of these, for each word with a meaning that only one of them may have
_MOST = 400  # words of a sentence that is compared
_REFERENCE = 2  # words that a differing number of a section counts as
_LONGEST_NAME = 4  # words
_MONTHS = frozenset(MONTHS)
_NEGATIONS = frozenset("not no never none nobody nothing neither nor without cannot".split())  # noqa: SIM905 - reads best
_OPPOSITES = tuple(
    frozenset(pair.split())
    for pair in (
        "before after", "more less", "more fewer", "above below", "minimum maximum", "least most",
        "with without", "allowed prohibited", "allowed forbidden", "permitted prohibited",
        "included excluded", "includes excludes", "including excluding", "increase decrease",
        "increased decreased", "rose fell", "higher lower", "mandatory optional",
        "required optional", "accepted rejected", "approved rejected", "always never", "all none",
        "valid invalid", "possible impossible", "legal illegal", "lawful unlawful",
        "refundable non-refundable", "inside outside", "open closed", "paid unpaid", "win lose",
    )
)  # fmt: skip
_REFERENCES = frozenset(
    {"section", "sections", "article", "articles", "clause", "clauses", "chapter", "page", "pages"}
    | {"figure", "fig", "table", "tab", "paragraph", "para", "annex", "appendix", "exhibit"}
    | {"schedule", "no", "number", "nr", "item", "note", "step", "part", "§", "rule", "version"}
)


@dataclass(frozen=True, slots=True)
class Difference:
    """The one thing in which two sentences differ.

    Attributes:
        kind: ``number``, ``date``, ``name`` or ``negation``.
        one: the words of the first sentence, by offset in it; empty where it has none.
        other: those of the second.
        begins: number of words with a meaning before it.
    """

    kind: str
    one: Span
    other: Span
    begins: int


def difference(one: str, other: str) -> Difference | None:
    """Return the one thing in which two sentences differ; None for no such thing, or several.

    Args:
        one: a sentence.
        other: a sentence of another document.
    """
    sides = values(one), values(other)
    if not sides[0] or not sides[1] or max(map(len, sides)) > _MOST:
        return None
    before, after = ([_key(value) for value in side] for side in sides)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    found: Difference | None = None
    shared = left = 0
    for tag, i, last_i, j, last_j in matcher.get_opcodes():
        ours, theirs = list(sides[0][i:last_i]), list(sides[1][j:last_j])
        if tag == "equal":
            shared += sum(_has_meaning(value) for value in ours)
            continue
        kind, more = _judged((one, sides[0], ours), (other, sides[1], theirs))
        if kind == _OTHER:
            return None
        left += more
        if not kind:
            continue
        if found:
            return None
        spans = _span(sides[0], i, last_i), _span(sides[1], j, last_j)
        found = Difference(kind, *spans, shared)
    return found if found and shared >= _LEAST_SHARED and left * _MORE <= shared else None


_OTHER = "other"

_Side = tuple[str, "Sequence[Value]", "list[Value]"]
"""A sentence, all its words, and those of the group that differs."""


def _judged(one: _Side, other: _Side) -> tuple[str, int]:
    """Return the kind of what differs in a group, empty for nothing, and the words to spare."""
    ours, theirs = ([v for v in side[2] if _counts(v)] for side in (one, other))
    if not ours and not theirs:
        return "", 0
    if is_negated(ours) != is_negated(theirs) or _are_opposite(ours, theirs):
        rest = [v for v in (*ours, *theirs) if not _negates(v)]
        return (NEGATION, 0) if not rest or _are_opposite(ours, theirs) else (_OTHER, 0)
    amounts = [[v for v in side if v.kind in (NUMBER, DATE)] for side in (ours, theirs)]
    words = [[v for v in side if v.kind == WORD and not is_hedge(v)] for side in (ours, theirs)]
    if amounts[0] or amounts[1]:
        if any(map(len, words)) or len(amounts[0]) != 1 or len(amounts[1]) != 1:
            return _OTHER, 0
        return _of_amounts(amounts[0][0], amounts[1][0], one, other)
    if words[0] and words[1]:
        return _of_names((one[0], words[0]), (other[0], words[1]))
    added = [v for v in (words[0] or words[1]) if _has_meaning(v)]
    text = one[0] if words[0] else other[0]
    return (_OTHER, 0) if any(_is_name(text, v) for v in added) else ("", len(added))


def _of_amounts(mine: Value, its: Value, one: _Side, other: _Side) -> tuple[str, int]:
    if mine.kind != its.kind:
        return _OTHER, 0
    if equal(mine, its):
        return "", 0
    if _is_reference(mine, one[1]) or _is_reference(its, other[1]):
        return "", _REFERENCE
    return mine.kind, 0


def _of_names(one: tuple[str, list[Value]], other: tuple[str, list[Value]]) -> tuple[str, int]:
    """Return whether words are two names: not one of them shortened, and not other words."""
    for text, words in (one, other):
        if len(words) > _LONGEST_NAME or not all(_is_name(text, value) for value in words):
            return _OTHER, 0
    mine, its = ({v.text for v in words} for _, words in (one, other))
    if mine <= _MONTHS and its <= _MONTHS:
        return DATE, 0
    initials = [
        ("".join(v.text[0] for v in words), "".join(v.text for v in words))
        for _, words in (one, other)
    ]
    if mine & its or initials[0][0] == initials[1][1] or initials[1][0] == initials[0][1]:
        return "", 0
    if any(len(v.text) == 1 for _, words in (one, other) for v in words):
        return _OTHER, 0  # "J. Smith"
    return NAME, 0


def _key(value: Value) -> tuple[str, str]:
    """Return what equal words share. A word without a meaning is itself."""
    return value.kind, value.key or value.text


def _has_meaning(value: Value) -> bool:
    return value.kind in (NUMBER, DATE) or (value.kind == WORD and bool(value.key))


def _counts(value: Value) -> bool:
    """Return whether a difference in a word matters: not in "the", and not in a comma."""
    return _has_meaning(value) or _negates(value) or value.text in _POLAR


_POLAR = frozenset(word for pair in _OPPOSITES for word in pair)


def _negates(value: Value) -> bool:
    return value.kind == WORD and (value.text in _NEGATIONS or value.text.endswith(("n't", "n’t")))


def is_negated(some: Sequence[Value]) -> bool:
    """Return whether an odd number of words negates.

    Args:
        some: words.
    """
    return sum(map(_negates, some)) % 2 == 1


def _are_opposite(ours: Sequence[Value], theirs: Sequence[Value]) -> bool:
    if len(ours) != 1 or len(theirs) != 1:
        return False
    return {ours[0].text, theirs[0].text} in _OPPOSITES


def _is_reference(value: Value, around: Sequence[Value]) -> bool:
    """Return whether a number names a section or an item, or is part of a longer name."""
    at = next(i for i, one in enumerate(around) if one is value)
    before = around[max(0, at - 2) : at]
    if not at or (at == 1 and before[0].kind != WORD):
        return bool(at + 1 < len(around) and around[at + 1].text in {".", ")"})
    if any(one.text in _REFERENCES for one in before):
        return True
    # Of a name such as INV-1043, or a note.
    return before[-1].text in {"-", "[", "/"} and before[-1].end == value.start


def _is_name(text: str, value: Value) -> bool:
    """Return whether a word is written as names are; at the start of a sentence all words are."""
    first = text[value.start : value.start + 1]
    return first.isupper() and bool(text[: value.start].strip(" \t\n\"'“”‘’«»(*_-#>•"))


def _span(side: Sequence[Value], first: int, last: int) -> Span:
    """Return the span of some words; of none, where they are missing."""
    if first < last:
        return Span(side[first].start, side[last - 1].end)
    at = side[first].start if first < len(side) else side[-1].end
    return Span(at, at)
