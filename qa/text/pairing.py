"""Claimed tokens paired with those of a text, closely or, where both are long, roughly."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from qa.deadlines import check_deadline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.text.folding import Token

_TABLE = 400_000  # cells of an edit distance, some 0.2 s
_MOST_ROUNDS = 24  # in which anchors are looked for between those that were found

Pairs = list[tuple[int | None, int | None]]
"""Claimed token and token of the text, in order; None for a token without a partner."""


class Effort:
    """A budget for all comparisons of one check.

    Attributes:
        cells: of edit distances, that are left; a million take half a second.
    """

    def __init__(self, cells: int = 4_000_000) -> None:
        """Begin with all of it left.

        Args:
            cells: of edit distances, at most.
        """
        self.cells = cells

    def affords(self, cells: int) -> bool:
        """Return whether a table of so many cells may be filled, and count it.

        Args:
            cells: of the table of an edit distance.
        """
        if cells > min(_TABLE, self.cells):
            return False
        self.cells -= cells
        return True


def paired(claimed: Sequence[Token], source: Sequence[Token]) -> Pairs:
    """Return the pairs of the least edit distance (Sellers 1980).

    Text before and after the claimed words costs nothing. It takes as many steps as one side has
    tokens times the other.

    Args:
        claimed: tokens of the claim.
        source: tokens of the text.
    """
    # The first row is free, and so is what follows the least cell of the last: the claim may start
    # and end anywhere in the text.
    rows = [[0.0] * (len(source) + 1)]
    for i, one in enumerate(claimed, start=1):
        check_deadline()
        before, row = rows[-1], [float(i)]
        for j, other in enumerate(source, start=1):
            row.append(
                min(before[j - 1] + _distance(one, other), before[j] + 1.0, row[j - 1] + 1.0)
            )
        rows.append(row)
    i, j = len(claimed), min(range(len(source) + 1), key=lambda at: rows[-1][at])
    pairs: Pairs = []
    while i:  # back along the cheapest path
        if j and rows[i][j] == rows[i - 1][j - 1] + _distance(claimed[i - 1], source[j - 1]):
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif rows[i][j] == rows[i - 1][j] + 1.0:
            i -= 1
            pairs.append((i, None))
        else:
            j -= 1
            pairs.append((None, j))
    return pairs[::-1]


def _distance(one: Token, other: Token) -> float:
    if one.key == other.key:
        return -0.1  # of two equally distant pairings, the one with more equal words wins
    return 1.0 if one.is_word == other.is_word else 1.75  # a word is not a sign


def roughly_paired(claimed: Sequence[Token], source: Sequence[Token]) -> Pairs:
    """Return pairs of equal tokens in order, and between them what has no equal.

    The anchors are tokens that occur once on both sides, as in a patience diff. It takes
    n log n steps, and misses equal tokens that all occur several times.

    Args:
        claimed: tokens of the claim.
        source: tokens of the text.
    """
    pairs: Pairs = []
    i, j = 0, -1
    for ours, theirs in [*_anchors(claimed, source), (len(claimed), -1)]:
        pairs.extend((at, None) for at in range(i, ours))
        if j >= 0 and theirs >= 0:
            pairs.extend((None, at) for at in range(j + 1, theirs))
        if theirs >= 0:
            pairs.append((ours, theirs))
        i, j = ours + 1, theirs
    return pairs


def _anchors(claimed: Sequence[Token], source: Sequence[Token]) -> list[tuple[int, int]]:
    """Return pairs of equal tokens, in the same order on both sides."""
    found: list[tuple[int, int]] = []
    open_ranges = [(0, len(claimed), 0, len(source))]
    for _ in range(_MOST_ROUNDS):
        check_deadline()
        within, open_ranges = open_ranges, []
        for first, end, begin, stop in within:
            same = _around_anchors(claimed, source, (first, end, begin, stop))
            found.extend(same)
            if same:
                edges = [(first - 1, begin - 1), *same, (end, stop)]
                open_ranges.extend(
                    (i + 1, next_i, j + 1, next_j)
                    for (i, j), (next_i, next_j) in pairwise(edges)
                    if i + 1 < next_i and j + 1 < next_j
                )
    return sorted(found)


def _around_anchors(
    claimed: Sequence[Token], source: Sequence[Token], within: tuple[int, int, int, int]
) -> list[tuple[int, int]]:
    """Return tokens that occur once in both ranges, with the equal ones next to them."""
    first, end, begin, stop = within
    ours = Counter(claimed[i].key for i in range(first, end))
    theirs = Counter(source[j].key for j in range(begin, stop))
    where = {source[j].key: j for j in range(begin, stop)}
    unique = [
        (i, where[key])
        for i in range(first, end)
        if ours[key := claimed[i].key] == theirs.get(key, 0) == 1
    ]
    found: list[tuple[int, int]] = []
    for i, j in _ascending(unique):
        if found and i <= found[-1][0]:
            continue  # taken in after the anchor before it
        least_i, least_j = found[-1] if found else (first - 1, begin - 1)
        back = 0
        while (
            i - back - 1 > least_i
            and j - back - 1 > least_j
            and claimed[i - back - 1].key == source[j - back - 1].key
        ):
            back += 1
        on = 0
        while i + on < end and j + on < stop and claimed[i + on].key == source[j + on].key:
            on += 1
        found.extend((i + step, j + step) for step in range(-back, on))
    return found


def _ascending(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the most of some pairs, ascending on the left, that ascend on the right too."""
    lasts: list[int] = []  # the least right side that a chain of each length ends with
    ends: list[int] = []  # the pair that has it
    before: list[int] = []
    for n, (_, j) in enumerate(pairs):
        length = bisect_left(lasts, j)
        lasts[length : length + 1] = [j]
        ends[length : length + 1] = [n]
        before.append(ends[length - 1] if length else -1)
    chain: list[tuple[int, int]] = []
    n = ends[-1] if ends else -1
    while n >= 0:
        chain.append(pairs[n])
        n = before[n]
    return chain[::-1]
