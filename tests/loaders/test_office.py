"""Word, OpenDocument, PowerPoint, e-books and RTF, made by other libraries."""

from __future__ import annotations

import io
import zipfile
from importlib import import_module
from pathlib import Path

import docx
import pptx
import pytest
from odf import table as odf_table
from odf import text as odf_text
from odf.opendocument import OpenDocumentText
from pptx.util import Inches

from qa.errors import DocumentError
from qa.loaders.extraction import Extract

FLAT = (
    "Fruit\n\nApples are red.\n\nKinds\n\n- Braeburn\n- Cox\n\nIt was a good year.\n"
    "| Year | Tons |\n| 2020 | 42 |"
)


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


@pytest.mark.parametrize(("module", "data"), [("docx", word()), ("odt", open_document())])
def test_text_documents_keep_headings_lists_and_tables(module: str, data: bytes) -> None:
    """The same text from both."""
    found = read(module, data)
    assert " ".join(found.text.split()) == " ".join(FLAT.split())
    assert [(h.level, h.title) for h in found.headings] == [(1, "Fruit"), (2, "Kinds")]
    assert "\n| Year | Tons |\n| 2020 | 42 |" in found.text


def test_word_tells_title_and_language_and_leaves_out_what_was_deleted() -> None:
    """Of tracked changes, the text as it reads when they are accepted."""
    archive = zipfile.ZipFile(io.BytesIO(word()))
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as out:
        for name in archive.namelist():
            data = archive.read(name)
            if name == "word/document.xml":
                data = data.replace(
                    b"<w:t>red</w:t></w:r>",
                    b"<w:t>green</w:t></w:r><w:del><w:r><w:delText>red</w:delText></w:r></w:del>",
                )
            out.writestr(name, data)
    found = read("docx", changed.getvalue())
    assert "Apples are green." in found.text
    assert (found.title, found.language) == ("All about fruit", "en-US")


def test_a_slide_is_a_page_and_its_title_a_heading() -> None:
    """In the order in which they are shown."""
    slides = pptx.Presentation()
    for title, content in (("Fruit", "Apples are red."), ("Kinds", "Braeburn")):
        slide = slides.slides.add_slide(slides.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = content
    table = slide.shapes.add_table(1, 2, Inches(1), Inches(5), Inches(4), Inches(1)).table
    table.cell(0, 0).text, table.cell(0, 1).text = "2020", "42"
    saved = io.BytesIO()
    slides.save(saved)
    found = read("pptx", saved.getvalue())
    assert found.text == "Fruit\n\nApples are red.\n\nKinds\n\nBraeburn\n\n| 2020 | 42 |"
    assert [h.title for h in found.headings] == ["Fruit", "Kinds"]
    assert [found.text[start:].split()[0] for start in found.pages] == ["Fruit", "Kinds"]


PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf"><metadata
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Fruit</dc:title><dc:language>en</dc:language>
 </metadata><manifest><item id="b" href="b%20b.xhtml" media-type="application/xhtml+xml"/>
 <item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>
 <item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/></manifest>
 <spine><itemref idref="n"/><itemref idref="b"/><itemref idref="a"/></spine></package>"""
CONTAINER = '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'


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


def test_a_book_is_read_in_its_order() -> None:
    """That of its spine, not of its files; the table of contents is left out."""
    found = read("epub", book())
    assert found.text == "First\n\nBeginning.\n\nLast\n\nThe end."
    assert (found.title, found.language) == ("Fruit", "en")


def test_a_protected_book_is_refused() -> None:
    """Scrambled fonts do not count."""
    method = '<encryption><x><EncryptionMethod Algorithm="{}"/></x></encryption>'
    fonts = {"META-INF/encryption.xml": method.format("http://www.idpf.org/2008/embedding")}
    assert read("epub", book(**fonts)).title == "Fruit"
    with pytest.raises(DocumentError, match="is protected against copying"):
        read("epub", book(**{"META-INF/encryption.xml": method.format("aes")}))


def test_rich_text_gives_its_words() -> None:
    """Characters beyond ASCII too."""
    data = rb"{\rtf1\ansi{\info{\title Fruit}}\b Apples\b0  are r\'e9d.\par It was good.\par}"
    found = read("rtf", data)
    assert found.text == "Apples are réd.\nIt was good."
    assert found.title == "Fruit"
    with pytest.raises(DocumentError, match="is no RTF"):
        read("rtf", b"hello")


@pytest.mark.parametrize("module", ["docx", "odt", "pptx", "epub"])
@pytest.mark.parametrize(
    "data", [b"", b"no zip", word()[:3000], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_what_is_no_archive_is_refused(module: str, data: bytes) -> None:
    """Empty, something else, cut short, or of the older Office."""
    with pytest.raises(DocumentError, match=r"is damaged|is encrypted"):
        read(module, data)


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a small file unpacks to is bounded, whatever it says of itself."""
    monkeypatch.setenv("QA_MAX_UNPACKED_MB", "1")
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\x00" * (3 << 20))
    with pytest.raises(DocumentError, match="unpacks to more than 1 MiB"):
        read("docx", saved.getvalue())


def test_entities_are_not_expanded() -> None:
    """Nine lines that would become a billion."""
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><container>&b;</container>'
    with pytest.raises(DocumentError, match="declares entities"):
        read("epub", book(**{"META-INF/container.xml": laughs}))
