"""The rows of a sheet of an Excel file, one at a time, as they are shown."""

from __future__ import annotations

import io
import math
import re
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from qa.loaders.archives import local
from qa.loaders.sheets.number_formats import (
    date_time_shown,
    is_date_code,
    number_shown,
    text_shown,
)
from qa.loaders.sheets.table_shape import Cell, Row
from qa.loaders.sheets.workbook import Style, rich_text
from qa.loaders.spanning import MOST_ROWS, repeated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from qa.loaders.sheets.workbook import Workbook

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_MERGED = re.compile(
    rb"mergeCell [^<>]{0,200}?ref=[\"']([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})"
)
_FILTER = re.compile(rb"autoFilter [^<>]{0,200}?ref=[\"'][A-Z]{1,3}([0-9]{1,7})")
_SHORT = 11  # digits that the general format shows
_MOST_MERGED = 100_000
_GENERAL = Style()


class Merged(NamedTuple):
    """Cells that are shown as one.

    Attributes:
        last_row: number of the last row.
        columns: over which it goes.
    """

    last_row: int
    columns: int


class Lasting(NamedTuple):
    """A cell that goes on in the rows below.

    Attributes:
        cell: as it is written there.
        last_row: to which it goes.
        until: the last row in which it is written.
    """

    cell: Cell
    last_row: int
    until: int

    @classmethod
    def below(cls, cell: Cell, row: int, last_row: int) -> Lasting:
        """Return how a cell goes on.

        Args:
            cell: in its first row.
            row: number of it.
            last_row: number of the last one.
        """
        written = cell._replace(text=repeated(cell.text))
        return cls(written, last_row, min(last_row, row + MOST_ROWS))


