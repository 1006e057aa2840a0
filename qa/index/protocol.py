"""The interface of a generation to questions, whichever store it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from qa.index.generations.manifest import Manifest
    from qa.records import Document, DocumentFacts, Passage


class Searchable(Protocol):
    """One immutable build of an index, open for reading; safe to share between threads.

    :class:`qa.index.generations.generation.Generation` documents what the methods raise.
    """

    @property
    def path(self) -> Path:
        """Its folder, or its server and index."""

    @property
    def manifest(self) -> Manifest:
        """What it was made from."""

    @property
    def bytes(self) -> int:
        """Size of its files on a disk."""

    def close(self) -> None:
        """Close its files."""

    def numbers_of(self, documents: Collection[str]) -> list[int]:
        """Return the numbers of all passages of some documents, in order.

        Args:
            documents: ``doc_id`` of each.
        """

    def nearest(
        self, vector: NDArray[np.float32], k: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the ``k`` passages of highest cosine with a vector, as (number, cosine).

        Args:
            vector: float32 ``(dimension,)``, of unit norm.
            k: the most passages.
            among: numbers of the passages to search; None means all.
        """

    def matching(
        self, query: Sequence[str], k: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the ``k`` passages of highest BM25 for some terms, as (number, BM25).

        Args:
            query: terms.
            k: the most passages.
            among: numbers of the passages to search; None means all.
        """

    def passage_vectors(self, numbers: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors of passages, float32 ``(len(numbers), dimension)``.

        Args:
            numbers: of the passages.
        """

    def sentence_vectors(self, passages: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors of all sentences of some passages, in order.

        Args:
            passages: their numbers.
        """

    def document_frequencies(self, query: Collection[str]) -> dict[str, int]:
        """Return term → number of passages it occurs in, the document frequency of BM25.

        Args:
            query: terms.
        """

    def postings(self, term: str) -> NDArray[np.int64]:
        """Return the numbers of the passages that a term occurs in, in order.

        Args:
            term: any.
        """

    def terms_in_document(self, doc_id: str, query: Collection[str]) -> set[str]:
        """Return those of some terms that occur in a document, its title or its headings.

        Args:
            doc_id: of the document.
            query: terms.
        """

    def documents_containing(self, words: Sequence[str], k: int) -> list[str]:
        """Return the first documents whose texts contain some words.

        Args:
            words: at least one.
            k: the most documents.
        """

    def words_beginning_with(self, letter: str) -> list[tuple[str, int]]:
        """Return the words, folded, that begin so, and how many passages each occurs in.

        Args:
            letter: the first one.
        """

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        """Return passages, in the order of their numbers.

        Args:
            numbers: of the passages.
        """

    def document(self, doc_id: str) -> Document:
        """Return a document, its text checked against its hash.

        Args:
            doc_id: its own, or that of a file with the same bytes.
        """

    def documents(self) -> Iterator[Document]:
        """Yield every document, sorted by ``doc_id``."""

    def facts(self) -> list[DocumentFacts]:
        """Return the facts that a list shows, of every document, sorted by ``doc_id``."""
