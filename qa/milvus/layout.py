"""What an index is on a cluster: collections that share a suffix, and one alias.

A generation is five collections, written whole and never changed. The alias ``NAME`` stands for
the newest one's passages; moving it is the swap. Who reads resolves it once and then asks the
collections by their own names, so that a generation is seen whole or not at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa.dense import cells_of
from qa.errors import IndexStoreError
from qa.hashing import sha256_of_text

if TYPE_CHECKING:
    from qa.milvus.cluster import Cluster

LONGEST_TEXT = 65_535
"""Bytes of a VARCHAR (Milvus' limit)."""

LONGEST_RESULT = 16_384
"""Rows that one search may return (Milvus' limit)."""

LONGEST_KEY = 1_024
"""Bytes of the key of a word."""

NO_TERM = 0
"""Dimension that every sparse vector has, for there must be one; terms are numbered from 1."""

FIRST_WITH_SPARSE = (2, 4)
"""Version of Milvus that has sparse vectors."""

_MOST_CELLS = 65_536  # Milvus' limit
_PARTS = ("passages", "sentences", "documents", "texts", "words")
_KEY, _TEXT, _NUMBER = "key", "text", "number"


@dataclass(frozen=True, slots=True)
class Collections:
    """The collections of one generation.

    Attributes:
        index: what the index is called.
        number: of the generation.
    """

    index: str
    number: int

    def of(self, part: str) -> str:
        """Return the collection of a part: ``passages``, ``sentences``, ``documents``, …."""
        return f"{self.index}_{self.number:06}_{part}"

    def all(self) -> list[str]:
        """Return all of them; that of the passages comes last."""
        return [self.of(part) for part in reversed(_PARTS)]


def sentences_a_row(dimension: int) -> int:
    """Return how many sentences' vectors of 16 bits a number fit into one row, in base64."""
    return max(1, LONGEST_TEXT // 4 * 3 // (2 * dimension))


def word_key(key: str) -> str:
    """Return a word's key, or what stands for it where the key is too long for its row."""
    if len(key.encode()) <= LONGEST_KEY:
        return key
    return f"{key[0]}#{sha256_of_text(key)}"


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
    pattern = re.compile(rf"{index}_(\d{{6}})_(?:{'|'.join(_PARTS)})")
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
        "documents": {_TEXT: text},
        "texts": {_TEXT: text, _NUMBER: number},
        "words": {_NUMBER: number, "passages": number},
    }
    for part, columns in fields.items():
        schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
        key = text | {"max_length": LONGEST_KEY} if part == "words" else number
        schema.add_field(_KEY, is_primary=True, **key)
        for name, column in columns.items():
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
