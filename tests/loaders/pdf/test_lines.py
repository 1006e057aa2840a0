"""The lines of a page have its words, with size and height."""

from __future__ import annotations

import pypdfium2 as pdfium
import pytest

from qa.loaders.pdf.lines import Line, is_apart, printed
from qa.loaders.pdf.page import read_page
from tests.support.pdfs import new_pdf, placed


def test_lines_have_size_and_height() -> None:
    """The first line is at the top, in the size that it was set in."""
    pdf = new_pdf()
    pdf.add_page()
    pdf.set_font("Helvetica", size=20)
    pdf.cell(0, 10, "Fruit", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Helvetica", size=11)
    pdf.multi_cell(0, 5, "Apples are red.\nBirds sing.")
    with pdfium.PdfDocument(bytes(pdf.output())) as document:
        lines, fault, *_ = read_page(document, 0)
    assert [(line.text, line.size) for line in lines] == [
        ("Fruit", 20.0),
        ("Apples are red.", 11.0),
        ("Birds sing.", 11.0),
    ]
    heights = [line.height for line in lines]
    assert heights == sorted(heights, reverse=True)
    assert lines[0].height == pytest.approx(lines[0].bottom / 841.89, abs=1e-3)
    assert fault is None


def test_what_no_page_shows_is_left_out() -> None:
    """Controls and soft hyphens; line breaks and tabs stay."""
    assert printed("exam\u00adple\x00\ufeff\t\n") == "example\t\n"


def test_a_sentence_goes_on_after_words_in_small_capitals() -> None:
    """Though they are most of its line; a footnote below it is apart."""

    def row(text: str, size: float, *sizes: float) -> Line:
        words = [placed(each, 0, 0, size=of) for each, of in zip(text.split(), sizes, strict=True)]
        return Line(text, size, 0, 0, words=words)

    before = row("sent to the person", 9, 9, 9, 9, 9)
    capitals = row("in HARBOUR DUES OF", 7, 9, 7, 7, 7)
    after = row("1921 section. All", 9, 7, 9, 9)
    assert not is_apart(before, capitals)
    assert not is_apart(capitals, after)
    assert is_apart(before, row("Dues are in francs.", 7, 7, 7, 7, 7))
