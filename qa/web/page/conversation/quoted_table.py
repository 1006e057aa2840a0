"""A quote that is rows of a table as HTML: drawn as a table, and still the document's own text.

What stands between the cells is there and not shown, so what is copied is the quote. The names of
the columns are of the class ``column-names``: they are not quoted, and not copied with it.
"""

from __future__ import annotations

from itertools import islice, pairwise, zip_longest
from typing import TYPE_CHECKING

from qa.web import strings
from qa.web.page.escaping import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.records import Cell, Quote, Span, Table

_NAMES = ' class="column-names"'
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
    upright = table.is_upright()
    body = "".join(
        _upright(table.names(), row)
        if upright
        else _across(row, "th" if table.is_headed and not at else "td")
        for at, row in enumerate(rows)
    )
    head = "" if upright else "".join(_names(row) for row in table.header)
    head = f'<thead class="column-names">{head}</thead>' if head else ""
    caption = _CAPTION if any(table.names()) else ""
    rows_of = "rows upright" if upright else "rows"
    drawn = f'<table class="{rows_of}">{caption}{head}<tbody>{body}</tbody></table>'
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
        return escaped(text[start:end])
    strong = f'<strong class="{kind}">{escaped(text[first:last])}</strong>'
    return f"{escaped(text[start:first])}{strong}{escaped(text[last:end])}"


def _unseen(text: str) -> str:
    return f'<span class="between">{escaped(text)}</span>' if text else ""


def _names(row: Sequence[Cell]) -> str:
    return f"<tr>{''.join(_name(cell.text) for cell in row)}</tr>"


def _name(words: str, kind: str = "") -> str:
    return f'<th{kind} title="{escaped(strings.NAMES_HINT)}">{escaped(words)}</th>'


def _across(cells: Sequence[str], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in cells)}</tr>"


def _upright(names: Sequence[str], cells: Sequence[str]) -> str:
    return "".join(
        f"<tr>{_name(name, _NAMES)}<td>{cell}</td></tr>"
        for name, cell in zip_longest(names, cells, fillvalue="")
    )
