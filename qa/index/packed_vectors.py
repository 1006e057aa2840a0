"""The vectors of sentences as they are stored: 8 bits a number.

A vector of unit norm is known by its direction. So its numbers are stored as multiples of a 127th
of the largest, and a vector that is read gets unit norm again. A cosine with a question then
differs by about .0005.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

PACKED = "|i1"
"""Type of a number, as NumPy names it."""

_LARGEST = 127
_LEAST = 1e-12  # of a number that is divided by


def packed(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    """Return vectors as they are stored, int8 ``(vectors, dimension)``.

    What :func:`unpacked` returned is packed to what it was unpacked from.

    Args:
        vectors: float32 ``(vectors, dimension)``.
    """
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=_LEAST)
    rows: NDArray[np.int8] = np.rint(vectors * (_LARGEST / largest)).astype(np.int8)
    return rows


def unpacked(rows: NDArray[np.int8]) -> NDArray[np.float32]:
    """Return stored vectors, float32 ``(vectors, dimension)``, rows of unit norm.

    Args:
        rows: int8 ``(vectors, dimension)``.
    """
    vectors = rows.astype(np.float32)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    norms[norms == 0] = 1  # of damaged rows: a vector of zeros is like no question
    unit: NDArray[np.float32] = vectors / norms
    return unit
