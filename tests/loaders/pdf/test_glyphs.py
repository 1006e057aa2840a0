"""Words have their places, sizes and weights, however the page lies."""

from __future__ import annotations

from itertools import pairwise

import pypdfium2 as pdfium
import pytest

from qa.loaders.pdf.glyphs import Word, read_words
from tests.support.pdfs import new_pdf, pdf_with


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


def test_characters_that_pdfium_counts_as_two_are_whole() -> None:
    """Letters of formulas, rare Chinese characters: with the words around them, in their order."""
    names = "<41> <D835DC65> <42> <D835DC66> <43> <D842DFB7>"
    mapping = f"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 3 beginbfchar {names}"
    font = (
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 65 /LastChar 67"
        " /Widths [600 600 600] /ToUnicode 6 0 R >>"
    )
    page = "BT /G 11 Tf 40 700 Td (Let ) Tj /F 11 Tf (A) Tj /G 11 Tf ( be |) Tj /F 11 Tf (AB) Tj"
    page += " /G 11 Tf (|, and ) Tj /F 11 Tf (C) Tj /G 11 Tf ( a sign.) Tj ET"
    stream = f"{mapping} endbfchar endcmap"
    with pdfium.PdfDocument(pdf_with(page, [], font, stream)) as document:
        found = read_words(document[0], document[0].get_textpage())
    assert " ".join(word.text for word in found) == "Let 𝑥 be |𝑥𝑦|, and 𠮷 a sign."
    assert all(before.right < after.left for before, after in pairwise(found))
