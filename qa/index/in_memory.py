"""One generation of an index in memory, for documents that a program passes in: no file, no lock.

Passages, terms and vectors are those that a build would write, and BM25 and cosine are computed by
the same code as for an index on disk, so that both give the same answers to the last digit.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import faiss
import numpy as np

from qa.index.packed_vectors import unpacked
from qa.index.retrieval import dense
from qa.records import DocumentFacts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from qa.index.generations.manifest import Manifest
    from qa.index.retrieval.lexical import Lexical
    from qa.records import Document, Passage


class Terms(NamedTuple):
    """The terms and words of passages.

    Attributes:
        lexical: index of the terms.
        words: each word, folded → number of passages that have it.
    """

    lexical: Lexical
    words: Mapping[str, int]


class Vectors(NamedTuple):
    """The vectors of a generation.

    Attributes:
        passages: float32 ``(passages, dimension)``, rows of unit norm.
        sentences: of all passages in order, packed, int8 ``(sentences, dimension)``.
    """

    passages: NDArray[np.float32]
    sentences: NDArray[np.int8]


class GenerationInMemory:
    """A :class:`qa.index.protocol.Searchable` in memory; safe to share between threads.

    Attributes:
        path: what errors call it.
        manifest: what it was made from.
        bytes: 0, because nothing is on disk.
    """

    path = Path("memory")
    bytes = 0

    def __init__(
        self,
        manifest: Manifest,
        documents: Sequence[Document],
        passages: Sequence[Passage],
        terms: Terms,
        vectors: Vectors,
    ) -> None:
        """Take the parts.

        Args:
            manifest: what it was made from.
            documents: in the order of their passages.
            passages: of all documents.
            terms: of the passages.
            vectors: of the passages and their sentences.
        """
        self.manifest = manifest
        self._documents = {document.doc_id: document for document in documents}
        self._passages = passages
        self._lexical = terms.lexical
        self._words = sorted(terms.words.items())
        # Always flat: training cells would take longer than they could save.
        self._vectors: Any = dense.flat(vectors.passages)
        self._sentence_vectors = vectors.sentences
        lengths = [len(passage.sentences) for passage in passages]
        self._first_sentences = np.cumsum([0, *lengths])
        self._numbers: dict[str, list[int]] = {doc_id: [] for doc_id in self._documents}
        for number, passage in enumerate(passages):
            self._numbers[passage.doc_id].append(number)

    def close(self) -> None:
        """Do nothing; memory is freed when nothing refers to it."""

    def numbers_of(self, documents: Collection[str]) -> list[int]:
        """Return the numbers of all passages of documents, in order.

        Args:
            documents: each a ``doc_id``.
        """
        return sorted(n for doc_id in set(documents) for n in self._numbers.get(doc_id, ()))

    def nearest(
        self, vector: NDArray[np.float32], k: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the passages of highest cosine, as (number, cosine); equal ones in order.

        Args:
            vector: float32 ``(dimension,)``, of unit norm.
            k: the most passages.
            among: numbers of the passages to search (default: all).
        """
        k = min(k, len(self._passages) if among is None else len(among))
        if not k:
            return []
        options: Any = None
        if among is not None:
            plain: Any = faiss.SearchParameters
            only = faiss.IDSelectorBatch(np.asarray(among, np.int64))
            options = plain(sel=only)
        with dense.threads(1):
            scores, numbers = self._vectors.search(vector[None, :], k, params=options)
        order = np.lexsort((numbers[0], -scores[0]))
        return [(int(numbers[0][i]), float(scores[0][i])) for i in order if numbers[0][i] >= 0]

    def matching(
        self, query: Sequence[str], k: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the passages of highest BM25, as (number, BM25).

        Args:
            query: terms.
            k: the most passages.
            among: numbers of the passages to search (default: all).
        """
        return self._lexical.search(query, k, among)

    def passage_vectors(self, numbers: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors of passages, float32 ``(len(numbers), dimension)``.

        Args:
            numbers: of the passages.
        """
        vectors: NDArray[np.float32] = self._vectors.reconstruct_batch(
            np.asarray(numbers, np.int64)
        )
        return vectors

    def sentence_vectors(self, passages: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors of all sentences of passages, float32 ``(sentences, dimension)``.

        Args:
            passages: their numbers.
        """
        first = self._first_sentences
        rows = [row for number in passages for row in range(first[number], first[number + 1])]
        return unpacked(self._sentence_vectors[rows])

    def document_frequencies(self, query: Collection[str]) -> dict[str, int]:
        """Return each term → number of passages that have it.

        Args:
            query: terms.
        """
        return {term: self._lexical.document_frequency(term) for term in query}

    def postings(self, term: str) -> NDArray[np.int64]:
        """Return the numbers of the passages that have a term, in order.

        Args:
            term: as :func:`qa.text.analyzer.terms` returns it.
        """
        return self._lexical.postings(term).astype(np.int64)

    def terms_in_document(self, doc_id: str, query: Collection[str]) -> set[str]:
        """Return those terms that a document has, in its text, title or headings.

        Args:
            doc_id: of the document.
            query: terms.
        """
        numbers = self._numbers.get(doc_id)
        if not numbers:
            return set()
        first, end = numbers[0], numbers[-1] + 1
        return {term for term in query if self._lexical.occurs(term, first, end)}

    def documents_containing(self, words: Sequence[str], k: int) -> list[str]:
        """Return the first documents that have words in their texts.

        If documents have them one after another, only those count. ASCII letters match in either
        case, as in SQLite's ``LIKE``.

        Args:
            words: at least one.
            k: the most documents.
        """
        escaped = [re.escape(word) for word in words]
        found: list[str] = []
        flags = re.ASCII | re.IGNORECASE | re.DOTALL
        for patterns in ([".".join(escaped)], ["".join(escaped)], escaped):
            compiled = [re.compile(pattern, flags) for pattern in patterns]
            found = [
                doc_id
                for doc_id, document in sorted(self._documents.items())
                if all(pattern.search(document.text) for pattern in compiled)
            ]
            if found:
                break
        return found[:k]

    def words_beginning_with(self, letter: str) -> list[tuple[str, int]]:
        """Return the words that begin with a letter, and how many passages have each.

        Args:
            letter: folded.
        """
        edges = letter, letter + chr(sys.maxunicode)
        first, end = (bisect_left(self._words, edge, key=itemgetter(0)) for edge in edges)
        return self._words[first:end]

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        """Return passages.

        Args:
            numbers: of the passages.
        """
        return [self._passages[number] for number in numbers]

    def document(self, doc_id: str) -> Document:
        """Return a document.

        Args:
            doc_id: of the document.

        Raises:
            KeyError: there is none with this ``doc_id``.
        """
        return self._documents[doc_id]

    def documents(self) -> Iterator[Document]:
        """Yield every document, sorted by ``doc_id``."""
        for doc_id in sorted(self._documents):
            yield self._documents[doc_id]

    def facts(self) -> list[DocumentFacts]:
        """Return the facts that a list shows, of every document, sorted by ``doc_id``."""
        return [
            DocumentFacts(
                document.doc_id,
                document.title,
                document.media_type,
                len(document.text),
                len(document.pages),
                len(self._numbers[document.doc_id]),
            )
            for document in self.documents()
        ]
