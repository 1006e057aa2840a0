"""An index on each server that the tests of Milvus know, with nothing in it yet."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from qa.stores.milvus.address import parse_address
from qa.stores.milvus.client import Cluster
from tests.support.clusters import CLUSTERS, empty_index

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(params=CLUSTERS)
def store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an index that does not exist yet; questions and builds go to it."""
    pytest.importorskip("pymilvus", reason="make test-cluster installs it")
    with empty_index(request, monkeypatch) as address:
        yield address


@pytest.fixture
def cluster(store: str) -> Iterator[Cluster]:
    """A connection to it."""
    with closing(Cluster(parse_address(store))) as connected:
        yield connected
