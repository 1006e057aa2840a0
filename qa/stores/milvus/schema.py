"""The collections of an index on a cluster, and the alias that names the live ones.

A generation is five collections and a seal, written whole and never changed. The alias ``NAME``
points to the passages of the live one; moving it is the swap. A reader resolves it once and then
uses the collections' own names, so that it sees a whole generation or none.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa.errors import IndexStoreError
from qa.index.generations.damage import corrupt
from qa.index.retrieval.dense import cells_of
from qa.stores.milvus.client import driver
from qa.stores.milvus.codec import LONGEST_KEY, LONGEST_TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from qa.stores.milvus.client import Cluster

LONGEST_RESULT = 16_384
"""Rows that one search may return (Milvus' limit)."""

NO_TERM = 0
"""Dimension of a passage without terms, because a sparse vector may not be empty; terms are
numbered from 1."""

NO_VECTOR = {"none": [0.0, 0.0]}
"""The vector of a row that no search looks for, because every collection must have vectors."""

FIRST_WITH_SPARSE = (2, 4)
"""First version of Milvus with sparse vectors."""

_MOST_CELLS = 65_536  # Milvus' limit
_COLUMNS: dict[str, dict[str, type]] = {
    "sentences": {"text": str},
    "documents": {"text": str, "first": int, "end": int},
    "texts": {"text": str, "pieces": int},
    "terms": {"key": str, "place": int, "passages": int},
}
_PARTS = ("passages", *_COLUMNS)
_SEAL = "seal"


@dataclass(frozen=True, slots=True)
class Collections:
    """The collections of one generation.

    Attributes:
        index: name of the index.
        number: of the generation; the next one's is higher.
        mark: six random hex digits, so that no two builds ever write into the same collections.
    """

    index: str
    number: int
    mark: str

    @property
    def seal(self) -> str:
        """The collection that is created last, without rows; see :func:`guarantee`."""
        return self.of(_SEAL)

    def of(self, part: str) -> str:
        """Return the collection of a part.

        Args:
            part: ``passages``, ``sentences``, ``documents``, …
        """
        return f"{self.index}_{self.number:06}_{self.mark}_{part}"

    def all(self) -> list[str]:
        """Return all collections that have rows; that of the passages comes last."""
        return [self.of(part) for part in reversed(_PARTS)]


def live(cluster: Cluster) -> Collections | None:
    """Return the generation that the alias points to, None if missing.

    Args:
        cluster: to ask.

    Raises:
        IndexStoreError: the cluster is away or refuses, or the alias is not Quoth's.
    """
    index = cluster.address.index
    if not cluster.call("has_collection", index):
        return None
    name = cluster.call("describe_collection", index)["collection_name"]
    if name == index:
        # Some servers describe the alias itself. Or a collection has the name of the index.
        names = cluster.call("list_collections")
        name = "" if index in names else cluster.call("describe_alias", index)["collection_name"]
    match = re.fullmatch(rf"{index}_(\d{{6}})_([0-9a-f]{{6}})_passages", name)
    if not match:
        msg = f"The collection at {cluster.address} is not an index of Quoth's."
        raise IndexStoreError(msg)
    return Collections(index, int(match[1]), match[2])


def generations(cluster: Cluster) -> list[Collections]:
    """Return all generations on a cluster, complete or not, oldest first.

    Args:
        cluster: to ask.

    Raises:
        IndexStoreError: the cluster is away or refuses.
    """
    index = cluster.address.index
    parts = "|".join((*_PARTS, _SEAL))
    pattern = re.compile(rf"{index}_(\d{{6}})_([0-9a-f]{{6}})_(?:{parts})")
    found = {
        (int(match[1]), match[2])
        for match in map(pattern.fullmatch, cluster.call("list_collections"))
        if match
    }
    return [Collections(index, number, mark) for number, mark in sorted(found)]


def create(cluster: Cluster, collections: Collections, dimension: int, passages: int) -> None:
    """Create the collections of a generation, empty.

    Args:
        cluster: to create them on.
        collections: of the generation.
        dimension: of its vectors.
        passages: how many there will be, which decides on the cells.

    Raises:
        IndexStoreError: the server is away, or refuses.
    """

    def create_part(part: str) -> None:
        if part == "passages":
            _create_passages(cluster, collections.of(part), dimension, cells(cluster, passages))
        else:
            create_rows(cluster, collections.of(part), **_COLUMNS[part])

    at_once(create_part, _PARTS)


def create_rows(cluster: Cluster, name: str, **columns: type) -> None:
    """Create a collection of rows that are fetched by their ``key``, empty.

    Args:
        cluster: to create it on.
        name: of the collection.
        **columns: name → type, ``int`` or ``str``; ``key`` is an ``int`` by default.

    Raises:
        IndexStoreError: the server is away, or refuses.
    """
    schema = _schema({"key": int, **columns})
    indexes = driver().MilvusClient.prepare_index_params()
    # a collection must have a vector, even if only its rows are fetched
    indexes.add_index("none", index_type="FLAT", metric_type="IP")
    options = {"schema": schema, "index_params": indexes, "consistency_level": "Strong"}
    cluster.call("create_collection", name, **options)


def _create_passages(cluster: Cluster, name: str, dimension: int, inside: int) -> None:
    kinds, client = driver().DataType, driver().MilvusClient
    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("key", kinds.INT64, is_primary=True)
    schema.add_field("text", kinds.VARCHAR, max_length=LONGEST_TEXT)
    schema.add_field("vector", kinds.FLOAT_VECTOR, dim=dimension)
    schema.add_field("terms", kinds.SPARSE_FLOAT_VECTOR)
    indexes = client.prepare_index_params()
    kind: dict[str, Any] = {"index_type": "FLAT"}
    if inside:
        kind = {"index_type": "IVF_FLAT", "params": {"nlist": inside}}
    indexes.add_index("vector", metric_type="IP", **kind)
    indexes.add_index("terms", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    options = {"schema": schema, "index_params": indexes, "consistency_level": "Strong"}
    cluster.call("create_collection", name, **options)


def _schema(columns: Mapping[str, type]) -> Any:
    kinds, client = driver().DataType, driver().MilvusClient
    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    for name, kind in columns.items():
        is_key = name == "key"
        if kind is int:
            schema.add_field(name, kinds.INT64, is_primary=is_key)
        else:
            longest = LONGEST_KEY if is_key else LONGEST_TEXT
            schema.add_field(name, kinds.VARCHAR, max_length=longest, is_primary=is_key)
    schema.add_field("none", kinds.FLOAT_VECTOR, dim=2)
    return schema


def at_once(do: Callable[[str], object], names: Iterable[str]) -> None:
    """Call a function for each name, in threads: the calls mostly wait for a server.

    Args:
        do: the function.
        names: its arguments.

    Raises:
        IndexStoreError: that of the first name that failed, after all running calls have ended.
    """
    with ThreadPoolExecutor() as pool:
        for _ in pool.map(do, names):
            pass


def seal(cluster: Cluster, collections: Collections) -> None:
    """Mark a generation as complete.

    Args:
        cluster: with the generation.
        collections: of the generation.

    Raises:
        IndexStoreError: the server is away, or refuses.
    """
    cluster.call("create_collection", collections.seal, schema=_schema({"key": int}))


def guarantee(cluster: Cluster, collections: Collections) -> dict[str, Any]:
    """Return the options with which a request sees every row of a generation.

    The seal was created after all rows, and one clock of the server stamps both. So a state
    that is as new as the seal has all rows. The newest state ("Strong") has no more, but a request
    waits for the clock's next tick: 200 ms and more on a server of 2.3.5, against 2. milvus-lite
    has no such times, and does not wait.

    Args:
        cluster: with the generation.
        collections: of the generation.

    Raises:
        IndexCorruptError: the generation is incomplete, or was written by an older version.
        IndexStoreError: the server is away, or refuses.
    """
    if not cluster.call("has_collection", collections.seal):
        raise corrupt(cluster.address.path, f"{collections.seal} is missing")
    made = cluster.call("describe_collection", collections.seal).get("created_timestamp")
    if not made:
        return {"consistency_level": "Strong"}
    return {"consistency_level": "Customized", "guarantee_timestamp": made}


def cells(cluster: Cluster, passages: int) -> int:
    """Return the number of cells for the vectors of a generation, 0 for none.

    As in the folder's index (:func:`qa.index.retrieval.dense.cells_of`), because a search among
    some of the passages can look into more cells. Graphs lose hits then: of the hundred nearest of
    a tenth of 40,000 passages, the server's default (AUTOINDEX) found .72. milvus-lite loses hits
    in any index but FLAT (a recall of .36 was measured).

    Args:
        cluster: with the generation.
        passages: how many there are.
    """
    return 0 if "milvus_lite" in cluster.version else min(_MOST_CELLS, cells_of(passages))


def check_version(cluster: Cluster) -> None:
    """Check that a server is new enough for an index.

    Args:
        cluster: to check.

    Raises:
        IndexStoreError: it is too old.
    """
    numbers = re.search(r"(\d+)\.(\d+)", cluster.version)
    if numbers and (int(numbers[1]), int(numbers[2])) < FIRST_WITH_SPARSE:
        msg = (
            f"The server of {cluster.address} is Milvus {cluster.version}, which has no sparse "
            "vectors. Quoth needs 2.4 or later."
        )
        raise IndexStoreError(msg)
