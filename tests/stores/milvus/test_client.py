"""A request is repeated while the server is away, and ends in a sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from qa.errors import IndexStoreError, IndexUnavailableError
from qa.stores.milvus.address import parse_address
from qa.stores.milvus.client import Cluster, driver
from qa.stores.milvus.schema import NO_VECTOR, create_rows

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[3]


def test_a_request_returns_what_the_server_does(cluster: Cluster) -> None:
    """By any method of the client."""
    assert cluster.version
    assert cluster.call("has_collection", "quoth_none") is False


def test_what_the_server_refuses_is_said_at_once(cluster: Cluster) -> None:
    """With its own reason; to repeat it would not help."""
    with pytest.raises(IndexStoreError, match=r"refused a request: .*quoth_none") as refused:
        cluster.call("describe_collection", "quoth_none")
    assert not isinstance(refused.value, IndexUnavailableError)


def test_a_collection_that_is_not_loaded_is_loaded(cluster: Cluster) -> None:
    """As after a restart of the server."""
    name = f"{cluster.address.index}_rows"
    create_rows(cluster, name, count=int)
    cluster.call("upsert", name, [{"key": 1, "count": 7, **NO_VECTOR}])
    cluster.call("release_collection", name)
    (row,) = cluster.call("get", name, [1], output_fields=["count"])
    assert row["count"] == 7


def test_loading_is_asked_for_again(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that was restarted after the first request has forgotten it, and would never end."""
    asked: list[float] = []

    class Restarted:
        """A client that waits in vain for what it asked for first."""

        def load_collection(self, name: str, timeout: float) -> str:
            asked.append(timeout)
            if len(asked) == 1:
                msg = f"wait for loading collection timeout, collection: {name}"
                raise driver().MilvusException(message=msg)
            return "loaded"

    monkeypatch.setattr(cluster, "_client", Restarted)
    assert cluster.call("load_collection", "mine") == "loaded"
    assert asked == [20.0, 20.0]


def test_a_closed_connection_is_made_again(cluster: Cluster) -> None:
    """With the next request."""
    cluster.close()
    assert cluster.call("has_collection", "quoth_none") is False


def test_a_server_that_is_away_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its address is named."""
    pytest.importorskip("pymilvus")
    monkeypatch.setattr("qa.stores.milvus.client.WAIT_S", 0)
    with pytest.raises(IndexUnavailableError, match=r"milvus://127\.0\.0\.1:9, .* does not answer"):
        Cluster(parse_address("milvus://127.0.0.1:9"))


def test_without_the_client_it_is_said_how_to_install_it() -> None:
    """Before anything is contacted."""
    code = (
        "import sys; sys.modules['pymilvus'] = None\n"
        "from qa.errors import IndexStoreError\n"
        "from qa.stores.milvus.address import parse_address\n"
        "from qa.stores.milvus.client import Cluster\n"
        "try:\n    Cluster(parse_address(sys.argv[1]))\n"
        "except IndexStoreError as error:\n    print(error)\n"
    )
    command = [sys.executable, "-c", code, "milvus://127.0.0.1:9"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert 'pip install "quoth[milvus]"' in done.stdout
