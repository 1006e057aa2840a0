"""Arrays in files of which a few rows are read at a time.

A file that is mapped into memory and read here and there soon counts as memory of the process as a
whole, because the system maps sixteen pages for each that is touched. A file that is read by
position stays in the system's cache, which shrinks when others need memory. A row takes two
microseconds.
"""

from __future__ import annotations

import threading
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from qa.files.mapped import layout

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.files.block_checksums import CheckedBlocks


def write_header(file: IO[bytes], dtype: str, shape: tuple[int, int]) -> None:
    """Write what precedes the rows of such an array in a file.

    Args:
        file: open for writing.
        dtype: of a number, as NumPy names it.
        shape: rows and columns.
    """
    header = {"descr": dtype, "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(file, header)


class Rows:
    """The array of shape ``(rows, columns)`` that :func:`numpy.save` wrote; safe among threads."""

    def __init__(
        self, path: Path, dtype: str, columns: int, blocks: CheckedBlocks | None = None
    ) -> None:
        """Open a file.

        Args:
            path: of the file.
            dtype: of a number, as NumPy names it.
            columns: numbers in a row.
            blocks: of the file, unless it was checked as a whole.

        Raises:
            ValueError: it has no such array.
            OSError: it cannot be read.
        """
        self._blocks = blocks
        self._begin, self._rows = layout(path, dtype, columns)
        self._dtype, self._columns = np.dtype(dtype), columns
        self._file: Any = path.open("rb", buffering=0)
        self._reading = threading.Lock()

    def __len__(self) -> int:
        """Return the number of rows."""
        return self._rows

    def between(self, first: int, end: int) -> NDArray[Any]:
        """Return the rows ``[first, end)``, ``(end - first, columns)``.

        Args:
            first: number of the first row.
            end: number after the last.

        Raises:
            IndexError: there are no such rows.
            OSError: they cannot be read.
            ValueError: they are damaged.
        """
        rows = np.empty((end - first, self._columns), self._dtype)
        with self._reading:
            self._fill(rows, first)
        return rows

    def at(self, numbers: Sequence[int] | NDArray[np.int64]) -> NDArray[Any]:
        """Return rows, in the order of their numbers, ``(len(numbers), columns)``.

        Args:
            numbers: of the rows.

        Raises:
            IndexError: there is no such row.
            OSError: they cannot be read.
            ValueError: they are damaged.
        """
        wanted = np.asarray(numbers, np.int64)
        rows = np.empty((len(wanted), self._columns), self._dtype)
        if not len(wanted):
            return rows
        cuts = np.flatnonzero(np.diff(wanted) != 1) + 1  # rows that follow each other: one read
        begins, ends = [0, *cuts.tolist()], [*cuts.tolist(), len(wanted)]
        with self._reading:
            for begin, end, first in zip(begins, ends, wanted[begins].tolist(), strict=True):
                self._fill(rows[begin:end], first)
        return rows

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _fill(self, rows: NDArray[Any], first: int) -> None:
        if not len(rows):
            return
        if not 0 <= first <= self._rows - len(rows):
            msg = f"rows {first} to {first + len(rows)} of {self._rows}"
            raise IndexError(msg)
        into = rows.data.cast("B")
        begin = self._begin + first * rows.strides[0]
        if self._blocks:
            self._blocks.check(begin, begin + len(into))
        self._file.seek(begin)
        done = 0
        while done < len(into):  # one call reads 2 GiB at most
            read = self._file.readinto(into[done:])
            if not read:
                msg = f"{self._file.name} is shorter than it was"
                raise OSError(msg)
            done += read
