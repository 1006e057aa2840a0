"""Encoder and calibration on a cluster.

With these, a machine that only asks questions needs the address and nothing else. Each attachment
is a collection of its own, named after the index, because it outlives a generation.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from qa.errors import IndexStoreError, IndexUnavailableError, JsonError
from qa.files.typed_json import parse
from qa.index.generations.damage import corrupt
from qa.stores.milvus.codec import LONGEST_TEXT
from qa.stores.milvus.schema import NO_VECTOR, create_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa.stores.milvus.client import Cluster

CALIBRATION = "calibration"
"""Name of the calibration."""

_ENCODER = "encoder_"
_ROWS_AT_ONCE = 50  # some 3 MB


def encoder_of(sha256: str) -> str:
    """Return the name of a model's encoder.

    Args:
        sha256: of the model's weights.
    """
    return f"{_ENCODER}{sha256[:16]}"


def collection_of(cluster: Cluster, name: str) -> str:
    """Return the collection of an attachment.

    Args:
        cluster: with the address of the index.
        name: of the attachment.
    """
    return f"{cluster.address.index}__{name}"


def write(cluster: Cluster, name: str, files: Mapping[str, bytes]) -> None:
    """Write an attachment; a reader sees all of its files or none.

    Args:
        cluster: to write to.
        name: of the attachment.
        files: name → content.

    Raises:
        IndexStoreError: the cluster is away or refuses.
    """
    collection = collection_of(cluster, name)
    if not _first(cluster, name):
        if cluster.call("has_collection", collection):
            cluster.call("drop_collection", collection)
        create_rows(cluster, collection, text=str, pieces=int)
    packed = json.dumps({file: base64.b64encode(data).decode() for file, data in files.items()})
    cut = [packed[begin : begin + LONGEST_TEXT] for begin in range(0, len(packed), LONGEST_TEXT)]
    rows = [
        {"key": piece, "text": text, "pieces": len(cut), **NO_VECTOR}
        for piece, text in enumerate(cut)
    ]
    # The first row comes last: a reader looks for it, and so never finds an incomplete attachment.
    for end in range(len(rows), 0, -_ROWS_AT_ONCE):
        cluster.call("upsert", collection, rows[max(0, end - _ROWS_AT_ONCE) : end])


def has(cluster: Cluster, name: str) -> bool:
    """Return whether a complete attachment is on a cluster.

    Args:
        cluster: to ask.
        name: of the attachment.

    Raises:
        IndexStoreError: the cluster is away or refuses.
    """
    first = _first(cluster, name)
    if not first:
        return False
    collection = collection_of(cluster, name)
    (counted,) = cluster.call("query", collection, output_fields=["count(*)"])
    return bool(counted["count(*)"] >= first[0]["pieces"])


def read(cluster: Cluster, name: str, **consistency: str) -> dict[str, bytes]:
    """Return the files of an attachment, name → content; none if there is no such attachment.

    Args:
        cluster: to read from.
        name: of the attachment.
        **consistency: as pymilvus takes it; the newest state by default.

    Raises:
        IndexCorruptError: the attachment is damaged.
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
    """Return the collections of the encoders of other models.

    Args:
        cluster: to ask.
        but: name of the encoder in use.

    Raises:
        IndexStoreError: the cluster is away or refuses.
    """
    prefix, used = collection_of(cluster, _ENCODER), collection_of(cluster, but)
    names = cluster.call("list_collections")
    return [name for name in names if name.startswith(prefix) and name != used]


def _first(cluster: Cluster, name: str, **consistency: str) -> list[dict[str, Any]]:
    """Return the first row of an attachment, or none."""
    collection = collection_of(cluster, name)
    if not cluster.call("has_collection", collection):
        return []
    try:
        return _rows(cluster, collection, 0, 1, **consistency)
    except IndexUnavailableError:
        raise
    except IndexStoreError:  # a killed build left the collection without its index
        return []


def _rows(
    cluster: Cluster, collection: str, first: int, end: int, **consistency: str
) -> list[dict[str, Any]]:
    keys = list(range(first, end))
    fields = ["key", "text", "pieces"]
    rows = cluster.call("get", collection, keys, output_fields=fields, **consistency)
    return sorted(rows, key=lambda row: int(row["key"]))
