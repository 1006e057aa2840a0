"""A generation copied to a cluster: written next to the live one, checked, swapped in."""

from __future__ import annotations

import uuid
from operator import attrgetter
from shlex import quote
from typing import TYPE_CHECKING

import numpy as np

from qa.errors import IndexCorruptError, IndexMismatchError, IndexStoreError, IndexUnavailableError
from qa.index.generations.takeover import stored_terms
from qa.index.retention import GENERATIONS_KEPT, superseded
from qa.stores.milvus import attachments
from qa.stores.milvus.client import Cluster
from qa.stores.milvus.generation import MilvusGeneration
from qa.stores.milvus.schema import Collections, check_version, create, generations, live
from qa.stores.milvus.write_lock import locked
from qa.stores.milvus.writing import write

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from qa.index.generations.generation import Generation
    from qa.index.generations.manifest import Manifest
    from qa.progress import Progress
    from qa.stores.milvus.address import Address
    from qa.stores.milvus.write_lock import WriteLock

_CHECKED = 50  # passages, documents and terms, about, that are read back and compared
_TRIES = 3
_SEARCHED = 5  # terms that are searched for


def publish(  # noqa: PLR0913 - as the protocol has it, and an address
    generation: Generation,
    address: Address,
    files: Mapping[str, Callable[[], Mapping[str, bytes]]],
    progress: Progress,
    *,
    alone: bool = False,
    instead_of: Collection[str] | None = None,
) -> None:
    """Copy a generation to a cluster and make it the live one there, if it is not already.

    What a killed build has left is cleared away.

    Args:
        generation: of the folder, complete.
        address: of the index on the cluster.
        files: name of an attachment → returns its files, see
            :mod:`qa.stores.milvus.attachments`; one that the cluster has already stays.
        progress: notified of each step.
        alone: drop every other generation, so that removed documents are gone.
        instead_of: fingerprints of the indexes that may be replaced there; None means any.

    Raises:
        IndexMismatchError: another index is live there.
        IndexStoreError: the cluster is away or refuses, or another build has its lock; the index
            that is live there stays live.
    """
    cluster = Cluster(address)
    keep = 1 if alone else GENERATIONS_KEPT
    encoder = attachments.encoder_of(generation.manifest.embedder.sha256)
    try:
        check_version(cluster)
        missing = [name for name in files if not attachments.has(cluster, name)]
        is_done = not missing and _is_live(cluster, generation)
        if is_done and not (
            _superseded(cluster, keep) or attachments.other_encoders(cluster, encoder)
        ):
            return
        try:
            with locked(cluster) as lock:
                if instead_of is not None:
                    check_replaceable(cluster, instead_of)
                for name in missing:
                    attachments.write(cluster, name, files[name]())
                if not _is_live(cluster, generation):
                    _copy(cluster, generation, lock, progress)
                lock.check()
                for left in _superseded(cluster, keep):
                    _drop(cluster, left)
                for other in attachments.other_encoders(cluster, encoder):
                    cluster.call("drop_collection", other)
        except IndexStoreError:
            if alone or not is_done:
                raise  # else only the clearing failed, which the build with the lock does too
    finally:
        cluster.close()


def check_replaceable(cluster: Cluster, known: Collection[str]) -> None:
    """Check that no index is lost if the live one on a cluster is replaced.

    Args:
        cluster: with the index.
        known: fingerprints of the indexes that may be replaced.

    Raises:
        IndexMismatchError: another index is live there.
        IndexStoreError: the cluster is away or refuses.
    """
    current = live(cluster)
    try:
        if current is None or MilvusGeneration(cluster, current).manifest.fingerprint in known:
            return
    except IndexCorruptError:  # nobody can use a damaged one
        return
    msg = (
        f"The index at {cluster.address} is not the one that documents are removed from, and would "
        "be lost. First publish one index of all documents: qa build FOLDER --store "
        f"{quote(cluster.address.url)}"
    )
    raise IndexMismatchError(msg)


