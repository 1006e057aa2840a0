"""References: how the page and the interface for programs name a quote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote as percent_encoded

from qa.files.hashing import sha256_of_text
from qa.records import Span
from qa.web import strings
from qa.web.errors import ChangedSourceError, SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.records import Document, Heading, Quote
    from qa.verification.findings import Place

# A doc_id may have colons and, on most systems, line ends.
_REFERENCE = re.compile(r"(.+):([0-9]{1,12}):([0-9]{1,12}):([0-9a-f]{16})", re.DOTALL)

SHOWN = 80
"""Characters of a foreign reference that an error repeats."""


class Reference(NamedTuple):
    """A reference in its parts.

    Attributes:
        doc_id: of the document.
        start: offset of the quote's first character.
        end: offset after its last.
        words_hash: 16 hex digits of the sha256 of its words.
    """

    doc_id: str
    start: int
    end: int
    words_hash: str


def reference(quote: Quote) -> str:
    """Return ``doc_id:start:end:hash``, which leads back to a quote.

    Args:
        quote: the quote.
    """
    citation = quote.citation
    return _reference(citation.doc_id, citation.start, citation.end, quote.text)


def address(quote: Quote, page: str) -> str:
    """Return the address of the page at which a quote opens in its document.

    Args:
        quote: the quote.
        page: address of the page of its collection; ends in a slash.
    """
    return f"{page}#quote={percent_encoded(reference(quote), safe='')}"


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


def parsed(cited: str) -> Reference:
    """Return a reference in its parts.

    Args:
        cited: a reference as :func:`reference` returns it. It comes back from a browser, so it
            may be anything.

    Raises:
        SourceError: it is malformed.
    """
    match = _REFERENCE.fullmatch(cited)
    if match is None or not int(match[2]) < int(match[3]):
        raise SourceError(strings.SOURCE_BAD_REFERENCE.format(reference=cited[:SHOWN]))
    return Reference(match[1], int(match[2]), int(match[3]), match[4])


def find_quote(find: Callable[[str], Document], cited: str) -> tuple[Document, Span]:
    """Return the document that a reference leads to, and the quote's offsets in it.

    Args:
        find: returns a document by its ``doc_id``, or raises KeyError.
        cited: the reference, see :func:`parsed`.

    Raises:
        SourceError: the reference is malformed.
        ChangedSourceError: the words there are others now.
    """
    wanted = parsed(cited)
    try:
        document = find(wanted.doc_id)
    except KeyError:
        message = strings.SOURCE_UNKNOWN.format(doc_id=wanted.doc_id[:SHOWN])
        raise ChangedSourceError(message) from None
    # Only the hash shows that a document has changed: its offsets may still exist.
    words = document.text[wanted.start : wanted.end]
    if wanted.end > len(document.text) or hash_of(words) != wanted.words_hash:
        raise ChangedSourceError(strings.SOURCE_CHANGED.format(doc_id=wanted.doc_id))
    return document, Span(wanted.start, wanted.end)


def hash_of(words: str) -> str:
    """Return the hash that a reference has of its words.

    Args:
        words: of a quote.
    """
    return sha256_of_text(words)[:16]


def _reference(doc_id: str, start: int, end: int, words: str) -> str:
    return f"{doc_id}:{start}:{end}:{hash_of(words)}"
