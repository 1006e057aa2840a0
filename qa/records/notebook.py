"""Answers as HTML for notebooks; nothing in a document becomes mark-up."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa.records.answers import Quote


_STYLE = "padding: 0.1em 1.5em 0.1em 0; text-align: left; vertical-align: top"


def quotes_html(quotes: Iterable[Quote]) -> str:
    """Return quotes as block quotes, each with its citation, offsets and probability.

    Args:
        quotes: in the order to show them.
    """
    return "".join(_quote_html(quote) for quote in quotes)


def _quote_html(quote: Quote) -> str:
    citation = quote.citation
    page = f", {citation.where()}" if citation.where() else ""
    if citation.recognized is not None:
        page += f" (words recognized in a picture, mean certainty {citation.recognized:.0%})"
    headings = citation.sections()
    below = headings[1:] if headings[:1] == (citation.title,) else headings
    where = f"{' › '.join((citation.title, *below))}{page}"
    names = quote.place_above()
    above = f" · {names}" if names else ""
    offsets = (
        f"{citation.doc_id} {citation.start}–{citation.end}{above} · probability {quote.score:.0%}"
    )
    lead = f"<i>{escape(quote.lead_in())}</i><br>" if quote.lead_ins else ""
    words = (
        f"<blockquote>{table_html(quote)}</blockquote>"
        if quote.table
        else f'<blockquote style="white-space: pre-wrap">{lead}“{escape(quote.text)}”</blockquote>'
    )
    return f"{words}<p>— {escape(where)}<br><small>{escape(offsets)}</small></p>"


def table_html(quote: Quote) -> str:
    """Return a quote that is rows of a table as a table, with the names of its columns in italics.

    The quotation marks are around what is quoted; the names are context.

    Args:
        quote: with its cells.
    """
    if upright := quote.upright_cells():
        lines = "".join(
            f"<tr>{_name(name)}{_cell(f'“{words}”')}</tr>" for row in upright for name, words in row
        )
        return f"<table><tbody>{lines}</tbody></table>"
    cells = quote.cells()
    header = "".join(
        f"<tr>{''.join(_name(cell.text) for cell in row)}</tr>"
        for row in (quote.table.header if quote.table else ())
    )
    marked = [list(row) for row in cells if row]
    if marked:
        marked[0][0] = f"“{marked[0][0]}"
        marked[-1][-1] += "”"
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in marked)
    head = f"<thead>{header}</thead>" if header else ""
    return f"<table>{head}<tbody>{rows}</tbody></table>"


def _name(words: str) -> str:
    return f'<th style="{_STYLE}; font-weight: normal"><i>{escape(words)}</i></th>'


def _cell(words: str) -> str:
    return f'<td style="{_STYLE}">{escape(words)}</td>'
