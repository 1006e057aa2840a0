"""A quote that is rows of a table as HTML: drawn as a table, and still the document's own text.

What stands between the cells is there and not shown, so what is copied is the quote. The names of
the columns are of the class ``column-names``: they are not quoted, and not copied with it. Each
cell has the name of its column as its value: where there is no room for columns, the style sheet
shows it before the cell.
"""

from __future__ import annotations

import re
from itertools import islice, pairwise, zip_longest
from typing import TYPE_CHECKING

from qa.web import strings
from qa.web.page.escaping import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.records import Cell, Quote, Span, Table

_NAMES = ' class="column-names"'
_BLANK = ' class="blank"'
_SPACE = re.compile(r"(\s+)")
_BREAKING = frozenset("-–—/")  # where browsers break a word
_ACROSS = 76  # characters of a row that have room below a question
_BETWEEN = 3  # characters between two columns
_LONGEST_CODE = 24  # characters of a date or code that stays in one line
_CAPTION = f'<caption class="unseen column-names">{escaped(strings.NAMES_HINT_READ)}</caption>'


def quoted_table(quote: Quote, marked: Span | None, kind: str = "said") -> str:
    """Return the words of a quote as a table; empty if they are not drawn as one.

    Args:
        quote: the quote.
        marked: the words within the quote's text that are marked; None marks none.
        kind: class of the elements that mark them (default: that of words that answer).
    """
    table = quote.table
    if table is None or not _is_inside(table, quote):
        return ""
    cells = iter(_cells(quote, marked, kind))
    rows = [list(islice(cells, len(row))) for row in table.rows]
    words = [*table.words(quote.text, quote.citation.start)]
    names = table.names()
    upright = table.is_upright() and not _fits_across(names, words)
    if table.is_headed:
        names = words[0]
    drawn_rows = (
        _upright(names, row, words[at])
        if upright
        else _across(names, row, table.is_headed and not at)
        for at, row in enumerate(rows)
    )
    head = "" if upright else "".join(_names(row) for row in table.header)
    head = f'<thead class="column-names">{head}</thead>' if head else ""
    caption = _CAPTION if table.header and any(names) else ""
    rows_of = "rows upright" if upright else "rows"
    drawn = f'<table class="{rows_of}">{caption}{head}<tbody>{"".join(drawn_rows)}</tbody></table>'
    return f'<div class="table-box">{drawn}</div>'


def _is_inside(table: Table, quote: Quote) -> bool:
    """Return whether the cells are in the quote, in order, as a browser may send back others."""
    bounds = [at for row in table.rows for cell in row for at in (cell.start, cell.end)]
    inside = (quote.citation.start, *bounds, quote.citation.start + len(quote.text))
    return bool(bounds) and all(table.rows) and all(one <= other for one, other in pairwise(inside))


def _cells(quote: Quote, marked: Span | None, kind: str) -> Iterator[str]:
    """Yield the cells of all rows, each with what stands between it and the next one."""
    text, offset = quote.text, quote.citation.start
    spans = [cell for row in quote.table.rows for cell in row] if quote.table else []
    begins = [cell.start - offset for cell in spans]
    above = _unseen(text[: begins[0]])
    for begin, span, after in zip(begins, spans, [*begins[1:], len(text)], strict=True):
        end = span.end - offset
        yield above + _marked(text, begin, end, marked, kind) + _unseen(text[end:after])
        above = ""


def _marked(text: str, start: int, end: int, marked: Span | None, kind: str) -> str:
    first, last = (marked.start, marked.end) if marked else (0, 0)
    first, last = max(start, first), min(end, last)
    if first >= last:
        return _whole(text[start:end])
    strong = f'<strong class="{kind}">{_whole(text[first:last])}</strong>'
    return f"{_whole(text[start:first])}{strong}{_whole(text[last:end])}"


def _whole(text: str) -> str:
    """Return words of which no date and no code, as in ``INV-1043``, is broken into two lines."""
    return "".join(
        f'<span class="whole">{escaped(word)}</span>'
        if len(word) <= _LONGEST_CODE and not _BREAKING.isdisjoint(word)
        else escaped(word)
        for word in _SPACE.split(text)
    )


def _unseen(text: str) -> str:
    return f'<span class="between">{escaped(text)}</span>' if text else ""


def _names(row: Sequence[Cell]) -> str:
    return f"<tr>{''.join(_name(cell.text) for cell in row)}</tr>"


def _name(words: str, kind: str = "") -> str:
    return f'<th{kind} title="{escaped(strings.NAMES_HINT)}">{escaped(words)}</th>'


def _across(names: Sequence[str], cells: Sequence[str], is_head: bool) -> str:  # noqa: FBT001
    if is_head:
        return f"<tr>{''.join(f'<th>{_cell(cell)}</th>' for cell in cells)}</tr>"
    named = islice(zip_longest(names, cells, fillvalue=""), len(cells))
    return f"<tr>{''.join(_valued(name, cell) for name, cell in named)}</tr>"


def _valued(name: str, cell: str) -> str:
    value = f' value="{escaped(name)}"' if name else ""
    return f"<td{value}>{_cell(cell)}</td>"


def _cell(cell: str) -> str:
    return f'<span class="cell">{cell}</span>'


def _upright(names: Sequence[str], cells: Sequence[str], words: Sequence[str]) -> str:
    """Return a row with a line for each cell; an empty one gets no quotation marks."""
    return "".join(
        f"<tr>{_name(name, _NAMES)}<td{'' if word.strip() else _BLANK}>{cell}</td></tr>"
        for name, cell, word in zip_longest(names, cells, words, fillvalue="")
    )


def _fits_across(names: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Return whether rows of many short cells are read side by side, as they are compared."""
    columns = zip_longest(names, *rows, fillvalue="")
    return sum(max(map(len, column)) + _BETWEEN for column in columns) <= _ACROSS
