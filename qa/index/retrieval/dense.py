"""The dense index: FAISS over the vectors of passages, of a type that follows their number."""

from __future__ import annotations

import math
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import faiss
import numpy as np

from qa.files.atomic import utf8_path
from qa.files.mapped import layout
from qa.files.rows import Rows, write_header
from qa.processors import cores

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.files.block_checksums import CheckedBlocks

FILE, WHOLE = "passages.faiss", "passages.npy"
"""The files: the FAISS index; and all vectors in 16 bits, to rescore the best candidates, where the
index has them in 8 bits (else no vectors)."""

FLAT_UP_TO = 100_000
"""Passages up to which a search compares every vector, which takes up to some 15 ms. Above,
vectors are in cells, as FAISS's "Guidelines to choose an index" advise."""

PROBED = 0.04
"""Share of the cells that a search looks into. Of the ten nearest of 200,000 passages it then finds
.997 (.03: .990, .02: .983), and more of more passages."""

RESCORED = 4
"""Candidates for each passage wanted. They are found by 8 bits a number and rescored by 16; 10 in
place of 4 found no more."""

_CELLS = 4  # times the square root of the number of vectors, the least that the guide advises
_TRAINED_ON = 64  # vectors a cell; FAISS warns below 39 and uses no more than 256
_ROUNDS = 10
_SEED = 11
_EXACT_UP_TO = 10_000  # passages that a search is restricted to; all of them are compared
_AT_ONCE = 1 << 16  # vectors
_FLOAT_BYTES, _NUMBER_BYTES = 4, 8


