"""How a quote is drawn that consists of rows of a table."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from qa.records.documents import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ACROSS = 6
"""Columns that are drawn side by side on a page."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell above quoted rows: ``document.text[start:end]``, and not part of the quote."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a quote that consists of rows of a table.

    They are drawn; what is quoted, and copied, is :attr:`qa.records.Quote.text`.

    Attributes:
        header: cells of the rows that name the columns, at the top of the table: context, and not
            quoted. Empty if none are known, or if they are quoted.
        rows: the span of each cell of each row, in the document.
        is_headed: whether the first of these rows names the columns.
    """

    header: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Span, ...], ...]
    is_headed: bool = False

    def names(self) -> tuple[str, ...]:
        """Return the name of each column in one line, as far as the header has one.

        A name over several columns stands in the first of them: "Plan" above "Q1" and "Q2".
        """
        rows = [[cell.text for cell in row] for row in self.header]
        for above, below in pairwise(rows):
            for i in range(1, min(len(above), len(below))):
                is_over = below[i - 1] not in {"", above[i - 1]} and below[i]
                above[i] = above[i] or (above[i - 1] if is_over else "")
        columns = zip_longest(*rows, fillvalue="")
        return tuple(" ".join(filter(None, dict.fromkeys(column))) for column in columns)

    def is_upright(self) -> bool:
        """Return whether each cell has a line of its own, after the name of its column.

        So it is read where there are more columns than fit side by side.
        """
        return bool(self.header) and max(map(len, self.rows), default=0) > MOST_ACROSS

    def place(self) -> Span | None:
        """Return the span of the header; None without one."""
        cells = [cell for row in self.header for cell in row]
        if not cells:
            return None
        return Span(min(one.start for one in cells), max(one.end for one in cells))

    def words(self, text: str, start: int) -> Iterator[tuple[str, ...]]:
        """Yield the words of each row.

        Args:
            text: of the quote.
            start: offset of the quote in its document.
        """
        for row in self.rows:
            # The cells of an answer that a browser sends back may be anywhere.
            yield tuple(text[max(0, one.start - start) : max(0, one.end - start)] for one in row)
