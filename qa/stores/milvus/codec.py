"""The values in the rows of a generation on a cluster, packed and unpacked."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np

from qa.files.hashing import sha256_of_text
from qa.index.generations.damage import corrupt
from qa.index.packed_vectors import PACKED, unpacked
from qa.records import Document, DocumentFacts, Heading, Passage, RecognizedPage, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

LONGEST_TEXT = 65_535
"""Bytes of a VARCHAR (Milvus' limit)."""

LONGEST_KEY = 1_024
"""Bytes of the key of a term."""

MANIFEST, DOCUMENT, PASSAGE, FACTS, WORDS = range(5)
"""Kinds of long texts: the manifest, documents, passages and facts that are too long for their own
rows, and the words that begin with a letter."""

_PIECE_BITS, _NUMBER_BITS = 20, 36  # in the key of a text


def text_key(kind: int, number: int, piece: int) -> int:
    """Return the key of a piece of a text.

    Args:
        kind: one of :data:`MANIFEST`, :data:`DOCUMENT` …
        number: of the document or passage, or the code point of the letter.
        piece: its number, from 0.
    """
    return (kind << _NUMBER_BITS | number) << _PIECE_BITS | piece


def sentence_key(number: int, piece: int) -> int:
    """Return the key of a row of sentences' vectors.

    Args:
        number: of the passage.
        piece: number of the row among those of the passage, from 0.
    """
    return number << 16 | piece


def sentences_a_row(dimension: int) -> int:
    """Return how many sentences' vectors of 8 bits a number fit into one row, in base64.

    Args:
        dimension: of the vectors.
    """
    return max(1, LONGEST_TEXT // 4 * 3 // dimension)


def term_key(term: str) -> str:
    """Return the key of a term: the term, or a hash of one that is too long for its row.

    Args:
        term: of any length.
    """
    return term if len(term.encode()) <= LONGEST_KEY else f"#{sha256_of_text(term)}"


def pieces(text: str) -> list[str]:
    """Return a text in pieces that fit into rows, at least one.

    Args:
        text: of any length.
    """
    ascii_only = json.dumps(text)[1:-1]  # so that a piece has as many bytes as characters
    edges = range(0, max(1, len(ascii_only)), LONGEST_TEXT)
    return [ascii_only[begin : begin + LONGEST_TEXT] for begin in edges]


def joined(found: Sequence[str], path: Path) -> str:
    """Return the text that :func:`pieces` cut.

    Args:
        found: the pieces, in order.
        path: of the index, for errors.

    Raises:
        IndexCorruptError: a piece is missing or damaged.
    """
    try:
        return str(json.loads(f'"{"".join(found)}"'))
    except ValueError as error:
        raise corrupt(path, "a text is incomplete") from error


def vectors_as_text(vectors: NDArray[np.int8]) -> str:
    """Return the vectors of sentences as text.

    Args:
        vectors: as :func:`qa.index.packed_vectors.packed` returns them.
    """
    return base64.b64encode(vectors.tobytes()).decode("ascii")


def unpacked_vectors(packed: Iterable[str], dimension: int, path: Path) -> NDArray[np.float32]:
    """Return the vectors of some rows, float32 ``(sentences, dimension)``.

    Args:
        packed: as :func:`vectors_as_text` returned it, of each row.
        dimension: of the vectors.
        path: of the index, for errors.

    Raises:
        IndexCorruptError: a row is damaged.
    """
    try:
        data = b"".join(map(base64.b64decode, packed))
        return unpacked(np.frombuffer(data, PACKED).reshape(-1, dimension))
    except ValueError as error:
        raise corrupt(path, f"vectors of sentences cannot be read ({error})") from error


def unpacked_words(packed: str, path: Path) -> list[tuple[str, int]]:
    """Return words, and how many passages each occurs in.

    Args:
        packed: a JSON list of pairs.
        path: of the index, for errors.

    Raises:
        IndexCorruptError: it is damaged.
    """
    try:
        return [(str(word), int(passages)) for word, passages in json.loads(packed)]
    except (ValueError, TypeError) as error:
        raise corrupt(path, f"the words cannot be read ({error})") from error


def packed_passage(passage: Passage) -> str:
    """Return a passage as text.

    Args:
        passage: any.
    """
    sentences = [(span.start, span.end) for span in passage.sentences]
    values = [passage.doc_id, passage.start, passage.end, passage.headings, sentences]
    return json.dumps(values)


def unpacked_passage(packed: str, path: Path) -> Passage:
    """Return a passage.

    Args:
        packed: as :func:`packed_passage` returned it.
        path: of the index, for errors.

    Raises:
        IndexCorruptError: it is damaged.
    """
    try:
        doc_id, start, end, headings, sentences = json.loads(packed)
        spans = tuple(Span(*edges) for edges in sentences)
        return Passage(doc_id, start, end, tuple(headings), spans)
    except (ValueError, TypeError) as error:
        raise corrupt(path, f"a passage cannot be read ({error})") from error


def packed_document(document: Document) -> str:
    """Return a document as text, without its other paths, which are in the manifest.

    Args:
        document: any.
    """
    values = asdict(document)
    del values["places"]
    return json.dumps(values)


def unpacked_document(packed: str, places: tuple[str, ...], path: Path) -> Document:
    """Return a document, its text checked against its hash.

    Args:
        packed: as :func:`packed_document` returned it.
        places: other paths of the same file.
        path: of the index, for errors.

    Raises:
        IndexCorruptError: it is damaged.
    """
    try:
        values = json.loads(packed)
        document = Document(
            **{
                **values,
                "pages": tuple(values["pages"]),
                "headings": tuple(Heading(**heading) for heading in values["headings"]),
                "breaks": tuple(values["breaks"]),
                "asides": tuple(Span(**aside) for aside in values["asides"]),
                "places": places,
                # Documents that an older version stored have none.
                "recognized": tuple(
                    RecognizedPage(**page) for page in values.get("recognized", ())
                ),
                "notes": tuple(values.get("notes", ())),
            }
        )
    except (ValueError, TypeError, KeyError) as error:
        raise corrupt(path, f"a document cannot be read ({error})") from error
    if sha256_of_text(document.text) != document.text_sha256:
        raise corrupt(path, f"the stored text of {document.doc_id!r} has changed")
    return document


def packed_facts(facts: DocumentFacts) -> str:
    """Return the facts of a document as text.

    Args:
        facts: of the document.
    """
    return json.dumps(asdict(facts))


def unpacked_facts(packed: str, path: Path) -> DocumentFacts:
    """Return the facts of a document.

    Args:
        packed: as :func:`packed_facts` returned it.
        path: of the index, for errors.

    Raises:
        IndexCorruptError: it is damaged.
    """
    try:
        values = json.loads(packed)
        return DocumentFacts(**{**values, "notes": tuple(values["notes"])})
    except (ValueError, TypeError, KeyError) as error:
        raise corrupt(path, f"a document cannot be listed ({error})") from error
