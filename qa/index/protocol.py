"""What a generation of an index is to those who ask it, wherever it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from qa.index.manifest import Manifest
    from qa.records import Document, DocumentFacts, Passage


class Searchable(Protocol):
    """One immutable build of an index, open for reading; safe to share between threads.

    What the methods return and raise is told by :class:`qa.index.generation.Generation`.
    """

    @property
    def path(self) -> Path:
        """Where it is: its folder, or server and index."""

    @property
    def manifest(self) -> Manifest:
        """What it was made from."""

    @property
    def bytes(self) -> int:
        """Size of its files as they are written on a disk."""

    def close(self) -> None:
        """Let go of what it holds open."""

    def numbers_of(self, documents: Collection[str]) -> list[int]:
        """Return the numbers of all passages of these documents, in order."""

    def nearest(
        self, vector: NDArray[np.float32], k: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the ``k`` passages of highest cosine with ``vector``, as (number, cosine)."""

    def matching(
        self, query: Sequence[str], k: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the ``k`` passages of highest BM25 for the terms ``query``, as (number, BM25)."""

    def passage_vectors(self, numbers: Sequence[int]) -> NDArray[np.float32]:
        """Return float32 ``(len(numbers), dimension)``."""

    def sentence_vectors(self, passages: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors of all sentences of these passages, in order."""

    def document_frequencies(self, query: Collection[str]) -> dict[str, int]:
        """Return for each of the terms ``query`` how many passages contain it."""

    def postings(self, term: str) -> NDArray[np.int64]:
        """Return the numbers of the passages that contain a term, in order."""

    def terms_in_document(self, doc_id: str, query: Collection[str]) -> set[str]:
        """Return those of the terms ``query`` that a document, its title or headings contain."""

    def documents_containing(self, words: Sequence[str], k: int) -> list[str]:
        """Return the first ``k`` documents whose texts contain these words."""

    def words_beginning_with(self, letter: str) -> list[tuple[str, int]]:
        """Return the words, folded, that begin so, and how many passages hold each."""

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        """Return the passages with these numbers."""

    def document(self, doc_id: str) -> Document:
        """Return a document, its text checked against its hash."""

    def documents(self) -> Iterator[Document]:
        """Yield every document, sorted by ``doc_id``."""

    def facts(self) -> list[DocumentFacts]:
        """Return what a list tells of every document, sorted by ``doc_id``."""
