"""The store on a cluster: contacted when it is needed, its version requested rarely."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from qa.errors import IndexNotFoundError
from qa.index.calibration import Calibration
from qa.stores.milvus import store as module
from qa.stores.milvus.store import MilvusStore

if TYPE_CHECKING:
    from tests.support.indexes import Library

pytestmark = pytest.mark.long


def test_a_cluster_without_an_index_says_how_to_publish_one(store: str) -> None:
    """With the address as it was written."""
    empty = MilvusStore(store)
    for ask in (empty.version, empty.open_live):
        with pytest.raises(IndexNotFoundError, match=r"--store '?milvus://"):
            ask()
    assert empty.open_published() is None
    assert empty.read_encoder("0" * 64) == {}
    assert empty.read_calibration() is None


def test_the_version_changes_with_the_index_and_its_calibration(
    library: Library, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server is contacted again once a second has passed: an hour here, and then none."""
    cluster = MilvusStore(store)
    monkeypatch.setattr(module, "_VERSION_S", 3_600.0)
    library.build(a="An apple.")
    first = cluster.version()
    library.build(a="A bird.")
    assert cluster.version() == first
    monkeypatch.setattr(module, "_VERSION_S", -1.0)
    second = cluster.version()
    cluster.write_calibration(Calibration("none", 0.5, 0.25, 0.75))
    assert len({first, second, cluster.version()}) == 3


def test_a_calibration_comes_back(store: str) -> None:
    """And the collection is named, for who wants to undo it."""
    cluster, fitted = MilvusStore(store), Calibration("none", 0.5, 0.25, 0.75)
    assert "__calibration at milvus://" in cluster.write_calibration(fitted)
    assert cluster.read_calibration() == fitted


def test_the_live_generation_is_opened(library: Library, store: str) -> None:
    """As published; when it was built is not known."""
    fingerprint = library.build(a="An apple.").fingerprint
    cluster = MilvusStore(store)
    with closing(cluster.open_live()) as generation:
        assert generation.manifest.fingerprint == fingerprint
    published = cluster.open_published()
    assert published
    assert published.manifest.fingerprint == fingerprint
    assert cluster.built_ns() == 0
