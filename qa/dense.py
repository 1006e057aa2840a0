"""The dense index: FAISS over the vectors of passages, of a type that follows their number."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import faiss
import numpy as np

from qa.processors import cores

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

FILE = "passages.faiss"

FLAT_UP_TO = 100_000
"""Passages up to which every vector is looked at, which takes up to some 15 ms. Above, vectors
are kept in cells, as FAISS's guide advises from there on ("Guidelines to choose an index")."""

PROBED = 0.04
"""Share of the cells that a search looks into. Of the ten nearest of 200,000 passages it then finds
.997 (.03: .990, .02: .983), and more of more passages."""

RESCORED = 4
"""Candidates for each passage wanted, compared by 8 bits a number, that are then compared by
the 16 bits that are stored; with 10 no more was found."""

_CELLS = 4  # times the square root of the number of vectors, the least that the guide advises
_TRAINED_ON = 64  # vectors a cell; FAISS warns below 39 and uses no more than 256
_ROUNDS = 10
_SEED = 11
_EXACT_UP_TO = 10_000  # passages a search is restricted to, which are all looked at
_AT_ONCE = 1 << 16  # vectors


class Dense:
    """The vectors of one generation's passages; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        """Map the file of a generation.

        Raises:
            RuntimeError: it is damaged.
        """
        self._index: Any = faiss.read_index(str(folder / FILE), faiss.IO_FLAG_MMAP_IFC)
        self.shape: tuple[int, int] = (self._index.ntotal, self._index.d)
        self._cells: int = _inner(self._index).nlist if hasattr(self._index, "base_index") else 0

    def nearest(
        self, vector: NDArray[np.float32], k: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the ``k`` passages of highest cosine with ``vector``, as (number, cosine).

        Equal ones come in passage order. Of more than :data:`FLAT_UP_TO` passages, a few may be
        missing, see :data:`PROBED`.

        Args:
            vector: float32 ``(dimension,)``, of unit norm.
            k: the most passages.
            among: the numbers of the passages that count; None stands for all.
        """
        k = min(k, self.shape[0] if among is None else len(among))
        if not k:
            return []
        if self._cells and among is not None and len(among) <= _EXACT_UP_TO:
            numbers = np.asarray(among, np.int64)
            scores = self.vectors(numbers) @ vector
        else:
            faiss.omp_set_num_threads(
                1
            )  # for one question, a second thread costs more than it gives
            found = self._index.search(vector[None, :], k, params=self._options(among))
            scores, numbers = found[0][0], found[1][0]
        order = np.lexsort((numbers, -scores))[:k]
        return [(int(numbers[i]), float(scores[i])) for i in order if numbers[i] >= 0]

    def vectors(self, numbers: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float32]:
        """Return float32 ``(len(numbers), dimension)``."""
        vectors: NDArray[np.float32] = self._index.reconstruct_batch(np.asarray(numbers, np.int64))
        return vectors

    def _options(self, among: Sequence[int] | None) -> Any:
        """Return how to search; among fewer passages, more cells, so that as many are found."""
        only: dict[str, Any] = {}
        share = PROBED
        if among is not None:
            only["sel"] = faiss.IDSelectorBatch(np.asarray(among, np.int64))
            share *= self.shape[0] / len(among)
        if not self._cells:
            plain: Any = faiss.SearchParameters
            return plain(**only) if only else None
        only["nprobe"] = min(self._cells, math.ceil(share * self._cells))
        inside: Any = faiss.SearchParametersIVF
        refined: Any = faiss.IndexRefineSearchParameters
        return refined(k_factor=RESCORED, base_index_params=inside(**only))


def write(folder: Path, vectors: NDArray[np.float32]) -> None:
    """Write the file of a generation.

    Args:
        folder: of the generation.
        vectors: float32 ``(passages, dimension)``, rows of unit norm.

    Raises:
        OSError: it cannot be written.
    """
    faiss.omp_set_num_threads(cores())
    index = _in_cells(vectors) if len(vectors) > FLAT_UP_TO else _flat(vectors)
    try:
        faiss.write_index(index, str(folder / FILE))
    except RuntimeError as error:  # FAISS's word for a disk that is full
        raise OSError(str(error)) from error


def _flat(vectors: NDArray[np.float32]) -> Any:
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    return index


def _in_cells(vectors: NDArray[np.float32]) -> Any:
    """Return an inverted file of 8 bits a number, and 16 bits to compare the best by."""
    count, dimension = vectors.shape
    cells = round(_CELLS * math.sqrt(count))
    kind = f"IVF{cells},SQ8,Refine(SQfp16)"
    index: Any = faiss.index_factory(dimension, kind, faiss.METRIC_INNER_PRODUCT)
    clustering = _inner(index).cp
    clustering.niter, clustering.seed = _ROUNDS, _SEED
    sampled = np.random.default_rng(_SEED).permutation(count)[: _TRAINED_ON * cells]
    index.train(vectors[np.sort(sampled)])
    for first in range(0, count, _AT_ONCE):
        index.add(vectors[first : first + _AT_ONCE])
    return index


def _inner(refined: Any) -> Any:
    """Return the inverted file in an index that compares its best once more."""
    return faiss.downcast_index(refined.base_index)