class Dense:
    """The vectors of one generation's passages; safe to share between threads."""

    def __init__(
        self,
        folder: Path,
        blocks: Mapping[str, CheckedBlocks] | None = None,
        shape: tuple[int, int] = (0, 0),
    ) -> None:
        """Map the file of a generation.

        Args:
            folder: of the generation.
            blocks: of the files, where they were not checked as a whole.
            shape: with ``blocks``, the number of vectors and their dimension.

        Raises:
            RuntimeError, ValueError: it is damaged.
            OSError: it cannot be read.
        """
        self._blocks = blocks[FILE] if blocks else None
        if self._blocks:  # before FAISS trusts the sizes in the header
            begin = _begin(folder, *shape)
            self._blocks.check(0, begin)
        with utf8_path(folder / FILE, os.O_RDONLY) as path:
            index: Any = faiss.read_index(path, faiss.IO_FLAG_MMAP_IFC)
        self._index = index
        self.shape: tuple[int, int] = (self._index.ntotal, self._index.d)
        self._whole = Rows(folder / WHOLE, "<f2", self._index.d, blocks[WHOLE] if blocks else None)
        self._cells: int = getattr(self._index, "nlist", 0)
        if len(self._whole) != (self.shape[0] if self._cells else 0):
            msg = f"{WHOLE} does not agree with {FILE}"
            raise ValueError(msg)
        if self._blocks and self._cells:
            lists = self._index.invlists
            inside = [lists.list_size(cell) for cell in range(self._cells)]
            self._edges = begin + np.cumsum([0, *inside]) * _bytes_in_cell(self.shape[1])

    def nearest(
        self, vector: NDArray[np.float32], k: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the ``k`` passages of highest cosine with ``vector``, as (number, cosine).

        Equal ones come in passage order. Of more than :data:`FLAT_UP_TO` passages, a few may be
        missing, see :data:`PROBED`.

        Args:
            vector: float32 ``(dimension,)``, of unit norm.
            k: the most passages.
            among: numbers of the passages to search; None for all.

        Raises:
            ValueError: vectors that are compared are damaged.
        """
        k = min(k, self.shape[0] if among is None else len(among))
        if not k:
            return []
        if self._cells and among is not None and len(among) <= _EXACT_UP_TO:
            numbers = np.asarray(among, np.int64)
        else:
            numbers, scores = self._found(vector, k, among)
        if self._cells:
            scores = self.vectors(numbers) @ vector
        order = np.lexsort((numbers, -scores))[:k]
        return [(int(numbers[i]), float(scores[i])) for i in order]

    def vectors(self, numbers: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors of some passages, float32 ``(len(numbers), dimension)``.

        Args:
            numbers: of the passages.

        Raises:
            ValueError: they are damaged.
        """
        if self._cells:
            return self._whole.at(numbers).astype(np.float32)
        if self._blocks:
            self._blocks.check_all()
        vectors: NDArray[np.float32] = self._index.reconstruct_batch(np.asarray(numbers, np.int64))
        return vectors

    def close(self) -> None:
        """Close the files."""
        self._index = None
        self._whole.close()

    def _check(self, vector: NDArray[np.float32], among: Sequence[int] | None) -> None:
        """Check the blocks that a search will read: all, or the cells nearest to ``vector``."""
        assert self._blocks
        if not self._cells:
            self._blocks.check_all()
            return
        _, cells = self._index.quantizer.search(
            vector[None, :], probed(self._cells, self.shape[0], among)
        )
        for cell in np.sort(cells[0]).tolist():
            self._blocks.check(int(self._edges[cell]), int(self._edges[cell + 1]))

    def _found(
        self, vector: NDArray[np.float32], k: int, among: Sequence[int] | None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return numbers and scores of the nearest; with cells, of more than ``k``, by 8 bits."""
        if self._blocks:
            self._check(vector, among)
        wanted = min(k * (RESCORED if self._cells else 1), self.shape[0])
        with threads(1):  # for one question, a second thread costs more than it saves
            scores, numbers = self._index.search(
                vector[None, :], wanted, params=self._options(among)
            )
        found = numbers[0] >= 0
        # in passage order, so that the file is read from its beginning to its end
        order = np.argsort(numbers[0][found])
        return numbers[0][found][order], scores[0][found][order]

    def _options(self, among: Sequence[int] | None) -> Any:
        """Return the parameters of a search."""
        only: dict[str, Any] = {}
        if among is not None:
            only["sel"] = faiss.IDSelectorBatch(np.asarray(among, np.int64))
        if not self._cells:
            plain: Any = faiss.SearchParameters
            return plain(**only) if only else None
        inside: Any = faiss.SearchParametersIVF
        return inside(nprobe=probed(self._cells, self.shape[0], among), **only)


@contextmanager
def threads(count: int) -> Iterator[None]:
    """Let FAISS use a number of threads until the block ends.

    OpenMP has this setting for each thread that calls it, so it cannot be made once for the
    process. It is restored, because it is also that of a program which uses FAISS itself.

    Args:
        count: at least 1.
    """
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(count)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def _begin(folder: Path, passages: int, dimension: int) -> int:
    """Return the byte of the file at which the vectors begin; FAISS writes them last."""
    in_cells = layout(folder / WHOLE, "<f2", dimension)[1]
    size = _bytes_in_cell(dimension) if in_cells else dimension * _FLOAT_BYTES
    begin = (folder / FILE).stat().st_size - passages * size
    if begin < 0:
        msg = f"{FILE} is too short"
        raise ValueError(msg)
    return begin


def _bytes_in_cell(dimension: int) -> int:
    """Return the size of a vector in a cell: 8 bits a number, and the passage's number."""
    return dimension + _NUMBER_BYTES


def cells_of(passages: int) -> int:
    """Return the number of cells for the vectors of an index, 0 for a flat one.

    Args:
        passages: of the index.
    """
    return round(_CELLS * math.sqrt(passages)) if passages > FLAT_UP_TO else 0


def probed(cells: int, passages: int, among: Sequence[int] | None) -> int:
    """Return the number of cells that a search looks into.

    Among fewer passages it looks into more cells, so that it finds as many.

    Args:
        cells: of the index.
        passages: of the index.
        among: numbers of the passages to search; None for all.
    """
    share = PROBED if among is None else PROBED * passages / len(among)
    return min(cells, math.ceil(share * cells))


def write(folder: Path, vectors: NDArray[np.float32]) -> None:
    """Write the file of a generation.

    Args:
        folder: of the generation.
        vectors: float32 ``(passages, dimension)``, rows of unit norm.

    Raises:
        OSError: it cannot be written.
    """
    cells = cells_of(len(vectors))
    with threads(cores()):
        index = _in_cells(vectors, cells) if cells else flat(vectors)
    try:
        with utf8_path(folder / FILE, os.O_WRONLY | os.O_CREAT) as path:
            faiss.write_index(index, path)
    except RuntimeError as error:  # which FAISS raises where the disk is full
        raise OSError(str(error)) from error
    _write_whole(folder / WHOLE, vectors if cells else vectors[:0])


def _write_whole(path: Path, vectors: NDArray[np.float32]) -> None:
    with path.open("wb") as file:
        write_header(file, "<f2", vectors.shape)
        for first in range(0, len(vectors), _AT_ONCE):
            file.write(vectors[first : first + _AT_ONCE].astype("<f2").data)


def flat(vectors: NDArray[np.float32]) -> Any:
    """Return FAISS's index that compares a question with every vector.

    Args:
        vectors: float32 ``(passages, dimension)``, rows of unit norm.
    """
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    return index


def _in_cells(vectors: NDArray[np.float32], cells: int) -> Any:
    """Return an inverted file of 8 bits a number."""
    count, dimension = vectors.shape
    index: Any = faiss.index_factory(dimension, f"IVF{cells},SQ8", faiss.METRIC_INNER_PRODUCT)
    index.cp.niter, index.cp.seed = _ROUNDS, _SEED
    sampled = np.random.default_rng(_SEED).permutation(count)[: _TRAINED_ON * cells]
    index.train(vectors[np.sort(sampled)])
    for first in range(0, count, _AT_ONCE):
        index.add(vectors[first : first + _AT_ONCE])
    return index
