"""Checksums of blocks, so that every byte from a large file is checked before it is used.

Hashing gigabytes whenever a file is opened would take too long. So each block has a CRC-32, which
is compared the first time that a process reads from the block. CRC-32 detects any damage of up to
three bits in a block of this size (Koopman 2002, "32-bit cyclic redundancy codes for Internet
applications"), any within 32 bits, and all but one in 4 × 10⁹ of others. It does not protect
against forgery: for that, the manifest has the sha256 of each file, which ``qa verify-index``
compares.
"""

from __future__ import annotations

import threading
import zlib
from typing import IO, TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

BLOCK = 8 << 10
"""Bytes of a block; larger ones would make questions slower, smaller ones the table longer."""

_AT_ONCE = 128  # blocks


def checksums(path: Path) -> NDArray[np.uint32]:
    """Return the CRC-32 of every block of a file, uint32 ``(blocks,)``; the last may be shorter.

    Args:
        path: of the file.

    Raises:
        OSError: it cannot be read.
    """
    found: list[int] = []
    with path.open("rb") as file:
        while data := file.read(BLOCK * _AT_ONCE):
            found += _checksums(data)
    return np.array(found, np.uint32)


def blocks_of(size: int) -> int:
    """Return the number of blocks of a file.

    Args:
        size: of the file, in bytes.
    """
    return -(-size // BLOCK)


class CheckedBlocks:
    """The blocks of one open file; safe to share between threads.

    The file stays open, so that a generation that was deleted meanwhile can still be read.
    """

    def __init__(self, path: Path, expected: NDArray[np.uint32] | None = None) -> None:
        """Open a file.

        Args:
            path: of the file.
            expected: CRC-32 of each block, uint32 ``(blocks,)``; None if the whole file was
                checked already, so that no block needs to be.

        Raises:
            OSError: it cannot be opened.
        """
        self._name, self._expected = path.name, expected
        self._reading = threading.Lock()
        self._file: IO[bytes] | None = None
        self._sound = bytearray()  # a byte for each block
        if expected is not None:
            self._file = path.open("rb", buffering=0)
            self._sound = bytearray(len(expected))

    def check(self, begin: int, end: int) -> None:
        """Check the blocks with the bytes ``[begin, end)``, each once.

        Args:
            begin: first byte.
            end: byte after the last.

        Raises:
            ValueError: one of them is damaged.
            OSError: one of them cannot be read.
        """
        if self._expected is None or end <= begin:
            return
        first, last = begin // BLOCK, min(-(-end // BLOCK), len(self._expected))
        # A question reads a thousand times, so the usual cases come first: all blocks were checked,
        # or there is only one.
        if self._sound.find(0, first, last) < 0:
            return
        if last - first == 1:
            self._check_run(first, last)
            return
        unseen = np.flatnonzero(np.frombuffer(self._sound, np.uint8)[first:last] == 0) + first
        if not len(unseen):  # another thread has checked them since
            return
        cuts = np.flatnonzero(np.diff(unseen) != 1) + 1
        for run in np.split(unseen, cuts):
            for start in range(int(run[0]), int(run[-1]) + 1, _AT_ONCE):
                self._check_run(start, min(start + _AT_ONCE, int(run[-1]) + 1))

    def check_all(self) -> None:
        """Check every block.

        Raises:
            ValueError: one of them is damaged.
            OSError: one of them cannot be read.
        """
        if self._expected is not None:
            self.check(0, len(self._expected) * BLOCK)

    def close(self) -> None:
        """Close the file; its other blocks cannot be checked after that."""
        if self._file:
            self._file.close()

    def _check_run(self, first: int, end: int) -> None:
        assert self._file
        assert self._expected is not None
        with self._reading:
            self._file.seek(first * BLOCK)
            data = self._file.read((end - first) * BLOCK)
        found = _checksums(data)
        if found != self._expected[first:end].tolist():
            msg = f"{self._name} has been changed near byte {first * BLOCK:,}"
            raise ValueError(msg)
        self._sound[first:end] = b"\1" * (end - first)


def _checksums(data: bytes) -> list[int]:
    view = memoryview(data)
    return [zlib.crc32(view[begin : begin + BLOCK]) for begin in range(0, len(data), BLOCK)]
