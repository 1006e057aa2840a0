"""A quote that consists of rows of a table, as it is drawn: its cells, and what names them.

Nothing is assembled: each cell is a span of the document, and so is each name of a column.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import takewhile
from typing import TYPE_CHECKING

from qa.records import Cell, Span, Table
from qa.text.tables.cells import LONGEST, cells_in_columns, cells_of, delimiter_of, is_rule
from qa.text.tables.rows import header_start, may_name, ruled_header, table_around

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa.records import Document

_REACH = 100_000  # characters above a row in which the names of its columns may be
_BELOW_HEADING = 1_000_000  # the same where a heading names the columns, as in spreadsheets
_COMPARED = 4_000  # characters of the rows below, with which the first one is compared
_MOST_NAMES = 8  # rows of names

_Cut = list[tuple[Span, ...]]


def quoted_table(document: Document, span: Span) -> Table | None:
    """Return how a quote is drawn as a table; None if it is not whole rows of one.

    Args:
        document: that is quoted.
        span: of the quote.
    """
    text = document.text
    delimiter = delimiter_of(document)
    rows, ruled = _rows(text, span, lambda line: cells_of(line, delimiter))
    if rows:
        header = () if ruled else _header(document, span, delimiter, len(rows[0]))
        headed = ruled or (not header and not delimiter and _begins_with_names(text, span))
        return Table(header, tuple(rows), is_headed=headed)
    return None if delimiter else _in_columns(text, span)


def _in_columns(text: str, span: Span) -> Table | None:
    """Return a quote of plain text whose cells stand below one another, with the first line."""
    if text.startswith("|", span.start):
        return None  # a row with more cells than are drawn
    table = table_around(text, span, Span(0, len(text)))
    rows, _ = _rows(text, span, cells_in_columns)
    if table is None or not rows:
        return None
    end = text.find("\n", table.start, table.end)
    if end < 0:
        return None  # one line is no table
    names, _ = _rows(text, Span(table.start, end), cells_in_columns)
    is_regular = {len(row) for row in rows} == {len(names[0])} if names else False
    below = text[end + 1 : table.end].split("\n")
    if not is_regular or not may_name(text[table.start : end], below):
        return (
            None  # without lines between them, only cells of one number are known to be in columns
        )
    if span.start <= table.start:
        return Table((), tuple(rows), is_headed=True) if len(rows) > 1 else None
    return Table((_worded(text, names[0]),), tuple(rows))


def _rows(text: str, span: Span, cut: Callable[[str], list[int]]) -> tuple[_Cut, bool]:
    """Return the cells of the lines of a span, and whether a rule stands below the first one.

    None if one of the lines is no row, or is not whole.
    """
    least, most = max(0, span.start - LONGEST), min(len(text), span.end + LONGEST)
    line, after = text.rfind("\n", least, span.start) + 1, text.find("\n", span.end, most)
    if (not line and least) or (after < 0 and most < len(text)):
        return [], False  # the line is too long for a row
    outside = text[line : span.start] + text[span.end : most if after < 0 else after]
    if outside.strip():
        return [], False
    rows: _Cut = []
    ruled = False
    start = span.start
    for words in text[span.start : span.end].split("\n"):
        if is_rule(words):
            ruled = ruled or len(rows) == 1
        else:
            bounds = [start + at for at in cut(words)]
            if not bounds:
                return [], False
            pairs = zip(bounds[::2], bounds[1::2], strict=True)
            rows.append(tuple(Span(a, b) for a, b in pairs))
        start += len(words) + 1
    return rows, ruled


def _header(
    document: Document, span: Span, delimiter: str, width: int
) -> tuple[tuple[Cell, ...], ...]:
    """Return the rows with the names of the columns above a row; none if they are not known."""
    text = document.text
    rows = _named_by_heading(document, span, delimiter)
    if not rows and not delimiter:
        # To find the top of a long table takes a while: once for both.
        start = header_start(text, span, Span(0, len(text)), _REACH)
        found = ruled_header(text, start, span) or _first_row(text, start, span)
        rows, _ = _rows(text, found, cells_of) if found else ([], False)
    is_wide = any(len(row) > 1 for row in rows) or width == 1
    # A title has the first cell of its row alone.
    others = rows[0][1:] if len(rows) == 1 and width > 1 else ()
    is_title = bool(others) and all(one.start == one.end for one in others)
    if not is_wide or is_title or len(rows) > _MOST_NAMES:
        return ()
    return tuple(_worded(text, row) for row in rows)


def _named_by_heading(document: Document, span: Span, delimiter: str) -> _Cut:
    """Return the cells of the heading above a row that names its columns, as in tables of data."""
    text = document.text
    at = bisect_right(document.headings, span.start, key=lambda heading: heading.start) - 1
    if at < 0:
        return []
    heading = document.headings[at]
    if span.start < heading.end or span.start - heading.end > _BELOW_HEADING:
        return []
    # A table ends at a blank line; in a file of data, all of it is one table.
    if not delimiter and text.find("\n\n", heading.end, span.start) >= 0:
        return []
    above = Span(heading.start, heading.end)
    return _rows(text, above, lambda line: cells_of(line, delimiter))[0]


def _first_row(text: str, start: int, span: Span) -> Span | None:
    """Return the first row of a table without a rule, if it may name the columns."""
    end = text.find("\n", start, span.start)
    return Span(start, end) if end >= 0 and may_name(text[start:end], _below(text, end)) else None


def _begins_with_names(text: str, span: Span) -> bool:
    """Return whether rows without a rule are quoted from the first on, which names the columns."""
    first, *below = text[span.start : span.end].split("\n")
    is_top = header_start(text, span, Span(0, len(text))) == span.start
    return bool(below) and is_top and may_name(first, below)


def _below(text: str, end: int) -> list[str]:
    """Return some rows below one that ends at an offset."""
    lines = text[end + 1 : end + 1 + _COMPARED].split("\n")
    return list(takewhile(lambda line: line.lstrip().startswith("|"), lines))


def _worded(text: str, cells: Sequence[Span]) -> tuple[Cell, ...]:
    return tuple(Cell(text[one.start : one.end], one.start, one.end) for one in cells)
