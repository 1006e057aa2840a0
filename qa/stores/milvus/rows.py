"""The rows of one generation, fetched by their keys, and the long texts that they are pieces of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qa.index.generations.damage import corrupt
from qa.stores.milvus.codec import joined, text_key
from qa.stores.milvus.schema import at_once, guarantee

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa.stores.milvus.client import Cluster
    from qa.stores.milvus.schema import Collections

_ROWS_AT_ONCE = {"texts": 50, "sentences": 200}  # of 64 kB at most, so that no request times out
_SMALL_ROWS_AT_ONCE = 1_000


class RowReader:
    """Reads the collections of one generation; safe to share between threads."""

    def __init__(self, cluster: Cluster, collections: Collections) -> None:
        """Load the collections.

        Args:
            cluster: with the generation.
            collections: of the generation.

        Raises:
            IndexCorruptError: the generation is incomplete.
            IndexStoreError: the cluster is away or refuses.
        """
        self._cluster, self._collections = cluster, collections
        self._path = cluster.address.path
        self._guarantee = guarantee(cluster, collections)
        # a server that was restarted has nothing loaded
        at_once(lambda name: cluster.call("load_collection", name), collections.all())

    def call(self, method: str, part: str, *args: Any, **kwargs: Any) -> Any:
        """Send a request that sees every row of the generation, and return its result.

        Args:
            method: of pymilvus' ``MilvusClient``.
            part: whose collection is its first argument, such as ``passages``.
            *args: its other arguments.
            **kwargs: its keyword arguments.
        """
        name = self._collections.of(part)
        return self._cluster.call(method, name, *args, **kwargs, **self._guarantee)

    def existing(
        self, part: str, keys: Sequence[Any], fields: Sequence[str]
    ) -> list[dict[str, Any]]:
        """Return those rows that exist, in any order.

        Args:
            part: of the generation.
            keys: of the rows.
            fields: to return, besides the key.
        """
        wanted, step = ["key", *fields], _ROWS_AT_ONCE.get(part, _SMALL_ROWS_AT_ONCE)
        return [
            row
            for first in range(0, len(keys), step)
            for row in self.call(
                "get", part, list(keys[first : first + step]), output_fields=wanted
            )
        ]

    def rows(self, part: str, keys: Iterable[Any], fields: Sequence[str]) -> list[dict[str, Any]]:
        """Return rows, in the order of their keys.

        Args:
            part: of the generation.
            keys: of the rows.
            fields: to return, besides the key.

        Raises:
            IndexCorruptError: a row is missing.
        """
        wanted = list(keys)
        found = {row["key"]: row for row in self.existing(part, wanted, fields)}
        for key in wanted:
            if key not in found:
                raise corrupt(self._path, f"{self._collections.of(part)} lacks {key!r}")
        return [found[key] for key in wanted]

    def text(self, kind: int, number: int) -> str:
        """Return a text that is stored in pieces.

        Args:
            kind: such as :data:`qa.stores.milvus.codec.DOCUMENT`.
            number: of the document or passage.

        Raises:
            IndexCorruptError: a piece is missing.
        """
        (first,) = self.rows("texts", [text_key(kind, number, 0)], ["text", "pieces"])
        return self._whole(kind, number, first)

    def text_if_any(self, kind: int, number: int) -> str:
        """Return a text that is stored in pieces, an empty one if it does not exist.

        Args:
            kind: such as :data:`qa.stores.milvus.codec.WORDS`.
            number: of the text.

        Raises:
            IndexCorruptError: a piece is missing.
        """
        found = self.existing("texts", [text_key(kind, number, 0)], ["text", "pieces"])
        return self._whole(kind, number, found[0]) if found else ""

    def _whole(self, kind: int, number: int, first: dict[str, Any]) -> str:
        """Return the text of which a row is the first piece."""
        keys = [text_key(kind, number, piece) for piece in range(1, int(first["pieces"]))]
        pieces = [first, *self.rows("texts", keys, ["text"])]
        return joined([row["text"] for row in pieces], self._path)
