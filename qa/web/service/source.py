"""A document as the source panel shows it: to the character, with the quote marked."""

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

    from qa.records import Document, Heading, Quote
    from qa.verification.findings import Place

# A doc_id may have colons and, on most systems, line ends.
_REFERENCE = re.compile(r"(.+):([0-9]{1,12}):([0-9]{1,12}):([0-9a-f]{16})", re.DOTALL)

_SHOWN = 80
"""Characters of a foreign reference that an error repeats."""


class Block(TypedDict):
    """Whole lines of a document; all parts of all blocks, joined, are the document's text.

    Attributes:
        level: of the heading that the lines are, 0 for none.
        page: 1-based, of the page that begins with the lines, 0 for none.
        parts: the text; in the one block with the quote, what is before it, the quote, and what
            is after it.
    """

    level: int
    page: int
    parts: list[str]


class Source(TypedDict):
    """A document as the panel takes it.

    Attributes:
        doc_id: POSIX path below the corpus root.
        title: of the document.
        page: 1-based, of the page on which the quote begins, 0 in a document without pages.
        pictured: whether the printed page can be shown.
        notes: what was left out of the document, or is doubtful.
        blocks: the text.
    """

    doc_id: str
    title: str
    page: int
    pictured: bool
    notes: list[str]
    blocks: list[Block]


def reference(quote: Quote) -> str:
    """Return ``doc_id:start:end:hash``, which leads back to a quote.

    Args:
        quote: the quote.
    """
    citation = quote.citation
    return _reference(citation.doc_id, citation.start, citation.end, quote.text)


def reference_of(place: Place) -> str:
    """Return ``doc_id:start:end:hash``, which leads back to a place in a document.

    Args:
        place: where the words of a claim were found.
    """
    return _reference(place.doc_id, place.start, place.end, place.text)


def reference_to(document: Document, heading: Heading) -> str:
    """Return ``doc_id:start:end:hash``, which leads to the line of a heading.

    Args:
        document: with the heading.
        heading: of the document.
    """
    words = document.text[heading.start : heading.end]
    return _reference(document.doc_id, heading.start, heading.end, words)


def find_quote(find: Callable[[str], Document], cited: str) -> tuple[Document, Span]:
    """Return the document that a reference leads to, and the quote's offsets in it.

    Args:
        find: returns a document by its ``doc_id``, or raises KeyError.
        cited: a reference as :func:`reference` returns it. It comes back from a browser, so it
            may be anything.

    Raises:
        SourceError: the reference is malformed, or the words there are others.
    """
    match = _REFERENCE.fullmatch(cited)
    if match is None:
        raise SourceError(strings.SOURCE_BAD_REFERENCE.format(reference=cited[:_SHOWN]))
    doc_id, start, end = match[1], int(match[2]), int(match[3])
    try:
        document = find(doc_id)
    except KeyError:
        raise SourceError(strings.SOURCE_UNKNOWN.format(doc_id=doc_id[:_SHOWN])) from None
    length = len(document.text)
    if not start < end <= length:
        message = strings.SOURCE_OUTSIDE.format(start=start, end=end, doc_id=doc_id, length=length)
        raise SourceError(message)
    # Only the hash shows that a document has changed: its offsets may still exist.
    if _hash(document.text[start:end]) != match[4]:
        raise SourceError(strings.SOURCE_CHANGED.format(doc_id=doc_id))
    return document, Span(start, end)


def open_source(find: Callable[[str], Document], cited: str) -> Source:
    """Return the document that a reference leads to.

    Args:
        find: returns a document by its ``doc_id``, or raises KeyError.
        cited: the reference, see :func:`find_quote`.

    Raises:
        SourceError: the reference is malformed, or the words there are others.
    """
    document, quote = find_quote(find, cited)
    return Source(
        doc_id=document.doc_id,
        title=document.title,
        page=bisect_right(document.pages, quote.start),
        pictured=document.media_type == "application/pdf",
        notes=list(document.notes),
        blocks=list(_blocks(document, quote)),
    )


def _reference(doc_id: str, start: int, end: int, words: str) -> str:
    return f"{doc_id}:{start}:{end}:{_hash(words)}"


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
        pages_begun = bisect_left(document.pages, line.end)
        cuts = [line.start, line.end]
        # The quote is marked as one element, so the block that contains it has three parts.
        if line.start <= quote.start and quote.end <= line.end:
            cuts[1:1] = [quote.start, quote.end]
        parts = [text[a:b] for a, b in pairwise(cuts)]
        yield Block(level=level, page=pages_begun if pages_begun > page else 0, parts=parts)
        page = pages_begun


def _lines(text: str, quote: Span) -> Iterator[Span]:
    """Yield the lines of a text with their line ends; those that the quote crosses as one."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        if start <= quote.start < end < quote.end:
            end = text.find("\n", quote.end - 1) + 1 or len(text)
        yield Span(start, end)
        start = end
