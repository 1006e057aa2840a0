"""What the source panel shows: a document to the character, and where a quote lies in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, TypedDict

from qa.files.hashing import sha256_of_text
from qa.records import Span
from qa.web import strings
from qa.web.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qa.records import Document, Quote
    from qa.verification.findings import Place

_REFERENCE = re.compile(r"(.+):([0-9]{1,12}):([0-9]{1,12}):([0-9a-f]{16})", re.DOTALL)


class Block(TypedDict):
    """Whole lines of a document.

    ``level`` is that of the heading they are, 0 for none. ``page`` is the page that begins
    with them, 1-based, 0 for none. ``parts`` is the text, in three pieces (before, quote,
    after) in the one block that holds the quote. All parts of all blocks, joined, are the
    document's text.
    """

    level: int
    page: int
    parts: list[str]


class Source(TypedDict):
    """A document as the panel takes it; ``page`` is the quote's, 0 where there are none."""

    doc_id: str
    title: str
    page: int
    pictured: bool
    blocks: list[Block]


def reference(quote: Quote) -> str:
    """Return what leads back to a quote: ``doc_id:start:end:hash`` of its words."""
    citation = quote.citation
    return f"{citation.doc_id}:{citation.start}:{citation.end}:{_hash(quote.text)}"


def reference_of(place: Place) -> str:
    """Return the same of a place where claimed words stand."""
    return f"{place.doc_id}:{place.start}:{place.end}:{_hash(place.text)}"


def find_quote(find: Callable[[str], Document], referred: str) -> tuple[Document, Span]:
    """Return the document that a reference leads to, and where the quote stands in it.

    Args:
        find: gives a document by its ``doc_id``, or raises KeyError.
        referred: as :func:`reference` made it; it comes back from a browser, so anything may.

    Raises:
        SourceError: the reference is malformed, or other words stand there.
    """
    match = _REFERENCE.fullmatch(referred)
    if match is None:
        raise SourceError(strings.SOURCE_BAD_REFERENCE.format(reference=referred[:80]))
    doc_id, start, end = match[1], int(match[2]), int(match[3])
    try:
        document = find(doc_id)
    except KeyError:
        raise SourceError(strings.SOURCE_UNKNOWN.format(doc_id=doc_id[:80])) from None
    length = len(document.text)
    if not start < end <= length:
        message = strings.SOURCE_OUTSIDE.format(start=start, end=end, doc_id=doc_id, length=length)
        raise SourceError(message)
    if _hash(document.text[start:end]) != match[4]:
        raise SourceError(strings.SOURCE_CHANGED.format(doc_id=doc_id))
    return document, Span(start, end)


def open_source(find: Callable[[str], Document], referred: str) -> Source:
    """Return the document that a reference leads to; see :func:`find_quote`."""
    document, quote = find_quote(find, referred)
    return Source(
        doc_id=document.doc_id,
        title=document.title,
        page=bisect_right(document.pages, quote.start),
        pictured=document.media_type == "application/pdf",
        blocks=list(_blocks(document, quote)),
    )


def _hash(words: str) -> str:
    return sha256_of_text(words)[:16]


def _blocks(document: Document, quote: Span) -> Iterator[Block]:
    text = document.text
    starts = [heading.start for heading in document.headings]
    page = 0
    for line in _lines(text, quote):
        first = bisect_left(starts, line.start)
        is_heading = first < len(starts) and starts[first] < line.end
        level = document.headings[first].level if is_heading else 0
        begun = bisect_left(document.pages, line.end)
        cuts = [line.start, line.end]
        if line.start <= quote.start and quote.end <= line.end:
            cuts[1:1] = [quote.start, quote.end]
        parts = [text[a:b] for a, b in pairwise(cuts)]
        yield Block(level=level, page=begun if begun > page else 0, parts=parts)
        page = begun


def _lines(text: str, quote: Span) -> Iterator[Span]:
    """Yield the text's lines with their line ends; those that the quote crosses as one."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        if start <= quote.start < end < quote.end:
            end = text.find("\n", quote.end - 1) + 1 or len(text)
        yield Span(start, end)
        start = end
