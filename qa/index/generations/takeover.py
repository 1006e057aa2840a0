"""The rows of a generation that the next build takes over, so that it embeds only changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.index.generations.damage import damage_reported

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from qa.index.generations.generation import Generation


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document of a generation, with the numbers of its passages and sentences.

    Attributes:
        doc_id: of the document.
        file: ``doc_id`` of its file, which may contain several documents; empty if some of those
            were removed from the index, so that the next build reads the file again.
        source_sha256: of the file's bytes.
        media_type: of the file.
        notes: what the user should know of the file, as a JSON list.
        first: number of its first passage.
        end: number after its last passage.
        first_sentence: number of its first sentence.
        end_sentence: number after its last sentence.
    """

    doc_id: str
    file: str
    source_sha256: str
    media_type: str
    notes: str
    first: int
    end: int
    first_sentence: int
    end_sentence: int


def stored_documents(generation: Generation) -> list[StoredDocument]:
    """Return every document, in the order of their passages.

    Args:
        generation: open.
    """
    rows = generation.database.rows(
        "SELECT doc_id, file, source_sha256, media_type, notes, first, end, first_sentence, "
        "end_sentence FROM documents ORDER BY first, end, doc_id"
    )
    return [StoredDocument(*row) for row in rows]


def stored_terms(generation: Generation) -> list[tuple[str, int]]:
    """Return every term with the number of passages it occurs in, in the order of ``holders.npy``.

    Args:
        generation: open.
    """
    return generation.database.rows("SELECT term, passages FROM terms ORDER BY start")


def stored_words(generation: Generation) -> dict[str, int]:
    """Return every word, folded → the number of passages it occurs in.

    Args:
        generation: open.
    """
    return dict(generation.database.rows("SELECT word, passages FROM words"))


def stored_keys(generation: Generation) -> tuple[bytes, bytes]:
    """Return the content keys of all passages, and those of all sentences, 16 bytes each.

    Args:
        generation: open.
    """
    rows = generation.database.rows("SELECT key, sentence_keys FROM passages ORDER BY number")
    return b"".join(key for key, _ in rows), b"".join(keys for _, keys in rows)


def stored_sentences(generation: Generation, numbers: NDArray[np.int64]) -> NDArray[np.int8]:
    """Return the vectors of sentences as they are stored, int8 ``(len(numbers), dimension)``.

    Args:
        generation: open.
        numbers: of the sentences.
    """
    with damage_reported(generation.path):
        return generation.sentences.at(numbers)


def stored_texts(generation: Generation, doc_ids: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield context and words of every passage of some documents.

    Args:
        generation: open.
        doc_ids: of the documents.
    """
    for doc_id in doc_ids:
        text = generation.document(doc_id).text
        for context, start, end in generation.database.rows(
            "SELECT context, passages.start, passages.end FROM passages JOIN documents "
            "ON number >= first AND number < documents.end WHERE documents.doc_id = ?",
            (doc_id,),
        ):
            yield context, text[start:end]
