"""A lock on an index on a cluster: one build at a time publishes, from any machine.

A server has no lock that ends with the process that took it. But only one process can create an
alias: the one that creates the alias of an index's writer has the lock. The alias points to a small
collection with one row, in which a number counts up while the build lives. A build that finds the
alias taken watches that number by its own clock, so that clocks which disagree do no harm.
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

HEARTBEAT_S = 2.0
"""Seconds from one count of a build that has the lock to the next."""

ABANDONED_S = 45.0
"""Seconds without a count after which the build counts as killed; more than a server may be away
before a build gives up (:data:`qa.stores.milvus.client.WAIT_S`)."""

_TRIES = 5  # of two that take over at once, one may drop what the other has just created
_POLL_S = 0.5


class WriteLock:
    """The lock of an index, while a build has it."""

    def __init__(self, cluster: Cluster, name: str, left: Sequence[str]) -> None:
        """Start to count, in a thread.

        Args:
            cluster: with the index.
            name: of this build's collection.
            left: collections of killed builds, dropped when the lock is released. Not at once: one
                may belong to a build that is about to find out that it came too late.
        """
        self._cluster, self._name, self._left = cluster, name, left
        self._ended = threading.Event()
        self._counting = threading.Thread(target=self._count_up, daemon=True)
        self._counting.start()

    def check(self) -> None:
        """Check that no other build has taken over; to be called before anything is swapped.

        Raises:
            IndexStoreError: one has, or the cluster is away.
        """
        found = _owner(self._cluster)
        if found is None or found[0] != self._name:
            msg = (
                f"Another build has taken over the index at {self._cluster.address}, because this "
                "one did not respond for too long. The index in use there stays in use; build "
                "again."
            )
            raise IndexStoreError(msg)

    def release(self) -> None:
        """Let other builds take the lock."""
        self._ended.set()
        self._counting.join()
        # If the cluster is away, the next build takes over after ABANDONED_S.
        with suppress(IndexStoreError):
            found = _owner(self._cluster)
            if found and found[0] == self._name:
                self._cluster.call("drop_alias", _alias(self._cluster))
            existing = _writers(self._cluster)
            for name in (self._name, *self._left):
                if name in existing:
                    self._cluster.call("drop_collection", name)

    def _count_up(self) -> None:
        count = 0
        while not self._ended.wait(HEARTBEAT_S):
            count += 1
            with suppress(IndexStoreError):  # the build's own requests report it
                _write_count(self._cluster, self._name, count)


@contextmanager
def locked(cluster: Cluster) -> Iterator[WriteLock]:
    """Lock an index for writing until the block ends; the lock of a killed build is taken over.

    Args:
        cluster: with the index.

    Raises:
        IndexStoreError: another build has the lock, or the cluster is away or refuses.
    """
    lock = _acquired(cluster)
    try:
        yield lock
    finally:
        lock.release()


def _acquired(cluster: Cluster) -> WriteLock:
    refused = IndexStoreError(
        f"The index at {cluster.address} is in use by other builds. Build again later."
    )
    for _ in range(_TRIES):
        _wait_until_free(cluster)
        left = _writers(cluster)
        name = f"{_prefix(cluster)}{uuid.uuid4().hex}"
        try:
            create_rows(cluster, name, holder=str, count=int)
            _write_count(cluster, name, 0)
            with suppress(IndexStoreError):  # another build was faster
                cluster.call("create_alias", name, _alias(cluster))
            found = _owner(cluster)
            if found and found[0] == name:
                return WriteLock(cluster, name, left)
            cluster.call("drop_collection", name)
        except IndexUnavailableError:
            raise
        except IndexStoreError as error:  # dropped by another build, or refused under load
            refused = error
            with suppress(IndexStoreError):
                if name in _writers(cluster):
                    cluster.call("drop_collection", name)
            continue
        if found is None:  # a server may remember the alias of a dropped collection, and refuse it
            cluster.call("drop_alias", _alias(cluster))
    raise refused


def _wait_until_free(cluster: Cluster) -> None:
    """Return when nobody has the lock, or its owner did not count for :data:`ABANDONED_S`.

    Raises:
        IndexStoreError: a build is alive and has the lock, or the cluster is away.
    """
    first = found = _owner(cluster)
    until = time.monotonic() + ABANDONED_S
    while found is not None and time.monotonic() < until:
        if found != first:
            msg = (
                f"Another build is writing to the index at {cluster.address}. Wait until it has "
                "ended, and build again."
            )
            raise IndexStoreError(msg)
        time.sleep(_POLL_S)
        found = _owner(cluster)
    if found is not None:
        cluster.call("drop_alias", _alias(cluster))


def _owner(cluster: Cluster) -> tuple[str, int] | None:
    """Return the collection of the build that has the lock, and its count; None if none has."""
    alias = _alias(cluster)
    try:
        rows = cluster.call("query", alias, filter="key == 0", output_fields=["holder", "count"])
    except IndexStoreError:
        if cluster.call("has_collection", alias):
            raise
        return None
    return (str(rows[0]["holder"]), int(rows[0]["count"])) if rows else None


def _write_count(cluster: Cluster, name: str, count: int) -> None:
    cluster.call("upsert", name, [{"key": 0, "holder": name, "count": count, **NO_VECTOR}])


def _writers(cluster: Cluster) -> list[str]:
    """Return the collections of builds, those that live and those that were killed."""
    prefix = _prefix(cluster)
    return [name for name in cluster.call("list_collections") if name.startswith(prefix)]


def _alias(cluster: Cluster) -> str:
    return f"{cluster.address.index}__writer"


def _prefix(cluster: Cluster) -> str:
    return f"{cluster.address.index}__writer_"
