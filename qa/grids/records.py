"""The records of a grid: its columns, its cells, and the whole."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from qa.records import Answer  # noqa: TC001 - msgspec looks it up

if TYPE_CHECKING:
    from qa.grids.questionnaire.records import Question
    from qa.records import Quote

Label = Literal["likely", "uncertain", "not_found", "not_asked", "chosen", "emptied", "unfilled"]
"""How sure a cell is, as of an answer; ``not_asked`` where the question cannot be asked; ``chosen``
where a person has chosen the quote, and ``emptied`` where one has decided that nothing answers;
``unfilled`` where a grid was stopped before."""

CORRECTED: frozenset[Label] = frozenset({"chosen", "emptied"})
"""Labels of cells that a person has decided on."""

ALL = ""
"""Stands for the ``doc_id`` of the column that is answered from all documents."""


@dataclass(frozen=True, slots=True)
class Column:
    """A document of a grid.

    Attributes:
        doc_id: of the document; empty for the column of all documents.
        title: of it.
        sha256: of its text; the fingerprint of the index for all documents.
    """

    doc_id: str
    title: str
    sha256: str


@dataclass(frozen=True, slots=True)
class GridCell:
    """What one document answers to one question.

    Attributes:
        question: position of the question in the grid, from 0.
        doc_id: of the document; empty for all documents.
        label: how sure the cell is.
        probability: that its quote answers; where nothing was found, that something would have.
        answer: with one quote; None where nothing was found.
        before: the text before the quote.
        after: the text after it.
    """

    question: int
    doc_id: str
    label: Label
    probability: float
    answer: Answer | None = None
    before: str = ""
    after: str = ""

    @property
    def quote(self) -> Quote | None:
        """The best quote; None where nothing was found."""
        return self.answer.quotes[0] if self.answer else None


@dataclass(frozen=True, slots=True)
class Grid:
    """Questions, documents, and a cell for each of both.

    Attributes:
        questions: the rows.
        columns: the documents.
        cells: row by row, in the order of the columns.
        index: fingerprint of the index.
        notes: for the user.
    """

    questions: tuple[Question, ...]
    columns: tuple[Column, ...]
    cells: tuple[GridCell, ...]
    index: str
    notes: tuple[str, ...] = field(default=())

    def row(self, question: int) -> tuple[GridCell, ...]:
        """Return the cells of a question, in the order of the columns.

        Args:
            question: its position, from 0.
        """
        width = len(self.columns)
        return self.cells[question * width : (question + 1) * width]

    def counts(self) -> Counter[Label]:
        """Return how many cells have each label."""
        return Counter(cell.label for cell in self.cells)
