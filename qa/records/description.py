"""An answer in three lines, for Python's prompt, logs and debuggers."""

from __future__ import annotations

from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from qa.records.documents import ROWS
from qa.terminal import shown

if TYPE_CHECKING:
    from qa.records.answers import Answer, Quote

_WIDTH = 88  # characters of a line
_MOST_ROWS = 8  # more than fit in it


def described(answer: Answer) -> str:
    """Return an answer in three short lines: verdict and question, words, and where they are.

    Args:
        answer: of any kind.
    """
    quotes = answer.quotes or answer.nearest
    words = _words(quotes[0]) if quotes else "no quote"
    words = answer.note or (words if answer.quotes or not quotes else f"closest: {words}")
    place = _place(quotes[0]) if quotes else "no source"
    head = f"<Answer ({_verdict(answer)}): {answer.question}>"
    return "\n".join((_cut(head), f"  {_cut(words)}", f"  {_cut(place)}"))


def page_or_line(page: int | None, line: int | None, media_type: str = "") -> str:
    """Return where in a file words are: ``page 3``; without pages ``line 7``, of a table ``row 7``.

    Args:
        page: 1-based; None without pages.
        line: 1-based; None where lines are not cited.
        media_type: of the file; empty if it is no table.
    """
    if page:
        return f"page {page}"
    return f"{'row' if media_type in ROWS else 'line'} {line}" if line else ""


def _verdict(answer: Answer) -> str:
    if answer.note:
        return "a note"
    if not answer.found:
        return "not found"
    count = len(answer.quotes)
    quotes = "1 quote" if count == 1 else f"{count:,} quotes"
    return f"{'likely' if answer.likely else 'uncertain'}, {quotes}"


def _words(quote: Quote) -> str:
    """Return what is quoted, in quotation marks; cells of a table after the names of their columns.

    Of several rows, the first ones fit. An item of a list is after what introduces it.
    """
    if quote.table is None:
        lead = f"{quote.lead_in()} " if quote.lead_ins else ""
        return f"{lead}“{quote.text[: 4 * _WIDTH]}”"
    names = quote.table.names()
    rows = (
        " · ".join(
            f"{name}: “{cell}”" if name else f"“{cell}”"
            for name, cell in zip_longest(names, cells, fillvalue="")
            if cell
        )
        for cells in islice(quote.cells(), _MOST_ROWS)
    )
    return " / ".join(rows)


def _place(quote: Quote) -> str:
    citation = quote.citation
    where = citation.where()
    span = f"{citation.start}–{citation.end}"
    return ", ".join(filter(None, (citation.doc_id, where, span, f"{quote.score:.0%}")))


def _cut(text: str) -> str:
    """Return a text in one line that fits, safe to print."""
    line = " ".join(shown(text[: 4 * _WIDTH]).split())
    return line if len(line) <= _WIDTH else f"{line[: _WIDTH - 2]} …"
