"""The text of sheets: a heading for each, its titles and remarks, its tables row by row.

Rows come one at a time and are written at once, but for the first ones of a table, from which
it is seen where it begins and whether it has a header.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.errors import DocumentError
from qa.loaders.sheets.side_by_side import first_columns, header_numbers, split
from qa.loaders.sheets.table_shape import (
    Row,
    column_names,
    first_of_table,
    header_rows,
    is_sparse,
    repeats,
    stand_above,
)
from qa.records.documents import COLUMN_SEPARATOR
from qa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from qa.loaders.extraction import BlockText
    from qa.loaders.sheets.table_shape import Cell

_LOOKED_AT = 100  # rows from which the shape of a table is seen
_MOST_LINES = 50  # above a table
_MOST_COLUMNS = 256  # of which empty cells are shown
_LONGEST_TITLE = 120  # characters
_PROSE = 60  # characters of a cell that is alone in its row


class SheetText:
    """Writes sheets into the text of a document."""

    def __init__(self, blocks: BlockText, path: Path) -> None:
        """Begin without a sheet.

        Args:
            blocks: the text to write into.
            path: of the file, for errors.
        """
        self._blocks = blocks
        self._path = path
        self._most = Settings.current().max_file_mb << 20
        self._name = ""  # of a sheet of which nothing is written yet
        self._known: Collection[int] = ()
        self._first: list[Row] = []  # of a table whose shape is not seen yet
        self._lines: list[Row] = []  # titles and remarks that no table has followed yet
        self._columns: tuple[int, ...] = ()  # of the table that is being written; empty for none
        self._names: dict[int, str] = {}  # of these columns; empty where the table has none
        self._held: list[Row] = []  # that may be the names of columns once more
        self._starts: tuple[int, ...] = ()  # of tables that stand side by side; empty for others
        self._beside: list[list[Row]] = []  # rows of those but the first, which is written at once
        self._left: SheetText | None = None
        self._last = 0
        self._outer = 2  # level of a title
        self._level = 2

    def begin(self, name: str, headers: Collection[int] = ()) -> None:
        """Begin a sheet.

        Args:
            name: of the sheet.
            headers: numbers of rows that the file says to be names of columns.
        """
        self._name = name
        self._known = headers
        self._last, self._level = 0, self._outer

    def head(self) -> None:
        """Write the name of the sheet, if it is not; of one without text, nothing is written."""
        self._blocks.heading(1, self._name)
        self._name = ""

    def row(self, number: int, cells: dict[int, Cell]) -> None:
        """Add a row.

        Args:
            number: of the row in its sheet; those between it and the one before are blank.
            cells: those with text, by their column, in order.

        Raises:
            DocumentError: the text of the file becomes too long.
        """
        if self._name:
            self.head()
        is_joined = number == self._last + 2 and stand_above(self._first, cells)
        if number > self._last + 1 and not is_joined:
            self._end_of_table()
        self._last = number
        if self._starts:
            self._row_of_several(Row(number, cells))
        else:
            self._take(Row(number, cells))
        if len(self._first) >= _LOOKED_AT:
            self._begin_table()
        if len(self._blocks) > self._most:
            most = Settings.current().max_file_mb
            raise DocumentError(self._path, f"shows more than {most:,} MiB of text")

    def covered(self, number: int) -> None:
        """Add a row that is blank but for merged cells of rows above.

        Args:
            number: of the row in its sheet.
        """
        if number == self._last + 1:
            self._last = number

    def end(self) -> None:
        """End a sheet."""
        self._end_of_table()
        self._write_lines()

    def _end_of_table(self) -> None:
        self._write_held()
        while self._first:  # a table can have another below it
            self._begin_table()
            self._write_held()
        self._columns, self._names = (), {}
        self._end_of_several()

    def _take(self, row: Row) -> None:
        """Write a row, or keep it until more is known of its table."""
        if not self._columns:
            self._first.append(row)
        elif not self._begins_anew(row):
            self._record(row.cells)

    def _begins_anew(self, row: Row) -> bool:
        """Return whether a row is held: names of columns that come again begin another table.

        So do a title or a unit right above them. They are names again where the row below them
        has no other columns.
        """
        held = self._held
        if held and repeats(held[-1], self._names):
            if row.cells.keys() <= held[-1].cells.keys():
                self._held = []
                self._end_of_table()
                self._first = [*held, row]
                return True
            self._write_held()
        is_again = repeats(row, self._names)
        if not is_again:
            self._write_held()
        if is_again or (self._names and is_sparse(row, len(self._columns))):
            self._held.append(row)
            return True
        return False

    def _write_held(self) -> None:
        held, self._held = self._held, []
        for row in held:
            self._record(row.cells)

    def _begin_table(self) -> None:
        """Write the first rows of what may be a table."""
        rows, self._first = self._first, []
        above = first_of_table(rows)
        starts = first_columns(rows[above:], self._known)
        if len(starts) > 1:
            self._begin_several(rows, above, starts)
            return
        self._lines.extend(rows[:above])
        table = rows[above:]
        if len(table) < 2 or len(self._lines) > _MOST_LINES:  # noqa: PLR2004 - a row is no table
            self._lines.extend(table)
            if len(self._lines) > _MOST_LINES:
                self._write_lines()
            return
        self._write_lines(is_above=True)
        self._columns = tuple(sorted({i for row in table for i in row.cells})[:_MOST_COLUMNS])
        count = header_rows(table, self._known)
        if count:
            shown = [self._cells(row.cells) for row in table[:count]]
            names = COLUMN_SEPARATOR.join(column_names(table[:count]).values())
            self._blocks.names(self._level, shown, names)
            self._names = {i: cell.text for i, cell in table[count - 1].cells.items()}
        for row in table[count:]:
            self._take(row)

    def _begin_several(self, rows: list[Row], above: int, starts: tuple[int, ...]) -> None:
        """Begin tables that stand side by side: the first is written, then the next."""
        # A title is that of one table, unless it stands alone or goes over several.
        common = [
            row
            for row in rows[:above]
            if len(row.cells) == 1
            or any(len(part.cells) == len(row.cells) for part in split(row, starts))
        ]
        self._lines.extend(common)
        self._write_lines(is_above=True)
        self._known = header_numbers(rows[above:], starts, self._known)
        self._starts = starts
        self._beside = [[] for _ in starts[1:]]
        self._left = self._table_beside()
        for row in rows:
            if row not in common:
                self._row_of_several(row)

    def _table_beside(self) -> SheetText:
        part = SheetText(self._blocks, self._path)
        part._outer = self._level
        part.begin("", self._known)
        return part

    def _row_of_several(self, row: Row) -> None:
        first, *others = split(row, self._starts)
        if first.cells and self._left:
            self._left.row(*first)
        for rows, other in zip(self._beside, others, strict=True):
            if other.cells:
                rows.append(other)

    def _end_of_several(self) -> None:
        if self._left:
            self._left.end()
        for rows in self._beside:
            part = self._table_beside()
            for row in rows:
                part.row(*row)
            part.end()
        self._starts, self._beside, self._left = (), [], None

    def _write_lines(self, *, is_above: bool = False) -> None:
        """Write titles and remarks; the first is a heading if it stands above a table."""
        lines, self._lines = self._lines, []
        if is_above and lines and len(lines[0].cells) == 1:
            title = next(iter(lines[0].cells.values())).text
            if len(title) <= _LONGEST_TITLE and title[-1] not in ".:;!?":
                self._blocks.heading(self._outer, title)
                self._level = self._outer + 1
                lines = lines[1:]
        for line in lines:
            if len(line.cells) == 1:
                self._blocks.paragraph(next(iter(line.cells.values())).text)
            else:
                self._blocks.record([cell.text for cell in line.cells.values()])

    def _record(self, cells: dict[int, Cell]) -> None:
        if len(cells) == 1:
            (cell,) = cells.values()
            if len(cell.text) > _PROSE or cell.columns > 1:
                self._blocks.paragraph(cell.text)
                return
        self._blocks.record(self._cells(cells))

    def _cells(self, cells: dict[int, Cell]) -> Sequence[str]:
        """Return the cells of a row, empty ones between them for columns that others have."""
        if cells.keys() <= set(self._columns):
            return [cells[i].text if i in cells else "" for i in self._columns]
        columns = sorted({*self._columns, *cells})
        return [cells[i].text if i in cells else "" for i in columns]
