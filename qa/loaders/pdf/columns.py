"""Columns of prose, told from the cells of a table."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.loaders.pdf.glyphs import Word

FEWEST = 3
"""Lines of a column, at least."""

_SHORTEST = 10  # letters of a line, on average, on each side of a gutter
_MOST_DIGITS = 0.35  # of the characters
_FEW_CHANGES = 0.12  # of the pieces: changes of side in a file that draws one, then the other
_LONG = 8.0  # sizes: the width of a line of prose, on average
_FLOW = 0.3  # share of lines that go on in the next, where both columns are drawn at once


@dataclass(slots=True)
class Piece:
    """Words of a row without a wide gap between them.

    Attributes:
        words: from left to right.
        left: its left edge, in points.
        right: its right edge.
        base: the height of its baseline.
        size: of its largest letters.
    """

    words: list[Word]
    left: float
    right: float
    base: float
    size: float

    @property
    def text(self) -> str:
        """Its words, from left to right."""
        return " ".join(word.text for word in self.words)


def are_columns(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Return whether two sides of a strip are columns and not the cells of a table.

    Args:
        left: pieces of rows left of the strip.
        right: those right of it.
    """
    if min(len(left), len(right)) < FEWEST:
        return False
    if not _overlap(left, right):
        return False
    if (
        min(map(_letters, (left, right))) < _SHORTEST
        or max(map(_digits, (left, right))) > _MOST_DIGITS
    ):
        return False
    drawn = sorted(
        [(piece.words[0].index, 0) for piece in left]
        + [(piece.words[0].index, 1) for piece in right]
    )
    changes = sum(one[1] != other[1] for one, other in pairwise(drawn))
    if changes <= max(1, _FEW_CHANGES * len(drawn)):  # the file draws one, then the other
        return _is_prose(left) or _is_prose(right) or not _share_rows(left, right)
    return _is_prose(left) and _is_prose(right) and not _are_cells(left, right)


def _overlap(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Return whether two sides are beside each other at all."""
    low = max(min(piece.base for piece in side) for side in (left, right))
    high = min(max(piece.base for piece in side) for side in (left, right))
    return high > low


def _letters(side: Sequence[Piece]) -> float:
    return fmean(sum(len(word.text) for word in piece.words) for piece in side)


def _digits(side: Sequence[Piece]) -> float:
    text = "".join(piece.text for piece in side)
    return sum(char.isdigit() for char in text) / max(1, len(text))


def _is_prose(side: Sequence[Piece]) -> bool:
    """Return whether lines are long, and go on in the next."""
    if fmean((piece.right - piece.left) / max(1.0, piece.size) for piece in side) < _LONG:
        return False
    lines = [piece.text for piece in sorted(side, key=lambda piece: -piece.base)]
    on = sum(_goes_on(before, after) for before, after in pairwise(lines))
    return on >= _FLOW * (len(lines) - 1)


def _goes_on(before: str, after: str) -> bool:
    """Return whether a line goes on in the next; many scripts have no small letters."""
    if after[0].islower() or before[-1] in "-\ufffe,":
        return True
    return before[-1].isalpha() and not (after[0].isupper() or after[0].isdigit())


def _share_rows(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Return whether nearly every piece has one on the other side in its row."""
    fewer, more = sorted((left, right), key=len)
    bases = {round(piece.base) for piece in more}
    beside = sum(
        bool(bases & {at - 1, at, at + 1}) for at in (round(piece.base) for piece in fewer)
    )
    return beside >= 0.8 * len(fewer)


def _are_cells(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Return whether both sides leave more room above the same rows, as cells of a table do."""
    return len(_begins(left) & _begins(right)) > 1


def _begins(side: Sequence[Piece]) -> set[int]:
    """Return the heights at which a block of lines begins, in a third of a line."""
    lines = sorted(side, key=lambda piece: -piece.base)
    steps = [one.base - other.base for one, other in pairwise(lines)]
    usual = sorted(steps)[len(steps) // 4] if steps else 0.0
    return {
        round(line.base / 4)
        for line, step in zip(lines[1:], steps, strict=False)
        if step > 1.25 * usual > 0
    }