def _copy(cluster: Cluster, generation: Generation, lock: WriteLock, progress: Progress) -> None:
    current = live(cluster)
    for left in _superseded(cluster, GENERATIONS_KEPT):
        _drop(cluster, left)
    new = _created(cluster, current.number + 1 if current else 1, generation.manifest)
    write(cluster, new, generation, progress)
    _check(cluster, new, generation)
    lock.check()
    _point_at(cluster, new, is_first=current is None)


def _created(cluster: Cluster, number: int, manifest: Manifest) -> Collections:
    """Create collections; under other names if a repeated request finds them created already."""
    for left in reversed(range(_TRIES)):
        new = Collections(cluster.address.index, number, uuid.uuid4().hex[:6])
        try:
            create(cluster, new, manifest.embedder.dimension, manifest.counts["passages"])
        except IndexStoreError as error:
            _drop(cluster, new)
            if "exist" not in str(error) or not left:
                raise
        else:
            break
    return new


def _superseded(cluster: Cluster, keep: int) -> list[Collections]:
    return superseded(generations(cluster), live(cluster), keep, attrgetter("number"))


def _is_live(cluster: Cluster, generation: Generation) -> bool:
    """Return whether a generation is live on a cluster, and passes :func:`_check`."""
    current = live(cluster)
    if current is None:
        return False
    try:
        _check(cluster, current, generation)
    except IndexUnavailableError:
        raise
    except IndexStoreError:  # another one, damaged, or of another version: write it again
        return False
    return True


def _check(cluster: Cluster, new: Collections, generation: Generation) -> None:
    """Count all rows of a copy, and compare some of them with the original.

    Raises:
        IndexStoreError: rows are missing or differ.
    """
    other = IndexStoreError(
        f"The cluster at {cluster.address} does not return what was sent. The index in use "
        "there stays in use; build again."
    )
    written = MilvusGeneration(cluster, new)
    if written.manifest != generation.manifest:
        raise other
    terms = [term for term, _ in stored_terms(generation)]
    counts = {**generation.manifest.counts, "terms": len(terms)}
    for part in ("passages", "documents", "terms"):
        (counted,) = cluster.call("query", new.of(part), output_fields=["count(*)"])
        if counted["count(*)"] != counts[part]:
            msg = (
                f"The cluster at {cluster.address} has {counted['count(*)']:,} {part} instead of "
                f"{counts[part]:,}. The index in use there stays in use; build again."
            )
            raise IndexStoreError(msg)
    # All rows were counted; contents are compared in a sample from all over the index.
    numbers = list(range(0, counts["passages"], -(-counts["passages"] // _CHECKED)))
    doc_ids = list(generation.manifest.documents)[:: -(-counts["documents"] // _CHECKED)]
    vectors, sent = written.passage_vectors(numbers), generation.passage_vectors(numbers)
    sentences = written.sentence_vectors(numbers), generation.sentence_vectors(numbers)
    if (
        written.passages(numbers) != generation.passages(numbers)
        or not np.allclose(vectors, sent, atol=1e-6)
        or not np.array_equal(*sentences)
        or any(written.document(d) != generation.document(d) for d in doc_ids)
        or written.facts() != generation.facts()
        or written.numbers_of(doc_ids) != generation.numbers_of(doc_ids)
        or not _same_words(written, generation, terms[:: -(-len(terms) // _CHECKED) or 1])
    ):
        raise other


def _same_words(written: MilvusGeneration, generation: Generation, terms: Sequence[str]) -> bool:
    letters = {term[0] for term in terms}
    return (
        written.document_frequencies(terms) == generation.document_frequencies(terms)
        and all(
            np.array_equal(written.postings(term), generation.postings(term))
            for term in terms[:_SEARCHED]
        )
        and all(
            sorted(written.words_beginning_with(letter))
            == sorted(generation.words_beginning_with(letter))
            for letter in letters
        )
    )


def _point_at(cluster: Cluster, new: Collections, *, is_first: bool) -> None:
    change = "create_alias" if is_first else "alter_alias"
    cluster.call(change, new.of("passages"), new.index)


def _drop(cluster: Cluster, collections: Collections) -> None:
    existing = set(cluster.call("list_collections"))
    for name in (collections.seal, *collections.all()):  # the seal first: it is incomplete now
        if name in existing:
            cluster.call("drop_collection", name)
