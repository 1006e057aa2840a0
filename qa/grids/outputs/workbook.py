"""A grid as an Excel workbook: the grid, its citations, its receipts, and what it is.

The file has no time in it: the same grid is the same bytes.
"""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from qa.grids.outputs.entries import LABELS, LEGEND, Entry, entries, short_names
from qa.grids.outputs.excel import (
    LONGEST_ADDRESS,
    escaped,
    fitting,
    letter,
    line_count,
    without_times,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa.grids.outputs.entries import Link
    from qa.grids.records import Grid
    from qa.records import Quote

_MOST_LINKS = 65_000  # that Excel opens in a sheet
MOST_DOCUMENTS = 8_000
"""Documents for which a sheet has columns."""

_PROBABILITY = 9  # column of the sheet of citations
_SOURCE = 11  # column of the addresses in the sheet of citations
_FONT = "Calibri"
_FORMULA = ("=", "+", "-", "@")
_FILLS = {
    "likely": "E2F0E6",
    "uncertain": "FFF2CC",
    "not_found": "F2F2F2",
    "not_asked": "F8DDDD",
    "chosen": "DDE8F8",
    "emptied": "F2F2F2",
    "unfilled": "F8DDDD",
}
_WIDE, _NARROW, _DOCUMENT = 40, 20, 44  # widths of columns, in characters
_TALLEST = 300  # points of a row; more text is read in the formula bar


def to_workbook(grid: Grid, link: Link) -> bytes:
    """Return a grid as an XLSX file.

    Args:
        grid: to write.
        link: returns the address of a quote's source.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - takes a while, and only this output needs it

    book = Workbook()
    sheets = _Sheets(book, grid, link)
    sheets.grid()
    sheets.citations()
    sheets.receipts()
    sheets.about()
    out = io.BytesIO()
    book.save(out)
    return without_times(out.getvalue())


class _Sheets:
    """The sheets of a workbook."""

    def __init__(self, book: Any, grid: Grid, link: Link) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415 - as above

        self._book, self._grid, self._link = book, grid, link
        self._top = Alignment(wrap_text=True, vertical="top")
        self._flat = Alignment(vertical="top")
        self._head = Font(name=_FONT, bold=True, color="FFFFFF")
        self._bar = PatternFill("solid", fgColor="1F5C4D")
        self._bold, self._quiet = Font(name=_FONT, bold=True), Font(name=_FONT, color="666666")
        self._linked = Font(name=_FONT, color="1F4E79", underline="single")
        self._fills = {name: PatternFill("solid", fgColor=rgb) for name, rgb in _FILLS.items()}
        self._links = 0  # in the sheet of the grid
        self._cited: dict[tuple[int, str], int] = {}
        found = (cell for cell in grid.cells if cell.quote)
        for row, cell in enumerate(found, start=2):
            self._cited[cell.question, cell.doc_id] = row

    def grid(self) -> None:
        """Write the sheet with a row for each question and two columns for each document.

        The first has the words alone, to the character; the second says where and how sure.
        """
        sheet = self._book.active
        sheet.title = "Grid"
        grid = self._grid
        ids = any(one.id for one in grid.questions)
        sections = any(one.section for one in grid.questions)
        names = [*(["No."] if ids else []), *(["Section"] if sections else []), "Question"]
        documents = [name for one in short_names(grid) for name in (one, f"{one}: how sure")]
        self._header(sheet, [*names, *documents])
        first = len(names) + 1
        for i, name in enumerate(names, start=1):
            sheet.column_dimensions[letter(i)].width = _WIDE if name == "Question" else _NARROW
        for i in range(first, first + len(documents)):
            width = _NARROW if (i - first) % 2 else _DOCUMENT
            sheet.column_dimensions[letter(i)].width = width
        for position, question in enumerate(grid.questions):
            row = position + 2
            leading = [*([question.id] if ids else []), *([question.section] if sections else [])]
            for i, text in enumerate([*leading, question.text], start=1):
                self._put(sheet.cell(row, i), text, font=self._bold if i == len(names) else None)
            lines = line_count(question.text, _WIDE)
            at = first
            for column, cell in zip(grid.columns, grid.row(position), strict=True):
                lines = max(lines, self._pair(sheet, row, at, Entry(question, column, cell)))
                at += 2
            sheet.row_dimensions[row].height = min(_TALLEST, 15 * lines + 3)
        sheet.freeze_panes = sheet.cell(2, first)
        sheet.auto_filter.ref = sheet.dimensions
        self._for_printing(sheet, title_columns=len(names))

    def _pair(self, sheet: Any, row: int, column: int, entry: Entry) -> int:
        """Write a cell of the grid into two of the sheet, and return how many lines they take."""
        cell, quote = entry.cell, entry.cell.quote
        fill = self._fills[cell.label]
        self._put(sheet.cell(row, column), entry.words or None, fill=fill)
        where = quote.citation.where() if quote else ""
        document = quote.citation.doc_id if quote and not cell.doc_id else ""
        place = ", ".join(
            filter(None, (entry.sure, document, where))
        )  # LibreOffice drops line breaks
        put = self._put(sheet.cell(row, column + 1), place, fill=fill, font=self._quiet)
        if quote and self._links < _MOST_LINKS:
            self._links += 1
            put.hyperlink = f"#'Citations'!A{self._cited[cell.question, cell.doc_id]}"
            put.font = self._linked
        return max(line_count(entry.words, _DOCUMENT), line_count(place, _NARROW))

    def citations(self) -> None:
        """Write the sheet with a row for each quote: where it is, and what speaks against it."""
        sheet = self._book.create_sheet("Citations")
        named = {
            "No.": 10, "Question": _WIDE, "Document": 28, "Lead-in": 34, "Quote": 70,
            "Where": 12, "Section": 34, "How sure": 12, "Probability": 12, "Remarks": 40,
            "Source": 40, "Start": 10, "End": 10, "SHA-256 of the quote": 20,
        }  # fmt: skip
        self._header(sheet, list(named))
        for i, width in enumerate(named.values(), start=1):
            sheet.column_dimensions[letter(i)].width = width
        links = 0
        for row, entry, quote in self._found():
            citation = quote.citation
            address = self._link(quote)
            values = (
                entry.question.id or str(entry.cell.question + 1), entry.question.text,
                citation.doc_id, quote.lead_in(), quote.text,
                citation.where(), " › ".join(citation.sections()),
                entry.label, round(entry.cell.probability, 4), "\n".join(entry.remarks),
                address, citation.start, citation.end, citation.receipt_of(quote.text).sha256,
            )  # fmt: skip
            for i, value in enumerate(values, start=1):
                put = self._put(sheet.cell(row, i), value)
                if 0 < len(address) <= LONGEST_ADDRESS and i == _SOURCE and links < _MOST_LINKS:
                    links += 1
                    put.hyperlink, put.font = address, self._linked
            sheet.cell(row, _PROBABILITY).number_format = "0%"
            sheet.cell(row, len(values)).alignment = self._flat
            lines = max(line_count(quote.text, 70), line_count(entry.question.text, _WIDE))
            sheet.row_dimensions[row].height = min(_TALLEST, 15 * lines + 3)
        sheet.freeze_panes = "C2"
        sheet.auto_filter.ref = sheet.dimensions
        self._for_printing(sheet, title_columns=0)

    def receipts(self) -> None:
        """Write the sheet with the receipts of the cells, which ``qa verify`` reads."""
        sheet = self._book.create_sheet("Receipts")
        self._header(sheet, ["No.", "Document", "Receipt (JSON): save it as a file for qa verify"])
        for i, width in enumerate((10, 28, 120), start=1):
            sheet.column_dimensions[letter(i)].width = width
        for row, entry, quote in self._found():
            assert entry.cell.answer is not None
            receipt = json.dumps(entry.cell.answer.receipt().to_dict(), ensure_ascii=False)
            if fitting(receipt) != escaped(receipt):  # a part of it would be no proof
                receipt = "too long for a cell: see the JSON Lines of this grid"
            number = entry.question.id or str(entry.cell.question + 1)
            for i, value in enumerate((number, quote.citation.doc_id, receipt), start=1):
                self._put(sheet.cell(row, i), value).alignment = self._flat
        sheet.freeze_panes = "A2"
        self._for_printing(sheet, title_columns=0)

    def about(self) -> None:
        """Write the sheet that explains the others."""
        sheet = self._book.create_sheet("About")
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 90
        counts = self._grid.counts()
        labels = [name for name in LABELS if counts[name] or name != "unfilled"]
        rows = [
            ("Quoth", "Each cell has the words of the document, or nothing. No word is generated."),
            ("Questions", f"{len(self._grid.questions):,}"),
            ("Documents", f"{len(self._grid.columns):,}"),
            *((LABELS[name], f"{counts[name]:,}: {LEGEND[name]}") for name in labels),
            ("Probability", "that the quote answers the question; of an empty cell, see the CSV"),
            ("Index", self._grid.index),
            *(("Note", note) for note in self._grid.notes),
        ]
        for row, (name, text) in enumerate(rows, start=1):
            self._put(sheet.cell(row, 1), name, font=self._bold)
            self._put(sheet.cell(row, 2), text)
        for row, name in enumerate(labels, start=4):
            sheet.cell(row, 1).fill = self._fills[name]

    def _found(self) -> Iterable[tuple[int, Entry, Quote]]:
        row = 1
        for entry in entries(self._grid):
            if entry.cell.quote:
                row += 1
                yield row, entry, entry.cell.quote

    def _header(self, sheet: Any, names: list[str]) -> None:
        for i, name in enumerate(names, start=1):
            self._put(sheet.cell(1, i), name, font=self._head, fill=self._bar)
        sheet.row_dimensions[1].height = 32

    def _put(self, cell: Any, value: Any, *, font: Any = None, fill: Any = None) -> Any:
        if isinstance(value, str):
            cell.value = fitting(value)
            cell.data_type = "s"  # words that begin like a formula are words
            cell.quotePrefix = value.startswith(_FORMULA)  # and stay so when a user edits them
        else:
            cell.value = value
        cell.alignment = self._top
        if font is not None:
            cell.font = font
        if fill is not None:
            cell.fill = fill
        return cell

    @staticmethod
    def _for_printing(sheet: Any, *, title_columns: int) -> None:
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = 9  # A4
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.print_title_rows = "1:1"
        if title_columns:
            sheet.print_title_cols = f"A:{letter(title_columns)}"
