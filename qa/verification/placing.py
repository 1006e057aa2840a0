"""Where the parts of a claim are: close to one another, and found by more than chance.

Any text has "the" and "not" somewhere. A part of a claim counts if it is a run of words that
hardly follow one another by chance, or if it is next to another part of the claim.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from qa.text.alignment import weight
from qa.text.folding import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.text.folding import Token
    from qa.verification.findings import Finding, Place

LONGEST_GAP = 300
"""Characters between two parts that are next to each other; they are shown as left out."""

_RUN_WORDS = 4
_RUN_WEIGHT = 3.0  # of a run's words; four words such as "in the case of" weigh less
_PAIR = 2  # words of a part, on average, if no part is a run
_LEAST = 0.5  # share of the claim's words that the parts found have together
_FAR = 1.5  # times the length of the claim, and some: parts this close are one passage
_SOME = 40  # characters
_ELSEWHERE = 10**9  # characters: farther than any distance in one document


def is_run(claimed: Sequence[Token]) -> bool:
    """Return whether tokens that follow one another in a text hardly do so by chance.

    Args:
        claimed: the tokens.
    """
    words = [token for token in claimed if token.is_word]
    return len(words) >= _RUN_WORDS and sum(map(weight, words)) >= _RUN_WEIGHT


def placed(parts: Sequence[str], findings: Sequence[Finding | None]) -> list[Place | None]:
    """Return the places of the parts of a claim, as close together as can be.

    Args:
        parts: of the claim, in its order.
        findings: of each part alone; None if it was not found.

    Returns:
        A place for each part, None for one that was not found, or only far from the others and by
        chance; all None if too little of the claim is left.
    """
    nowhere: list[Place | None] = [None] * len(parts)
    found = [i for i, one in enumerate(findings) if one]
    if not found:
        return nowhere
    # The longest part is the least likely to be found by chance: the others are near it.
    middle = max(found, key=lambda i: len(parts[i]))
    anchors = findings[middle].places if findings[middle] else ()  # type: ignore[union-attr]
    tried = [_around(anchor, middle, findings) for anchor in anchors]
    places = min(tried, key=_distance)
    read = [tokens(part) for part in parts]
    runs = [is_run(part) for part in read]
    kept = [
        place if place and (runs[i] or _has_neighbour(i, places)) else None
        for i, place in enumerate(places)
    ]
    there = [i for i, place in enumerate(kept) if place]
    weights = [sum(map(weight, part)) for part in read]
    if sum(weights[i] for i in there) < _LEAST * sum(weights):
        return nowhere
    if any(runs[i] for i in there) or _is_one_passage(parts, kept):
        return kept
    words = sum(token.is_word for i in there for token in read[i])
    return kept if words >= _PAIR * len(parts) and len(there) == len(parts) else nowhere


def _around(anchor: Place, middle: int, findings: Sequence[Finding | None]) -> list[Place | None]:
    """Return the places of all parts that are nearest to one place of one part."""
    places: list[Place | None] = [None] * len(findings)
    places[middle] = anchor
    for steps in (range(middle + 1, len(findings)), range(middle - 1, -1, -1)):
        beside = anchor
        for i in steps:
            finding = findings[i]
            if finding:
                beside = min(finding.places, key=lambda one: _gap(beside, one, i > middle))
                places[i] = beside
    return places


def _gap(beside: Place, place: Place, is_after: bool) -> tuple[bool, bool, int]:  # noqa: FBT001
    """Return how far a place is from the next one: in its document and on its side first."""
    before, after = (beside, place) if is_after else (place, beside)
    gap = after.start - before.end
    return place.doc_id != beside.doc_id, gap < 0, abs(gap)


def _distance(places: Sequence[Place | None]) -> int:
    there = [place for place in places if place]
    return sum(
        _ELSEWHERE if one.doc_id != other.doc_id else abs(other.start - one.end)
        for one, other in pairwise(there)
    )


def _has_neighbour(i: int, places: Sequence[Place | None]) -> bool:
    """Return whether the part before or after is close, and in the order of the claim."""
    place = places[i]
    assert place is not None
    pairs = (
        (places[i - 1] if i else None, place),
        (place, places[i + 1] if i + 1 < len(places) else None),
    )
    return any(
        one is not None
        and other is not None
        and one.doc_id == other.doc_id
        and 0 <= other.start - one.end <= LONGEST_GAP
        for one, other in pairs
    )


def _is_one_passage(parts: Sequence[str], places: Sequence[Place | None]) -> bool:
    there = [place for place in places if place]
    if len(there) < len(parts) or len({place.doc_id for place in there}) > 1:
        return False
    start, end = min(place.start for place in there), max(place.end for place in there)
    return end - start <= _FAR * sum(map(len, parts)) + _SOME
