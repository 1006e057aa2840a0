"""Where a quote stands, so that anyone finds it again."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from qa.records import Citation

if TYPE_CHECKING:
    from qa.records import Document, Span

_AROUND = 32
"""Characters of prefix and suffix to start with, as Hypothesis and Apache Annotator take."""


def cite(document: Document, span: Span, headings: tuple[str, ...]) -> Citation:
    """Return the citation of ``document.text[span.start:span.end]``."""
    prefix, suffix = _surroundings(document.text, span)
    return Citation(
        doc_id=document.doc_id,
        title=document.title,
        headings=headings,
        page=bisect_right(document.pages, span.start) or None,
        start=span.start,
        end=span.end,
        prefix=prefix,
        suffix=suffix,
        places=document.places,
    )


def _surroundings(text: str, span: Span) -> tuple[str, str]:
    """Return prefix and suffix, as long as it takes to stand in one place only."""
    around = _AROUND
    while True:
        start, end = max(0, span.start - around), min(len(text), span.end + around)
        selected = text[start:end]
        if text.find(selected, text.find(selected) + 1) == -1:
            return text[start : span.start], text[span.end : end]
        around *= 2
