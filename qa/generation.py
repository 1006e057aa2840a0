"""One generation of an index, read: documents, passages, sentences, terms and vectors."""

from __future__ import annotations

import json
import math
import sqlite3
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import faiss
import numpy as np

from qa.errors import IndexCorruptError
from qa.hashing import sha256_of_text
from qa.manifest import DATABASE, PASSAGES, SENTENCES, check_files, corrupt, read_manifest
from qa.records import Document, DocumentFacts, Heading, Passage, Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray


_OFF_UNIT = 1e-3  # how far a norm may be from 1, by rounding


class Generation:
    """One immutable build of an index, open for reading; safe to share between threads.

    Attributes:
        path: its folder.
        manifest: what it was made from.
    """

    def __init__(self, path: Path) -> None:
        """Open and check a generation.

        Raises:
            IndexCorruptError: a file is missing or differs from the manifest.
            IndexMismatchError: it was written by another version of Quoth.
        """
        self.path = path
        self.manifest, files = read_manifest(path)
        check_files(path, files)
        with _explained(path):
            self._vectors = faiss.read_index(str(path / PASSAGES))
            self._sentences = self._open_sentences()
            self._database = sqlite3.connect(
                f"{(path / DATABASE).resolve().as_uri()}?mode=ro&immutable=1",
                uri=True,
                check_same_thread=False,
            )
        self._lock = threading.Lock()
        self._check_counts()

    def close(self) -> None:
        """Close the database; the generation cannot be asked after that."""
        self._database.close()

    def numbers_of(self, documents: Collection[str]) -> list[int]:
        """Return the numbers of all passages of these documents, in order."""
        rows = self._rows(
            "SELECT number FROM passages WHERE doc_id IN (SELECT value FROM json_each(?)) "
            "ORDER BY number",
            (json.dumps(sorted(documents)),),
        )
        return [number for (number,) in rows]

    def nearest(
        self, vector: NDArray[np.float32], k: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the ``k`` passages of highest cosine with ``vector``, as (number, cosine).

        ``among`` holds the numbers of the passages that count; None stands for all.
        """
        k = min(k, self._vectors.ntotal if among is None else len(among))
        if not k:
            return []
        only = None if among is None else faiss.IDSelectorBatch(np.asarray(among, np.int64))
        options = None if only is None else faiss.SearchParameters(sel=only)  # type: ignore[call-arg]
        scores, numbers = self._vectors.search(vector[None, :], k, params=options)
        return [(int(n), float(s)) for n, s in zip(numbers[0], scores[0], strict=True)]

    def passage_vectors(self, numbers: Sequence[int]) -> NDArray[np.float32]:
        """Return float32 ``(len(numbers), dimension)``."""
        vectors: NDArray[np.float32] = self._vectors.reconstruct_batch(
            np.asarray(numbers, dtype=np.int64)
        )
        return vectors

    def sentence_vectors(self, passages: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors of all sentences of these passages, in order.

        float32 ``(sentences, dimension)``, of unit norm to three digits.
        """
        ranges = [self._sentence_numbers(number) for number in passages]
        return np.concatenate(
            [np.asarray(self._sentences[r.start : r.stop], np.float32) for r in ranges]
        )

    def sentence_vector(self, number: int) -> NDArray[np.float16]:
        """Return the vector of one sentence as stored, float16 ``(dimension,)``."""
        vector: NDArray[np.float16] = self._sentences[number]
        return vector

    def matching(
        self, query: Sequence[str], k: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the ``k`` passages of highest BM25 for the terms ``query``, as (number, BM25).

        ``among`` holds the numbers of the passages that count; None stands for all.
        """
        if not query:
            return []
        expression = " OR ".join(f'"{term}"' for term in query)
        rows = self._rows(
            "SELECT rowid, -bm25(lexical, 1.0, 0.5) AS score FROM lexical WHERE lexical MATCH ?1 "
            "AND (?3 IS NULL OR rowid IN (SELECT value FROM json_each(?3))) "
            "ORDER BY score DESC, rowid LIMIT ?2",
            (expression, k, None if among is None else json.dumps(list(among))),
        )
        return [(number, score) for number, score in rows]

    def passages_with(self, term: str) -> int:
        """Return the number of passages that hold a term."""
        rows = self._rows("SELECT doc FROM lexical_terms WHERE term = ?", (term,))
        return int(rows[0][0]) if rows else 0

    def held_by(self, doc_id: str, query: Collection[str]) -> set[str]:
        """Return those of the terms ``query`` that a document holds, or its title or headings."""
        (span,) = self._rows(
            "SELECT min(number), max(number) FROM passages WHERE doc_id = ?", (doc_id,)
        )
        statement = "SELECT 1 FROM lexical WHERE lexical MATCH ? AND rowid BETWEEN ? AND ? LIMIT 1"
        return {term for term in query if self._rows(statement, (f'"{term}"', *span))}

    def words_beginning_with(self, letter: str) -> list[tuple[str, int]]:
        """Return the words, folded, that begin so, and how many passages hold each."""
        return self._rows(
            "SELECT word, passages FROM words WHERE word >= ? AND word < ?",
            (letter, letter + chr(sys.maxunicode)),
        )

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        """Return the passages with these numbers."""
        return [self._passage(number) for number in numbers]

    def document(self, doc_id: str) -> Document:
        """Return a document, its text checked against its hash.

        Raises:
            KeyError: there is none with this ``doc_id``.
            IndexCorruptError: the stored text is not the text that was indexed.
        """
        doc_id = self.manifest.duplicates.get(doc_id, doc_id)
        rows = self._rows("SELECT * FROM documents WHERE doc_id = ?", (doc_id,))
        if not rows and doc_id in self.manifest.documents:
            raise corrupt(self.path, f"the document {doc_id!r} is missing")
        if not rows:
            raise KeyError(doc_id)
        with _explained(self.path):
            return _document(rows[0], self.path)

    def documents(self) -> Iterator[Document]:
        """Yield every document, sorted by ``doc_id``."""
        for doc_id in sorted(self.manifest.documents):
            yield self.document(doc_id)

    def facts(self) -> list[DocumentFacts]:
        """Return what a list tells of every document, sorted by ``doc_id``; no text is read."""
        passages = dict(self._rows("SELECT doc_id, count(*) FROM passages GROUP BY doc_id"))
        rows = self._rows(
            "SELECT doc_id, title, media_type, length(text), json_array_length(pages) "
            "FROM documents ORDER BY doc_id"
        )
        return [
            DocumentFacts(doc_id, title, media_type, length, pages, passages.get(doc_id, 0))
            for doc_id, title, media_type, length, pages in rows
        ]

    def known_vectors(self) -> KnownVectors:
        """Return where the vectors of this generation lie, by content."""
        return KnownVectors(
            dict(self._rows("SELECT key, number FROM passages")),
            dict(self._rows("SELECT key, number FROM sentences")),
            self,
        )

    def verify(self) -> None:
        """Slice every passage and sentence again, and hash every text.

        Raises:
            IndexCorruptError: one of them does not lie in its document, a text is not the one
                that was indexed, or a vector is none.
        """
        lengths = {document.doc_id: len(document.text) for document in self.documents()}
        for table, owner in (
            ("passages", "doc_id"),
            ("sentences", "(SELECT doc_id FROM passages WHERE number = passage)"),
        ):
            for doc_id, start, end in self._rows(f"SELECT {owner}, start, end FROM {table}"):  # noqa: S608
                if not 0 <= start < end <= lengths.get(doc_id, -1):
                    raise corrupt(self.path, f"{table} {start}:{end} lie outside {doc_id!r}")
        ((outside,),) = self._rows(
            "SELECT count(*) FROM sentences JOIN passages ON passages.number = passage "
            "WHERE sentences.start < passages.start OR sentences.end > passages.end"
        )
        ((counted,),) = self._rows("SELECT count(*) FROM passages")
        if outside or counted != self.manifest.counts["passages"]:
            raise corrupt(self.path, "passages and sentences do not agree")
        norms = np.linalg.norm(self.passage_vectors(range(counted)), axis=1)
        if not np.allclose(norms, 1, atol=_OFF_UNIT):
            raise corrupt(self.path, f"{PASSAGES} holds a vector that is not of unit norm")

    def _check_counts(self) -> None:
        counts, dimension = self.manifest.counts, self.manifest.embedder.dimension
        if (self._vectors.ntotal, self._vectors.d) != (counts["passages"], dimension):
            raise corrupt(self.path, f"{PASSAGES} does not agree with the manifest")

    def _open_sentences(self) -> NDArray[np.float16]:
        """Map the sentences' vectors into memory.

        ``np.load`` would parse the header with ``ast``, which CPython 3.11 does not do safely
        while other threads parse too; where the rows begin is all there is to know.
        """
        path = self.path / SENTENCES
        with path.open("rb") as file:
            magic, length = file.read(8), int.from_bytes(file.read(2), "little")
        shape = (self.manifest.counts["sentences"], self.manifest.embedder.dimension)
        if magic != b"\x93NUMPY\x01\x00" or path.stat().st_size != 10 + length + 2 * math.prod(
            shape
        ):
            raise corrupt(self.path, f"{SENTENCES} does not agree with the manifest")
        return np.memmap(path, np.dtype("<f2"), "r", 10 + length, shape)

    def _passage(self, number: int) -> Passage:
        rows = self._rows(
            "SELECT doc_id, start, end, headings FROM passages WHERE number = ?", (number,)
        )
        sentences = self._rows(
            "SELECT start, end FROM sentences WHERE passage = ? ORDER BY number", (number,)
        )
        with _explained(self.path):
            doc_id, start, end, headings = rows[0]
            if doc_id not in self.manifest.documents:
                raise corrupt(self.path, f"passage {number} lies in no document")
            return Passage(
                doc_id=doc_id,
                start=start,
                end=end,
                headings=tuple(json.loads(headings)),
                sentences=tuple(Span(start, end) for start, end in sentences),
            )

    def _sentence_numbers(self, passage: int) -> range:
        rows = self._rows(
            "SELECT min(number), max(number) FROM sentences WHERE passage = ?", (passage,)
        )
        with _explained(self.path):
            first, last = rows[0]
            return range(first, last + 1)

    def _rows(self, statement: str, values: tuple[Any, ...] = ()) -> list[Any]:
        with self._lock, _explained(self.path):
            return self._database.execute(statement, values).fetchall()


@dataclass(frozen=True, slots=True)
class KnownVectors:
    """Vectors made by an earlier build, found again by the content they stand for."""

    passages: dict[bytes, int]
    sentences: dict[bytes, int]
    generation: Generation


def _document(row: tuple[str, ...], path: Path) -> Document:
    doc_id, title, text, source_sha256, text_sha256, media_type, *lists, language, places = row
    pages, headings, breaks, asides = map(json.loads, lists)
    if sha256_of_text(text) != text_sha256:
        raise corrupt(path, f"the stored text of {doc_id!r} has changed")
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
        places=tuple(json.loads(places)),
    )


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except IndexCorruptError:
        raise
    except Exception as error:  # whatever a damaged file makes the libraries raise
        raise corrupt(path, str(error)) from error
