"""Tables that stand side by side on a sheet, with a blank column between them.

A blank column ends a table, as it ends what a spreadsheet program selects as one. But it may also
only make room within a table, so each part must look like a table of its own.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from qa.loaders.sheets.table_shape import Row, header_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from qa.loaders.sheets.table_shape import Cell

_MOST_SPANNED = 256
_MOST_TABLES = 64  # side by side; more are columns of one table with room between them


def first_columns(rows: Sequence[Row], known: Collection[int]) -> tuple[int, ...]:
    """Return the first column of each table, where several stand side by side; else one.

    Args:
        rows: the first ones, below titles that go over all of them.
        known: numbers of rows that the file itself says to be headers.
    """
    covered = sorted(
        {
            column
            for row in rows
            for first, cell in row.cells.items()
            for column in range(first, first + min(cell.columns, _MOST_SPANNED))
        }
    )
    starts = [*covered[:1], *(right for left, right in pairwise(covered) if right > left + 1)]
    if len(starts) <= 1 or len(starts) > _MOST_TABLES:
        return tuple(starts[:1])
    parts = [[row for row in part if row.cells] for part in zip(*(split(r, starts) for r in rows))]  # noqa: B905
    extents = {(part[0].number, part[-1].number) for part in parts}
    named = any(header_rows(part, known) for part in parts)
    if not named or not _is_table(parts[0], differs=len(extents) > 1):
        return (starts[0],)
    # What is no table belongs to the one at its left, such as a column of remarks.
    tables = zip(starts, parts, strict=True)
    return tuple(at for at, part in tables if _is_table(part, differs=len(extents) > 1))


def split(row: Row, starts: Sequence[int]) -> list[Row]:
    """Return the part of a row that belongs to each table; some have no cells.

    Args:
        row: of the sheet.
        starts: the first column of each table.
    """
    parts: list[dict[int, Cell]] = [{} for _ in starts]
    for column, cell in row.cells.items():
        parts[max(0, bisect_right(starts, column) - 1)][column] = cell
    return [Row(row.number, cells) for cells in parts]


def header_numbers(rows: Sequence[Row], starts: Sequence[int], known: Collection[int]) -> set[int]:
    """Return the numbers of rows that name the columns of one table, and so of all.

    Args:
        rows: the first ones.
        starts: the first column of each table.
        known: numbers of rows that the file itself says to be headers.
    """
    found = set(known)
    for cuts in zip(*(split(row, starts) for row in rows)):  # noqa: B905 - of one length
        part = [cut for cut in cuts if cut.cells]
        count = header_rows(part, known)
        if count:
            found.add(part[count - 1].number)
    return found


def _is_table(part: Sequence[Row], *, differs: bool) -> bool:
    """Return whether a part has columns, and names its rows or has other rows than the rest."""
    columns = {column for row in part for column in row.cells}
    if len(columns) < 2 or len(part) < 2:  # noqa: PLR2004 - a column or a row is no table
        return False
    names = [row.cells[min(columns)] for row in part[1:] if min(columns) in row.cells]
    has_names = 2 * len(names) > len(part) - 1 and 2 * sum(n.is_value for n in names) < len(names)
    return has_names or (differs and bool(names))
