"""Tables on the pages of a PDF: rows with cells, from the gaps between words.

A row becomes one word of the page, ``| Net sales | 232,887 | 177,866 |``, where its words were.
So it keeps its place in the order of the page. The names of the columns are the first row, with a
rule below it where rows with numbers follow, as other loaders and Markdown have it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.loaders.pdf.cells import (
    columns_by_gaps,
    filled_cells,
    pieces_of,
    usual_space,
    with_others,
)
from qa.loaders.pdf.table_rows import is_row, tables_of
from qa.loaders.pdf.values import is_value, is_year

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.loaders.pdf.cells import Piece
    from qa.loaders.pdf.glyphs import Word

_FAR = 3.2  # of the size: rows of one table are no farther apart
_FEW_BETWEEN = 4  # the same, unless the next row ends with a value
_NUMBER = re.compile(r"\d\W{0,3}$")
_MOST_BETWEEN = 7  # rows with one cell between two rows with several
_PROSE = 9  # words of a row with one cell that reaches the last column, which no table has
_COLUMNS = (2, 40)  # the fewest and the most
_COLUMNS_OF_LIST = 3  # at most, its marks among them
_FEWEST_ROWS = 2  # with several cells
_FEWEST_SUM = 6  # of rows and columns, in a table without numbers
_NUMBERS = 0.5  # share of the cells right of the first column, for a table with two
_FEWER_NUMBERS = 0.3  # the same, for one with more
_FILLED = 0.4  # share of the cells that have words
_SHORT_CELL = 32  # characters of a cell, on average, in a table without numbers
_SHORTER_CELL = 12  # the same, in scripts that have no small letters, such as Chinese
_GOES_ON = 0.3  # share of the cells that begin with a small letter, in prose
_LARGER = 1.5  # times the size of a row: a heading below it
_DAY = re.compile(r"[0-3]?\d,")
_BULLET = re.compile(r"[^\w\s$€£]|o|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]")
_LEADER = re.compile(r"\.{4}|(?:\. ){4}|…{2}|_{4}")


def with_tables(rows: Sequence[list[Word]]) -> list[list[Word]]:
    """Return the rows of a region, those of its tables as one word each.

    Args:
        rows: from the top down, each from left to right.
    """
    rows = [part for row in rows for part in _parts(row)]
    space = usual_space(rows)
    wide = [_last_cell(row, space) for row in rows]
    found: list[list[Word]] = []
    done = at = 0
    while at < len(rows):
        end = at if wide[at] is None else _end_of_run(rows, wide, at)
        if end - at < _FEWEST_ROWS:
            at += 1
            continue
        several = [pieces_of(row, space, wide=False) for row in rows[at:end]]
        columns = _columns([pieces for pieces in several if len(pieces) > 1])
        lines = [filled_cells(pieces, columns, space) for pieces in several]
        if not _is_table(lines, columns):
            at += 1
            continue
        start = _start_of_names(rows, done, at, columns)
        above = [pieces_of(row, space, wide=False) for row in rows[start:at]]
        lines[:0] = [filled_cells(pieces, columns, space) for pieces in above]
        found += [*rows[done:start], *tables_of(lines, rows[start:end])]
        done = at = end
    return [*found, *rows[done:]]


def _columns(rows: Sequence[Sequence[Piece]]) -> list[tuple[float, float]]:
    """Return the columns of rows: those of their values, which names may lie across."""
    values = [row for row in rows if sum(is_value(piece.text) for piece in row[1:])]
    mostly = len(values) >= max(_FEWEST_ROWS, len(rows) / 2)
    return with_others(columns_by_gaps(values if mostly else rows), rows)


def _parts(row: list[Word]) -> list[list[Word]]:
    """Return a row with what is a row of a table already apart, each line of it."""
    if not any(word.text.startswith("|") for word in row):
        return [row]
    parts = [
        [replace(word, text=line)]
        for word in row
        if is_row([word])
        for line in word.text.split("\n")
    ]
    rest = [word for word in row if not is_row([word])]
    return [*parts, rest] if rest else parts


def _last_cell(row: Sequence[Word], space: float) -> float | None:
    """Return the left edge of the last cell of a row, None where it has one cell or none."""
    if row[0].turn or is_row(row[:1]):  # neither is mixed with other words
        return None
    pieces = pieces_of(row, space, wide=True)
    return pieces[-1].left if len(pieces) > 1 else None


def _end_of_run(rows: Sequence[list[Word]], wide: Sequence[float | None], at: int) -> int:
    """Return where rows with several cells end that are near to each other."""
    end = at + 1
    last_column = wide[at] or 0.0
    has_values = False
    for number in range(at + 1, len(rows)):
        row, above = rows[number], rows[number - 1]
        size = max(row[0].size, above[0].size)
        if not 0 < above[0].base - row[0].base <= _FAR * size:
            break
        if row[0].turn or is_row(row[:1]):
            break
        last = wide[number]
        if last is not None and not _is_note(row, last, last_column):
            # Far below, only values go on in a table.
            if number - end >= _FEW_BETWEEN and not _NUMBER.search(row[-1].text):
                break
            # The names of columns below values begin another table.
            if has_values and _are_dates(row):
                break
            has_values = has_values or is_value(row[-1].text)
            end = number + 1
            last_column = max(last_column, last)
            continue
        is_prose = len(row) >= _PROSE and (row[-1].right > last_column or _is_sentence(row))
        if is_prose or number - end >= _MOST_BETWEEN or row[0].size > _LARGER * above[0].size:
            break
    return end


def _is_sentence(row: Sequence[Word]) -> bool:
    return row[-1].text.endswith(".")


def _are_dates(row: Sequence[Word]) -> bool:
    """Return whether a row names columns by years: "2022", "December 31, 2022"."""
    years = sum(is_year(word.text) for word in row)
    others = sum(is_value(word.text) and not _DAY.fullmatch(word.text) for word in row)
    return years > 1 and years == others


def _is_note(row: Sequence[Word], left: float, last_column: float) -> bool:
    """Return whether the last cell of a row is prose that begins left of its column: a footnote."""
    words = sum(word.left >= left for word in row)
    return words >= _PROSE and left < last_column - row[-1].size


def _start_of_names(
    rows: Sequence[list[Word]], done: int, at: int, columns: Sequence[tuple[float, float]]
) -> int:
    """Return the first of the rows above a table that name several of its columns at once."""
    start = at
    while start > max(done, at - 2):
        row, below = rows[start - 1], rows[start]
        near = 0 < row[0].base - below[0].base <= 2 * max(row[0].size, below[0].size)
        inside = row[0].left > columns[0][1] and row[-1].right <= columns[-1][1] + row[0].size
        if not near or not inside or len(row) >= _PROSE:
            break
        start -= 1
    return start


def _is_table(lines: Sequence[Sequence[str]], columns: Sequence[tuple[float, float]]) -> bool:
    """Return whether cells are those of a table, and not lines of prose in columns or a list."""
    several = [line for line in lines if sum(map(bool, line)) > 1]
    if not _COLUMNS[0] <= len(columns) <= _COLUMNS[1] or len(several) < _FEWEST_ROWS:
        return False
    firsts = [line[0] for line in lines if line[0]]
    marks = sum(_BULLET.fullmatch(cell) is not None for cell in firsts)
    is_list = len(columns) <= _COLUMNS_OF_LIST and 2 * marks >= max(1, len(firsts))
    leaders = sum(any(map(_LEADER.search, line)) for line in several)
    filled = sum(bool(cell) for line in several for cell in line)
    is_sparse = filled < _FILLED * len(several) * len(columns)
    if is_list or is_sparse or 2 * leaders >= len(several):  # or a table of contents
        return False
    rest = [cell for line in several for cell in line[1:] if cell]
    least = _NUMBERS if len(columns) == _COLUMNS[0] else _FEWER_NUMBERS
    values = sum(map(is_value, rest))
    return values >= max(2, least * len(rest)) or _has_short_cells(several, firsts)


def _has_short_cells(several: Sequence[Sequence[str]], firsts: Sequence[str]) -> bool:
    """Return whether rows without numbers are those of a table: of short cells, not of prose.

    Two columns must be in more rows than three; what ends in a colon is the field of a form.
    """
    cells = [cell for line in several for cell in line if cell]
    cased = sum(cell != cell.swapcase() for cell in cells) > len(cells) // 2
    longest = _SHORT_CELL if cased else _SHORTER_CELL
    few = len(several) + len(several[0]) < _FEWEST_SUM
    if few or sum(map(len, cells)) > longest * len(cells):
        return False
    fields = sum(cell.endswith(":") for cell in firsts)
    small = sum(cell[0].islower() for cell in cells)
    return small < _GOES_ON * len(cells) and 2 * fields <= len(firsts)
