"""Tables of a page: which of them hold data, and the rows of those with their spans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qa.loaders.spanning import MOST_ROWS

if TYPE_CHECKING:
    from collections.abc import Collection

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = frozenset({"p", "div", "ul", "ol", "dl", "section", "article", "blockquote", "pre"})
_LONG = 600  # characters of a cell with blocks that is a part of the page, no value
_LONGEST_VALUE = 3000  # characters of the same below a header cell
_LONGEST_INSIDE = 300  # characters of a table that is a value in a cell of another
_LONGEST_REPEATED = 200  # characters; one cell over many rows must not fill the memory
_MOST_REPEATED = 1_000_000  # characters of a table
_MOST_COLUMNS = 100  # that a cell can span
_MOST_ROWS = 1000


class _Open:
    """A table that is being looked at."""

    __slots__ = ("begins", "blocks", "cells", "has_columns", "is_layout", "mem_id")

    def __init__(self, node: Any) -> None:
        self.mem_id: int = node.mem_id
        self.is_layout = node.attributes.get("role") in ("presentation", "none")
        self.has_columns = False  # named by header cells
        self.cells = 0
        self.blocks = 0  # in the cell
        self.begins = 0  # characters of the page before the cell


def layout_tables(top: Any, left_out: Collection[int]) -> frozenset[int]:
    """Return the tables that only place parts of the page beside each other.

    A table is one if a cell holds a heading, or long text in blocks, or a table that is more
    than a value; or if it has one cell only.

    Args:
        top: a node of the parsed page.
        left_out: ``mem_id`` of elements that are not read.

    Returns:
        The ``mem_id`` of each.
    """
    found: set[int] = set()
    opened: list[_Open] = []
    characters = 0
    node = top
    while True:
        is_read = node.mem_id not in left_out
        if node.is_text_node:
            characters += len((node.text_content or "").strip())
        elif is_read:
            _enter(node, opened, characters)
        if node.child is not None and is_read:
            node = node.child
            continue
        while True:
            if node.mem_id not in left_out:
                _leave(node, opened, characters, found)
            if node.mem_id == top.mem_id:
                return frozenset(found)
            if node.next is not None:
                break
            node = node.parent
        node = node.next


def _enter(node: Any, opened: list[_Open], characters: int) -> None:
    tag = node.tag
    if tag == "table":
        opened.append(_Open(node))
    elif not opened:
        return
    elif tag in ("td", "th"):
        opened[-1].cells += 1
        opened[-1].has_columns |= tag == "th"
        opened[-1].blocks = 0
        opened[-1].begins = characters
    elif tag in _HEADINGS:
        opened[-1].is_layout |= opened[-1].cells > 0
    elif tag in _BLOCKS:
        opened[-1].blocks += 1


def _leave(node: Any, opened: list[_Open], characters: int, found: set[int]) -> None:
    if not opened:
        return
    table = opened[-1]
    if node.tag in ("td", "th"):
        most = _LONGEST_VALUE if table.has_columns else _LONG
        table.is_layout |= table.blocks > 0 and characters - table.begins > most
    elif node.tag == "table" and node.mem_id == table.mem_id:
        opened.pop()
        if table.is_layout or table.cells <= 1:
            found.add(table.mem_id)
        if opened and opened[-1].cells:
            long = characters - opened[-1].begins > _LONGEST_INSIDE
            opened[-1].is_layout |= table.is_layout or long


class Rows:
    """The rows of a table, each whole: a cell that spans rows is repeated in each of them."""

    def __init__(self) -> None:
        """Begin above the first row."""
        self._cells: list[str] | None = None
        self._left = _MOST_REPEATED
        # Column -> words, rows left, rows written.
        self._spanning: dict[int, tuple[str, int, int]] = {}

    @property
    def in_row(self) -> bool:
        """Whether a row has begun and not ended."""
        return self._cells is not None

    def begin(self) -> None:
        """Begin a row."""
        self._cells = []

    def add(self, words: str, columns: str | None, rows: str | None) -> None:
        """Add a cell to the row.

        Args:
            words: in it.
            columns: that it spans, as its attribute says.
            rows: that it spans, as its attribute says.
        """
        if self._cells is None:
            self._cells = []
        self._add_spanning(self._cells)
        below = _span(rows, _MOST_ROWS) - 1
        for number in range(_span(columns, _MOST_COLUMNS)):
            content = words if number == 0 else ""
            if below > 0:
                repeated = content if len(content) <= _LONGEST_REPEATED else ""
                self._spanning[len(self._cells)] = (repeated, below, 1)
            self._cells.append(content)

    def end(self) -> list[str]:
        """End the row.

        Returns:
            The words of its cells; none where it was not begun.
        """
        cells = self._cells or []
        self._cells = None
        if not cells:
            return []
        self._add_spanning(cells)
        if sum(map(bool, map(str.strip, cells))) == 1:  # a title over all columns
            cells = [cell for cell in cells if cell.strip()]
        return cells

    def _add_spanning(self, cells: list[str]) -> None:
        """Add the cells of rows above that span this one, where it has come to their columns."""
        while (spanning := self._spanning.get(len(cells))) is not None:
            words, left, times = spanning
            if left > 1:
                again = times < MOST_ROWS
                self._spanning[len(cells)] = (words if again else "", left - 1, times + 1)
            else:
                del self._spanning[len(cells)]
            self._left -= len(words)
            cells.append(words if self._left >= 0 else "")


def _span(value: str | None, most: int) -> int:
    bare = (value or "").strip()
    if not bare.isascii() or not bare.isdecimal():
        return 1
    if len(bare) > len(str(most)):
        return most
    return max(1, min(int(bare), most))
