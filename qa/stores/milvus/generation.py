"""One generation on a cluster, read as :mod:`qa.index.generations.generation` reads one on disk."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.deadlines import check_deadline
from qa.index.generations.manifest import parse_manifest
from qa.index.retrieval.dense import probed
from qa.index.retrieval.idf import bm25_idf
from qa.stores.milvus.codec import (
    DOCUMENT,
    FACTS,
    MANIFEST,
    PASSAGE,
    WORDS,
    sentence_key,
    sentences_a_row,
    term_key,
    unpacked_document,
    unpacked_facts,
    unpacked_passage,
    unpacked_vectors,
    unpacked_words,
)
from qa.stores.milvus.filters import limited_to, within
from qa.stores.milvus.rows import RowReader
from qa.stores.milvus.schema import LONGEST_RESULT, cells
from qa.text.scanning import follow_one_another

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from numpy.typing import NDArray

    from qa.records import Document, DocumentFacts, Passage
    from qa.stores.milvus.client import Cluster
    from qa.stores.milvus.schema import Collections

_MORE = 32  # rows searched for beyond those wanted, to put equal scores in order
_CACHED_TERMS = 100_000
_CACHED_LETTERS = 64


class MilvusGeneration:
    """One generation on a cluster, open for reading; safe to share between threads.

    Attributes:
        manifest: what it was made from.
        path: server and index.
        bytes: size of its files as they would be on a disk.
    """

    def __init__(self, cluster: Cluster, collections: Collections) -> None:
        """Open a generation.

        Args:
            cluster: with the generation.
            collections: of the generation.

        Raises:
            IndexStoreError: the cluster is away or refuses.
            IndexCorruptError: the generation is damaged.
            IndexMismatchError: it was written by another version of Quoth.
        """
        self._cluster = cluster
        self.path = cluster.address.path
        self._reader = RowReader(cluster, collections)
        self.manifest, files = parse_manifest(self._reader.text(MANIFEST, 0), self.path)
        self.bytes = sum(entry["bytes"] for entry in files.values())
        self._doc_ids = sorted(self.manifest.documents)
        self._ordinals = {doc_id: number for number, doc_id in enumerate(self._doc_ids)}
        self._places = self.manifest.places()
        self._cached_terms: dict[str, tuple[int, int]] = {}
        self._beginning = lru_cache(_CACHED_LETTERS)(self._words_from)

    def close(self) -> None:
        """Do nothing: all readers share the connection."""

    def numbers_of(self, documents: Collection[str]) -> list[int]:
        """Return the numbers of all passages of some documents, in order.

        Args:
            documents: ``doc_id`` of each.
        """
        return sorted(
            number for first, end in self._ranges(documents) for number in range(first, end)
        )

    def nearest(
        self, vector: NDArray[np.float32], k: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the ``k`` passages of highest cosine with a vector, as (number, cosine).

        Equal ones come in passage order.

        Args:
            vector: float32 ``(dimension,)``, of unit norm.
            k: the most passages.
            among: numbers of the passages to search; None means all.
        """
        return self._best("vector", vector, k, among)

    def matching(
        self, query: Sequence[str], k: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the ``k`` passages of highest BM25 for some terms, as (number, BM25).

        Args:
            query: terms.
            k: the most passages.
            among: numbers of the passages to search; None means all.
        """
        total = self.manifest.counts["passages"]
        weights = {
            place: bm25_idf(total, passages) for place, passages in self._terms(query).values()
        }
        if not weights:
            return []
        return [pair for pair in self._best("terms", weights, k, among) if pair[1] > 0]

    def document_frequencies(self, query: Collection[str]) -> dict[str, int]:
        """Return term → number of passages it occurs in, the document frequency of BM25.

        Args:
            query: terms.
        """
        known = self._terms(query)
        return {term: known[term][1] if term in known else 0 for term in query}

    def postings(self, term: str) -> NDArray[np.int64]:
        """Return the numbers of the passages that a term occurs in, in order.

        Args:
            term: any.
        """
        known = self._terms([term])
        if not known:
            return np.empty(0, np.int64)
        ((place, count),) = known.values()
        total, step = self.manifest.counts["passages"], LONGEST_RESULT
        # No search returns more than LONGEST_RESULT rows: of a frequent term, range by range.
        ranges = [(0, total)] if count <= step else [(n, n + step) for n in range(0, total, step)]
        found = [
            number
            for edges in ranges
            for number, _ in self._searched("terms", [{place: 1.0}], step, within(*edges))[0]
        ]
        return np.sort(np.array(found, np.int64))

    def words_beginning_with(self, letter: str) -> list[tuple[str, int]]:
        """Return the words, folded, that begin so, and how many passages each occurs in.

        Args:
            letter: the first one.
        """
        return self._beginning(letter)

    def documents_containing(self, words: Sequence[str], k: int) -> list[str]:
        """Return the first documents whose texts contain some words, in either case.

        If documents contain them one after another, only those. All texts are read.

        Args:
            words: at least one.
            k: the most documents.
        """
        lowered = [word.lower() for word in words]
        together: list[str] = []
        apart: list[str] = []
        for document in self.documents():
            check_deadline()
            text = document.text.lower()
            if not all(word in text for word in lowered):
                continue
            if len(apart) < k:
                apart.append(document.doc_id)
            if follow_one_another(text, lowered):
                together.append(document.doc_id)
                if len(together) == k:
                    break
        return together or apart

    def terms_in_document(self, doc_id: str, query: Collection[str]) -> set[str]:
        """Return those of some terms that occur in a document, its title or its headings.

        Args:
            doc_id: of the document.
            query: terms.
        """
        known = self._terms(query)
        if not known:
            return set()
        ((first, end),) = self._ranges([doc_id])
        if first == end:
            return set()
        found = self._searched(
            "terms", [{place: 1.0} for place, _ in known.values()], 1, within(first, end)
        )
        return {term for term, hits in zip(known, found, strict=True) if hits}

    def passage_vectors(self, numbers: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors of passages, float32 ``(len(numbers), dimension)``.

        Args:
            numbers: of the passages.
        """
        rows = self._reader.rows("passages", numbers, ["vector"])
        dimension = self.manifest.embedder.dimension
        return np.array([row["vector"] for row in rows], np.float32).reshape(-1, dimension)

    def sentence_vectors(self, passages: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors of all sentences of some passages, in order.

        Args:
            passages: their numbers.

        Returns:
            float32 ``(sentences, dimension)``, of unit norm.
        """
        dimension = self.manifest.embedder.dimension
        together = sentences_a_row(dimension)
        keys = [
            sentence_key(number, piece)
            for number, passage in zip(passages, self.passages(passages), strict=True)
            for piece in range(math.ceil(len(passage.sentences) / together))
        ]
        rows = self._reader.rows("sentences", keys, ["text"])
        return unpacked_vectors((row["text"] for row in rows), dimension, self.path)

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        """Return passages, in the order of their numbers.

        Args:
            numbers: of the passages.
        """
        rows = self._reader.rows("passages", numbers, ["text"])
        return [
            unpacked_passage(row["text"] or self._reader.text(PASSAGE, row["key"]), self.path)
            for row in rows
        ]

    def document(self, doc_id: str) -> Document:
        """Return a document, its text checked against its hash.

        Args:
            doc_id: its own, or that of a file with the same bytes.

        Raises:
            KeyError: no document has this ``doc_id``.
            IndexCorruptError: the stored text is not the text that was indexed.
        """
        doc_id = self.manifest.duplicates.get(doc_id, doc_id)
        packed = self._reader.text(DOCUMENT, self._ordinals[doc_id])
        return unpacked_document(packed, self._places.get(doc_id, ()), self.path)

    def documents(self) -> Iterator[Document]:
        """Yield every document, sorted by ``doc_id``."""
        for doc_id in self._doc_ids:
            yield self.document(doc_id)

    def facts(self) -> list[DocumentFacts]:
        """Return the facts that a list shows, of every document, sorted by ``doc_id``."""
        rows = self._reader.rows("documents", range(len(self._doc_ids)), ["text"])
        return [
            unpacked_facts(row["text"] or self._reader.text(FACTS, row["key"]), self.path)
            for row in rows
        ]

    def _best(
        self, field: str, query: Any, k: int, among: Sequence[int] | None
    ) -> list[tuple[int, float]]:
        total = self.manifest.counts["passages"]
        wanted = min(k, total if among is None else len(among))
        if not wanted:
            return []
        only = "" if among is None else limited_to(among)
        inside = cells(self._cluster, total) if field == "vector" else 0
        more = wanted + _MORE
        # Of passages with equal scores the first ones count, and a server returns any of them. So
        # the search widens until its last hit is worse than the last one wanted.
        while True:
            more = min(more, LONGEST_RESULT)
            (hits,) = self._searched(field, [query], more, only, probed(inside, total, among))
            hits.sort(key=lambda pair: (-pair[1], pair[0]))
            if len(hits) < more or more == LONGEST_RESULT or hits[-1][1] < hits[wanted - 1][1]:
                return hits[:wanted]
            more *= 4

    def _searched(
        self, field: str, queries: list[Any], limit: int, only: str, nprobe: int = 0
    ) -> list[list[tuple[int, float]]]:
        params = {"params": {"nprobe": nprobe}} if nprobe else {}
        found = self._reader.call(
            "search",
            "passages",
            queries,
            anns_field=field,
            limit=limit,
            filter=only,
            output_fields=["key"],
            search_params={"metric_type": "IP", **params},
        )
        return [[(int(hit["key"]), float(hit["distance"])) for hit in hits] for hits in found]

    def _ranges(self, documents: Collection[str]) -> list[tuple[int, int]]:
        numbers = [self._ordinals[doc_id] for doc_id in documents]
        rows = self._reader.rows("documents", numbers, ["first", "end"])
        return [(int(row["first"]), int(row["end"])) for row in rows]

    def _terms(self, query: Collection[str]) -> dict[str, tuple[int, int]]:
        """Return term → its dimension, and the number of passages it occurs in, if any."""
        cached = self._cached_terms
        unknown = {term_key(term): term for term in query if term not in cached}
        if len(cached) + len(unknown) > _CACHED_TERMS:
            cached = self._cached_terms = {}
            unknown = {term_key(term): term for term in query}
        found = dict.fromkeys(unknown.values(), (0, 0))
        for row in self._reader.existing("terms", list(unknown), ["place", "passages"]):
            found[unknown[row["key"]]] = int(row["place"]), int(row["passages"])
        cached.update(found)
        return {term: cached[term] for term in query if cached[term][1]}

    def _words_from(self, letter: str) -> list[tuple[str, int]]:
        packed = self._reader.text_if_any(WORDS, ord(letter))
        return unpacked_words(packed, self.path) if packed else []
