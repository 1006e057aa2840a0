"""A generation is a set of collections; one alias names the live one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.errors import IndexCorruptError, IndexStoreError
from qa.index.retrieval.dense import FLAT_UP_TO, cells_of
from qa.stores.milvus.schema import (
    Collections,
    at_once,
    cells,
    check_version,
    create,
    create_rows,
    generations,
    guarantee,
    live,
    seal,
)

if TYPE_CHECKING:
    from qa.stores.milvus.client import Cluster

pytestmark = pytest.mark.long


class Server:
    """A server of some version, of which nothing else is asked."""

    def __init__(self, version: str) -> None:
        """Take the version as a server says it."""
        self.version, self.address = version, "milvus://host"


def test_names_tell_generations_and_parts_apart() -> None:
    """And sort by the number of the generation."""
    collections = Collections("quoth", 12, "0a1b2c")
    assert collections.of("texts") == "quoth_000012_0a1b2c_texts"
    assert collections.all()[-1] == "quoth_000012_0a1b2c_passages"
    assert collections.seal not in collections.all()
    assert len(set(collections.all())) == 5


def test_a_generation_is_listed_before_it_is_live(cluster: Cluster) -> None:
    """The alias makes it live."""
    assert (live(cluster), generations(cluster)) == (None, [])
    first, second = (Collections(cluster.address.index, n, "abcdef") for n in (1, 2))
    for collections in (second, first):
        create(cluster, collections, 4, 1)
    assert generations(cluster) == [first, second]
    assert live(cluster) is None
    cluster.call("create_alias", first.of("passages"), cluster.address.index)
    assert live(cluster) == first
    cluster.call("alter_alias", second.of("passages"), cluster.address.index)
    assert live(cluster) == second


def test_an_incomplete_generation_is_damaged(cluster: Cluster) -> None:
    """The seal, created last, makes it complete."""
    collections = Collections(cluster.address.index, 1, "abcdef")
    create(cluster, collections, 4, 1)
    with pytest.raises(IndexCorruptError, match="seal is missing"):
        guarantee(cluster, collections)
    seal(cluster, collections)
    assert "consistency_level" in guarantee(cluster, collections)


def test_a_collection_of_somebody_else_is_left_alone(cluster: Cluster) -> None:
    """It has the name of the index, but is not an alias."""
    create_rows(cluster, cluster.address.index, text=str)
    try:
        with pytest.raises(IndexStoreError, match="is not an index of Quoth's"):
            live(cluster)
    finally:
        cluster.call("drop_collection", cluster.address.index)


@pytest.mark.parametrize("version", ["2.3.5", "v2.3.5-lite", "1.9"])
def test_an_old_server_is_refused(version: str) -> None:
    """It has no sparse vectors."""
    with pytest.raises(IndexStoreError, match=r"Quoth needs 2\.4 or later"):
        check_version(Server(version))  # type: ignore[arg-type]


@pytest.mark.parametrize("version", ["2.4.0", "v2.6.1", "3.0", "milvus_lite", ""])
def test_a_new_server_is_accepted(version: str) -> None:
    """And one that does not tell its version."""
    check_version(Server(version))  # type: ignore[arg-type]


def test_cells_are_those_of_the_folder() -> None:
    """None for few passages, 65,536 at most, and none on milvus-lite."""
    server, lite = Server("v2.6.1"), Server("milvus_lite 3.2")
    assert cells(server, FLAT_UP_TO) == 0  # type: ignore[arg-type]
    assert cells(server, 10**6) == cells_of(10**6)  # type: ignore[arg-type]
    assert cells(server, 10**9) == 65_536  # type: ignore[arg-type]
    assert cells(lite, 10**9) == 0  # type: ignore[arg-type]


def test_the_first_failure_of_many_is_raised() -> None:
    """In the order of the names."""

    def do(name: str) -> None:
        if name in "bc":
            raise IndexStoreError(name)

    with pytest.raises(IndexStoreError, match=r"^b$"):
        at_once(do, "abcd")
