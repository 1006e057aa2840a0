"""A generation put on a cluster: written beside the live one, checked, swapped in."""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.errors import IndexStoreError
from qa.milvus.claim import claimed
from qa.milvus.cluster import Cluster
from qa.milvus.generation import (
    MANIFEST,
    MilvusGeneration,
    long_passage,
    packed_document,
    packed_passage,
    sentence_key,
)
from qa.milvus.layout import (
    LONGEST_TEXT,
    NO_TERM,
    Collections,
    check_version,
    create,
    generations,
    live,
    sentences_a_row,
    word_key,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from qa.generation import Generation
    from qa.milvus.address import Address
    from qa.milvus.claim import Claim
    from qa.progress import Progress

_ROWS_AT_ONCE = 500
_PASSAGES_AT_ONCE = 500
_GENERATIONS_KEPT = 2
_NUMBERS_TRIED = 5
_CHECKED = 50  # passages and documents that are read back and compared


def publish(
    generation: Generation, address: Address, progress: Progress, *, alone: bool = False
) -> None:
    """Put a generation on a cluster and make it the one in use there; nothing if it is already.

    Every row has a key of its own, so that what is written twice stands once. A build that is
    killed leaves a generation that nothing points at; the next one clears it away.

    Args:
        generation: of the embedded index, complete.
        address: of the index on the cluster.
        progress: told how far it is.
        alone: drop every other one, so that what was removed is nowhere.

    Raises:
        IndexStoreError: the cluster is away or refuses, or another build holds the index; what is
            in use there stays in use.
    """
    cluster = Cluster(address)
    try:
        check_version(cluster)
        if not alone and _is_live(cluster, generation):
            return
        with claimed(cluster) as claim:
            if not _is_live(cluster, generation):
                _put(cluster, generation, claim, progress)
            _forget_old(cluster, 1 if alone else _GENERATIONS_KEPT)
    finally:
        cluster.close()


def _put(cluster: Cluster, generation: Generation, claim: Claim, progress: Progress) -> None:
    current = live(cluster)
    there = generations(cluster)
    for left in there:
        if current is None or left.number > current.number:
            _drop(cluster, left)
    # never a number again: a build that was taken for dead must not write into another's
    number = there[-1].number + 1 if there else 1
    new = _created(cluster, number, generation)
    _write(cluster, new, generation, progress)
    _check(cluster, new, generation)
    claim.check()
    _point_at(cluster, new, is_first=current is None)


def _forget_old(cluster: Cluster, kept: int) -> None:
    """Drop all but the newest ``kept`` of the live generation and those before it."""
    current = live(cluster)
    there = generations(cluster)
    whole = [found for found in there if current and found.number <= current.number]
    for found in there:
        if found not in whole[-kept:]:
            _drop(cluster, found)


def _is_live(cluster: Cluster, generation: Generation) -> bool:
    current = live(cluster)
    if current is None:
        return False
    return _fingerprint(cluster, current) == generation.manifest.fingerprint


def _created(cluster: Cluster, number: int, generation: Generation) -> Collections:
    """Create collections under a number, or one of the next where that is taken.

    A server that was killed may keep half of a collection, which it does not list.
    """
    manifest = generation.manifest
    for tried in range(number, number + _NUMBERS_TRIED):
        new = Collections(cluster.address.index, tried)
        try:
            create(cluster, new, manifest.embedder.dimension, manifest.counts["passages"])
        except IndexStoreError as error:
            _drop(cluster, new)
            if "exist" not in str(error) or tried == number + _NUMBERS_TRIED - 1:
                raise
        else:
            break
    return new


def _write(cluster: Cluster, new: Collections, generation: Generation, progress: Progress) -> None:
    total = generation.manifest.counts["passages"]
    weights = _Weights(generation)
    long: dict[int, str] = {}
    for first in range(0, total, _PASSAGES_AT_ONCE):
        end = min(first + _PASSAGES_AT_ONCE, total)
        passages, sentences = _passage_rows(generation, weights, first, end, long)
        _upsert(cluster, new.of("passages"), passages)
        _upsert(cluster, new.of("sentences"), sentences)
        progress("Sending", end, total)
    _upsert(cluster, new.of("documents"), _document_rows(generation))
    _upsert(cluster, new.of("texts"), _text_rows(generation, long))
    _upsert(cluster, new.of("words"), _word_rows(generation))
    for name in new.all():
        cluster.asked("flush", name)
        cluster.asked("load_collection", name)


class _Weights:
    """Terms of passages with what BM25 gives them, but for idf: a sparse vector each."""

    def __init__(self, generation: Generation) -> None:
        lexical = generation.lexical
        counts = [passages for _, passages in generation.terms()]
        self._order = np.argsort(lexical.holders, kind="stable")
        self._holders = np.asarray(lexical.holders)[self._order]
        self._places = np.repeat(np.arange(len(counts)) + NO_TERM + 1, counts)[self._order]
        self._gained = lexical.gained

    def of(self, number: int) -> dict[int, float]:
        """Return place of each term of a passage → its weight."""
        begin, end = np.searchsorted(self._holders, (number, number + 1))
        weights = self._gained(self._order[begin:end])
        held = dict(zip(self._places[begin:end].tolist(), weights.tolist(), strict=True))
        return held or {NO_TERM: 1.0}


def _passage_rows(
    generation: Generation, weights: _Weights, first: int, end: int, long: dict[int, str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the rows of passages and of their sentences; what is too long goes into ``long``."""
    numbers = range(first, end)
    passages = generation.passages(numbers)
    vectors = generation.passage_vectors(numbers)
    of_sentences = generation.sentence_vectors(numbers).astype("<f2")
    rows, sentence_rows, at = [], [], 0
    together = sentences_a_row(vectors.shape[1])
    for number, passage, vector in zip(numbers, passages, vectors, strict=True):
        packed = packed_passage(passage)
        if len(packed) > LONGEST_TEXT:
            long[number], packed = packed, ""
        rows.append({"key": number, "text": packed, "vector": vector, "terms": weights.of(number)})
        inside = of_sentences[at : at + len(passage.sentences)]
        at += len(inside)
        for piece in range(0, len(inside), together):
            of_some = _packed(inside[piece : piece + together])
            key = sentence_key(number, piece // together)
            sentence_rows.append({"key": key, "text": of_some, "none": [0.0, 0.0]})
    return rows, sentence_rows


def _packed(vectors: NDArray[np.float16]) -> str:
    return base64.b64encode(vectors.tobytes()).decode("ascii")


def _document_rows(generation: Generation) -> Iterator[dict[str, Any]]:
    ordinals = {doc_id: key for key, doc_id in enumerate(sorted(generation.manifest.documents))}
    for stored in generation.stored_documents():
        yield {
            "key": ordinals[stored.doc_id],
            "text": json.dumps({"first": stored.first, "end": stored.end}),
            "none": [0.0, 0.0],
        }


def _text_rows(generation: Generation, long: Mapping[int, str]) -> Iterator[dict[str, Any]]:
    """Yield the manifest, the documents, and passages too long for their rows, in pieces."""
    manifest = (generation.path / "manifest.json").read_text(encoding="utf-8")
    texts = chain(
        [(MANIFEST, manifest)],
        enumerate(map(packed_document, generation.documents())),
        ((long_passage(number), packed) for number, packed in long.items()),
    )
    pieces = ((number, piece) for number, text in texts for piece in _pieces(text))
    for key, (number, piece) in enumerate(pieces):
        yield {"key": key, "number": number, "text": piece, "none": [0.0, 0.0]}


def _pieces(text: str) -> Iterator[str]:
    ascii_only = json.dumps(text)[1:-1]  # a byte a character, none of them a control
    for begin in range(0, len(ascii_only), LONGEST_TEXT):
        yield ascii_only[begin : begin + LONGEST_TEXT]


def _word_rows(generation: Generation) -> Iterator[dict[str, Any]]:
    none = [0.0, 0.0]
    for place, (term, passages) in enumerate(generation.terms(), NO_TERM + 1):
        key = word_key(f"t{term}")
        yield {"key": key, "number": place, "passages": passages, "none": none}
    for word, passages in generation.words().items():
        yield {"key": word_key(f"w{word}"), "number": 0, "passages": passages, "none": none}


def _upsert(cluster: Cluster, collection: str, rows: Any) -> None:
    left = iter(rows)
    while some := list(islice(left, _ROWS_AT_ONCE)):
        cluster.asked("upsert", collection, some)


def _check(cluster: Cluster, new: Collections, generation: Generation) -> None:
    """Count everything, and read some of it back.

    Raises:
        IndexStoreError: something is missing or is not what was sent.
    """
    counts = generation.manifest.counts
    for part in ("passages", "documents"):
        (told,) = cluster.asked("query", new.of(part), output_fields=["count(*)"])
        if told["count(*)"] != counts[part]:
            msg = (
                f"The cluster at {cluster.address} holds {told['count(*)']:,} {part} instead of "
                f"{counts[part]:,}. The index in use there stays in use; build again."
            )
            raise IndexStoreError(msg)
    written = MilvusGeneration(cluster, new)
    numbers = list(range(0, counts["passages"], -(-counts["passages"] // _CHECKED)))
    same = written.manifest == generation.manifest
    same &= written.passages(numbers) == generation.passages(numbers)
    same &= np.allclose(
        written.passage_vectors(numbers), generation.passage_vectors(numbers), atol=1e-6
    )
    same &= np.array_equal(written.sentence_vectors(numbers), generation.sentence_vectors(numbers))
    for doc_id in list(generation.manifest.documents)[:: -(-counts["documents"] // _CHECKED)]:
        same &= written.document(doc_id) == generation.document(doc_id)
    if not same:
        msg = (
            f"What the cluster at {cluster.address} gives back is not what was sent. The index in "
            "use there stays in use; build again."
        )
        raise IndexStoreError(msg)


def _point_at(cluster: Cluster, new: Collections, *, is_first: bool) -> None:
    change = "create_alias" if is_first else "alter_alias"
    cluster.asked(change, new.of("passages"), new.index)


def _drop(cluster: Cluster, collections: Collections) -> None:
    there = set(cluster.asked("list_collections"))
    for name in reversed(collections.all()):  # its passages first: by these it is known
        if name in there:
            cluster.asked("drop_collection", name)


def _fingerprint(cluster: Cluster, current: Collections) -> str:
    with suppress(IndexStoreError):  # damaged, or of another version: written anew
        return MilvusGeneration(cluster, current).manifest.fingerprint
    return ""
