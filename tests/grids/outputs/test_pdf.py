"""The PDF has every quote with its citation, and says what it cannot show."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pypdf import PdfReader

from qa.grids.outputs.entries import no_link
from qa.grids.outputs.pdf import to_pdf
from tests.support.tables import PRICES, TABLE, answering, quoted

if TYPE_CHECKING:
    from qa.grids.records import Grid


def words(data: bytes) -> str:
    """Return the words of a PDF with single spaces."""
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split()
    )


def outline(entries: list[Any]) -> list[Any]:
    """Return the titles of an outline, those below in a list of their own."""
    return [outline(one) if isinstance(one, list) else one.title for one in entries]


def test_quotes_are_shown_with_their_citations(filled: Grid) -> None:
    """And the documents in which nothing is found."""
    shown = words(to_pdf(filled, no_link))
    for cell in filled.cells:
        if cell.quote:
            assert cell.quote.text in shown
            assert cell.quote.citation.doc_id in shown
    assert "Not found in any of the 3 documents." in shown
    assert to_pdf(filled, no_link) == to_pdf(filled, no_link)


def test_questions_are_an_outline_below_their_sections(filled: Grid) -> None:
    """The list of documents is the first entry."""
    first, *others = (question.text for question in filled.questions)
    made = PdfReader(io.BytesIO(to_pdf(filled, no_link)))
    assert outline(made.outline) == ["Documents", first, *others]
    asked = (replace(filled.questions[0], section="Money"), *filled.questions[1:])
    made = PdfReader(io.BytesIO(to_pdf(replace(filled, questions=asked), no_link)))
    assert outline(made.outline) == ["Documents", "Money", [first, *others]]


def test_citations_are_links_to_the_web_alone(filled: Grid) -> None:
    """A path would be taken for a place in the file."""

    def links(address: str) -> list[str]:
        made = PdfReader(io.BytesIO(to_pdf(filled, lambda _: address)))
        marks = [one.get_object() for page in made.pages for one in page.get("/Annots", [])]
        return [one["/A"]["/URI"] for one in marks if "/URI" in one.get("/A", {})]

    address = "http://localhost/#quote=a%3A1&b"
    assert set(links(address)) == {address}
    assert links("leases/mill.txt") == []


def test_what_the_fonts_cannot_show_is_said(filled: Grid) -> None:
    """Once above all, and in place of the words; a name has boxes for such letters."""
    quote = filled.cells[0].quote
    assert quote is not None
    foreign = replace(filled.cells[0], answer=answering(replace(quote, text="每月租金")))
    columns = (replace(filled.columns[0], doc_id="租.md"), *filled.columns[1:])
    cells = (replace(foreign, doc_id="租.md"), *filled.cells[1:])
    shown = words(to_pdf(replace(filled, columns=columns, cells=cells), no_link))
    total = sum(cell.quote is not None for cell in cells)
    assert f"1 of {total} quotes have characters that a PDF by Quoth cannot show" in shown
    assert "U+6BCF" in shown
    assert "□.md" in shown


def test_a_quote_longer_than_a_page_goes_on_on_the_next(filled: Grid) -> None:
    """Of words and of rows, all of which are shown."""
    quote = filled.cells[0].quote
    assert quote is not None
    long = replace(quote, text=" ".join(f"word{i}" for i in range(2_000)))
    cells = (
        replace(filled.cells[0], answer=answering(long)),
        replace(filled.cells[1], answer=answering(quoted(PRICES, TABLE))),
        *filled.cells[2:],
    )
    shown = words(to_pdf(replace(filled, cells=cells), no_link))
    assert re.findall(r"word\d+", shown) == long.text.split()
    assert "Oolong" in shown
