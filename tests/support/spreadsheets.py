"""Spreadsheets, made by another library or by hand."""

from __future__ import annotations

import io
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONSHIP = '<Relationship Id="{}" Type="http://x/{}" Target="{}"/>'


def excel(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    """Return an Excel file that a function has filled."""
    saved = io.BytesIO()
    with closing(xlsxwriter.Workbook(saved, {"in_memory": True})) as book:
        fill(book)
    return saved.getvalue()


def excel_rows(*rows: Sequence[object]) -> bytes:
    """Return an Excel file with one sheet, ``Depots``."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Depots")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return excel(fill)


def raw_excel(sheet: str, strings: str = "", book: str = "") -> bytes:
    """Return an Excel file with the XML of one sheet, ``S``, and of the shared strings."""
    files = {
        "_rels/.rels": _RELATIONSHIP.format("a", "officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": _RELATIONSHIP.format("s", "worksheet", "sheet.xml")
        + _RELATIONSHIP.format("t", "sharedStrings", "strings.xml"),
    }
    files = {name: f"<Relationships>{links}</Relationships>" for name, links in files.items()}
    files["xl/workbook.xml"] = (
        f'<workbook xmlns="{SPREADSHEET}" xmlns:r="urn:r">{book}<sheets>'
        '<sheet name="S" r:id="s"/></sheets></workbook>'
    )
    files["xl/sheet.xml"] = f'<worksheet xmlns="{SPREADSHEET}">{sheet}</worksheet>'
    files["xl/strings.xml"] = f'<sst xmlns="{SPREADSHEET}">{strings}</sst>'
    return _archive(files)


def raw_ods(tables: str, styles: str = "", **files: str) -> bytes:
    """Return an OpenDocument spreadsheet with the XML of its tables and styles."""
    content = (
        f"<content><automatic-styles>{styles}</automatic-styles><body><spreadsheet>{tables}"
        "</spreadsheet></body></content>"
    )
    return _archive({"content.xml": content, **files})


def _archive(files: dict[str, str]) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return saved.getvalue()
