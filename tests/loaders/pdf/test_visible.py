"""What lies beyond the edge of a page is not shown there, and not quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pytest

from qa.loaders.pdf import extract
from qa.loaders.pdf.recognized import PageSize
from qa.loaders.pdf.visible import note_of, on_page
from tests.support.pdfs import new_pdf, placed

if TYPE_CHECKING:
    from pathlib import Path

SIZE = PageSize(400, 600)


def cut(path: Path, turned: int) -> tuple[str, tuple[str, ...]]:
    """Return the text and the notes of a page of which the printer cuts off the margin."""
    pdf = new_pdf()
    pdf.add_page()
    pdf.text(5, 5, "Proof 3 of sheet 12")
    for number in range(1, 6):
        pdf.text(8, 80 + 6 * number, str(number))
        pdf.text(60, 80 + 6 * number, f"The harbour has {number} lights.")
    with pdfium.PdfDocument(bytes(pdf.output())) as document:
        page = document[0]
        page.set_cropbox(100, 100, 500, 700)
        page.set_rotation(turned)
        document.save(path)
    (found,) = extract(path.read_bytes(), path)
    return found.text, found.notes


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_marks_of_the_printer_are_not_read(turned: int, tmp_path: Path) -> None:
    """A note says how many words that is, whichever way the page lies."""
    text, notes = cut(tmp_path / "cut.pdf", turned)
    assert [line.strip() for line in text.split("\n") if line.strip()] == [
        f"The harbour has {number} lights." for number in range(1, 6)
    ]
    assert notes == ("10 words beyond the edges of pages are not shown there and left out",)


def test_a_word_on_the_edge_is_shown() -> None:
    """Whatever part of it; one that is aslant is not judged."""
    inside = [placed("over", -10, 300), placed("top", 50, 598)]
    outside = [placed("left", -30, 300), placed("up", 50, 605)]
    aslant = placed("DRAFT", -90, 300, turn=45)
    assert on_page([*inside, *outside, aslant], SIZE) == [*inside, aslant]


def test_a_turned_word_has_the_edges_of_the_turned_page() -> None:
    """Its line runs along the longer side."""
    assert on_page([placed("margin", 450, 20)], SIZE) == []
    turned = placed("margin", 450, 20, turn=90)
    assert on_page([turned], SIZE) == [turned]


def test_the_note_says_how_many() -> None:
    """One word is in the singular; without any there is no note."""
    assert note_of(0) == ()
    assert note_of(1) == ("1 word beyond the edge of its page is not shown there and left out",)
