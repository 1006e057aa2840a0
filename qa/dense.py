"""The dense index: FAISS over the vectors of passages, of a type that follows their number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import faiss
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

FILE = "passages.faiss"


class Dense:
    """The vectors of one generation's passages; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        """Map the file of a generation.

        Raises:
            RuntimeError: it is damaged.
        """
        self._index = faiss.read_index(str(folder / FILE), faiss.IO_FLAG_MMAP_IFC)
        self.shape: tuple[int, int] = (self._index.ntotal, self._index.d)

    def nearest(
        self, vector: NDArray[np.float32], k: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the ``k`` passages of highest cosine with ``vector``, as (number, cosine).

        ``among`` holds the numbers of the passages that count; None stands for all.
        """
        k = min(k, self.shape[0] if among is None else len(among))
        if not k:
            return []
        only = None if among is None else faiss.IDSelectorBatch(np.asarray(among, np.int64))
        options = None if only is None else faiss.SearchParameters(sel=only)  # type: ignore[call-arg]
        scores, numbers = self._index.search(vector[None, :], k, params=options)
        return [(int(n), float(s)) for n, s in zip(numbers[0], scores[0], strict=True)]

    def vectors(self, numbers: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float32]:
        """Return float32 ``(len(numbers), dimension)``."""
        vectors: NDArray[np.float32] = self._index.reconstruct_batch(np.asarray(numbers, np.int64))
        return vectors


def write(folder: Path, vectors: NDArray[np.float32]) -> None:
    """Write the file of a generation.

    Args:
        folder: of the generation.
        vectors: float32 ``(passages, dimension)``, rows of unit norm.

    Raises:
        OSError: it cannot be written.
    """
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    try:
        faiss.write_index(index, str(folder / FILE))
    except RuntimeError as error:  # FAISS's word for a disk that is full
        raise OSError(str(error)) from error
