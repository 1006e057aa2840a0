"""The rows of a generation's database, decoded into records."""

from __future__ import annotations

import json
import sys
from array import array
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from qa.records import Document, DocumentFacts, Heading, Passage, RecognizedPage, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

EDGES_BYTES = 8
"""Bytes of the two edges of a sentence, start and end."""

DOCUMENT = (
    "SELECT doc_id, title, text, source_sha256, text_sha256, media_type, pages, headings, breaks, "
    "asides, notes, language FROM documents WHERE doc_id = ?"
)
"""Statement whose rows :func:`decoded_document` takes."""

HAS_RECOGNIZED = "SELECT 1 FROM {schema}sqlite_master WHERE type = 'table' AND name = 'recognized'"
"""Statement that finds a row where documents have pages whose words were recognized."""

RECOGNIZED = (
    "SELECT number, certainty, engine, boxes FROM recognized WHERE doc_id = ? ORDER BY number"
)
"""Statement whose rows :func:`decoded_document` takes."""

PASSAGE_COLUMNS = "doc_id, start, end, headings, sentences"
"""The columns of ``passages`` that :func:`decoded_passage` takes."""

FACTS = (
    "SELECT doc_id, title, media_type, characters(text), json_array_length(pages), end - first, "
    "notes FROM documents ORDER BY doc_id"
)
"""Statement whose rows :func:`decoded_facts` takes."""


def packed_spans(sentences: Sequence[Span]) -> bytes:
    """Return the edges of sentences as uint32, little-endian.

    Args:
        sentences: spans in the document's text, in order.
    """
    edges = array("I", [edge for span in sentences for edge in (span.start, span.end)])
    if sys.byteorder == "big":
        edges.byteswap()
    return edges.tobytes()


def unpacked_spans(packed: bytes) -> tuple[Span, ...]:
    """Return the sentences that :func:`packed_spans` packed.

    Args:
        packed: their edges.
    """
    edges = unpacked_edges(packed)
    return tuple(map(Span, edges[::2], edges[1::2]))


def unpacked_edges(packed: bytes) -> list[int]:
    """Return start and end of each sentence, one after the other.

    Args:
        packed: as :func:`packed_spans` returned it.
    """
    edges = array("I", packed)
    if sys.byteorder == "big":
        edges.byteswap()
    return edges.tolist()


def is_filled(start: int, end: int, edges: list[int]) -> bool:
    """Return whether sentences fill a passage from its start to its end, in order.

    Args:
        start: of the passage.
        end: of the passage.
        edges: of its sentences.
    """
    return bool(edges) and (edges[0], edges[-1]) == (start, end) and edges == sorted(edges)


def decoded_passage(row: Sequence[Any]) -> Passage:
    """Return a passage.

    Args:
        row: :data:`PASSAGE_COLUMNS`.

    Raises:
        ValueError: the row is damaged.
    """
    with _values_checked("a passage"):
        doc_id, start, end, headings, packed = row
        if not is_filled(start, end, unpacked_edges(packed)):
            msg = f"the passage {start}:{end} of {doc_id!r} does not agree with its sentences"
            raise ValueError(msg)
        return Passage(doc_id, start, end, tuple(json.loads(headings)), unpacked_spans(packed))


def decoded_document(
    row: Sequence[Any], places: tuple[str, ...], recognized: Sequence[Sequence[Any]] = ()
) -> Document:
    """Return a document; its text is not compared with its hash.

    Args:
        row: of :data:`DOCUMENT`.
        places: other paths of the same file.
        recognized: rows of :data:`RECOGNIZED`.

    Raises:
        ValueError: the row is damaged.
    """
    with _values_checked("a document"):
        doc_id, title, text, source_sha256, text_sha256, media_type, *lists, language = row
        pages, headings, breaks, asides, notes = map(json.loads, lists)
        return Document(
            doc_id=doc_id,
            title=title,
            text=text,
            source_sha256=source_sha256,
            text_sha256=text_sha256,
            media_type=media_type,
            pages=tuple(pages),
            headings=tuple(Heading(**heading) for heading in headings),
            breaks=tuple(breaks),
            asides=tuple(Span(start, end) for start, end in asides),
            language=language,
            places=places,
            recognized=tuple(RecognizedPage(*page) for page in recognized),
            notes=tuple(notes),
        )


def decoded_facts(row: Sequence[Any]) -> DocumentFacts:
    """Return the facts of a document that a list shows.

    Args:
        row: of :data:`FACTS`.

    Raises:
        ValueError: the row is damaged.
    """
    with _values_checked("a document"):
        doc_id, title, media_type, characters, pages, passages, notes = row
        shown = tuple(json.loads(notes)) if notes != "[]" else ()  # few of very many have notes
        return DocumentFacts(doc_id, title, media_type, characters, pages, passages, shown)


@contextmanager
def _values_checked(what: str) -> Iterator[None]:
    """Report values of an unexpected type or shape as damage."""
    try:
        yield
    except (TypeError, KeyError, AttributeError) as error:
        msg = f"{what} cannot be decoded ({error})"
        raise ValueError(msg) from error
