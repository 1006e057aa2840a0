"""Vectors of an unfinished build, so that the next one need not make them again.

They are added to two files as they are made. When a build succeeds, the files are deleted.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.files.content_keys import ContentKeys
from qa.files.hashing import KEY_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.embedders.protocol import EmbedderIdentity

_AT_ONCE = 10_000  # records that are checked together, so that millions need little memory
_CRC_BYTES = 4


class Checkpoint:
    """Vectors by the keys of their texts."""

    def __init__(self, path: Path, identity: EmbedderIdentity, dtype: str) -> None:
        """Read the undamaged vectors that an unfinished build left.

        Args:
            path: of the file; it need not exist.
            identity: of the embedder. Vectors of another one are discarded.
            dtype: of a vector's numbers, as NumPy names it.
        """
        self._path = path
        self._record = np.dtype(
            [("key", f"V{KEY_BYTES}"), ("vector", dtype, identity.dimension), ("crc", "<u4")]
        )
        self._head = f"{identity.sha256} {identity.dimension} {dtype} crc\n".encode()
        self._records = self._read()
        self._keys = ContentKeys(self._records["key"].tobytes())

    def find(self, keys: bytes) -> NDArray[np.int64]:
        """Return the row of the vector of each text, -1 where there is none; int64 ``(texts,)``.

        Args:
            keys: of the texts, one after the other.
        """
        return self._keys.rows(keys)

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[Any]:
        """Return vectors, of the checkpoint's type, ``(rows, dimension)``.

        Args:
            rows: that :meth:`find` returned, none of them -1.
        """
        vectors: NDArray[Any] = self._records["vector"][rows]
        return vectors

    def add(self, keys: bytes, vectors: NDArray[Any]) -> None:
        """Save vectors for a later build.

        Args:
            keys: of their texts, one after the other.
            vectors: one row for each text.
        """
        if not keys:
            return
        records = np.empty(len(vectors), self._record)
        records["key"] = np.frombuffer(keys, f"V{KEY_BYTES}")
        records["vector"] = vectors
        records["crc"] = _checksums(records)
        begin = self._path.stat().st_size if self._path.exists() else 0
        with self._path.open("ab") as file:
            file.write(records.tobytes() if begin else self._head + records.tobytes())

    def _read(self) -> NDArray[np.void]:
        """Return the records up to the first that is damaged, and cut the file there."""
        begin = len(self._head)
        size = self._path.stat().st_size if self._path.exists() else 0
        count = (size - begin) // self._record.itemsize
        if count <= 0 or not self._is_ours():
            self._path.unlink(missing_ok=True)
            return np.empty(0, self._record)
        records = np.memmap(self._path, self._record, "r", begin, (count,))
        sound = next(self._damaged(records), count)
        with self._path.open("r+b") as file:
            file.truncate(begin + sound * self._record.itemsize)
        return records[:sound]

    def _is_ours(self) -> bool:
        with self._path.open("rb") as file:
            return file.read(len(self._head)) == self._head

    @staticmethod
    def _damaged(records: NDArray[np.void]) -> Iterator[int]:
        """Yield the positions of records that differ from their checksum."""
        for first in range(0, len(records), _AT_ONCE):
            some = records[first : first + _AT_ONCE]
            yield from (first + np.flatnonzero(some["crc"] != _checksums(some))).tolist()


def _checksums(records: NDArray[np.void]) -> NDArray[np.uint32]:
    """Return the CRC-32 of key and vector of every record, uint32 ``(records,)``."""
    size = records.dtype.itemsize
    data = memoryview(records.tobytes())
    ends = range(size, len(data) + 1, size)
    return np.array([zlib.crc32(data[end - size : end - _CRC_BYTES]) for end in ends], np.uint32)
