"""A quote that is rows of a table, drawn in a terminal: cells below the names of their columns."""

from __future__ import annotations

from itertools import chain, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from qa.records import Span
from qa.rendering.lines import columns, cut_end, line_spans, padded
from qa.terminal import BEST, QUIET, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.records import Quote, Table
    from qa.rendering.layout import Layout

NAMES = "column names, not quoted:"
"""Above the words of a quote in a pipe, before the names."""

_GAP = "   "
_FEWEST_COLUMNS = 20  # of the terminal, for the words of a cell beside the name of its column
_NAMES_SHARE = 3  # the names of columns take one of so many parts of a line, at most


class _Words(NamedTuple):
    """Words of a cell, and the span of them that answers."""

    text: str
    answering: Span


def table_text(quote: Quote, layout: Layout, indent: str, marked: Span | None) -> str:
    """Return a quote drawn as a table, in lines safe to print; empty if it is not drawn.

    What is quoted is in quotation marks; the names of the columns are not. If the rows are
    too wide, each cell has a line, with the name of its column before it.

    Args:
        quote: to show.
        layout: width and styles; in a pipe, nothing is drawn.
        indent: before each line.
        marked: span of ``quote.text`` that answers; None for none.
    """
    table = quote.table
    if table is None or not layout.width:
        return ""
    rows = [[_words(quote, one, marked) for one in row] for row in table.rows]
    width = layout.width - len(indent)
    lines = _in_columns(table, rows, layout, width) or _one_below_another(
        table, rows, layout, width
    )
    return "\n".join(f"{indent}{line}".rstrip() for line in lines)


def names_line(quote: Quote) -> str:
    """Return the names of the columns above a quote, for a pipe; empty if none are known.

    Args:
        quote: to show.
    """
    names = quote.table.names() if quote.table else ()
    return f"{NAMES} {' | '.join(names)}" if names else ""


def _words(quote: Quote, cell: Span, marked: Span | None) -> _Words:
    start = quote.citation.start
    text = quote.text[max(0, cell.start - start) : max(0, cell.end - start)]
    if marked is None:
        return _Words(_plain(text), Span(0, 0))
    first, last = (
        min(max(0, edge + start - cell.start), len(text)) for edge in (marked.start, marked.end)
    )
    return _Words(_plain(text), Span(first, last))


def _plain(text: str) -> str:
    return shown(text).replace("\t", " ")


def _in_columns(
    table: Table, rows: Sequence[Sequence[_Words]], layout: Layout, width: int
) -> list[str]:
    """Return the rows below the names of their columns; none if they are too wide."""
    header = [[_plain(cell.text) for cell in row] for row in table.header]
    texts = [*header, *([words.text for words in row] for row in rows)]
    widths = [max(map(columns, column)) for column in zip_longest(*texts, fillvalue="")]
    if sum(widths) + len(_GAP) * (len(widths) - 1) + 2 > width:  # with two quotation marks
        return []
    lines = [layout.in_style(f" {_padded(row, widths)}".rstrip(), QUIET) for row in header]
    rule = layout.in_style(f" {_GAP.join('─' * max(1, one) for one in widths)}", QUIET)
    if header:
        lines.append(rule)
    for at, row in enumerate(rows):
        cells = [
            _styled(words, layout) + " " * (one - columns(words.text))
            for words, one in zip(row, widths, strict=False)
        ]
        opening = "“" if not at else " "
        closing = "”" if at == len(rows) - 1 else ""
        lines.append(f"{opening}{_GAP.join(cells).rstrip()}{closing}")
        if table.is_headed and not at and len(rows) > 1:
            lines.append(rule)
    return lines


def _padded(row: Sequence[str], widths: Sequence[int]) -> str:
    return _GAP.join(padded(text, one) for text, one in zip(row, widths, strict=False))


def _one_below_another(
    table: Table, rows: Sequence[Sequence[_Words]], layout: Layout, width: int
) -> list[str]:
    """Return a line or more for each cell; none if the names of the columns are not known."""
    names = [_plain(name) for name in table.names()]
    room = min(max(map(columns, names), default=0), width // _NAMES_SHARE)
    wide = width - room - len(_GAP)
    if not room or wide < _FEWEST_COLUMNS:
        return []
    filled = [
        [(name, words) for name, words in zip_longest(names, row, fillvalue=None)] for row in rows
    ]
    lines: list[str] = []
    for row in filled:
        cells = [(name or "", words) for name, words in row if words and words.text]
        lines += [""] if lines else []
        lines += chain.from_iterable(_cell_lines(*cell, layout, room, wide) for cell in cells)
    return lines


def _cell_lines(name: str, words: _Words, layout: Layout, room: int, wide: int) -> Iterator[str]:
    head = padded(cut_end(name, room), room)
    quoted = f"“{words.text}”"
    start, end = (edge + 1 for edge in (words.answering.start, words.answering.end))
    for span in line_spans(quoted, wide):
        line = quoted[span.start : span.end]
        first, last = (max(0, min(edge - span.start, len(line))) for edge in (start, end))
        marked = _styled(_Words(line, Span(first, last)), layout)
        yield f"{layout.in_style(head, QUIET)}{_GAP}{marked}"
        head = " " * room


def _styled(words: _Words, layout: Layout) -> str:
    first, last = words.answering.start, words.answering.end
    text = words.text
    return f"{text[:first]}{layout.in_style(text[first:last], BEST)}{text[last:]}"
