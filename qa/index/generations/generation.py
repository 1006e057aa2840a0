"""One generation of an index, read: documents, passages, sentences, terms and vectors."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.files.hashing import sha256_of_text
from qa.files.rows import Rows
from qa.index.generations.codec import (
    DOCUMENT,
    EDGES_BYTES,
    FACTS,
    HAS_RECOGNIZED,
    PASSAGE_COLUMNS,
    RECOGNIZED,
    decoded_document,
    decoded_facts,
    decoded_passage,
)
from qa.index.generations.damage import corrupt, damage_reported
from qa.index.generations.database import GenerationDatabase
from qa.index.generations.manifest import (
    DATABASE,
    SENTENCES,
    check_files,
    open_blocks,
    read_manifest,
)
from qa.index.packed_vectors import PACKED, unpacked
from qa.index.retrieval.dense import Dense
from qa.index.retrieval.lexical import Lexical

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.records import Document, DocumentFacts, Passage

_LIKE = "text LIKE ? ESCAPE '\\'"


class Generation:
    """One immutable build of an index, open for reading; safe to share between threads.

    What a build takes over from it is in :mod:`qa.index.generations.takeover`; checks of all of it
    are in :mod:`qa.index.generations.consistency`.

    Attributes:
        path: its folder.
        manifest: what it was made from.
        files: name → size and hash.
        bytes: size of its files.
        database: its documents, passages, words and terms.
        lexical: its terms' postings.
        dense: its passages' vectors.
        sentences: its sentences' vectors, packed, see :mod:`qa.index.packed_vectors`.
    """

    def __init__(self, path: Path) -> None:
        """Open and check a generation.

        Args:
            path: its folder.

        Raises:
            IndexCorruptError: a file is missing or differs from the manifest.
            IndexMismatchError: it was written by another version of Quoth.
            IndexStoreError: this user may not read a file.
        """
        self.path = path
        self.manifest, self.files = read_manifest(path)
        self.bytes = sum(entry["bytes"] for entry in self.files.values())
        is_checked = check_files(path, self.files)
        passages, dimension = self.manifest.counts["passages"], self.manifest.embedder.dimension
        with damage_reported(path):
            blocks = open_blocks(path, self.files, is_checked=is_checked)
            self._blocks = blocks
            self.database = GenerationDatabase(path, blocks[DATABASE])
            try:
                self.dense = Dense(path, blocks, (passages, dimension))
            except RuntimeError as error:  # what FAISS raises for a damaged file
                raise corrupt(path, str(error)) from error
            self.lexical = Lexical.open(path, self._term_range, blocks)
            self.sentences = Rows(path / SENTENCES, PACKED, dimension, blocks[SENTENCES])
        self._check_counts()
        self._places = self.manifest.places()
        self._has_recognized: bool | None = None  # not looked yet

    def close(self) -> None:
        """Close the files; the generation cannot be read after that."""
        self.database.close()
        self.sentences.close()
        self.dense.close()
        self.lexical.close()
        for blocks in self._blocks.values():
            blocks.close()

    def numbers_of(self, documents: Collection[str]) -> list[int]:
        """Return the numbers of all passages of some documents, in order.

        Args:
            documents: ``doc_id`` of each.
        """
        rows = self.database.rows(
            "SELECT first, end FROM documents WHERE doc_id IN (SELECT value FROM json_each(?)) "
            "ORDER BY first",
            (json.dumps(sorted(documents)),),
        )
        return [number for first, end in rows for number in range(first, end)]

    def nearest(
        self, vector: NDArray[np.float32], k: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the ``k`` passages of highest cosine with a vector, as (number, cosine).

        Args:
            vector: float32 ``(dimension,)``, of unit norm.
            k: the most passages.
            among: numbers of the passages to search; None means all.
        """
        with damage_reported(self.path):
            return self.dense.nearest(vector, k, among)

    def matching(
        self, query: Sequence[str], k: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the ``k`` passages of highest BM25 for some terms, as (number, BM25).

        Args:
            query: terms.
            k: the most passages.
            among: numbers of the passages to search; None means all.
        """
        with damage_reported(self.path):
            return self.lexical.search(query, k, among)

    def passage_vectors(self, numbers: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors of passages, float32 ``(len(numbers), dimension)``.

        Args:
            numbers: of the passages.
        """
        with damage_reported(self.path):
            return self.dense.vectors(numbers)

    def sentence_vectors(self, passages: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors of all sentences of some passages, in order.

        Args:
            passages: their numbers.

        Returns:
            float32 ``(sentences, dimension)``, of unit norm.
        """
        rows = self.database.passages("first_sentence, sentences", passages)
        ends = [(first, first + len(spans) // EDGES_BYTES) for first, spans in rows]
        total = len(self.sentences)
        if any(not 0 <= first <= end <= total for first, end in ends):
            raise corrupt(self.path, f"a passage has sentences that {SENTENCES} lacks")
        # Without passages there are no vectors: a document may consist of headings.
        none = np.empty((0, self.manifest.embedder.dimension), np.int8)
        with damage_reported(self.path):
            read = [self.sentences.between(*edges) for edges in ends]
        return unpacked(np.concatenate([none, *read]))

    def document_frequencies(self, query: Collection[str]) -> dict[str, int]:
        """Return term → number of passages it occurs in, the document frequency of BM25.

        Args:
            query: terms.
        """
        return {term: self.lexical.document_frequency(term) for term in query}

    def postings(self, term: str) -> NDArray[np.int64]:
        """Return the numbers of the passages that a term occurs in, in order.

        Args:
            term: any.
        """
        with damage_reported(self.path):
            return self.lexical.postings(term).astype(np.int64)

    def terms_in_document(self, doc_id: str, query: Collection[str]) -> set[str]:
        """Return those of some terms that occur in a document, its title or its headings.

        Args:
            doc_id: of the document.
            query: terms.
        """
        rows = self.database.rows("SELECT first, end FROM documents WHERE doc_id = ?", (doc_id,))
        with damage_reported(self.path):
            return {t for t in query for first, end in rows if self.lexical.occurs(t, first, end)}

    def documents_containing(self, words: Sequence[str], k: int) -> list[str]:
        """Return the first documents whose texts contain some words.

        If documents contain them one after another, only those. ASCII letters match in either
        case. All texts are read, each once for every word.

        Args:
            words: at least one; short ones, for they are searched as patterns.
            k: the most documents.
        """
        escaped = [re.sub(r"([\\%_])", r"\\\1", word) for word in words]
        together = ([f"%{between.join(escaped)}%"] for between in ("_", ""))  # a space, nothing
        apart = [f"%{word}%" for word in dict.fromkeys(escaped)]
        for patterns in (*together, apart):
            rows = self.database.rows(
                f"SELECT doc_id FROM documents WHERE "  # noqa: S608 - placeholders
                f"{' AND '.join(_LIKE for _ in patterns)} ORDER BY doc_id LIMIT ?",
                (*patterns, k),
            )
            if rows:
                break
        return [doc_id for (doc_id,) in rows]

    def words_beginning_with(self, letter: str) -> list[tuple[str, int]]:
        """Return the words, folded, that begin so, and how many passages each occurs in.

        Args:
            letter: the first one.
        """
        return self.database.rows(
            "SELECT word, passages FROM words WHERE word >= ? AND word < ?",
            (letter, letter + chr(sys.maxunicode)),
        )

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        """Return passages, in the order of their numbers.

        Args:
            numbers: of the passages.
        """
        rows = self.database.passages(PASSAGE_COLUMNS, numbers)
        with damage_reported(self.path):
            found = [decoded_passage(row) for row in rows]
        for number, passage in zip(numbers, found, strict=True):
            if passage.doc_id not in self.manifest.documents:
                raise corrupt(self.path, f"passage {number} is in no document")
        return found

    def document(self, doc_id: str) -> Document:
        """Return a document, its text checked against its hash.

        Args:
            doc_id: its own, or that of a file with the same bytes.

        Raises:
            KeyError: there is none with this ``doc_id``.
            IndexCorruptError: the stored text is not the text that was indexed.
        """
        doc_id = self.manifest.duplicates.get(doc_id, doc_id)
        rows = self.database.rows(DOCUMENT, (doc_id,))
        if not rows and doc_id in self.manifest.documents:
            raise corrupt(self.path, f"the document {doc_id!r} is missing")
        if not rows:
            raise KeyError(doc_id)
        with damage_reported(self.path):
            places = self._places.get(doc_id, ())
            document = decoded_document(rows[0], places, self._recognized(doc_id))
        if sha256_of_text(document.text) != document.text_sha256:
            raise corrupt(self.path, f"the stored text of {doc_id!r} has changed")
        return document

    def documents(self) -> Iterator[Document]:
        """Yield every document, sorted by ``doc_id``."""
        for doc_id in sorted(self.manifest.documents):
            yield self.document(doc_id)

    def facts(self) -> list[DocumentFacts]:
        """Return the facts that a list shows, of every document, sorted by ``doc_id``."""
        rows = self.database.rows(FACTS)
        with damage_reported(self.path):
            return [decoded_facts(row) for row in rows]

    def _recognized(self, doc_id: str) -> list[Any]:
        """Return the rows of a document's pages whose words were recognized."""
        if self._has_recognized is None:
            self._has_recognized = bool(self.database.rows(HAS_RECOGNIZED.format(schema="")))
        return self.database.rows(RECOGNIZED, (doc_id,)) if self._has_recognized else []

    def _check_counts(self) -> None:
        counts, dimension = self.manifest.counts, self.manifest.embedder.dimension
        passages = len(self.lexical.lengths)
        if self.dense.shape != (counts["passages"], dimension) or passages != counts["passages"]:
            raise corrupt(self.path, "its vectors or terms do not agree with the manifest")
        if len(self.sentences) != counts["sentences"]:
            raise corrupt(self.path, f"{SENTENCES} does not agree with the manifest")

    def _term_range(self, term: str) -> tuple[int, int]:
        """Return where a term's passages begin in ``holders.npy``, and how many there are."""
        rows = self.database.rows("SELECT start, passages FROM terms WHERE term = ?", (term,))
        return rows[0] if rows else (0, 0)
