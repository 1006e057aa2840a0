"""Excel: each sheet is a section, its tables are read row by row.

The XML is read here and not by a library: what a reader sees of a number is its format, which
openpyxl names without applying it and calamine drops; neither gives merged or hidden cells while
it streams, and a sheet of two cells in opposite corners must not become a grid of 17 billion.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from qa.loaders.archives import every, first, text_of
from qa.loaders.charts import chart_text, drawing_lines
from qa.loaders.extraction import BlockText
from qa.loaders.office_package import Package
from qa.loaders.refusals import DamagedError, where_in_xml
from qa.loaders.sheets.cells import Rows, column_of
from qa.loaders.sheets.sheet_text import SheetText
from qa.loaders.sheets.workbook import rich_text, workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.loaders.extraction import Extract
    from qa.loaders.sheets.workbook import SheetPart, Workbook

_MOST_NAMED = 10  # hidden sheets in a note
_MOST_TABLES = 1000  # of a sheet


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read a workbook. Hidden sheets, which no reader sees, are left out and noted.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: it is damaged or encrypted, or unpacks to too much.
    """
    package = Package(data, path)
    book = workbook(package)
    blocks = BlockText()
    sheets = SheetText(blocks, path)
    notes: list[str] = []
    shown = frozenset(sheet.name for sheet in book.sheets if not sheet.is_hidden)
    damaged: DamagedError | None = None
    for sheet in book.sheets:
        if not sheet.is_hidden:
            try:
                _read(package, book, sheet, sheets, notes)
            except DamagedError as error:  # not one that says: not safe, or too much
                damaged = error
                notes.append(f"sheet {sheet.name!r} cannot be read: {error.what}")
                sheets.end()  # what was read of it
            _read_beside(package, sheet, sheets, blocks, shown)
    if damaged is not None and not len(blocks):
        raise damaged
    hidden = [sheet.name for sheet in book.sheets if sheet.is_hidden]
    if hidden:
        notes.append(hidden_note(hidden))
    yield blocks.extract(package.title(), notes=(*notes, *package.notes))


def hidden_note(names: list[str]) -> str:
    """Return the note on hidden sheets.

    Args:
        names: of the sheets.
    """
    many = "1 hidden sheet was" if len(names) == 1 else f"{len(names):,} hidden sheets were"
    more = ", …" if len(names) > _MOST_NAMED else ""
    return f"{many} left out: {', '.join(names[:_MOST_NAMED])}{more}"


def _read(
    package: Package, book: Workbook, sheet: SheetPart, sheets: SheetText, notes: list[str]
) -> None:
    """Read the cells of a sheet.

    Raises:
        DocumentError: it is not there or is damaged, is not safe, or shows too much.
    """
    if not sheet.part:
        reason = "it is not in the file"
        raise package.damaged(reason)
    try:
        rows = Rows(package.plain_xml(sheet.part), book)
        headers = {*sheet.headers, *rows.headers, *_header_rows(package, sheet)}
        sheets.begin(sheet.name, headers)
        for row in rows:
            if row.cells:
                sheets.row(row.number, row.cells)
            else:
                sheets.covered(row.number)
        sheets.end()
    except (ET.ParseError, ValueError, LookupError) as error:
        msg = f"its cells are not well-formed{where_in_xml(error)}"
        raise package.damaged(msg) from error
    if rows.without_result:
        many = rows.without_result
        of = "1 formula has" if many == 1 else f"{many:,} formulas have"
        notes.append(f"sheet {sheet.name!r}: {of} no stored result; open and save it in Excel")
    if rows.without_text:
        many = rows.without_text
        name = "1 cell names" if many == 1 else f"{many:,} cells name"
        notes.append(f"sheet {sheet.name!r}: {name} a text that is not in the file")
    if rows.hidden_rows or rows.hidden_columns:
        notes.append(
            f"sheet {sheet.name!r}: {rows.hidden_rows:,} rows and {rows.hidden_columns:,} columns "
            "are hidden there; they are read"
        )


def _header_rows(package: Package, sheet: SheetPart) -> set[int]:
    """Return the rows that head the tables that were declared as such."""
    found = set()
    for _, part in zip(range(_MOST_TABLES), package.related(sheet.part, "table"), strict=False):
        root = package.xml(part)
        if root is not None and root.get("headerRowCount", "1") != "0":
            digits = root.get("ref", "").partition(":")[0].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$")
            if digits.isascii() and digits.isdecimal():
                found.add(int(digits[:9]))
    return found


def _read_beside(
    package: Package,
    sheet: SheetPart,
    sheets: SheetText,
    blocks: BlockText,
    shown: frozenset[str],
) -> None:
    """Read text boxes, charts and comments of a sheet; charts of cells that are shown once."""
    for drawing in package.related(sheet.part, "drawing"):
        root = package.xml(drawing)
        if root is None:
            continue
        sheets.head()
        for line in drawing_lines(root):
            blocks.paragraph(line)
        for part in package.related(drawing, "chart", "chartEx"):
            chart = package.xml(part)
            if chart is not None:
                chart_text(chart, blocks, shown)
    for part in package.related(sheet.part, "threadedComment", "comments"):
        root = package.xml(part)
        for comment in every(root, "comment", "threadedComment") if root is not None else ():
            text = first(comment, "text")
            words = text_of(text) if text is None or len(text) == 0 else rich_text(text)
            # The older form of a threaded comment says only that the program is too old for it.
            if words.strip() and not words.startswith("[Threaded comment]"):
                sheets.head()
                place = comment.get("ref", "")
                blocks.paragraph(f"Comment on {place}: {words}" if column_of(place) >= 0 else words)
