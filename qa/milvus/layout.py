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

from qa.dense import cells_of
from qa.errors import IndexStoreError
from qa.manifest import corrupt
from qa.milvus.packing import LONGEST_KEY, LONGEST_TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qa.milvus.cluster import Cluster

LONGEST_RESULT = 16_384
"""Rows that one search may return (Milvus' limit)."""

NO_TERM = 0
"""Dimension that every sparse vector has, for there must be one; terms are numbered from 1."""

FIRST_WITH_SPARSE = (2, 4)
"""Version of Milvus that has sparse vectors."""

_MOST_CELLS = 65_536  # Milvus' limit
_PARTS = ("passages", "sentences", "documents", "texts", "terms")
_SEAL = "seal"
_KEY, _TEXT = "key", "text"


@dataclass(frozen=True, slots=True)
class Collections:
    """The collections of one generation.

    Attributes:
        index: what the index is called.
        number: of the generation.
    """

    index: str
    number: int

    @property
    def seal(self) -> str:
        """The collection that is made last, with no row; see :func:`guarantee`."""
        return self.of(_SEAL)

    def of(self, part: str) -> str:
        """Return the collection of a part: ``passages``, ``sentences``, ``documents``, …."""
        return f"{self.index}_{self.number:06}_{part}"

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
    match = re.fullmatch(rf"{index}_(\d{{6}})_passages", name)
    if not match:
        msg = f"At {cluster.address.uri} {index!r} is a collection that is not an index of Quoth's."
        raise IndexStoreError(msg)
    return Collections(index, int(match[1]))


def generations(cluster: Cluster) -> list[Collections]:
    """Return all that are there, whole or not, oldest first."""
    index = cluster.address.index
    pattern = re.compile(rf"{index}_(\d{{6}})_(?:{'|'.join((*_PARTS, _SEAL))})")
    found = {
        int(match[1])
        for match in map(pattern.fullmatch, cluster.asked("list_collections"))
        if match
    }
    return [Collections(index, number) for number in sorted(found)]


def create(cluster: Cluster, collections: Collections, dimension: int, passages: int) -> None:
    """Create the collections of a generation, empty.

    Raises:
        IndexStoreError: the server is away, or refuses.
    """
    from pymilvus import DataType, MilvusClient  # noqa: PLC0415

    text = {"datatype": DataType.VARCHAR, "max_length": LONGEST_TEXT}
    number = {"datatype": DataType.INT64}
    fields: dict[str, dict[str, dict[str, Any]]] = {
        "passages": {
            _TEXT: text,
            "vector": {"datatype": DataType.FLOAT_VECTOR, "dim": dimension},
            "terms": {"datatype": DataType.SPARSE_FLOAT_VECTOR},
        },
        "sentences": {_TEXT: text},
        "documents": {_TEXT: text, "first": number, "end": number},
        "texts": {_TEXT: text, "pieces": number},
        "terms": {"place": number, "passages": number},
    }

    def make(part: str) -> None:
        schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
        key = text | {"max_length": LONGEST_KEY} if part == "terms" else number
        schema.add_field(_KEY, is_primary=True, **key)
        for name, column in fields[part].items():
            schema.add_field(name, **column)
        indexes = MilvusClient.prepare_index_params()
        if part == "passages":
            inside = cells(cluster, passages)
            kind: dict[str, Any] = {"index_type": "FLAT"}
            if inside:
                kind = {"index_type": "IVF_FLAT", "params": {"nlist": inside}}
            indexes.add_index("vector", metric_type="IP", **kind)
            indexes.add_index("terms", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
        else:  # a collection must have a vector, even if only its rows are fetched
            schema.add_field("none", datatype=DataType.FLOAT_VECTOR, dim=2)
            indexes.add_index("none", index_type="FLAT", metric_type="IP")
        cluster.asked(
            "create_collection",
            collections.of(part),
            schema=schema,
            index_params=indexes,
            consistency_level="Strong",
        )

    at_once(make, fields)


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
    from pymilvus import DataType, MilvusClient  # noqa: PLC0415

    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field(_KEY, DataType.INT64, is_primary=True)
    schema.add_field("none", DataType.FLOAT_VECTOR, dim=2)
    cluster.asked("create_collection", collections.seal, schema=schema)


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

    As in the embedded index (:func:`qa.dense.cells_of`), for a search among some of the
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
            f"The server at {cluster.address.uri} is Milvus {cluster.version}, which has no sparse "
            "vectors. Quoth needs 2.4 or later."
        )
        raise IndexStoreError(msg)
