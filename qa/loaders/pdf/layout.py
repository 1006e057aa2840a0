"""The order in which the words of a page are read: column by column, row by row.

Rows are cut into pieces at wide gaps. A gutter is a strip between pieces that no piece crosses,
with text on both sides that goes on below itself. Where a gutter ends, at a title over both
columns for example, its columns end. What has no gutter, such as a table, is read row by row.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from qa.loaders.pdf.columns import FEWEST, Piece, are_columns
from qa.loaders.pdf.right_to_left import leans_right_to_left

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa.loaders.pdf.glyphs import Word

GAP = 0.8
"""Size of the letters, times which a gap between two words separates two pieces of a row."""

_ABOVE, _BELOW = 0.75, 0.2  # of the size: what a letter takes above and below its baseline
_SAME_ROW = 0.6  # of the lower one's height: what two words of a row share, and
_NOT_TALLER = 0.38  # of the higher one's
_MOST_PIECES = 5_000  # of a page, above which it is read row by row
_DEEPEST = 10  # gutters within the columns of gutters
_CANDIDATES = 12  # places at which a gutter is looked for
_STRIPS = 12.0  # points, to which left edges are rounded to count them


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
        depth = _DEEPEST if len(pieces) <= _MOST_PIECES else 0
        regions += [
            _rows([word for piece in region for word in piece.words])
            for region in _split(pieces, depth, from_right=from_right)
        ]
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
    for word in sorted(words, key=_from_top):
        last = rows[-1][0] if rows else None
        if last and last.base == word.base and last.size == word.size > 0:  # most words
            rows[-1].append(word)
            continue
        for row in reversed(rows[-4:]):
            if _is_beside(row[0], word):
                row.append(word)
                break
        else:
            rows.append([word])
    for row in rows:
        row.sort(key=_from_left)
    return rows


def _from_top(word: Word) -> float:
    return -word.base


def _from_left(word: Word) -> tuple[float, int]:
    return word.left, word.index


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
    bands = _best_gutter(pieces) if depth and len(pieces) >= 2 * FEWEST else []
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
        if count < FEWEST - 1:
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
    return [(left, right) for left, right in bands if are_columns(left, right)]
