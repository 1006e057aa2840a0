"""Answers as HTML for notebooks; nothing in a document becomes mark-up."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa.records.answers import Quote


def quotes_html(quotes: Iterable[Quote]) -> str:
    """Return quotes as block quotes, each with its citation, offsets and probability.

    Args:
        quotes: in the order to show them.
    """
    return "".join(_quote_html(quote) for quote in quotes)


def _quote_html(quote: Quote) -> str:
    citation = quote.citation
    page = f", page {citation.page}" if citation.page else ""
    page = f", line {citation.line}" if citation.line else page
    if citation.recognized is not None:
        page += f" (words recognized in a picture, mean certainty {citation.recognized:.0%})"
    where = f"{' › '.join((citation.title, *citation.headings))}{page}"
    offsets = f"{citation.doc_id} {citation.start}–{citation.end} · probability {quote.score:.0%}"
    return (
        f'<blockquote style="white-space: pre-wrap">“{escape(quote.text)}”</blockquote>'
        f"<p>— {escape(where)}<br><small>{escape(offsets)}</small></p>"
    )
