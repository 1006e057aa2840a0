"""Question by question: the quotes of the documents that answer, and which do not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.grids.correcting import emptied
from qa.grids.filling import Plan
from qa.grids.outputs.entries import no_link
from qa.grids.outputs.pages import about, answered, documents, page_count
from qa.grids.questionnaire.records import Question
from qa.grids.records import Column, Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.grids.records import GridCell


def planned(grid: Grid, columns: Sequence[Column] = ()) -> Plan:
    """Return the plan of a grid, with other columns if any are named."""
    return Plan(grid.questions, tuple(columns) or grid.columns, grid.index)


def numbered(cell: GridCell, number: int) -> Grid:
    """Return a grid of a question to many documents, of which the first has a quote."""
    columns = [Column(f"{i}.txt", str(i), "") for i in range(number)]
    cells = [replace(cell, question=0, doc_id="0.txt")]
    cells += [replace(emptied(cell), question=0, doc_id="1.txt", label="emptied")]
    cells += [replace(emptied(cell), doc_id=one.doc_id, label="not_found") for one in columns[2:]]
    return Grid((Question("How much?", 1),), tuple(columns), tuple(cells), "")


def test_each_document_is_said_to_answer_or_not(filled: Grid) -> None:
    """With how many do, and the names of those that do not."""
    rent, backups, _, cup = answered(filled, no_link)
    assert [one.document for one in rent.found] == ["harbour.md", "mill.txt"]
    assert rent.verdict.startswith("In 2 of 3 documents: ")
    assert rent.rest == ("Not found in security.txt.",)
    assert rent.found[0].quoted.citation.startswith("Lease of the harbour office › Payment")
    assert "leases" not in backups.rest[0]
    assert (cup.verdict, cup.found, cup.rest) == ("Not found in any of the 3 documents.", (), ())


def test_many_documents_without_a_quote_are_counted(filled: Grid) -> None:
    """The document has a list of all: of a few, it says which they are."""
    (few,) = answered(numbered(filled.cells[0], 5), no_link)
    assert few.rest == ("Emptied by hand in 1.txt.", "Not found in 2.txt, 3.txt, 4.txt.")
    many = numbered(filled.cells[0], 50)
    (one,) = answered(many, no_link)
    assert one.rest == ("Emptied by hand in 1.txt.", "Not found in the other 48 documents.")
    assert len(documents(many)) == 50
    unfilled = [replace(cell, label="unfilled") for cell in many.cells[30:]]
    (stopped,) = answered(replace(many, cells=(*many.cells[:30], *unfilled)), no_link)
    assert stopped.rest == (
        "Emptied by hand in 1.txt.",
        "Not filled in 20 documents.",
        "Not found in the other 28 documents.",
    )


def test_a_section_is_said_once_and_an_id_each_time(filled: Grid) -> None:
    """As the questionnaire has them; a question that is too long says so."""
    first, second, third, last = filled.questions
    asked = (
        replace(first, id="A-1", section="Money"),
        replace(second, id="A-2", section="Money"),
        replace(third, section="Heat", problem="too long"),
        last,
    )
    found = list(answered(replace(filled, questions=asked), no_link))
    assert [one.section for one in found] == ["Money", "", "Heat", ""]
    assert found[1].question == f"A-2 {second.text}"
    assert found[2].verdict == "Not asked: too long."


def test_missing_cells_are_named_and_counted(filled: Grid) -> None:
    """A grid that was stopped does not pass for a whole one, nor a gap for "not found"."""
    grid = planned(filled).grid(filled.cells[:4])
    assert grid.notes == ("This grid is unfinished: 8 of 12 cells are not filled.",)
    assert grid.notes[0] in about(grid)
    _, second, third, _ = answered(grid, no_link)
    assert second.rest[-1] == "Not filled in mill.txt, security.txt."
    assert third.verdict == "Not filled in all 3 documents."
    assert planned(filled).grid(filled.cells).notes == ()


def test_the_column_of_all_documents_needs_no_list(filled: Grid) -> None:
    """The document of a quote is in its row."""
    cells = [replace(cell, doc_id="") for cell in filled.cells[::3]]
    grid = planned(filled, [Column("", "All documents", "")]).grid(cells)
    assert documents(grid) == []
    rent, *_, cup = answered(grid, no_link)
    assert (rent.verdict, rent.found[0].document, rent.rest) == ("", "harbour.md", ())
    assert cup.verdict == "Not found."


def test_pages_are_estimated_from_all_words(filled: Grid) -> None:
    """Long questions, many quotes and many documents make more of them."""
    assert page_count(filled.questions, 3, filled.cells) <= 2
    assert page_count(filled.questions * 1000, 3) > 300
    assert page_count([], 3, filled.cells * 1000) > 200
    assert page_count([], 30_000) > 500
    assert page_count([Question("word " * 20_000, 1)], 3) > 30
