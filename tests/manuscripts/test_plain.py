"""Manuscripts in other formats: PDFs with raised numbers of notes, and plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fpdf import FPDF

from qa.manuscripts.plain import read_document
from qa.manuscripts.quoted import quotations_in

if TYPE_CHECKING:
    from pathlib import Path


def _raised(pdf: FPDF, number: str) -> None:
    pdf.char_vpos = "SUP"
    pdf.write(5, number)
    pdf.char_vpos = "LINE"


def test_a_pdf_has_pages_and_notes_at_their_foot(tmp_path: Path) -> None:
    """The number of a note is raised; a word that a line divides is read whole."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=11)
    pdf.write(6, "A first page with words that nobody quotes in any of the books there are.")
    pdf.add_page()
    pdf.write(6, 'He says that "the tenant shall pay the guil-\nders in May".')
    _raised(pdf, "1")
    pdf.write(6, ' And "nobody but the miller".')
    _raised(pdf, "2")
    pdf.set_y(-40)
    pdf.set_font("Helvetica", size=8)
    for number, note in (("1", " John Smith, The Lease (2020) 101."), ("2", " Ibid., p. 102.")):
        _raised(pdf, number)
        pdf.write(4, f"{note}\n")
    path = tmp_path / "a.pdf"
    pdf.output(str(path))
    first, other = quotations_in(read_document(path, "a.pdf"), lambda _: False).checkable
    assert (first.page, first.place, first.region) == (2, "page 2", None)
    words = (first.text, *first.readings)
    assert any("guilders in May" in " ".join(one.split()) for one in words)
    assert [one.pages for one in first.sources] == [(101, 101)]
    assert [(one.words, one.pages) for one in other.sources] == [
        (first.sources[0].words, (102, 102))
    ]


def test_plain_text_has_lines_and_block_quotes(tmp_path: Path) -> None:
    """And notes in brackets; mark-up of Markdown is none."""
    path = tmp_path / "a.txt"
    path.write_text(
        'He says "the big wheel turned".[1]\n\n> A block quote of words\n> — Jones, Law, p. 7\n\n'
        "[1] Smith, The Lease (2020) 4.\n",
        encoding="utf-8",
    )
    first, block = quotations_in(read_document(path, "a.txt"), lambda _: False).checkable
    assert first.region
    assert (first.region.line, first.region.column) == (1, 10)
    assert first.sources[0].pages == (4, 4)
    assert (block.text, block.sources[0].pages) == ("A block quote of words", (7, 7))
