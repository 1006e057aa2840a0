"""The words that all outputs of a grid share."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from qa.grids.records import ALL, CORRECTED
from qa.rendering import disagreements
from qa.rendering.doubts import doubt_text
from qa.rendering.text import UNKNOWN, citation_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qa.grids.questionnaire.records import Question
    from qa.grids.records import Column, Grid, GridCell, Label
    from qa.records import Quote

    Link = Callable[[Quote], str]
    """Returns the address of a quote's source, empty for none."""

LABELS: dict[Label, str] = {
    "likely": "likely",
    "uncertain": "uncertain",
    "not_found": "not found",
    "not_asked": "not asked",
    "chosen": "chosen by hand",
    "emptied": "emptied by hand",
    "unfilled": "not filled",
}
"""What the labels of cells are called, everywhere."""

LEGEND: dict[Label, str] = {
    "likely": "The quote probably answers, and nothing speaks against it.",
    "uncertain": "The quote may answer. Read it and decide.",
    "not_found": "Nothing in the document answers, as far as Quoth can tell.",
    "not_asked": "The question is too long to be asked.",
    "chosen": "A person chose this quote.",
    "emptied": "A person decided that nothing in the document answers.",
    "unfilled": "The grid was stopped before this cell was filled.",
}
"""What the labels mean."""

RARE: frozenset[Label] = CORRECTED | {"unfilled"}
"""Labels that no grid has that was filled and left as it is."""


def no_link(_: Quote) -> str:
    """Return no address; a :data:`Link`.

    Args:
        _: any quote.
    """
    return ""


class Entry(NamedTuple):
    """A cell with its row and its column.

    Attributes:
        question: of the row.
        column: the document.
        cell: the cell.
    """

    question: Question
    column: Column
    cell: GridCell

    @property
    def label(self) -> str:
        """How sure the cell is, in words."""
        return LABELS[self.cell.label]

    @property
    def sure(self) -> str:
        """How sure the cell is, in words and as a probability where it has a quote."""
        if self.cell.quote is None or self.cell.label in CORRECTED:
            return self.label
        return f"{self.label}, {self.cell.probability:.0%}"

    @property
    def citation(self) -> str:
        """Where the quote is; empty without one."""
        return citation_line(self.cell.quote.citation) if self.cell.quote else ""

    @property
    def words(self) -> str:
        """The quote, below what introduces it if it is an item of a list; empty without one."""
        quote = self.cell.quote
        if quote is None:
            return ""
        return f"{quote.lead_in()}\n{quote.text}" if quote.lead_ins else quote.text

    @property
    def remarks(self) -> tuple[str, ...]:
        """What speaks against the quote, or why the cell has no quote, a sentence each."""
        if self.question.problem:
            return (f"Not asked: {self.question.problem}.",)
        answer = self.cell.answer
        if answer is None:
            return ()
        unknown = (f"{UNKNOWN} {', '.join(answer.unknown)}",) if answer.unknown else ()
        differing = chain.from_iterable(map(disagreements.lines, answer.disagreements))
        return (*unknown, *map(doubt_text, answer.doubts), *differing)


def entries(grid: Grid) -> Iterator[Entry]:
    """Yield the cells of a grid, row by row.

    Args:
        grid: to go through.
    """
    for position, question in enumerate(grid.questions):
        for column, cell in zip(grid.columns, grid.row(position), strict=True):
            yield Entry(question, column, cell)


def size(grid: Grid) -> str:
    """Return how large a grid is, in words.

    Args:
        grid: to count.
    """
    questions, columns = len(grid.questions), len(grid.columns)
    rows = f"{questions:,} question{'s' if questions != 1 else ''}"
    if [column.doc_id for column in grid.columns] == [ALL]:
        return f"{rows} to all documents"
    return f"{rows} × {columns:,} document{'s' if columns != 1 else ''}"


def short_names(grid: Grid) -> list[str]:
    """Return names of the columns: the last part of the path of a document where that is enough.

    Args:
        grid: with the columns.
    """
    whole = [column.doc_id or column.title for column in grid.columns]
    last = [name.rpartition("/")[2] for name in whole]
    return [
        short if last.count(short) == 1 else name for name, short in zip(whole, last, strict=True)
    ]
