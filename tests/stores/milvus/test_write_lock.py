"""One build at a time, on the servers that can be had here and on any that is named."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.errors import IndexStoreError
from qa.stores.milvus import write_lock
from qa.stores.milvus.address import parse_address
from qa.stores.milvus.client import Cluster
from qa.stores.milvus.write_lock import locked
from tests.support.clusters import CLUSTERS, empty_index

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest.importorskip("pymilvus", reason="make test-cluster installs it")

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[3]

HOLD = """
import sys, time
from qa.stores.milvus.address import parse_address
from qa.stores.milvus.write_lock import locked
from qa.stores.milvus.client import Cluster
with locked(Cluster(parse_address(sys.argv[1]))):
    print("locked", flush=True)
    time.sleep(600)
"""


@pytest.fixture(params=CLUSTERS)
def store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an index that is not there yet."""
    with empty_index(request, monkeypatch) as address:
        yield address


@pytest.fixture
def cluster(store: str) -> Cluster:
    """A connection to it."""
    return Cluster(parse_address(store))


def left(cluster: Cluster) -> list[str]:
    """Return the collections of the index that are there."""
    index = cluster.address.index
    return [name for name in cluster.call("list_collections") if name.startswith(index)]


def test_only_one_of_many_locks_an_index(store: str) -> None:
    """A build that comes while another has the lock is refused, also if all come at once."""
    holding, together, refusals, acquired = threading.Lock(), threading.Barrier(4), [], []

    def build() -> None:
        mine = Cluster(parse_address(store))
        together.wait()
        try:
            with locked(mine):
                assert holding.acquire(blocking=False)
                time.sleep(3 * write_lock.HEARTBEAT_S)
                holding.release()
            acquired.append(True)
        except IndexStoreError as error:
            refusals.append(str(error))

    threads = [threading.Thread(target=build) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(acquired) == 1
    assert len(refusals) == 3
    assert all("Another build is writing" in text for text in refusals), refusals


def test_what_is_given_back_can_be_taken_and_leaves_nothing(cluster: Cluster) -> None:
    """At once, and again."""
    for _ in range(2):
        with locked(cluster) as mine:
            mine.check()
            assert left(cluster)
        assert left(cluster) == []


def test_an_index_that_a_killed_build_had_locked_is_taken_over(
    store: str, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After it was still for long enough, and not before; what it left is cleared away."""
    monkeypatch.setattr(write_lock, "ABANDONED_S", 3 * write_lock.HEARTBEAT_S)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, store], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert holder.stdout
    assert holder.stdout.readline() == "locked\n"
    with pytest.raises(IndexStoreError, match="Another build is writing"), locked(cluster):
        pass
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    holder.stdout.close()
    killed = time.monotonic()
    with locked(cluster):
        assert time.monotonic() - killed > 2 * write_lock.HEARTBEAT_S
        assert len(left(cluster)) == 2
    assert left(cluster) == []


def test_a_build_that_was_taken_for_dead_swaps_nothing(
    store: str, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It had stood still, comes back, and finds another where it was."""
    monkeypatch.setattr(write_lock, "ABANDONED_S", 1.0)
    monkeypatch.setattr(write_lock, "HEARTBEAT_S", 60.0)
    late = Cluster(parse_address(store))
    with locked(late) as asleep, locked(cluster) as awake:
        awake.check()
        with pytest.raises(IndexStoreError, match="Another build has taken over"):
            asleep.check()
        asleep.release()
        awake.check()
