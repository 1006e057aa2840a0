"""The columns of a table, from the gaps between the words of its rows."""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from qa.loaders.pdf.values import is_value, is_year

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa.loaders.pdf.glyphs import Word

_WIDE = 0.75  # of the size: a gap between two cells, in rows of which a table is made
_NARROW = 0.5  # the same, where it is known that there is a table
_SPACES = 1.7  # times the usual gap between words, the same
_A_LITTLE_WIDER = 1.25  # times the usual gap: between names of columns that stand close
_USUAL = 0.28  # of the size: a space, where a page has none
_TOUCHING = 0.12  # of the size: between parts of one word
_CROSSED = 0.12  # share of the rows that may cross a gutter, as a name over two columns does
_FEW_ROWS = 3  # none of which may cross a gutter
_CURRENCY = re.compile(r"(?:US|C|A|HK|NZ)?[$€£¥₩₹]|[A-Z]{3}")
_CLOSING = re.compile(r"[)%]+|\*+")
_SIGN = re.compile(r"[$€£¥₩₹]")
_AMOUNT = re.compile(r"[-–(]?[$€£¥₩₹]?[-–(]?\d[\d.,]*\)?%?\)?|[-–—]")
_DASHES = frozenset("-–—")
_GROUP = re.compile(r"\d{3}(?:[.,]\d{1,2})?")


@dataclass(slots=True)
class Piece:
    """Words of a row with no gap between them that a gutter would leave.

    Attributes:
        words: from left to right.
        left: its left edge, in points.
        right: its right edge.
    """

    words: list[Word]
    left: float
    right: float

    @property
    def text(self) -> str:
        """Its words, with spaces between them."""
        return joined(self.words)

    @property
    def place(self) -> float:
        """The left edge without the sign of a currency, which may stand far from its value."""
        if len(self.words) > 1 and _CURRENCY.fullmatch(self.words[0].text):
            return self.words[1].left
        return self.left


def joined(words: Iterable[Word]) -> str:
    """Return the text of words from left to right.

    Args:
        words: of one row.
    """
    parts: list[str] = []
    before: Word | None = None
    for word in words:
        touches = before and word.joined and word.left - before.right < _TOUCHING * word.size
        if before and not touches:
            parts.append(" ")
        parts.append(word.text)
        before = word
    return "".join(parts)


def usual_space(rows: Sequence[Sequence[Word]]) -> float:
    """Return the usual gap between two words of a row, as a share of their size.

    Args:
        rows: from left to right.
    """
    gaps = [
        (after.left - before.right) / after.size
        for row in rows
        for before, after in pairwise(row)
        if after.size and _TOUCHING < (after.left - before.right) / after.size < _WIDE
    ]
    return statistics.median(gaps) if gaps else _USUAL


def pieces_of(row: Sequence[Word], space: float, *, wide: bool) -> list[Piece]:
    """Return the pieces of a row.

    Args:
        row: its words from left to right.
        space: the usual gap between words, a share of their size.
        wide: whether only wide gaps count.
    """
    least = max(_WIDE, 2.2 * space) if wide else max(_NARROW, _SPACES * space)
    pieces: list[Piece] = []
    signs_first = _has_signs_first(row)
    for word in row:
        before = pieces[-1] if pieces else None
        gap = word.left - before.right if before else 0.0
        begins = _AMOUNT.fullmatch(word.text) or (signs_first and _SIGN.fullmatch(word.text))
        if before and begins and _is_other_value(before, word, gap, space):
            pieces.append(Piece([word], word.left, word.right))
        elif before and (
            gap <= least * word.size
            or _CURRENCY.fullmatch(before.text)
            or (_CLOSING.fullmatch(word.text) and gap < 2 * word.size)
        ):
            before.words.append(word)
            before.right = max(before.right, word.right)
        else:
            pieces.append(Piece([word], word.left, word.right))
    return pieces


def _has_signs_first(row: Sequence[Word]) -> bool:
    """Return whether signs of currencies stand before their values: a value ends the row."""
    for word in reversed(row):
        if _SIGN.fullmatch(word.text):
            return False
        if _AMOUNT.fullmatch(word.text):
            return True
    return False


