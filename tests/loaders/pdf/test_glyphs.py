"""Words have their places, sizes and weights, however the page lies."""

from __future__ import annotations

import pypdfium2 as pdfium
import pytest

from qa.loaders.pdf.glyphs import Word, read_words
from tests.support.pdfs import new_pdf


def words(*, turned: int = 0) -> list[Word]:
    """Return the words of a page, which is turned by some degrees."""
    pdf = new_pdf()
    pdf.add_page()
    pdf.set_font("Helvetica", style="B", size=14)
    pdf.text(20, 50, "Old pier")
    pdf.set_font("Helvetica", size=11)
    pdf.text(20, 60, "of granite")
    with pdfium.PdfDocument(bytes(pdf.output())) as document:
        page = document[0]
        page.set_rotation(turned)
        return read_words(page, page.get_textpage())


def test_words_have_size_and_weight() -> None:
    """And where they begin, in points from the page's lower left corner."""
    found = words()
    assert [(word.text, word.size, word.bold, word.font) for word in found] == [
        ("Old", 14.0, True, "Helvetica-Bold"),
        ("pier", 14.0, True, "Helvetica-Bold"),
        ("of", 11.0, False, "Helvetica"),
        ("granite", 11.0, False, "Helvetica"),
    ]
    assert found[0].left == pytest.approx(20 * 72 / 25.4, abs=1)
    assert found[0].base == pytest.approx(841.89 - 50 * 72 / 25.4, abs=1)
    assert found[0].right < found[1].left


@pytest.mark.parametrize(("turned", "turn"), [(90, 270), (180, 180), (270, 90)])
def test_a_page_that_lies_on_its_side_has_turned_text(turned: int, turn: int) -> None:
    """Its words still run from left to right, and its lines from the top down."""
    found = {word.text: word for word in words(turned=turned)}
    assert {word.turn for word in found.values()} == {turn}
    assert found["Old"].left < found["pier"].left
    assert found["Old"].base == pytest.approx(found["pier"].base)
    assert found["of"].base < found["Old"].base
