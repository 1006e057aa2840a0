"""Citations: where a quote is, so that anyone can find it again."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from qa.loaders.registry import has_lines, versions_reading
from qa.receipts import Source
from qa.records import ROWS, Citation

if TYPE_CHECKING:
    from qa.records import Document, Span

_MOST_NOTES = 5  # of a document, in each of its citations
_BLANK = "\n ,;\t|"  # what a blank row of a table is made of
_AROUND = 32
"""Characters of prefix and suffix to start with, as in Hypothesis and Apache Annotator."""


def cite(document: Document, span: Span, headings: tuple[str, ...]) -> Citation:
    """Return the citation of a quote.

    Args:
        document: that is quoted.
        span: of the quote in its text.
        headings: titles of the sections it is in, outermost first.
    """
    text = document.text
    prefix, suffix = _surroundings(text, span)
    # Offsets count code points; programs that read files as bytes need those of UTF-8.
    byte_start = len(text[: span.start].encode())
    loader, versions = versions_reading(document.media_type)
    page = document.page_at(span.start)
    recognized = next((one for one in document.recognized if one.number == page), None)
    return Citation(
        doc_id=document.doc_id,
        title=document.title,
        headings=headings,
        page=page,
        start=span.start,
        end=span.end,
        prefix=prefix,
        suffix=suffix,
        places=document.places,
        byte_start=byte_start,
        byte_end=byte_start + len(text[span.start : span.end].encode()),
        source=Source(
            media_type=document.media_type,
            sha256=document.source_sha256,
            text_sha256=document.text_sha256,
            loader=loader,
            versions=(*versions, recognized.engine) if recognized else versions,
        ),
        line=_line(document, span.start),
        recognized=recognized.certainty if recognized else None,
        notes=_first_of(document.notes),
    )


def _line(document: Document, start: int) -> int | None:
    """Return the line of the file, or the row of a table, in which an offset is; None for none."""
    if has_lines(document.media_type):
        return document.text.count("\n", 0, start) + 1
    if document.media_type not in ROWS:
        return None
    above = document.text[:start]
    lines = above.count("\n") + 1
    if '"' not in above:
        return lines
    # A cell in quotation marks may have line breaks, which begin no row. They are counted row by
    # row: a mark that stands alone, as for inches, pairs with none of another row.
    begins = [0, *document.breaks[: bisect_right(document.breaks, start)]]
    rows = (above[here:following] for here, following in pairwise(begins))
    within = (part for row in rows for part in row.strip(_BLANK).split('"')[1::2])
    return lines - sum(part.count("\n") for part in within)


def _first_of(notes: tuple[str, ...]) -> tuple[str, ...]:
    """Return notes to read beside a quote; of many, the first ones and how many follow."""
    if len(notes) <= _MOST_NOTES:
        return notes
    return (*notes[: _MOST_NOTES - 1], f"{len(notes) - _MOST_NOTES + 1:,} more notes")


def _surroundings(text: str, span: Span) -> tuple[str, str]:
    """Return prefix and suffix, just long enough that they and the quote occur only once.

    A W3C ``TextQuoteSelector`` must lead to one place.
    """
    around = _AROUND
    while True:
        start, end = max(0, span.start - around), min(len(text), span.end + around)
        selected = text[start:end]
        # Overlapping occurrences count too, so the search goes on one character later.
        if text.find(selected, text.find(selected) + 1) == -1:
            return text[start : span.start], text[span.end : end]
        around *= 2
