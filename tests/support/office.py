"""Documents of office programs and an e-book, made by other libraries."""

from __future__ import annotations

import io
import zipfile
from importlib import import_module
from pathlib import Path

import docx
from odf import table as odf_table
from odf import text as odf_text
from odf.opendocument import OpenDocumentText

from qa.loaders.extraction import Extract

FLAT = (
    "Fruit\n\nApples are red.\n\nKinds\n\n- Braeburn\n- Cox\n\nIt was a good year.\n"
    "| Year | Tons |\n| 2020 | 42 |"
)
"""Text of :func:`word` and :func:`open_document`."""

PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf"><metadata
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Fruit</dc:title><dc:language>en</dc:language>
 </metadata><manifest><item id="b" href="b%20b.xhtml" media-type="application/xhtml+xml"/>
 <item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>
 <item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/></manifest>
 <spine><itemref idref="n"/><itemref idref="b"/><itemref idref="a"/></spine></package>"""
CONTAINER = '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'


def read(module: str, data: bytes) -> Extract:
    """Return what one loader reads."""
    (found,) = import_module(f"qa.loaders.{module}").extract(data, Path(f"a.{module}"))
    assert isinstance(found, Extract)
    return found


def word() -> bytes:
    """Return a Word document with headings, a list and a table."""
    document = docx.Document()
    document.core_properties.title = "All about fruit"
    document.add_heading("Fruit", 1)
    paragraph = document.add_paragraph("Apples are ")
    paragraph.add_run("red").bold = True
    paragraph.add_run(".")
    document.add_heading("Kinds", 2)
    for kind in ("Braeburn", "Cox"):
        document.add_paragraph(kind, style="List Bullet")
    document.add_paragraph("It was a good year.")
    table = document.add_table(0, 2)
    for row in (("Year", "Tons"), ("2020", "42")):
        for cell, content in zip(table.add_row().cells, row, strict=True):
            cell.text = content
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def open_document() -> bytes:
    """Return the same as OpenDocument text."""
    document = OpenDocumentText()
    body = document.text
    body.addElement(odf_text.H(outlinelevel=1, text="Fruit"))
    paragraph = odf_text.P(text="Apples are")
    paragraph.addElement(odf_text.S())
    paragraph.addElement(odf_text.Span(text="red"))
    paragraph.addText(".")
    body.addElement(paragraph)
    body.addElement(odf_text.H(outlinelevel=2, text="Kinds"))
    kinds = odf_text.List()
    for kind in ("Braeburn", "Cox"):
        item = odf_text.ListItem()
        item.addElement(odf_text.P(text=kind))
        kinds.addElement(item)
    body.addElement(kinds)
    body.addElement(odf_text.P(text="It was a good year."))
    table = odf_table.Table()
    for row in (("Year", "Tons"), ("2020", "42")):
        cells = odf_table.TableRow()
        for content in row:
            cell = odf_table.TableCell()
            cell.addElement(odf_text.P(text=content))
            cells.addElement(cell)
        table.addElement(cells)
    body.addElement(table)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def book(**more: str) -> bytes:
    """Return an e-book of two chapters."""
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        for name, content in {
            "META-INF/container.xml": CONTAINER,
            "OPS/book.opf": PACKAGE,
            "OPS/a.xhtml": "<html><body><h1>Last</h1><p>The end.</p></body></html>",
            "OPS/b b.xhtml": "<html><body><h1>First</h1><p>Beginning.</p></body></html>",
            "OPS/nav.xhtml": "<html><body><p>Contents</p></body></html>",
            **more,
        }.items():
            archive.writestr(name, content)
    return saved.getvalue()
