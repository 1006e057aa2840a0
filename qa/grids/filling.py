"""Fills a grid: every cell once, on all processors, in one order.

Threads share the work: passages are read outside of Python's lock, sentences are weighed within it.
Each passage is read on one processor, which takes less of its time than several would.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from qa.errors import QuestionError
from qa.grids.records import ALL, Column, Grid, GridCell
from qa.processors import in_order
from qa.progress import silent

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence

    from qa.grids.cells import CellAsker
    from qa.grids.questionnaire.records import Question
    from qa.index.search import Index
    from qa.progress import Progress

MOST_CELLS = 500_000
"""Cells that a grid may have; that many take a day."""

_UNFINISHED = "This grid is unfinished: {missing:,} of {all:,} cells are not filled."

Place = tuple[int, str]
"""Position of a question, and the ``doc_id`` of a column: where a cell is."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A grid before it is filled.

    Attributes:
        questions: the rows.
        columns: the documents.
        index: fingerprint of the index.
    """

    questions: tuple[Question, ...]
    columns: tuple[Column, ...]
    index: str

    def places(self) -> Iterator[Place]:
        """Yield where the cells are, in the order in which they are filled.

        Document by document: its text is then read once.
        """
        for column in self.columns:
            for position in range(len(self.questions)):
                yield position, column.doc_id

    def grid(self, cells: Iterable[GridCell], notes: Sequence[str] = ()) -> Grid:
        """Return the grid; one with missing cells has a note that says so.

        Args:
            cells: that are filled, in any order.
            notes: for the user.
        """
        by_place = {(cell.question, cell.doc_id): cell for cell in cells}
        ordered = tuple(
            by_place.get((position, column.doc_id))
            or GridCell(position, column.doc_id, "unfilled", 0.0)
            for position in range(len(self.questions))
            for column in self.columns
        )
        missing = sum(cell.label == "unfilled" for cell in ordered)
        if missing:
            notes = [_UNFINISHED.format(missing=missing, all=len(ordered)), *notes]
        return Grid(self.questions, self.columns, ordered, self.index, tuple(notes))


def plan(index: Index, questions: Sequence[Question], over: Collection[str] | None = None) -> Plan:
    """Return the grid of questions and documents, before it is filled.

    Args:
        index: to ask.
        questions: the rows.
        over: the documents, each a ``doc_id``, a folder, or a pattern such as ``2024/*.pdf``; None
            for one column, answered from all documents.

    Raises:
        QuestionError: a document is unknown, or there would be too many cells.
    """
    if over is None:
        columns = [Column(ALL, "All documents", index.fingerprint)]
    else:
        documents = map(index.document, index.doc_ids(over))
        columns = [Column(one.doc_id, one.title, one.text_sha256) for one in documents]
    cells = len(questions) * len(columns)
    if cells > MOST_CELLS:
        msg = (
            f"{len(questions):,} questions to {len(columns):,} documents are {cells:,} cells; a "
            f"grid has at most {MOST_CELLS:,}. Ask fewer questions, or over fewer documents."
        )
        raise QuestionError(msg)
    return Plan(tuple(questions), tuple(columns), index.fingerprint)


def fill(
    planned: Plan,
    asker: CellAsker,
    known: Mapping[Place, GridCell] | None = None,
    progress: Progress = silent,
    threads: int | None = None,
) -> Generator[GridCell, None, None]:
    """Yield the cells that are not known yet, in the order of :meth:`Plan.places`.

    Closing the iterator stops the work; cells that were yielded are complete.

    Args:
        planned: the grid.
        asker: answers its cells.
        known: cells of an earlier run; they are not yielded.
        progress: receives how far it is, known cells counted as done.
        threads: that answer at a time (default: one for each processor).

    Raises:
        IndexCorruptError: the stored text of a document has changed.
    """
    known = known or {}
    askable = [one for one in planned.questions if not one.problem]
    for done, question in enumerate(askable):
        progress("Encoding questions", done, len(askable))
        asker.prepare(question.text)
    places = (place for place in planned.places() if place not in known)
    done, total = len(known), len(planned.questions) * len(planned.columns)
    progress("Filling cells", done, total)
    cells = in_order(partial(_cell, planned, asker), places, threads)
    try:
        for cell in cells:
            yield cell
            done += 1
            progress("Filling cells", done, total)
    finally:
        cells.close()


def _cell(planned: Plan, asker: CellAsker, place: Place) -> GridCell:
    position, doc_id = place
    question = planned.questions[position]
    if question.problem:
        return GridCell(position, doc_id, "not_asked", 0.0)
    return asker.ask(position, question.text, doc_id)
