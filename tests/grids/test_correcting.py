"""A person corrects a cell with another sentence of its document, and with nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.grids.correcting import candidates, emptied, with_quote
from qa.grids.outputs.entries import no_link
from qa.grids.outputs.webpage import to_webpage
from qa.grids.records import Grid
from tests.grids.conftest import QUESTIONS

if TYPE_CHECKING:
    from qa.index.search import Index


def test_candidates_are_of_the_document_and_verbatim(leases: Index) -> None:
    """The best first, even where none answers."""
    text = leases.document("mill.txt").text
    for question in QUESTIONS:
        found = candidates(leases, question, "mill.txt")
        assert len(found) > 1
        for quote in found:
            citation = quote.citation
            assert citation.doc_id == "mill.txt"
            assert text[citation.start : citation.end] == quote.text
    assert "900 euros" in candidates(leases, QUESTIONS[0], "mill.txt")[0].text


def test_a_corrected_cell_has_a_receipt_and_its_context(filled: Grid, leases: Index) -> None:
    """Its label says that a person chose."""
    cell = next(one for one in filled.cells if one.doc_id == "mill.txt")
    quote = candidates(leases, QUESTIONS[0], "mill.txt")[-1]
    corrected = with_quote(leases, cell, QUESTIONS[0], quote)
    assert (corrected.label, corrected.quote) == ("chosen", quote)
    assert (corrected.question, corrected.doc_id) == (cell.question, cell.doc_id)
    assert corrected.answer is not None
    assert [one.text for one in corrected.answer.receipt().quotes] == [quote.text]
    text = leases.document("mill.txt").text
    assert text[: quote.citation.start].endswith(corrected.before)


def test_an_emptied_cell_is_not_called_not_found(filled: Grid) -> None:
    """Quoth did find something; the web page offers to show such cells alone."""
    cell = next(one for one in filled.cells if one.quote)
    empty = emptied(cell)
    assert (empty.label, empty.quote) == ("emptied", None)
    cells = tuple(empty if one is cell else one for one in filled.cells)
    page = to_webpage(Grid(filled.questions, filled.columns, cells, filled.index), no_link)
    assert b'<option value="emptied">' in page
    assert b'<option value="emptied">' not in to_webpage(filled, no_link)
