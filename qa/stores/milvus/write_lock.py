"""One build at a time puts an index on a cluster, from whichever machine.

A server has no lock that ends with its holder. It has aliases, which it gives away once: who makes
the alias of an index's writer holds the index. The alias stands for a small collection in which a
row counts up while the build lives. Who finds it taken watches that count by a clock of its own, so
that clocks which disagree do no harm.
"""

from __future__ import annotations

import threading
import time
import uuid
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from qa.errors import IndexStoreError, IndexUnavailableError
from qa.stores.milvus.schema import NO_VECTOR, create_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.stores.milvus.client import Cluster

BEAT_S = 2.0
"""Seconds after which a build that holds an index counts up."""

GONE_S = 45.0
"""Seconds without a count after which its build is taken to have been killed; more than a server
may be away before a build gives up (:data:`qa.stores.milvus.client.WAIT_S`)."""

_TRIES = 5  # of two that take over at once, one may drop what the other has just made
_LOOK_S = 0.5


class Claim:
    """The right to write an index, while it lasts."""

    def __init__(self, cluster: Cluster, name: str, left: Sequence[str]) -> None:
        """Count up, in a thread of its own, in the row of the collection ``name``.

        What killed builds ``left`` is dropped in the end, and not at once: it may be of one that
        is about to find out that it came too late.
        """
        self._cluster, self._name, self._left = cluster, name, left
        self._ended = threading.Event()
        self._beating = threading.Thread(target=self._beat, daemon=True)
        self._beating.start()

    def check(self) -> None:
        """See that no other build has taken over, to be called before anything is swapped.

        Raises:
            IndexStoreError: one has, or the cluster is away.
        """
        found = _holder(self._cluster)
        if found is None or found[0] != self._name:
            msg = (
                f"Another build has taken over the index at {self._cluster.address}, for this one "
                "was not heard of for too long. What is in use there stays in use; build again."
            )
            raise IndexStoreError(msg)

    def end(self) -> None:
        """Give the index back."""
        self._ended.set()
        self._beating.join()
        with suppress(IndexStoreError):  # away: it is taken over once it was still for long enough
            found = _holder(self._cluster)
            if found and found[0] == self._name:
                self._cluster.asked("drop_alias", _alias(self._cluster))
            there = _there(self._cluster)
            for name in (self._name, *self._left):
                if name in there:
                    self._cluster.asked("drop_collection", name)

    def _beat(self) -> None:
        count = 0
        while not self._ended.wait(BEAT_S):
            count += 1
            with suppress(IndexStoreError):  # what else the build asks for tells of it
                _count(self._cluster, self._name, count)


@contextmanager
def claimed(cluster: Cluster) -> Iterator[Claim]:
    """Hold the index for writing; one that a killed build holds is taken over.

    Raises:
        IndexStoreError: another build holds it, or the cluster is away or refuses.
    """
    claim = _claim(cluster)
    try:
        yield claim
    finally:
        claim.end()


def _claim(cluster: Cluster) -> Claim:
    refused = IndexStoreError(
        f"The index at {cluster.address} is being taken over by other builds. Build again later."
    )
    for _ in range(_TRIES):
        _wait_for_the_end(cluster)
        left = _there(cluster)
        name = f"{_stem(cluster)}{uuid.uuid4().hex}"
        try:
            _create(cluster, name)
            with suppress(IndexStoreError):  # taken a moment before
                cluster.asked("create_alias", name, _alias(cluster))
            found = _holder(cluster)
            if found and found[0] == name:
                return Claim(cluster, name, left)
            cluster.asked("drop_collection", name)
        except IndexUnavailableError:
            raise
        except IndexStoreError as error:  # cleared away by another, or refused where many come
            refused = error
            with suppress(IndexStoreError):
                if name in _there(cluster):
                    cluster.asked("drop_collection", name)
            continue
        if found is None:  # a server may keep an alias of what was dropped, and refuse it anew
            cluster.asked("drop_alias", _alias(cluster))
    raise refused


def _wait_for_the_end(cluster: Cluster) -> None:
    """Return when nobody holds the index, or when who does was still for :data:`GONE_S`.

    Raises:
        IndexStoreError: a build is alive and holds it, or the cluster is away.
    """
    first = found = _holder(cluster)
    until = time.monotonic() + GONE_S
    while found is not None and time.monotonic() < until:
        if found != first:
            msg = (
                f"Another build is writing to the index at {cluster.address}. Wait until it has "
                "ended, and build again."
            )
            raise IndexStoreError(msg)
        time.sleep(_LOOK_S)
        found = _holder(cluster)
    if found is not None:
        cluster.asked("drop_alias", _alias(cluster))


def _holder(cluster: Cluster) -> tuple[str, int] | None:
    """Return the collection of who holds the index, and its count; None where nobody does."""
    alias = _alias(cluster)
    try:
        rows = cluster.asked("query", alias, filter="key == 0", output_fields=["holder", "count"])
    except IndexStoreError:
        if cluster.asked("has_collection", alias):
            raise
        return None
    return (str(rows[0]["holder"]), int(rows[0]["count"])) if rows else None


def _create(cluster: Cluster, name: str) -> None:
    create_rows(cluster, name, holder=str, count=int)
    _count(cluster, name, 0)


def _count(cluster: Cluster, name: str, count: int) -> None:
    cluster.asked("upsert", name, [{"key": 0, "holder": name, "count": count, **NO_VECTOR}])


def _there(cluster: Cluster) -> list[str]:
    """Return what builds count in, those that live and those that were killed."""
    stem = _stem(cluster)
    return [name for name in cluster.asked("list_collections") if name.startswith(stem)]


def _alias(cluster: Cluster) -> str:
    return f"{cluster.address.index}__writer"


def _stem(cluster: Cluster) -> str:
    return f"{cluster.address.index}__writer_"
