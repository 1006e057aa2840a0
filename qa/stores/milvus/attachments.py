"""What is on a cluster beside the generations of an index: its encoder and its calibration.

With these, a machine that only asks needs the address and nothing else. Each is a collection of its
own, named after the index, for it outlives a generation.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from qa.errors import IndexAwayError, IndexStoreError, JsonError
from qa.files.typed_json import parse
from qa.index.damage import corrupt
from qa.stores.milvus.codec import LONGEST_TEXT
from qa.stores.milvus.schema import NO_VECTOR, create_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa.stores.milvus.client import Cluster

CALIBRATION = "calibration"
"""What the calibration is called."""

_ENCODER = "encoder_"
_ROWS_AT_ONCE = 50  # some 3 MB


def encoder_of(sha256: str) -> str:
    """Return what the encoder of a model is called, by the sha256 of its weights."""
    return f"{_ENCODER}{sha256[:16]}"


def collection_of(cluster: Cluster, name: str) -> str:
    """Return the collection that something is in."""
    return f"{cluster.address.index}__{name}"


def write(cluster: Cluster, name: str, files: Mapping[str, bytes]) -> None:
    """Put files there under one name; who reads sees all of them or none.

    Raises:
        IndexStoreError: the cluster is away or refuses.
    """
    collection = collection_of(cluster, name)
    if not _first(cluster, name):
        if cluster.asked("has_collection", collection):
            cluster.asked("drop_collection", collection)
        create_rows(cluster, collection, text=str, pieces=int)
    packed = json.dumps({file: base64.b64encode(data).decode() for file, data in files.items()})
    cut = [packed[begin : begin + LONGEST_TEXT] for begin in range(0, len(packed), LONGEST_TEXT)]
    rows = [
        {"key": piece, "text": text, "pieces": len(cut), **NO_VECTOR}
        for piece, text in enumerate(cut)
    ]
    # the first row, which makes them seen, comes last
    for end in range(len(rows), 0, -_ROWS_AT_ONCE):
        cluster.asked("upsert", collection, rows[max(0, end - _ROWS_AT_ONCE) : end])


def has(cluster: Cluster, name: str) -> bool:
    """Tell whether something is there, whole.

    Raises:
        IndexStoreError: the cluster is away or refuses.
    """
    first = _first(cluster, name)
    if not first:
        return False
    collection = collection_of(cluster, name)
    (told,) = cluster.asked("query", collection, output_fields=["count(*)"])
    return bool(told["count(*)"] >= first[0]["pieces"])


def read(cluster: Cluster, name: str, **consistency: str) -> dict[str, bytes]:
    """Return the files that are there under a name; none where nothing is.

    Args:
        cluster: where.
        name: of the files.
        **consistency: as pymilvus takes it, what is newest unless another one is named.

    Raises:
        IndexCorruptError: they are damaged.
        IndexStoreError: the cluster is away or refuses.
    """
    rows = _first(cluster, name, **consistency)
    if not rows:
        return {}
    collection, end = collection_of(cluster, name), int(rows[0]["pieces"])
    for first in range(1, end, _ROWS_AT_ONCE):
        last = min(first + _ROWS_AT_ONCE, end)
        rows += _rows(cluster, collection, first, last, **consistency)
    try:
        files = parse("".join(row["text"] for row in rows), dict[str, str])
        return {name: base64.b64decode(data, validate=True) for name, data in files.items()}
    except (ValueError, JsonError) as error:
        raise corrupt(cluster.address.path, f"{collection} cannot be read ({error})") from error


def other_encoders(cluster: Cluster, but: str) -> list[str]:
    """Return the collections of the encoders of other models than ``but``.

    Raises:
        IndexStoreError: the cluster is away or refuses.
    """
    there = cluster.asked("list_collections")
    mine = collection_of(cluster, but)
    return [n for n in there if n.startswith(collection_of(cluster, _ENCODER)) and n != mine]


def _first(cluster: Cluster, name: str, **consistency: str) -> list[dict[str, Any]]:
    """Return the first row of what is there, or none."""
    collection = collection_of(cluster, name)
    if not cluster.asked("has_collection", collection):
        return []
    try:
        return _rows(cluster, collection, 0, 1, **consistency)
    except IndexAwayError:
        raise
    except IndexStoreError:  # a kill left it without its index
        return []


def _rows(
    cluster: Cluster, collection: str, first: int, end: int, **consistency: str
) -> list[dict[str, Any]]:
    keys = list(range(first, end))
    fields = ["key", "text", "pieces"]
    rows = cluster.asked("get", collection, keys, output_fields=fields, **consistency)
    return sorted(rows, key=lambda row: int(row["key"]))
