"""The order in which the words of a page are read: column by column, row by row.

Rows are cut into pieces at wide gaps. A gutter is a strip between pieces that no piece crosses,
with text on both sides that goes on below itself. Where a gutter ends, at a title over both
columns for example, its columns end. What has no gutter, such as a table, is read row by row.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import TYPE_CHECKING

from qa.loaders.pdf.right_to_left import leans_right_to_left

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa.loaders.pdf.glyphs import Word

GAP = 0.8
"""Size of the letters, times which a gap between two words separates two pieces of a row."""

_ABOVE, _BELOW = 0.75, 0.2  # of the size: what a letter takes above and below its baseline
_SAME_ROW = 0.6  # of the lower one's height: what two words of a row share, and
_NOT_TALLER = 0.38  # of the higher one's
_DEEPEST = 10  # gutters within the columns of gutters
_CANDIDATES = 12  # places at which a gutter is looked for
_FEWEST = 3  # lines on each side of a gutter
_STRIPS = 12.0  # points, to which left edges are rounded to count them
_SHORTEST = 10  # letters of a line, on average, on each side of a gutter
_MOST_DIGITS = 0.35  # of the characters
_FEW_CHANGES = 0.12  # of the pieces: changes from side to side of a file that draws column by column
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


def read_regions(words: Sequence[Word]) -> list[list[list[Word]]]:
    """Return the words of a page by region, in reading order, and by row within each.

    Text that is turned against the page comes last.

    Args:
        words: of the page.
    """
    turned: defaultdict[int, list[Word]] = defaultdict(list)
    for word in words:
        turned[word.turn].append(word)
    regions: list[list[list[Word]]] = []
    for turn in sorted(turned, key=lambda turn: (turn != 0, turn)):
        pieces = _pieces(turned[turn])
        from_right = leans_right_to_left("".join(word.text for word in turned[turn]))
        for region in _split(pieces, _DEEPEST, from_right=from_right):
            regions.append(_rows([word for piece in region for word in piece.words]))
    return regions


def cut(row: Sequence[Word]) -> list[list[Word]]:
    """Return the pieces of a row, which wide gaps separate.

    Args:
        row: its words from left to right.
    """
    pieces: list[list[Word]] = []
    right = 0.0
    for word in row:
        if not pieces or word.left - right > GAP * max(word.size, pieces[-1][-1].size):
            pieces.append([])
            right = word.right
        pieces[-1].append(word)
        right = max(right, word.right)
    return pieces


def _rows(words: Iterable[Word]) -> list[list[Word]]:
    """Return the rows of words from the top down, each from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: -word.base):
        for row in reversed(rows[-4:]):
            if _is_beside(row[0], word):
                row.append(word)
                break
        else:
            rows.append([word])
    for row in rows:
        row.sort(key=lambda word: (word.left, word.index))
    return rows


def _is_beside(one: Word, other: Word) -> bool:
    """Return whether two words are in one row: what they take of the height is nearly the same."""
    top = min(one.base + _ABOVE * one.size, other.base + _ABOVE * other.size)
    bottom = max(one.base - _BELOW * one.size, other.base - _BELOW * other.size)
    lower, higher = sorted((one.size, other.size))
    height = (_ABOVE + _BELOW) * lower
    return top - bottom >= _SAME_ROW * height and lower >= _NOT_TALLER * higher


def _pieces(words: Iterable[Word]) -> list[Piece]:
    pieces = []
    for row in _rows(words):
        for part in cut(row):
            largest = max(part, key=lambda word: word.size)
            right = max(word.right for word in part)
            pieces.append(Piece(part, part[0].left, right, largest.base, largest.size))
    return pieces


def _split(pieces: list[Piece], depth: int, *, from_right: bool) -> list[list[Piece]]:
    """Return the pieces by region: what a gutter cuts, and what is above and below it."""
    bands = _best_gutter(pieces) if depth and len(pieces) >= 2 * _FEWEST else []
    if not bands:
        return [pieces] if pieces else []
    regions: list[list[Piece]] = []
    rest = {id(piece): piece for piece in pieces}
    for left, right in bands:
        for piece in (*left, *right):
            del rest[id(piece)]
    for left, right in bands:
        top = max(piece.base for piece in (*left, *right))
        above = [piece for piece in rest.values() if piece.base > top]
        for piece in above:
            del rest[id(piece)]
        sides = (above, right, left) if from_right else (above, left, right)
        for side in sides:
            regions += _split(side, depth - 1, from_right=from_right)
    return regions + _split(list(rest.values()), depth - 1, from_right=from_right)


def _best_gutter(pieces: Sequence[Piece]) -> list[tuple[list[Piece], list[Piece]]]:
    """Return what is left and right of the longest gutter, band by band from the top down."""
    leftmost = min(piece.left for piece in pieces)
    starts = Counter(
        round(piece.left / _STRIPS) for piece in pieces if piece.left > leftmost + 2 * piece.size
    )
    best: list[tuple[list[Piece], list[Piece]]] = []
    most = 0
    from_top = sorted(pieces, key=lambda piece: -piece.base)
    for strip, count in starts.most_common(_CANDIDATES):
        if count < 2:
            break
        lefts = [piece.left for piece in pieces if round(piece.left / _STRIPS) == strip]
        bands = _bands(from_top, min(lefts))
        size = sum(len(left) + len(right) for left, right in bands)
        if size > most:
            best, most = bands, size
    return best


def _bands(pieces: Sequence[Piece], at: float) -> list[tuple[list[Piece], list[Piece]]]:
    """Return the columns left and right of a place, between the pieces that cross it."""
    bands: list[tuple[list[Piece], list[Piece]]] = [([], [])]
    for piece in pieces:
        if piece.left >= at - 0.5:
            bands[-1][1].append(piece)
        elif piece.right <= at - 0.5 * piece.size:
            bands[-1][0].append(piece)
        elif bands[-1] != ([], []):
            bands.append(([], []))
    return [(left, right) for left, right in bands if _are_columns(left, right)]


def _are_columns(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Return whether two sides of a strip are columns and not the cells of a table."""
    if min(len(left), len(right)) < _FEWEST:
        return False
    if not _overlap(left, right):
        return False
    if min(map(_letters, (left, right))) < _SHORTEST or max(map(_digits, (left, right))) > _MOST_DIGITS:
        return False
    drawn = sorted(
        [(piece.words[0].index, 0) for piece in left] + [(piece.words[0].index, 1) for piece in right]
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
    beside = sum(bool(bases & {at - 1, at, at + 1}) for at in (round(piece.base) for piece in fewer))
    return beside >= 0.8 * len(fewer)


def _are_cells(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Return whether both sides leave more room above the same rows, as cells of a table do."""
    shared = _begins(left) & _begins(right)
    return len(shared) >= 2


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