def _is_other_value(before: Piece, word: Word, gap: float, space: float) -> bool:
    """Return whether a value stands beside another one: cells, however close they are.

    "1 234" is one value, where the gap is that of a space.
    """
    last = before.words[-1].text
    value = before.text
    if is_year(f"{value} {word.text}") and not is_year(word.text):  # the mark of a footnote
        return False
    if last == word.text and last in _DASHES:  # a line of them
        return False
    # Not the day of a month, nor what has a unit behind it: "2017 年 06 月".
    ends = _AMOUNT.fullmatch(last) or _CLOSING.fullmatch(last)
    if gap <= _TOUCHING * word.size or not ends or last.endswith(",") or not is_value(value):
        return False
    is_group = _GROUP.fullmatch(word.text) and last.isdigit() and len(last) <= 3  # noqa: PLR2004
    return not (is_group and gap <= _A_LITTLE_WIDER * space * word.size)


def columns_by_gaps(rows: Sequence[Sequence[Piece]]) -> list[tuple[float, float]]:
    """Return the left and right edges of columns, between strips that few rows cross.

    Args:
        rows: those with several pieces.
    """
    edges = sorted(
        [(piece.place, 1) for row in rows for piece in row]
        + [(piece.right, -1) for row in rows for piece in row]
    )
    crossed = max(1, int(_CROSSED * len(rows))) if len(rows) > _FEW_ROWS else 0
    columns: list[tuple[float, float]] = []
    depth, begun = 0, 0.0
    for at, step in edges:
        if step > 0 and depth == crossed:
            begun = at
        elif step < 0 and depth == crossed + 1:
            columns.append((begun, at))
        depth += step
    return [column for column in columns if column[1] > column[0]]


def with_others(
    columns: Sequence[tuple[float, float]], rows: Sequence[Sequence[Piece]]
) -> list[tuple[float, float]]:
    """Return columns with those that few rows have, fewer than may cross a gutter.

    Args:
        columns: as :func:`columns_by_gaps` returns them.
        rows: with several pieces.
    """
    found = list(columns)
    for row in rows:
        for piece in row:
            if not any(left < piece.right and piece.place < right for left, right in found):
                found.append((piece.place, piece.right))
                found.sort()
    return found


def filled_cells(
    pieces: Sequence[Piece], columns: Sequence[tuple[float, float]], space: float
) -> list[str]:
    """Return the text of each column in a row; what lies over several is in the first of them.

    Args:
        pieces: of the row.
        columns: as :func:`columns_by_gaps` returns them.
        space: the usual gap between words, a share of their size.
    """
    cells: list[list[Word]] = [[] for _ in columns]
    for piece in pieces:
        over = _columns_under(piece, columns)
        parts = _divided(piece, columns, space) if len(over) > 1 else None
        nearest = over[0]
        if len(over) > 1 and is_value(piece.text):
            nearest = max(over, key=lambda number: _shared(piece, columns[number]))
        for part, column in parts or [(piece, nearest)]:
            cells[column] += part.words
    return [joined(cell) for cell in cells]


def _columns_under(piece: Piece, columns: Sequence[tuple[float, float]]) -> list[int]:
    """Return the columns that something lies over, or the nearest one."""
    over = [
        number
        for number, (left, right) in enumerate(columns)
        if min(right, piece.right) > max(left, piece.place)
    ]
    if over:
        return over

    def away(number: int) -> float:
        left, right = columns[number]
        return max(left - piece.right, piece.place - right)

    return [min(range(len(columns)), key=away)]


def _shared(piece: Piece, column: tuple[float, float]) -> float:
    """Return how much of the width of a column something lies over."""
    return min(column[1], piece.right) - max(column[0], piece.place)


def _divided(
    piece: Piece, columns: Sequence[tuple[float, float]], space: float
) -> list[tuple[Piece, int]] | None:
    """Return the parts of names that stand close, with their columns; None for a name over all."""
    parts: list[Piece] = []
    for word in piece.words:
        if parts and (
            word.left - parts[-1].right <= _A_LITTLE_WIDER * space * word.size
            or _CURRENCY.fullmatch(parts[-1].text)
        ):
            parts[-1].words.append(word)
            parts[-1].right = max(parts[-1].right, word.right)
        else:
            parts.append(Piece([word], word.left, word.right))
    over = [_columns_under(part, columns) for part in parts]
    clear = all(len(numbers) == 1 for numbers in over)
    if len(parts) < 2 or not clear or len({numbers[0] for numbers in over}) < len(parts):  # noqa: PLR2004
        return None
    return [(part, numbers[0]) for part, numbers in zip(parts, over, strict=True)]