class Rows:
    """The rows of one sheet.

    Attributes:
        merged: cells that are shown as one, by the row and the column of the first one.
        headers: numbers of rows with a filter.
        without_result: formulas of which the file has no result.
        without_text: cells that name a text that the file does not have.
        hidden_rows: with text in them.
        hidden_columns: of the sheet.
    """

    def __init__(self, data: bytes, book: Workbook) -> None:
        """Look at what stands below the cells.

        Args:
            data: the XML of the sheet.
            book: what the sheets share.
        """
        self._data = data
        self._book = book
        # It stands below the cells, but is needed with them; a sheet is too large for a tree.
        below = data[max(0, data.rfind(b"sheetData")) :]
        self.merged = _merged(below)
        self.headers = frozenset(int(row) for row in _FILTER.findall(below))
        self.without_result = self.without_text = self.hidden_rows = self.hidden_columns = 0
        self._dates = [is_date_code(style.code) for style in book.styles]

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows that are not blank; without cells those that merged cells cover.

        Raises:
            xml.etree.ElementTree.ParseError: the XML is damaged.
        """
        number = 0
        active: dict[int, Lasting] = {}
        row_tag = ""
        for _, element in ET.iterparse(io.BytesIO(self._data)):  # noqa: S314
            if element.tag != row_tag:
                if row_tag:
                    continue  # most are cells and their values
                if local(element) == "row":
                    row_tag = element.tag
                else:
                    self._count_hidden(element)
                    continue
            number = _whole(element.get("r", ""), LAST_ROW) or number + 1
            cells = self._cells(element, number)
            if cells and element.get("hidden") in {"1", "true"}:
                self.hidden_rows += 1
            element.clear()  # what was read is given up
            if active:
                active = {i: cell for i, cell in active.items() if cell.last_row >= number}
                if cells:
                    above = {i: one.cell for i, one in active.items() if one.until >= number}
                    cells = dict(sorted({**above, **cells}.items()))
            if cells or active:
                yield Row(number, cells)
            self._go_on(cells, number, active)

    def _count_hidden(self, element: Element) -> None:
        if local(element) == "col" and element.get("hidden") in {"1", "true"}:
            begin, end = (_whole(element.get(name, ""), LAST_COLUMN) for name in ("min", "max"))
            # All columns behind the last one are hidden in some files: nothing is in them.
            self.hidden_columns += end - begin + 1 if end < LAST_COLUMN else 0

    def _go_on(self, cells: dict[int, Cell], number: int, active: dict[int, Lasting]) -> None:
        """Remember the cells of a row that go on below."""
        for column in self.merged.get(number, ()):
            merged = self.merged[number][column]
            if merged.last_row > number and column in cells:
                active[column] = Lasting.below(cells[column], number, merged.last_row)

    def _cells(self, row: Element, number: int) -> dict[int, Cell]:
        cells: dict[int, Cell] = {}
        column = -1
        merged = self.merged.get(number, {})
        styles = self._book.styles
        for cell in row:
            column = column_of(cell.get("r", "")) if "r" in cell.attrib else column + 1
            if not 0 <= column < LAST_COLUMN or len(cell) == 0:
                continue
            at = _whole(cell.get("s", "0"), len(styles))
            style = styles[at] if at < len(styles) else _GENERAL
            is_date = at < len(styles) and self._dates[at]
            text, is_value = self._shown(cell, style, is_date=is_date)
            if text and not text.isspace():
                columns = merged[column].columns if column in merged else 1
                cells[column] = Cell(text.strip(), is_value, style.is_marked, columns)
        return cells

    def _shown(self, cell: Element, style: Style, *, is_date: bool) -> tuple[str, bool]:
        """Return what a cell shows, and whether it is a value and no text."""
        value = ""
        has_formula = False
        for part in cell:
            name = part.tag.rpartition("}")[2]
            if name == "v":
                value = part.text or ""
            elif name == "is":
                return text_shown(rich_text(part), style.code), False
            elif name == "f":
                has_formula = True
        kind = cell.get("t", "n")
        if not value:
            self.without_result += has_formula and kind != "str"
            return "", False
        if kind == "n":
            return self._number(value, style.code, is_date=is_date)
        if kind == "s":
            at = _whole(value.strip(), len(self._book.texts))
            is_known = _is_whole(value.strip()) and at < len(self._book.texts)
            self.without_text += not is_known
            return (text_shown(self._book.texts[at], style.code) if is_known else ""), False
        if kind == "str":
            return text_shown(value, style.code), False
        return _other(value.strip(), kind), True

    def _number(self, value: str, code: str, *, is_date: bool) -> tuple[str, bool]:
        try:
            number = float(value)
        except ValueError:
            return value, False
        # What no program would write as a number, or show as one, is kept as it stands there.
        if not (math.isfinite(number) and value.isascii() and "_" not in value):
            return value, False
        if not code and value.isdecimal() and len(value) <= _SHORT:
            return value, True  # as most numbers are
        from_1904 = self._book.from_1904
        shown = number_shown(number, code, from_1904=from_1904)
        if is_date and not shown:
            shown = date_time_shown(number, from_1904=from_1904)
        return shown, True


def _other(value: str, kind: str) -> str:
    """Return a truth value, an error such as ``#N/A``, or a date that is written as such."""
    if kind == "b":
        return "TRUE" if value in {"1", "true"} else "FALSE"
    return value.removesuffix("T00:00:00").replace("T", " ") if kind == "d" else value


def column_of(place: str) -> int:
    """Return the number of a column, from 0; -1 where there is no such.

    Args:
        place: of a cell, such as ``AB12``.
    """
    number = 0
    for char in place:
        if not "A" <= char <= "Z":
            break
        number = number * 26 + ord(char) - 64
        if number > LAST_COLUMN:
            return -1
    return number - 1


def _merged(below: bytes) -> dict[int, dict[int, Merged]]:
    """Return the merged cells of a sheet, by the row and the column of the first one."""
    found: dict[int, dict[int, Merged]] = {}
    for count, match in enumerate(_MERGED.finditer(below)):
        if count >= _MOST_MERGED:
            break
        begin, end = (_PLACE.fullmatch(place.decode("ascii")) for place in match.groups())
        if begin and end:
            left, right = column_of(begin[1]), column_of(end[1])
            if 0 <= left <= right and int(begin[2]) <= int(end[2]):
                merged = Merged(int(end[2]), right - left + 1)
                found.setdefault(int(begin[2]), {})[left] = merged
    return found


def _whole(digits: str, most: int) -> int:
    """Return a whole number, ``most`` at most; 0 for what is none."""
    return min(int(digits[:9]), most) if _is_whole(digits) else 0


def _is_whole(digits: str) -> bool:
    return digits.isascii() and digits.isdecimal()
