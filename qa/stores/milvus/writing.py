"""The rows of a generation, written to a cluster."""

from __future__ import annotations

import json
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.index.generations.manifest import MANIFEST as MANIFEST_FILE
from qa.index.generations.takeover import stored_documents, stored_terms, stored_words
from qa.index.packed_vectors import packed
from qa.stores.milvus.codec import (
    DOCUMENT,
    FACTS,
    LONGEST_TEXT,
    MANIFEST,
    PASSAGE,
    WORDS,
    packed_document,
    packed_facts,
    packed_passage,
    pieces,
    sentence_key,
    sentences_a_row,
    term_key,
    text_key,
    vectors_as_text,
)
from qa.stores.milvus.schema import NO_TERM, NO_VECTOR, at_once, seal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qa.index.generations.generation import Generation
    from qa.progress import Progress
    from qa.stores.milvus.client import Cluster
    from qa.stores.milvus.schema import Collections

    Row = dict[str, Any]
    Long = dict[tuple[int, int], str]

_ROWS_AT_ONCE, _BYTES_AT_ONCE = 500, 4 << 20  # so that no request times out
_PASSAGES_AT_ONCE = 500


def write(cluster: Cluster, new: Collections, generation: Generation, progress: Progress) -> None:
    """Write a generation into empty collections, and seal them.

    Every row has its own key, so that a row that is sent twice is stored once.

    Args:
        cluster: to write to.
        new: the collections.
        generation: of the folder.
        progress: notified of each step.

    Raises:
        IndexStoreError: the cluster is away or refuses.
    """
    total = generation.manifest.counts["passages"]
    weights = _Weights(generation)
    long: Long = {}  # texts that do not fit into their rows, by kind and number
    for first in range(0, total, _PASSAGES_AT_ONCE):
        end = min(first + _PASSAGES_AT_ONCE, total)
        passages, sentences = _passage_rows(generation, weights, first, end, long)
        _upsert(cluster, new.of("passages"), passages)
        _upsert(cluster, new.of("sentences"), sentences)
        progress("Sending", end, total)
    _upsert(cluster, new.of("documents"), _document_rows(generation, long))
    _upsert(cluster, new.of("texts"), _text_rows(generation, long))
    _upsert(cluster, new.of("terms"), _term_rows(generation))
    at_once(lambda name: cluster.call("flush", name), new.all())
    at_once(lambda name: cluster.call("load_collection", name), new.all())
    seal(cluster, new)


class _Weights:
    """The terms of passages with their BM25 weights, but for idf: a sparse vector each.

    The idf of a term is in the query's vector, so that the inner product is BM25.
    """

    def __init__(self, generation: Generation) -> None:
        """Sort all pairs of term and passage by passage.

        Args:
            generation: of the folder.
        """
        lexical = generation.lexical
        counts = [passages for _, passages in stored_terms(generation)]
        self._order = np.argsort(lexical.holders, kind="stable")
        self._holders = np.asarray(lexical.holders)[self._order]
        self._places = np.repeat(np.arange(len(counts)) + NO_TERM + 1, counts)[self._order]
        self._weights = lexical.weights

    def of(self, number: int) -> dict[int, float]:
        """Return dimension of each term of a passage → its weight.

        Args:
            number: of the passage.
        """
        begin, end = np.searchsorted(self._holders, (number, number + 1))
        weights = self._weights(self._order[begin:end])
        places = self._places[begin:end].tolist()
        return dict(zip(places, weights.tolist(), strict=True)) or {NO_TERM: 1.0}


def _passage_rows(
    generation: Generation, weights: _Weights, first: int, end: int, long: Long
) -> tuple[list[Row], list[Row]]:
    """Return the rows of passages and of their sentences; too long texts go to ``long``."""
    numbers = range(first, end)
    passages = generation.passages(numbers)
    vectors = generation.passage_vectors(numbers)
    of_sentences = packed(generation.sentence_vectors(numbers))
    rows: list[Row] = []
    sentence_rows: list[Row] = []
    at, together = 0, sentences_a_row(vectors.shape[1])
    for number, passage, vector in zip(numbers, passages, vectors, strict=True):
        text = _fitting(packed_passage(passage), (PASSAGE, number), long)
        rows.append({"key": number, "text": text, "vector": vector, "terms": weights.of(number)})
        inside = of_sentences[at : at + len(passage.sentences)]
        at += len(inside)
        for piece, begin in enumerate(range(0, len(inside), together)):
            some = vectors_as_text(inside[begin : begin + together])
            sentence_rows.append({"key": sentence_key(number, piece), "text": some, **NO_VECTOR})
    return rows, sentence_rows


def _fitting(text: str, place: tuple[int, int], long: Long) -> str:
    """Return a packed text, or an empty one if it is too long and goes to ``long``."""
    if len(text) <= LONGEST_TEXT:
        return text
    long[place] = text
    return ""


def _document_rows(generation: Generation, long: Long) -> Iterator[Row]:
    first = {stored.doc_id: stored.first for stored in stored_documents(generation)}
    for number, facts in enumerate(generation.facts()):
        begin = first[facts.doc_id]
        text = _fitting(packed_facts(facts), (FACTS, number), long)
        span = {"first": begin, "end": begin + facts.passages}
        yield {"key": number, "text": text, **span, **NO_VECTOR}


def _text_rows(generation: Generation, long: Long) -> Iterator[Row]:
    """Yield the manifest, documents, words, and all texts too long for their rows, in pieces."""
    manifest = (generation.path / MANIFEST_FILE).read_text(encoding="utf-8")
    words = groupby(sorted(stored_words(generation).items()), key=lambda pair: pair[0][0])
    texts = chain(
        [(MANIFEST, 0, manifest)],
        ((DOCUMENT, n, packed_document(d)) for n, d in enumerate(generation.documents())),
        ((WORDS, ord(letter), json.dumps(list(pairs))) for letter, pairs in words),
        ((kind, number, packed) for (kind, number), packed in long.items()),
    )
    for kind, number, text in texts:
        cut = pieces(text)
        for piece, part in enumerate(cut):
            row = {"key": text_key(kind, number, piece), "text": part, "pieces": len(cut)}
            yield {**row, **NO_VECTOR}


def _term_rows(generation: Generation) -> Iterator[Row]:
    for place, (term, passages) in enumerate(stored_terms(generation), NO_TERM + 1):
        yield {"key": term_key(term), "place": place, "passages": passages, **NO_VECTOR}


def _upsert(cluster: Cluster, collection: str, rows: Iterable[Row]) -> None:
    some: list[Row] = []
    size = 0
    for row in rows:
        some.append(row)
        size += len(row.get("text", "")) + 4 * len(row.get("vector", ()))
        if len(some) == _ROWS_AT_ONCE or size > _BYTES_AT_ONCE:
            cluster.call("upsert", collection, some)
            some, size = [], 0
    if some:
        cluster.call("upsert", collection, some)
