"""Where the table of a sheet begins, and which of its rows name its columns."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_YEAR = re.compile(r"(?:1[89]|20)\d\d(?:\s?[/–-]\s?\d{2,4})?")
_MOST_HEADERS = 4  # rows of names one above the other
_LONGEST_NAME = 80  # characters of a column's name that nothing else shows to be one
_FEW = 3  # columns of names that nothing else shows to be names


class Cell(NamedTuple):
    """A cell with text.

    Attributes:
        text: as it is shown.
        is_value: whether it is a number, a date or a truth value.
        is_marked: whether it is bold or has a colour of its own.
        columns: over which it goes, itself counted.
    """

    text: str
    is_value: bool = False
    is_marked: bool = False
    columns: int = 1


class Row(NamedTuple):
    """A row that is not blank.

    Attributes:
        number: of the row in its sheet, from 1.
        cells: by their column, from 0.
    """

    number: int
    cells: dict[int, Cell]


def first_of_table(rows: Sequence[Row]) -> int:
    """Return the index of the row with which a table begins, below titles and remarks.

    It is as wide as most rows are; ``len(rows)`` where no row has two cells.

    Args:
        rows: the first ones of a block.
    """
    widths = Counter(len(row.cells) for row in rows if len(row.cells) > 1)
    if not widths:
        return len(rows)
    usual = widths.most_common(1)[0][0]
    left = min(min(row.cells) for row in rows)
    for i, row in enumerate(rows):
        first = min(row.cells)
        is_narrow = len(row.cells) < usual and len(row.cells) <= max(1, usual // 2)
        across = row.cells[first].columns
        is_title = len(row.cells) == 1 and across > 1 and (first == left or 2 * across > usual)
        is_above = is_narrow and first == left and not (_spans(row) or _has_gap(row))
        if not (is_title or is_above):
            return i
    return len(rows)


def header_rows(rows: Sequence[Row], known: Collection[int]) -> int:
    """Return how many rows name the columns; 0 where none does.

    Args:
        rows: the first ones of a table.
        known: numbers of rows that the file itself says to be headers.
    """
    for i in range(min(_MOST_HEADERS, len(rows) - 1)):
        if rows[i].number in known:
            return i + 1
    for i in range(min(_MOST_HEADERS, len(rows) - 1)):
        if _names_columns(rows[i], rows[i + 1 :]):
            below = i + 1
            # Names in groups: what follows splits the columns that one name goes over.
            while (
                below < min(_MOST_HEADERS, len(rows) - 1)
                and (
                    _spans(rows[below - 1])
                    or _is_marked(rows[below])
                    or _lacks_first(rows[below], rows[below + 1 :])
                )
                and _may_name(rows[below])
                and _names_columns(rows[below], rows[below + 1 :])
            ):
                below += 1
            return below
        columns = {column for row in rows[i + 1 :] for column in row.cells}
        if not ((_spans(rows[i]) and _may_name(rows[i])) or is_sparse(rows[i], len(columns))):
            return 0
    return 0


def is_sparse(row: Row, columns: int) -> bool:
    """Return whether a row of a few words may stand above names of columns: a unit, a period.

    Args:
        row: of a table.
        columns: how many it has.
    """
    return 2 * len(row.cells) <= columns and not any(cell.is_value for cell in row.cells.values())


def stand_above(rows: Sequence[Row], cells: Mapping[int, Cell]) -> bool:
    """Return whether rows are the names of the columns below a blank row.

    Args:
        rows: above it.
        cells: of the row below it.
    """
    values = {column for column, cell in cells.items() if cell.is_value}
    return (
        0 < len(rows) <= _MOST_HEADERS
        and len(values) > 1
        and values <= rows[-1].cells.keys()
        and all(_may_name(row) for row in rows)
    )


def repeats(row: Row, names: Mapping[int, str]) -> bool:
    """Return whether a row has names of columns and nothing else.

    Args:
        row: of a table.
        names: by their column.
    """
    return len(row.cells) > 1 and all(
        names.get(column) == cell.text for column, cell in row.cells.items()
    )


def column_names(rows: Sequence[Row]) -> dict[int, str]:
    """Return the name of each column: the words of the header rows above it.

    Args:
        rows: that name the columns.
    """
    names: dict[int, list[str]] = {}
    for row in rows:
        for column, cell in row.cells.items():
            for covered in range(column, column + min(cell.columns, 256)):
                above = names.setdefault(covered, [])
                if cell.text not in above and (covered == column or covered not in row.cells):
                    above.append(cell.text)
    return {column: " ".join(names[column]) for column in sorted(names)}


def is_year(text: str) -> bool:
    """Return whether a text is a year, or a span such as 2021/22.

    Args:
        text: of a cell.
    """
    return len(text) <= len("2021 – 2022") and _YEAR.fullmatch(text) is not None


def _names_columns(top: Row, below: Sequence[Row]) -> bool:
    """Return whether a row names columns, by the cells below it.

    It does if it has words where most cells below have values, or if it alone is marked. Where
    nothing says so, it must have a short name of its own for each of several columns.
    """
    has_evidence = False
    for column, cell in top.cells.items():
        under = [row.cells[column] for row in below if column in row.cells]
        are_values = sum(found.is_value for found in under) * 2 > len(under)
        if cell.is_value:
            are_years = are_values and all(is_year(found.text) for found in under)
            if not is_year(cell.text) or are_years:
                return _is_marked(top) and not all(map(_is_marked, below[:3]))
        elif are_values:
            has_evidence = True
    columns = {column for row in below for column in row.cells}
    if 2 * len(top.cells) <= len(columns) and not _spans(top):
        return False
    if has_evidence or (_is_marked(top) and not all(map(_is_marked, below[:3]))):
        return True
    names = [cell.text for cell in top.cells.values()]
    later = {(i, cell.text) for row in below for i, cell in row.cells.items()}
    return (
        len(columns) >= _FEW
        and (columns <= set(top.cells) or _lacks_first(top, below))
        and len(set(names)) == len(names)
        and all(len(name) <= _LONGEST_NAME and name[-1] not in ".:!?" for name in names)
        and not any((i, cell.text) in later for i, cell in top.cells.items())
    )


def _lacks_first(top: Row, below: Sequence[Row]) -> bool:
    """Return whether only the column of the rows' own names has none, and all rows are full."""
    columns = {column for row in below for column in row.cells}
    is_first = bool(columns) and columns - set(top.cells) == {min(columns)}
    return is_first and all(len(row.cells) == len(columns) for row in below[:_FEW])


def _may_name(row: Row) -> bool:
    return all(not cell.is_value or is_year(cell.text) for cell in row.cells.values())


def _is_marked(row: Row) -> bool:
    return all(cell.is_marked for cell in row.cells.values())


def _has_gap(row: Row) -> bool:
    """Return whether words stand far apart: a unit and a period, unlike a label and its value."""
    columns = sorted(row.cells)
    is_worded = not any(cell.is_value for cell in row.cells.values())
    return is_worded and any(after - before > 1 for before, after in pairwise(columns))


def _spans(row: Row) -> bool:
    return any(cell.columns > 1 for cell in row.cells.values())
