"""The rows of a sheet of questions: of CSV, TSV and Excel files."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from qa.errors import QuestionnaireError
from qa.loaders.office_package import Package
from qa.loaders.sheets.cells import Rows
from qa.loaders.sheets.workbook import workbook
from qa.loaders.tables import delimited

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_CELLS = 2_000_000
"""Cells with text that a file of questions may have."""

_SAMPLE = 200  # rows that are looked at


class Row(NamedTuple):
    """A row with text.

    Attributes:
        number: in its sheet, from 1.
        cells: column, from 0 → text.
        covered: columns that a cell merged from above covers.
        wide: columns whose cell goes over others to its right.
        marked: columns whose cell is bold or coloured.
    """

    number: int
    cells: dict[int, str]
    covered: frozenset[int] = frozenset()
    wide: frozenset[int] = frozenset()
    marked: frozenset[int] = frozenset()

    @property
    def own(self) -> dict[int, str]:
        """The cells that begin in this row."""
        return {i: text for i, text in self.cells.items() if i not in self.covered}


class Table(NamedTuple):
    """A sheet.

    Attributes:
        name: of the sheet; empty for a file without sheets.
        rows: those with text, in order.
    """

    name: str
    rows: tuple[Row, ...]


def table_of_text(text: str, path: Path) -> Table:
    """Return the table of a CSV or TSV file.

    Args:
        text: of the file.
        path: of the file, for errors.

    Raises:
        QuestionnaireError: a cell never ends, or there are too many.
    """
    begin, delimiter = delimited(text)
    if path.suffix.lower() in {".tsv", ".tab"} and not begin:
        delimiter = "\t"
    read: list[tuple[int, list[str]]] = []
    cells = 0
    number = 0
    try:
        # A row is numbered as a spreadsheet numbers it: a cell may go over several lines.
        for number, row in enumerate(
            csv.reader(io.StringIO(text[begin:]), delimiter=delimiter),
            start=text.count("\n", 0, begin) + 1,
        ):
            if any(map(str.strip, row)):
                read.append((number, row))
                cells = _counted(cells + len(row), path)
    except csv.Error as error:
        raise QuestionnaireError(path, f"is not a table (row {number + 1}: {error})") from error
    if _is_prose([row for _, row in read[:_SAMPLE]]):
        read = [(number, [delimiter.join(row)]) for number, row in read]
    rows = (
        Row(number, {i: cell.strip() for i, cell in enumerate(row) if cell.strip()})
        for number, row in read
    )
    return Table("", tuple(rows))


def _is_prose(rows: list[list[str]]) -> bool:
    """Return whether what separates cells is punctuation: "Who pays, if anybody?".

    In a sentence a space follows it.
    """
    prose = sum(all(cell.startswith(" ") for cell in row[1:]) for row in rows)
    return 2 * prose > len(rows)


def tables_of_workbook(data: bytes, path: Path) -> list[Table]:
    """Return the sheets of an Excel file, without hidden ones.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: the file is damaged or encrypted, or unpacks to too much.
        QuestionnaireError: there are too many cells.
    """
    package = Package(data, path)
    book = workbook(package)
    tables: list[Table] = []
    cells = 0
    for sheet in book.sheets:
        if sheet.is_hidden or not sheet.part:
            continue
        try:
            rows: list[Row] = []
            for row in _sheet_rows(Rows(package.plain_xml(sheet.part), book)):
                rows.append(row)
                cells = _counted(cells + len(row.cells), path)
        except (ET.ParseError, ValueError, LookupError) as error:
            reason = f"the cells of its sheet {sheet.name!r} are not well-formed"
            raise package.damaged(reason) from error
        tables.append(Table(sheet.name, tuple(rows)))
    return tables


def _sheet_rows(rows: Rows) -> Iterator[Row]:
    """Yield the rows of a sheet, with what covers them."""
    lasting: dict[int, int] = {}  # column → last row that a cell from above covers
    for row in rows:
        lasting = {i: last for i, last in lasting.items() if last >= row.number}
        if row.cells:
            yield Row(
                row.number,
                {i: cell.text for i, cell in row.cells.items()},
                frozenset(lasting).intersection(row.cells),
                frozenset(i for i, cell in row.cells.items() if cell.columns > 1),
                frozenset(i for i, cell in row.cells.items() if cell.is_marked),
            )
        lasting.update(
            (i, merged.last_row)
            for i, merged in rows.merged.get(row.number, {}).items()
            if merged.last_row > row.number
        )


def _counted(cells: int, path: Path) -> int:
    if cells > MOST_CELLS:
        reason = f"has more than {MOST_CELLS:,} cells; take out what is no question"
        raise QuestionnaireError(path, reason)
    return cells
