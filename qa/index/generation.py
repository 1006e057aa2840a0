"""One generation of an index, read: documents, passages, sentences, terms and vectors."""

from __future__ import annotations

import json
import re
import sys
import threading
from array import array
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.deadlines import check_deadline
from qa.errors import DeadlineError, IndexStoreError
from qa.files.checked_sqlite import Database
from qa.files.hashing import sha256_of_text
from qa.index.dense import Dense
from qa.index.lexical import Lexical
from qa.index.manifest import (
    DATABASE,
    SENTENCES,
    check_files,
    corrupt,
    open_blocks,
    read_manifest,
    unreadable,
)
from qa.index.rows import Rows
from qa.records import Document, DocumentFacts, Heading, Passage, Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray


_EDGES = 8  # bytes of a sentence's
_OFF_UNIT = 1e-3  # how far a norm may be from 1, by rounding
_AT_ONCE = 10_000  # vectors looked at together
_LIKE = "text LIKE ? ESCAPE '\\'"


class Generation:
    """One immutable build of an index, open for reading; safe to share between threads.

    Attributes:
        path: its folder.
        manifest: what it was made from.
        bytes: size of its files.
        lexical: its terms.
        dense: its passages' vectors.
    """

    def __init__(self, path: Path) -> None:
        """Open and check a generation.

        Raises:
            IndexCorruptError: a file is missing or differs from the manifest.
            IndexMismatchError: it was written by another version of Quoth.
            IndexStoreError: this user may not read a file.
        """
        self.path = path
        self.manifest, self._files = read_manifest(path)
        self.bytes = sum(entry["bytes"] for entry in self._files.values())
        is_checked = check_files(path, self._files)
        self._lock = threading.Lock()
        passages, dimension = self.manifest.counts["passages"], self.manifest.embedder.dimension
        with _explained(path):
            self._blocks = open_blocks(path, self._files, is_checked=is_checked)
            blocks = self._blocks
            self._database = Database(path / DATABASE, blocks[DATABASE])
            self.dense = Dense(path, blocks, (passages, dimension))
            self.lexical = Lexical.open(path, self._spot, blocks)
            self._sentences = Rows(path / SENTENCES, "<f2", dimension, blocks[SENTENCES])
        self._check_counts()
        self._places = self.manifest.places()

    def close(self) -> None:
        """Close the files; the generation cannot be asked after that."""
        self._database.close()
        self._sentences.close()
        self.dense.close()
        self.lexical.close()
        for blocks in self._blocks.values():
            blocks.close()

    def check_whole(self) -> None:
        """Compare every file with its sha256, whatever its size.

        Raises:
            IndexCorruptError: a file is missing or differs from the manifest.
            IndexStoreError: this user may not read one.
        """
        check_files(self.path, self._files, whole=True)

    def numbers_of(self, documents: Collection[str]) -> list[int]:
        """Return the numbers of all passages of these documents, in order."""
        rows = self._rows(
            "SELECT first, end FROM documents WHERE doc_id IN (SELECT value FROM json_each(?)) "
            "ORDER BY first",
            (json.dumps(sorted(documents)),),
        )
        return [number for first, end in rows for number in range(first, end)]

    def nearest(
        self, vector: NDArray[np.float32], k: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the ``k`` passages of highest cosine with ``vector``, as (number, cosine).

        ``among`` holds the numbers of the passages that count; None stands for all.
        """
        with _explained(self.path):
            return self.dense.nearest(vector, k, among)

    def passage_vectors(self, numbers: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float32]:
        """Return float32 ``(len(numbers), dimension)``."""
        with _explained(self.path):
            return self.dense.vectors(numbers)

    def sentence_vectors(self, passages: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors of all sentences of these passages, in order.

        float32 ``(sentences, dimension)``, of unit norm to three digits.
        """
        rows = self._by_number("first_sentence, sentences", passages)
        ends = ((first, first + len(spans) // _EDGES) for first, spans in rows)
        # None of no passage: a document may hold nothing but headings.
        none = np.empty((0, self.manifest.embedder.dimension), np.float32)
        with _explained(self.path):
            read = [self._sentences.between(*edges) for edges in ends]
        return np.concatenate([none, *read]).astype(np.float32, copy=False)

    def stored_sentences(self, numbers: NDArray[np.int64]) -> NDArray[np.float16]:
        """Return the vectors of the sentences with these numbers, float16 ``(n, dimension)``."""
        with _explained(self.path):
            return self._sentences.at(numbers)

    def matching(
        self, query: Sequence[str], k: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the ``k`` passages of highest BM25 for the terms ``query``, as (number, BM25).

        ``among`` holds the numbers of the passages that count; None stands for all.
        """
        with _explained(self.path):
            return self.lexical.best(query, k, among)

    def passages_with(self, query: Collection[str]) -> dict[str, int]:
        """Return for each of the terms ``query`` how many passages hold it."""
        return {term: self.lexical.passages_with(term) for term in query}

    def passages_holding(self, term: str) -> NDArray[np.int64]:
        """Return the numbers of the passages that hold a term, in order."""
        with _explained(self.path):
            return self.lexical.holding(term).astype(np.int64)

    def held_by(self, doc_id: str, query: Collection[str]) -> set[str]:
        """Return those of the terms ``query`` that a document holds, or its title or headings."""
        rows = self._rows("SELECT first, end FROM documents WHERE doc_id = ?", (doc_id,))
        with _explained(self.path):
            return {t for t in query for first, end in rows if self.lexical.holds(t, first, end)}

    def holding(self, words: Sequence[str], k: int) -> list[str]:
        """Return the first ``k`` documents that hold these words in their texts.

        Where documents hold them one after another, only those. ASCII letters match in either
        case. All texts are read, each once for every word.

        Args:
            words: at least one; short ones, for they are looked for as patterns.
            k: the most documents.
        """
        escaped = [re.sub(r"([\\%_])", r"\\\1", word) for word in words]
        together = ([f"%{between.join(escaped)}%"] for between in ("_", ""))  # a space, nothing
        apart = [f"%{word}%" for word in dict.fromkeys(escaped)]
        for patterns in (*together, apart):
            rows = self._rows(
                f"SELECT doc_id FROM documents WHERE "  # noqa: S608 - placeholders
                f"{' AND '.join(_LIKE for _ in patterns)} ORDER BY doc_id LIMIT ?",
                (*patterns, k),
            )
            if rows:
                break
        return [doc_id for (doc_id,) in rows]

    def words_beginning_with(self, letter: str) -> list[tuple[str, int]]:
        """Return the words, folded, that begin so, and how many passages hold each."""
        return self._rows(
            "SELECT word, passages FROM words WHERE word >= ? AND word < ?",
            (letter, letter + chr(sys.maxunicode)),
        )

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        """Return the passages with these numbers."""
        rows = self._by_number("doc_id, start, end, headings, sentences", numbers)
        with _explained(self.path):
            found = [_passage(*row) for row in rows]
        for number, passage in zip(numbers, found, strict=True):
            if passage.doc_id not in self.manifest.documents:
                raise corrupt(self.path, f"passage {number} lies in no document")
        return found

    def document(self, doc_id: str) -> Document:
        """Return a document, its text checked against its hash.

        Raises:
            KeyError: there is none with this ``doc_id``.
            IndexCorruptError: the stored text is not the text that was indexed.
        """
        doc_id = self.manifest.duplicates.get(doc_id, doc_id)
        rows = self._rows(
            "SELECT doc_id, title, text, source_sha256, text_sha256, media_type, pages, headings, "
            "breaks, asides, language FROM documents WHERE doc_id = ?",
            (doc_id,),
        )
        if not rows and doc_id in self.manifest.documents:
            raise corrupt(self.path, f"the document {doc_id!r} is missing")
        if not rows:
            raise KeyError(doc_id)
        with _explained(self.path):
            return _document(rows[0], self._places.get(doc_id, ()), self.path)

    def documents(self) -> Iterator[Document]:
        """Yield every document, sorted by ``doc_id``."""
        for doc_id in sorted(self.manifest.documents):
            yield self.document(doc_id)

    def facts(self) -> list[DocumentFacts]:
        """Return what a list tells of every document, sorted by ``doc_id``."""
        rows = self._rows(
            "SELECT doc_id, title, media_type, characters(text), json_array_length(pages), "
            "end - first, notes FROM documents ORDER BY doc_id"
        )
        return [
            DocumentFacts(doc_id, title, media_type, length, pages, passages, (*json.loads(notes),))
            for doc_id, title, media_type, length, pages, passages, notes in rows
        ]

    def stored_documents(self) -> list[StoredDocument]:
        """Return where every document lies, in the order of their passages."""
        rows = self._rows(
            "SELECT doc_id, file, source_sha256, media_type, notes, first, end, first_sentence, "
            "end_sentence FROM documents ORDER BY first, end, doc_id"
        )
        return [StoredDocument(*row) for row in rows]

    def terms(self) -> list[tuple[str, int]]:
        """Return every term and how many passages hold it, in the order of ``holders.npy``."""
        return self._rows("SELECT term, passages FROM terms ORDER BY start")

    def words(self) -> dict[str, int]:
        """Return every word, folded, and how many passages hold it."""
        return dict(self._rows("SELECT word, passages FROM words"))

    def keys(self) -> tuple[bytes, bytes]:
        """Return the content keys, 16 bytes each, of all passages and of all sentences."""
        rows = self._rows("SELECT key, sentence_keys FROM passages ORDER BY number")
        return b"".join(key for key, _ in rows), b"".join(keys for _, keys in rows)

    def texts_of(self, doc_ids: Collection[str]) -> Iterator[tuple[str, str]]:
        """Yield context and words of every passage of these documents."""
        for doc_id in doc_ids:
            text = self.document(doc_id).text
            for context, start, end in self._rows(
                "SELECT context, passages.start, passages.end FROM passages JOIN documents "
                "ON number >= first AND number < documents.end WHERE documents.doc_id = ?",
                (doc_id,),
            ):
                yield context, text[start:end]

    def verify(self) -> None:
        """Slice every passage and sentence again, and hash every text.

        Raises:
            IndexCorruptError: one of them does not lie in its document, a text is not the one
                that was indexed, or a vector is none.
        """
        self._verify_passages(self._verified_lengths())
        total = self.manifest.counts["passages"]
        for begin in range(0, total, _AT_ONCE):
            vectors = self.passage_vectors(range(begin, min(begin + _AT_ONCE, total)))
            if not np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=_OFF_UNIT):
                raise corrupt(self.path, "a passage's vector is not of unit norm")

    def _verified_lengths(self) -> dict[str, int]:
        """Return the length of every document's text, after hashing it."""
        lengths: dict[str, int] = {}
        for doc_id, text, sha256 in self._each("SELECT doc_id, text, text_sha256 FROM documents"):
            lengths[doc_id] = len(text)
            if sha256_of_text(text) != sha256:
                raise corrupt(self.path, f"the stored text of {doc_id!r} has changed")
        if lengths.keys() != self.manifest.documents.keys():
            raise corrupt(self.path, "its documents do not agree with the manifest")
        return lengths

    def _verify_passages(self, lengths: Mapping[str, int]) -> None:
        sentences = counted = 0
        for number, first, doc_id, start, end, packed in self._each(
            "SELECT number, first_sentence, doc_id, start, end, sentences FROM passages "
            "ORDER BY number"
        ):
            if not 0 <= start < end <= lengths.get(doc_id, -1):
                raise corrupt(self.path, f"passage {number} lies outside {doc_id!r}")
            edges = _edges(packed)
            if not _agree(edges, start, end):
                raise corrupt(self.path, f"passage {number} does not agree with its sentences")
            if (number, first) != (counted, sentences):
                raise corrupt(self.path, f"passage {number} is not where it should be")
            sentences += len(edges) // 2
            counted += 1
        counts = self.manifest.counts
        if (counted, sentences) != (counts["passages"], counts["sentences"]):
            raise corrupt(self.path, "passages and sentences do not agree with the manifest")

    def _check_counts(self) -> None:
        counts, dimension = self.manifest.counts, self.manifest.embedder.dimension
        passages = len(self.lexical.lengths)
        if self.dense.shape != (counts["passages"], dimension) or passages != counts["passages"]:
            raise corrupt(self.path, "its vectors or terms do not agree with the manifest")
        if len(self._sentences) != counts["sentences"]:
            raise corrupt(self.path, f"{SENTENCES} does not agree with the manifest")

    def _spot(self, term: str) -> tuple[int, int]:
        rows = self._rows("SELECT start, passages FROM terms WHERE term = ?", (term,))
        return rows[0] if rows else (0, 0)

    def _by_number(self, columns: str, numbers: Sequence[int]) -> list[Any]:
        """Return columns of passages, in the order of ``numbers``."""
        found = {
            number: row
            for number, *row in self._rows(
                f"SELECT number, {columns} FROM passages "  # noqa: S608 - names of columns
                "WHERE number IN (SELECT value FROM json_each(?))",
                (json.dumps(list(numbers)),),
            )
        }
        with _explained(self.path):
            return [found[number] for number in numbers]

    def _each(self, statement: str) -> Iterator[Any]:
        """Yield rows on a connection of its own, for what is too long to hold the lock."""
        database = Database(self.path / DATABASE, self._blocks[DATABASE])
        with _explained(self.path), closing(database):
            yield from database.execute(statement)

    def _rows(self, statement: str, values: tuple[Any, ...] = ()) -> list[Any]:
        with self._lock, _explained(self.path):
            check_deadline()
            return list(self._database.execute(statement, values))


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """Where a document lies in its generation.

    Attributes:
        doc_id: of the document.
        file: ``doc_id`` of its file, which may hold several; empty where some of those were
            removed from the index, so that the next build reads the file again.
        source_sha256: of the file's bytes.
        media_type: of the file.
        notes: what the user should know of the file, as a JSON list.
        first: number of its first passage.
        end: number after its last one.
        first_sentence: number of its first sentence.
        end_sentence: number after its last one.
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


def database_address(path: Path) -> str:
    """Return the URI by which SQLite opens a generation's database, which never changes."""
    return f"{(path / DATABASE).resolve().as_uri()}?mode=ro&immutable=1"


def packed_spans(sentences: Sequence[Span]) -> bytes:
    """Return the edges of sentences as uint32, least byte first."""
    edges = array("I", [edge for span in sentences for edge in (span.start, span.end)])
    if sys.byteorder == "big":
        edges.byteswap()
    return edges.tobytes()


def unpacked_spans(packed: bytes) -> tuple[Span, ...]:
    """Return the sentences that :func:`packed_spans` packed."""
    edges = _edges(packed)
    return tuple(map(Span, edges[::2], edges[1::2]))


def _edges(packed: bytes) -> list[int]:
    edges = array("I", packed)
    if sys.byteorder == "big":
        edges.byteswap()
    return edges.tolist()


def _agree(edges: list[int], start: int, end: int) -> bool:
    """Tell whether sentences with these edges fill a passage, in order."""
    return bool(edges) and (edges[0], edges[-1]) == (start, end) and edges == sorted(edges)


def _passage(doc_id: str, start: int, end: int, headings: str, packed: bytes) -> Passage:
    if not _agree(_edges(packed), start, end):
        msg = f"the passage {start}:{end} of {doc_id!r} does not agree with its sentences"
        raise ValueError(msg)
    return Passage(
        doc_id=doc_id,
        start=start,
        end=end,
        headings=tuple(json.loads(headings)),
        sentences=unpacked_spans(packed),
    )


def _document(row: tuple[str, ...], places: tuple[str, ...], path: Path) -> Document:
    doc_id, title, text, source_sha256, text_sha256, media_type, *lists, language = row
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
        places=places,
    )


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except (IndexStoreError, DeadlineError):
        raise
    except Exception as error:  # whatever a damaged file makes the libraries raise
        raise unreadable(path, str(error), error) from error
