"""What an index is on a cluster: collections that share a suffix, and one alias.

A generation is five collections and a seal, written whole and never changed. The alias ``NAME``
stands for the newest one's passages; moving it is the swap. Who reads resolves it once and then
asks the collections by their own names, so that a generation is seen whole or not at all.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa.errors import IndexStoreError
from qa.index.damage import corrupt
from qa.index.dense import cells_of
from qa.stores.milvus.codec import LONGEST_KEY, LONGEST_TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from qa.stores.milvus.client import Cluster

LONGEST_RESULT = 16_384
"""Rows that one search may return (Milvus' limit)."""

NO_TERM = 0
"""Dimension that every sparse vector has, for there must be one; terms are numbered from 1."""

NO_VECTOR = {"none": [0.0, 0.0]}
"""What a row holds beside its columns where nothing is searched for by vectors."""

FIRST_WITH_SPARSE = (2, 4)
"""Version of Milvus that has sparse vectors."""

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
        index: what the index is called.
        number: of the generation; the next one's is higher.
        mark: six hex digits drawn by chance, so that no two builds ever write into the same.
    """

    index: str
    number: int
    mark: str

    @property
    def seal(self) -> str:
        """The collection that is made last, with no row; see :func:`guarantee`."""
        return self.of(_SEAL)

    def of(self, part: str) -> str:
        """Return the collection of a part: ``passages``, ``sentences``, ``documents``, …."""
        return f"{self.index}_{self.number:06}_{self.mark}_{part}"

    def all(self) -> list[str]:
        """Return all that have rows; that of the passages comes last."""
        return [self.of(part) for part in reversed(_PARTS)]


def live(cluster: Cluster) -> Collections | None:
    """Return the generation that the alias stands for, None where there is none.

    Raises:
        IndexStoreError: the cluster is away or refuses, or the alias is not one of Quoth's.
    """
    index = cluster.address.index
    if not cluster.asked("has_collection", index):
        return None
    name = cluster.asked("describe_collection", index)["collection_name"]
    if name == index:
        told = cluster.asked("list_collections")
        name = "" if index in told else cluster.asked("describe_alias", index)["collection_name"]
    match = re.fullmatch(rf"{index}_(\d{{6}})_([0-9a-f]{{6}})_passages", name)
    if not match:
        msg = f"What is at {cluster.address} is a collection that is not an index of Quoth's."
        raise IndexStoreError(msg)
    return Collections(index, int(match[1]), match[2])


def generations(cluster: Cluster) -> list[Collections]:
    """Return all that are there, whole or not, oldest first."""
    index = cluster.address.index
    parts = "|".join((*_PARTS, _SEAL))
    pattern = re.compile(rf"{index}_(\d{{6}})_([0-9a-f]{{6}})_(?:{parts})")
    found = {
        (int(match[1]), match[2])
        for match in map(pattern.fullmatch, cluster.asked("list_collections"))
        if match
    }
    return [Collections(index, number, mark) for number, mark in sorted(found)]


def create(cluster: Cluster, collections: Collections, dimension: int, passages: int) -> None:
    """Create the collections of a generation, empty.

    Raises:
        IndexStoreError: the server is away, or refuses.
    """

    def make(part: str) -> None:
        if part == "passages":
            _create_passages(cluster, collections.of(part), dimension, cells(cluster, passages))
        else:
            create_rows(cluster, collections.of(part), **_COLUMNS[part])

    at_once(make, _PARTS)


def create_rows(cluster: Cluster, name: str, **columns: type) -> None:
    """Create a collection of rows that are fetched by their ``key``, empty.

    Args:
        cluster: where.
        name: of the collection.
        **columns: what the rows hold, ``int`` or ``str``; ``key`` is an ``int`` unless named.

    Raises:
        IndexStoreError: the server is away, or refuses.
    """
    from pymilvus import MilvusClient  # noqa: PLC0415

    schema = _schema({"key": int, **columns})
    indexes = MilvusClient.prepare_index_params()
    # a collection must have a vector, even if only its rows are fetched
    indexes.add_index("none", index_type="FLAT", metric_type="IP")
    options = {"schema": schema, "index_params": indexes, "consistency_level": "Strong"}
    cluster.asked("create_collection", name, **options)


def _create_passages(cluster: Cluster, name: str, dimension: int, inside: int) -> None:
    from pymilvus import DataType, MilvusClient  # noqa: PLC0415

    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("key", DataType.INT64, is_primary=True)
    schema.add_field("text", DataType.VARCHAR, max_length=LONGEST_TEXT)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension)
    schema.add_field("terms", DataType.SPARSE_FLOAT_VECTOR)
    indexes = MilvusClient.prepare_index_params()
    kind: dict[str, Any] = {"index_type": "FLAT"}
    if inside:
        kind = {"index_type": "IVF_FLAT", "params": {"nlist": inside}}
    indexes.add_index("vector", metric_type="IP", **kind)
    indexes.add_index("terms", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    options = {"schema": schema, "index_params": indexes, "consistency_level": "Strong"}
    cluster.asked("create_collection", name, **options)


def _schema(columns: Mapping[str, type]) -> Any:
    from pymilvus import DataType, MilvusClient  # noqa: PLC0415

    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    for name, kind in columns.items():
        is_key = name == "key"
        if kind is int:
            schema.add_field(name, DataType.INT64, is_primary=is_key)
        else:
            longest = LONGEST_KEY if is_key else LONGEST_TEXT
            schema.add_field(name, DataType.VARCHAR, max_length=longest, is_primary=is_key)
    schema.add_field("none", DataType.FLOAT_VECTOR, dim=2)
    return schema


def at_once(do: Callable[[str], object], names: Iterable[str]) -> None:
    """Do something for each name in threads, for what is asked of a server here is mostly waiting.

    Raises:
        IndexStoreError: that of the first that failed, after all have ended.
    """
    with ThreadPoolExecutor() as pool:
        for _ in pool.map(do, names):
            pass


def seal(cluster: Cluster, collections: Collections) -> None:
    """Mark a generation as written to its end.

    Raises:
        IndexStoreError: the server is away, or refuses.
    """
    cluster.asked("create_collection", collections.seal, schema=_schema({"key": int}))


def guarantee(cluster: Cluster, collections: Collections) -> dict[str, Any]:
    """Return what a request says so that it sees every row of a generation.

    The seal was made when all was written, and one clock of the server stamps rows and collections.
    So who has come as far as the seal's time has seen everything. To ask for what is newest
    ("Strong"), which is no more, keeps a request waiting for the clock's next tick: 200 ms and more
    on the server of 2.3.5, against 2. milvus-lite gives no times, and does not wait.

    Raises:
        IndexCorruptError: the generation was not written to its end, or by an older version.
        IndexStoreError: the server is away, or refuses.
    """
    if not cluster.asked("has_collection", collections.seal):
        raise corrupt(cluster.address.path, f"{collections.seal} is missing")
    made = cluster.asked("describe_collection", collections.seal).get("created_timestamp")
    if not made:
        return {"consistency_level": "Strong"}
    return {"consistency_level": "Customized", "guarantee_timestamp": made}


def cells(cluster: Cluster, passages: int) -> int:
    """Return the number of cells that the vectors of a generation are kept in, 0 for none.

    As in the embedded index (:func:`qa.index.dense.cells_of`), for a search among some of the
    passages can look into more cells. Graphs lose hits then: of the hundred nearest of a tenth of
    40,000 passages, a server's own choice (AUTOINDEX) found .72. milvus-lite loses them in any
    index but FLAT (recall .36 was seen).
    """
    return 0 if "milvus_lite" in cluster.version else min(_MOST_CELLS, cells_of(passages))


def check_version(cluster: Cluster) -> None:
    """See that a server has what an index needs.

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
