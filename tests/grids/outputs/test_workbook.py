"""The workbook has the words, where they are, and the receipts; it does nothing by itself."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from qa.grids.outputs.entries import no_link
from qa.grids.outputs.excel import LONGEST_CELL
from qa.grids.outputs.workbook import to_workbook
from qa.grids.questionnaire.records import Question
from qa.receipts import parse_receipt

if TYPE_CHECKING:
    from qa.grids.records import Grid


@pytest.fixture
def book(filled: Grid) -> Any:
    """The workbook as another program reads it."""
    return load_workbook(io.BytesIO(to_workbook(filled, lambda quote: quote.citation.doc_id)))


def test_the_grid_has_the_words_alone(book: Any, filled: Grid) -> None:
    """A column with the quote and one that says how sure, for each document."""
    sheet = book["Grid"]
    assert [cell.value for cell in sheet[1]][:3] == [
        "Question",
        "harbour.md",
        "harbour.md: how sure",
    ]
    quote = filled.cells[0].quote
    assert quote is not None
    assert sheet["B2"].value == quote.text
    assert sheet["C2"].hyperlink.location or sheet["C2"].hyperlink.target
    assert sheet["B5"].value is None
    assert sheet["C5"].value == "not found"
    assert sheet.freeze_panes == "B2"
    assert sheet["B2"].alignment.wrap_text


def test_words_that_look_like_a_formula_are_words(book: Any) -> None:
    """A quote that begins with ``=`` is text, also when someone edits the cell."""
    (cell,) = (one for one in book["Grid"]["B"] if str(one.value).startswith("=SUM"))
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_citations_lead_to_the_source_and_receipts_verify(book: Any, filled: Grid) -> None:
    """Every quote has a row in both sheets."""
    quotes = [cell.quote for cell in filled.cells if cell.quote]
    citations, receipts = book["Citations"], book["Receipts"]
    assert [row[4].value for row in citations.iter_rows(min_row=2)] == [one.text for one in quotes]
    assert citations["K2"].hyperlink.target == "harbour.md"
    for row, quote in zip(receipts.iter_rows(min_row=2), quotes, strict=True):
        receipt = parse_receipt(row[2].value.encode(), "receipt")
        assert receipt.intact
        assert [one.text for one in receipt.quotes] == [quote.text]
        assert json.loads(row[2].value)["receipt"]


def test_the_same_grid_is_the_same_bytes(filled: Grid) -> None:
    """No time is in the file."""
    data = to_workbook(filled, no_link)
    assert to_workbook(filled, no_link) == data
    properties = load_workbook(io.BytesIO(data)).properties
    assert (properties.created.year, properties.modified.year) == (1980, 1980)


def test_words_are_no_escape_of_excel(filled: Grid) -> None:
    """Excel shows ``_x0041_`` as A, unless its first character is escaped itself."""
    asked = (Question("What is _x0041_?", 1), *filled.questions[1:])
    data = to_workbook(replace(filled, questions=asked), no_link)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        texts = b"".join(map(book.read, book.namelist()))
    assert b"What is _x005F_x0041_?" in texts


def test_a_receipt_is_whole_or_left_out(filled: Grid) -> None:
    """A cell has room for 32,767 units of UTF-16; some characters take two."""
    first = filled.cells[0]
    assert first.answer is not None
    answer = replace(first.answer, question="How much?" + 16_000 * "\U0001f600")
    grid = replace(filled, cells=(replace(first, answer=answer), *filled.cells[1:]))
    book = load_workbook(io.BytesIO(to_workbook(grid, no_link)))
    assert book["Receipts"]["C2"].value.startswith("too long for a cell")


def test_what_no_cell_can_have(filled: Grid) -> None:
    """Control characters are replaced, and what is too long is cut where the cell is full."""
    asked = (Question(f"\x0b{'é' * 40_000}", 1, "+1"), *filled.questions[1:])
    data = to_workbook(replace(filled, questions=asked), lambda _: "https://a.eu/" + 3_000 * "a")
    book = load_workbook(io.BytesIO(data))
    assert book["Citations"]["K2"].value == "https://a.eu/" + 3_000 * "a"
    assert book["Citations"]["K2"].hyperlink is None  # Excel calls a file with it damaged
    text = book["Grid"]["B2"].value
    assert text.startswith("\ufffdé")
    assert len(text) == LONGEST_CELL
    assert book["Grid"]["A2"].data_type == "s"
