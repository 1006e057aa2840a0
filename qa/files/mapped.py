"""Arrays in files, mapped into memory: quick to open, and read only where they are used."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


def mapped(path: Path, dtype: str, *columns: int) -> NDArray[Any]:
    """Map the array of shape ``(rows, *columns)`` that :func:`numpy.save` wrote to ``path``.

    Args:
        path: of the file.
        dtype: of a number, as NumPy names it.
        *columns: length of each axis after the first.

    Raises:
        ValueError: the file has no such array.
        OSError: it cannot be read.
    """
    begin, rows = layout(path, dtype, *columns)
    if not rows:
        return np.empty((0, *columns), dtype)
    return np.memmap(path, dtype, "r", begin, (rows, *columns))


def layout(path: Path, dtype: str, *columns: int) -> tuple[int, int]:
    """Return where the values of such an array begin, in bytes, and how many rows it has.

    ``np.load`` would parse the header with ``ast``, which is not safe in CPython 3.11 while other
    threads parse too. Type and columns are known, so the header's length is enough.

    Args:
        path: of the file.
        dtype: of a number, as NumPy names it.
        *columns: length of each axis after the first.

    Raises:
        ValueError: the file has no such array.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        magic, length = file.read(8), int.from_bytes(file.read(2), "little")
    begin = 10 + length
    size = np.dtype(dtype).itemsize * math.prod(columns)
    rows, rest = divmod(path.stat().st_size - begin, size)
    if magic != b"\x93NUMPY\x01\x00" or rest or rows < 0:
        msg = f"{path.name} is damaged"
        raise ValueError(msg)
    return begin, rows
