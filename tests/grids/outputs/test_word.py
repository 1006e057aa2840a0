"""The Word document has a table for each question, and a footnote for each quote."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

from docx import Document

from qa.grids.outputs.entries import no_link
from qa.grids.outputs.word import to_word
from tests.support.tables import OOLONG, PRICES, answering, quoted

if TYPE_CHECKING:
    from qa.grids.records import Grid

ADDRESS = "http://localhost/#quote=a%3A1&'b' \"c\""


def parts(data: bytes) -> tuple[str, str]:
    """Return the text and the footnotes of a document, as XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return tuple(
            archive.read(f"word/{name}.xml").decode() for name in ("document", "footnotes")
        )  # type: ignore[return-value]


def test_each_question_has_a_table_of_documents_and_quotes(filled: Grid) -> None:
    """The words are the documents', to the character, and the names of columns are repeated."""
    made = Document(io.BytesIO(to_word(filled, no_link)))
    headings = [one.text for one in made.paragraphs if one.style.name == "Heading 1"]
    assert headings == ["Documents", *(question.text for question in filled.questions)]
    quotes = [cell.quote.text for cell in filled.cells if cell.quote]
    rows = [row for table in made.tables for row in table.rows[1:]]
    assert [row.cells[1].paragraphs[0].text for row in rows] == quotes
    assert rows[0].cells[0].text.startswith("harbour.md\nuncertain, ")
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in made.tables)
    text = "\n".join(one.text for one in made.paragraphs)
    assert "Not found in any of the 3 documents." in text


def test_each_quote_has_a_footnote_that_opens_its_source(filled: Grid) -> None:
    """Numbered as its mark; without an address, there is no link."""
    body, notes = parts(to_word(filled, lambda _: ADDRESS))
    marks = re.findall(r'footnoteReference w:id="(\d+)"', body)
    assert marks == [
        str(i + 1) for i in range(sum(cell.quote is not None for cell in filled.cells))
    ]
    assert len(re.findall(r"<w:fldSimple w:instr=' HYPERLINK \"[^'\"]+\" '>", notes)) == len(marks)
    assert "#quote=a%3A1&amp;%27b%27 %22c%22" in notes
    assert "HYPERLINK" not in parts(to_word(filled, no_link))[1]


def test_sections_are_above_their_questions(filled: Grid) -> None:
    """So that Word shows both as an outline."""
    first, *others = filled.questions
    asked = (replace(first, section="Money"), *others)
    made = Document(io.BytesIO(to_word(replace(filled, questions=asked), no_link)))
    levels = [one.style.name for one in made.paragraphs if one.text in {"Money", first.text}]
    assert levels == ["Heading 1", "Heading 2"]


def test_quoted_rows_are_a_table_in_the_cell(filled: Grid) -> None:
    """With the footnote in the last of their cells; long rows may go on on the next page."""
    quote = quoted(PRICES, OOLONG)
    cell = replace(filled.cells[0], answer=answering(quote))
    long = replace(
        filled.cells[1], answer=answering(replace(quote, table=None, text="word " * 500))
    )
    grid = replace(filled, cells=(cell, long, *filled.cells[2:]))
    made = Document(io.BytesIO(to_word(grid, no_link)))
    _, first, second, *_ = made.tables[0].rows
    (inner,) = first.cells[1].tables
    assert "footnoteReference" in inner.rows[-1].cells[-1]._tc.xml
    assert "cantSplit" in first._tr.trPr.xml
    assert second._tr.trPr is None


def test_the_same_grid_is_the_same_bytes(filled: Grid) -> None:
    """No time is in the file."""
    assert to_word(filled, no_link) == to_word(filled, no_link)
