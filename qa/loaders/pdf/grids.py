"""Tables whose cells are drawn: words between lines that run from left to right and up.

A cell is what stands between lines, however many lines of words it has. Where a line is left out,
a cell goes over several rows or columns; its words are in the first of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qa.loaders.pdf.cells import joined, pieces_of
from qa.loaders.pdf.table_rows import is_row, one_table
from qa.loaders.pdf.values import is_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa.loaders.pdf.glyphs import Word
    from qa.loaders.pdf.rules import Rules

_NEAR = 2.5  # points: lines that touch, and parts of one line
_MOST_LINES = 600  # of a page, once those in a row are joined
_FEWEST = 3  # lines in each direction, those around the table among them
_MOST_CELLS = 5_000
_FILLED = 0.4  # share of the cells that have words
_MIXED = 0.1  # share of the cells that have words far from each other: then they are several
_LONGEST_CELL = 1_200  # characters; what has more is a page in a frame
_SPACE = 0.28  # of the size: between words
_SAME_LINE = 0.4  # of the size: how far words of a line may be above each other


class _Line(NamedTuple):
    """A line: its two ends along it, and where it is across."""

    start: float
    end: float
    at: float

    def covers(self, place: float) -> bool:
        """Return whether a place is beside it."""
        return self.start - _NEAR <= place <= self.end + _NEAR


class _Grid(NamedTuple):
    """Lines that touch each other."""

    level: list[_Line]
    upright: list[_Line]


def with_grids(words: Sequence[Word], rules: Rules) -> list[Word]:
    """Return the words of a page, each row of a table with drawn cells as one word.

    Args:
        words: of the page.
        rules: lines that are drawn on it.
    """
    rest = list(words)
    for grid in _grids(rules):
        xs, ys = _edges(grid)
        inside = [word for word in rest if _is_inside(word, xs, ys)]
        rows = _rows(inside, grid, xs, ys)
        if rows is None:
            continue
        gone = {id(word) for word in inside}
        rest = [word for word in rest if id(word) not in gone]
        cells = [[_text(cell) for cell in row] for row in rows]
        table = one_table(cells, [[word for cell in row for word in cell] for row in rows])
        for (row,) in table:
            if set(row.text) <= set("| -") and rest and is_row(rest[-1:]):
                rest[-1].text += f"\n{row.text}"  # the rule stays with the names above it
            else:
                rest.append(row)
    return rest


def _grids(rules: Rules) -> list[_Grid]:
    """Return the lines that make grids."""
    level, upright = _whole(rules.level), _whole(rules.upright)
    if len(level) + len(upright) > _MOST_LINES:
        return []
    grids: list[_Grid] = []
    for line in level:
        crossing = [one for one in upright if one.covers(line.at) and line.covers(one.at)]
        if not crossing:
            continue
        touched = [grid for grid in grids if any(one in grid.upright for one in crossing)]
        merged = _Grid([line], crossing)
        for grid in touched:
            merged.level.extend(grid.level)
            merged.upright.extend(one for one in grid.upright if one not in merged.upright)
            grids.remove(grid)
        grids.append(merged)
    return [grid for grid in grids if min(len(grid.level), len(grid.upright)) > 1]


def _whole(parts: Iterable[tuple[float, float, float]]) -> list[_Line]:
    """Return lines with their parts joined."""
    lines: list[_Line] = []
    for start, end, at in sorted(parts, key=lambda part: (round(part[2]), part[0])):
        last = lines[-1] if lines else None
        if last and abs(last.at - at) <= _NEAR / 2 and start <= last.end + _NEAR:
            lines[-1] = _Line(last.start, max(last.end, end), last.at)
        else:
            lines.append(_Line(start, end, at))
    return lines


def _edges(grid: _Grid) -> tuple[list[float], list[float]]:
    """Return the edges of columns from the left, and of rows from the top."""
    xs = [line.at for line in grid.upright]
    ys = [line.at for line in grid.level]
    xs += [min(line.start for line in grid.level), max(line.end for line in grid.level)]
    ys += [min(line.start for line in grid.upright), max(line.end for line in grid.upright)]
    return _apart(sorted(xs)), _apart(sorted(ys))[::-1]


def _apart(places: Sequence[float]) -> list[float]:
    """Return places without those that are near to the one before."""
    found: list[float] = []
    for place in places:
        if not found or place - found[-1] > 2 * _NEAR:
            found.append(place)
    return found


def _is_inside(word: Word, xs: Sequence[float], ys: Sequence[float]) -> bool:
    across, up = _middle(word)
    return not word.turn and xs[0] < across < xs[-1] and ys[-1] < up < ys[0]


def _middle(word: Word) -> tuple[float, float]:
    return (word.left + word.right) / 2, word.base + 0.3 * word.size


def _rows(
    words: Sequence[Word], grid: _Grid, xs: Sequence[float], ys: Sequence[float]
) -> list[list[list[Word]]] | None:
    """Return the words of each cell of each row; None where it is no table."""
    columns, height = len(xs) - 1, len(ys) - 1
    if min(len(xs), len(ys)) < _FEWEST or columns * height > _MOST_CELLS:
        return None
    rows: list[list[list[Word]]] = [[[] for _ in range(columns)] for _ in range(height)]
    for word in words:
        across, up = _middle(word)
        # The nearest line to the left, and above, that runs beside the word itself.
        left = max((x.at for x in grid.upright if x.at < across and x.covers(up)), default=xs[0])
        top = min((y.at for y in grid.level if y.at > up and y.covers(across)), default=ys[0])
        column = max(n for n, x in enumerate(xs[:-1]) if n == 0 or x <= left + 2 * _NEAR)
        row = max(n for n, y in enumerate(ys[:-1]) if n == 0 or y >= top - 2 * _NEAR)
        rows[row][column].append(word)
    rows = [part for row in rows if any(row) for part in _parted(row)]
    used = [number for number in range(columns) if any(row[number] for row in rows)]
    rows = [[row[number] for number in used] for row in rows]
    cells = [cell for row in rows for cell in row]
    filled = sum(map(bool, cells))
    several = sum(sum(map(bool, row)) > 1 for row in rows)
    longest = max((sum(len(word.text) + 1 for word in cell) for cell in cells), default=0)
    if _MIXED * max(1, filled) < sum(map(_has_columns, filter(None, cells))):
        return None  # lines below numbers, and cells without any
    is_table = several > 1 and filled >= _FILLED * len(cells) and longest <= _LONGEST_CELL
    return rows if is_table else None


def _parted(row: list[list[Word]]) -> list[list[list[Word]]]:
    """Return the rows between two lines: several, where several have values beside each other.

    What stands at the middle of them is in the first.
    """
    lines = [_lines(cell) for cell in row]
    bases = [line[0].base for cell in lines for line in cell if is_value(joined(line))]
    size = max((word.size for cell in row for word in cell), default=0.0)
    starts: list[float] = []
    for base in sorted(bases, reverse=True):
        beside = sum(abs(other - base) <= _SAME_LINE * size for other in bases)
        if beside > 1 and (not starts or starts[-1] - base > size):
            starts.append(base)
    if len(starts) < 2:  # noqa: PLR2004 - one row, with lines that its cells go on in
        return [row]
    rows: list[list[list[Word]]] = [[[] for _ in row] for _ in starts]
    for column, cell in enumerate(lines):
        for number, line in enumerate(cell):
            near = [i for i, at in enumerate(starts) if abs(at - line[0].base) <= _SAME_LINE * size]
            alone = 0 if len(cell) == 1 else min(number, len(starts) - 1)
            rows[near[0] if near else alone][column] += line
    return rows


def _has_columns(cell: Sequence[Word]) -> bool:
    """Return whether a cell has a line of which a part is a value, far from the rest."""
    for line in _lines(cell):
        pieces = pieces_of(line, _SPACE, wide=True)
        if len(pieces) > 1 and any(is_value(piece.text) for piece in pieces[1:]):
            return True
    return False


def _text(cell: Sequence[Word]) -> str:
    """Return the words of a cell, line by line."""
    return " ".join(map(joined, _lines(cell)))


def _lines(cell: Sequence[Word]) -> list[list[Word]]:
    """Return the lines of a cell from the top down, each from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(cell, key=lambda word: -word.base):
        if lines and lines[-1][0].base - word.base <= _SAME_LINE * word.size:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.left) for line in lines]
