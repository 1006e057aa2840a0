"""The lexical index: BM25 over the terms of passages and of the headings above them.

For every term, the passages that hold it and how often, as arrays that are mapped into
memory. A search adds up whole arrays, so that a word which stands in every second passage
costs a millisecond and needs no special care: to pass over common words that cannot bring in
another passage, as engines that read postings one by one do, costs more than it saves.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.errors import IndexStoreError
from qa.index.mapped import layout, mapped

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.files.block_checksums import CheckedBlocks

LENGTHS, HOLDERS, COUNTS = "lengths.npy", "holders.npy", "counts.npy"
"""The files: terms of each passage, int32; passages that hold a term, int32, one term after
the other; how often, uint8, in halves."""

K1, B = 1.2, 0.75
"""Of BM25 (Robertson and Zaragoza 2009), as Lucene and SQLite have them."""

CONTEXT_WEIGHT = 0.5
"""What a term counts that stands in title or headings; a half, so that halves are stored."""

SCHEMA = """
CREATE TABLE terms (
    term TEXT PRIMARY KEY, start INTEGER, passages INTEGER
) WITHOUT ROWID;
"""
"""Term → where its passages begin in ``holders.npy``, and how many there are."""

_LEAST_IDF = 1e-6  # of a term in more than half of the passages
_MOST_COUNTED = 255  # halves that a byte holds; BM25 hardly tells 100 from 1,000
_NUMBER_BITS, _COUNT_BITS = 32, 8  # in 64, which leaves 24 for the terms
_MOST_TERMS = 1 << 24
_LOOSE = 1 << 20


class Lexical:
    """The lexical index of one generation, open for reading; safe to share between threads."""

    def __init__(
        self,
        arrays: tuple[NDArray[Any], NDArray[Any], NDArray[Any]],
        spot: Callable[[str], tuple[int, int]],
        checks: Sequence[tuple[CheckedBlocks, int, int]] = (),
    ) -> None:
        """Take the arrays that :data:`LENGTHS`, :data:`HOLDERS` and :data:`COUNTS` describe.

        Args:
            arrays: in this order.
            spot: term → ``(start, passages)`` as in :data:`SCHEMA`; ``(0, 0)`` if no passage
                has it.
            checks: for each file of which blocks are to be checked when they are first read, its
                blocks, where its values begin, and the bytes of one value.
        """
        self.lengths, self.holders, self.counts = arrays
        self._spot = spot
        self._checks = checks
        mean = float(self.lengths.mean()) if len(self.lengths) else 0.0
        self._damping = K1 * (1 - B + B * self.lengths / (mean or 1.0))

    @classmethod
    def open(
        cls,
        folder: Path,
        spot: Callable[[str], tuple[int, int]],
        blocks: Mapping[str, CheckedBlocks] | None = None,
    ) -> Lexical:
        """Map the files of a generation.

        Args:
            folder: of the generation.
            spot: term → ``(start, passages)`` as in :data:`SCHEMA`; ``(0, 0)`` if no passage
                has it.
            blocks: of the files, where they were not checked as a whole.

        Raises:
            ValueError: a file is damaged.
            OSError: a file cannot be read.
        """
        types = {LENGTHS: "<i4", HOLDERS: "<i4", COUNTS: "u1"}
        lengths, holders, counts = (mapped(folder / name, dtype) for name, dtype in types.items())
        checks = []
        if blocks:
            blocks[LENGTHS].check_all()
            for name in (HOLDERS, COUNTS):
                begin, _ = layout(folder / name, types[name])
                checks.append((blocks[name], begin, np.dtype(types[name]).itemsize))
        return cls((lengths, holders, counts), spot, checks)

    @classmethod
    def in_memory(cls, postings: Postings) -> Lexical:
        """Index passages without a file.

        Args:
            postings: of all passages.
        """
        lengths, packed = postings.finished()
        terms, starts, passages = postings.spots(packed >> np.uint64(_COUNT_BITS + _NUMBER_BITS))
        spots = dict(zip(terms, zip(starts, passages, strict=True), strict=True))
        holders = packed >> np.uint64(_COUNT_BITS) & np.uint64((1 << _NUMBER_BITS) - 1)
        counts = packed & np.uint64(_MOST_COUNTED)
        arrays = lengths, holders.astype("<i4"), counts.astype("u1")
        return cls(arrays, lambda term: spots.get(term, (0, 0)))

    def close(self) -> None:
        """Let go of the files."""
        self.lengths = self.holders = self.counts = np.empty(0, np.int32)

    def passages_with(self, term: str) -> int:
        """Return the number of passages that hold a term."""
        return self._spot(term)[1]

    def holding(self, term: str) -> NDArray[np.int32]:
        """Return the numbers of the passages that hold a term, in order.

        Raises:
            ValueError: they are damaged.
        """
        start, passages = self._checked(term)
        numbers: NDArray[np.int32] = self.holders[start : start + passages]
        return numbers

    def holds(self, term: str, first: int, end: int) -> bool:
        """Tell whether one of the passages ``[first, end)`` holds a term.

        Raises:
            ValueError: its passages are damaged.
        """
        start, passages = self._checked(term)
        holders = self.holders[start : start + passages]
        return bool(np.diff(np.searchsorted(holders, (first, end)))[0])

    def gained(self, places: slice | NDArray[np.int64]) -> NDArray[np.float64]:
        """Return what BM25 gives for the pairs of term and passage at some places, but for idf.

        Args:
            places: in ``holders.npy``.
        """
        often = self.counts[places] * CONTEXT_WEIGHT
        weights: NDArray[np.float64] = (
            (K1 + 1) * often / (often + self._damping[self.holders[places]])
        )
        return weights

    def best(
        self, query: Iterable[str], k: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the ``k`` passages of highest BM25 for some terms, as (number, BM25).

        Best first, equal ones in passage order; a passage that holds none of the terms is
        not among them.

        Args:
            query: terms.
            k: the most passages.
            among: the numbers of the passages that count; None stands for all.

        Raises:
            ValueError: what is stored of a term is damaged.
        """
        total = len(self.lengths)
        scores = np.zeros(total)
        for term in query:
            start, passages = self._checked(term)
            if not passages:
                continue
            places = slice(start, start + passages)
            scores[self.holders[places]] += bm25_idf(total, passages) * self.gained(places)
        if among is None:
            found = np.flatnonzero(scores)
        else:
            found = np.asarray(among, np.int64)
            found = found[scores[found] > 0]
        if len(found) > k:
            least = np.partition(scores[found], len(found) - k)[len(found) - k]
            found = found[scores[found] >= least]
        order = np.lexsort((found, -scores[found]))[:k]
        return [(int(number), float(scores[number])) for number in found[order]]

    def _checked(self, term: str) -> tuple[int, int]:
        """Return where the passages of a term begin and how many there are, once checked."""
        start, passages = self._spot(term)
        for blocks, begin, size in self._checks:
            blocks.check(begin + start * size, begin + (start + passages) * size)
        return start, passages


def bm25_idf(total: int, passages: int) -> float:
    """Return the inverse document frequency of a term that ``passages`` of ``total`` hold."""
    return max(_LEAST_IDF, math.log((total - passages + 0.5) / (passages + 0.5)))


class Postings:
    """A lexical index in the making; passages are added in order."""

    def __init__(self) -> None:
        """Begin with no passage."""
        self._places: dict[str, int] = {}
        self._lengths: list[NDArray[np.int32]] = []
        self._packed: list[NDArray[np.uint64]] = []
        self._loose: list[int] = []
        self._loose_lengths: list[int] = []

    def place(self, term: str) -> int:
        """Return the number of a term, a new one where it is new.

        Raises:
            IndexStoreError: there are too many.
        """
        place = self._places.setdefault(term, len(self._places))
        if place >= _MOST_TERMS:
            msg = (
                f"The documents hold more than {_MOST_TERMS:,} different words, the most that one "
                "index takes. Build several, each of some of the documents."
            )
            raise IndexStoreError(msg)
        return place

    def add(self, number: int, body: Sequence[str], context: Sequence[str]) -> None:
        """Add the next passage by the terms of its words and of what stands above it."""
        halves = Counter(body)
        halves.update(body)
        halves.update(context)
        for term, often in halves.items():
            shifted = self.place(term) << _NUMBER_BITS | number
            self._loose.append(shifted << _COUNT_BITS | min(often, _MOST_COUNTED))
        self._loose_lengths.append(len(body) + len(context))
        if len(self._loose) > _LOOSE:
            self._settle()

    def extend(self, packed: NDArray[np.uint64], lengths: NDArray[np.int32]) -> None:
        """Add passages that were counted before; see :class:`Counted`."""
        self._settle()
        self._packed.append(packed)
        self._lengths.append(lengths)

    def write(self, folder: Path, database: sqlite3.Connection) -> None:
        """Write the files, and the rows of :data:`SCHEMA`.

        Args:
            folder: to write to.
            database: has the table of :data:`SCHEMA`.
        """
        lengths, packed = self.finished()
        np.save(folder / LENGTHS, lengths)
        np.save(folder / COUNTS, (packed & np.uint64(_MOST_COUNTED)).astype("u1"))
        packed >>= np.uint64(_COUNT_BITS)
        np.save(folder / HOLDERS, (packed & np.uint64((1 << _NUMBER_BITS) - 1)).astype("<i4"))
        packed >>= np.uint64(_NUMBER_BITS)
        rows = zip(*self.spots(packed), strict=True)
        database.executemany("INSERT INTO terms VALUES (?, ?, ?)", rows)

    def finished(self) -> tuple[NDArray[np.int32], NDArray[np.uint64]]:
        """Return the length of each passage and all pairs of term and passage, sorted.

        A pair is packed into 64 bits: number of the term, of the passage, and how often in halves.
        No passage can be added after that.
        """
        self._settle()
        packed = np.concatenate(self._packed)
        self._packed.clear()
        packed.sort()
        return np.concatenate(self._lengths).astype("<i4"), packed

    def spots(self, places: NDArray[np.uint64]) -> tuple[list[str], list[int], list[int]]:
        """Return every term, where its pairs begin, and how many there are.

        Args:
            places: number of the term of each pair, sorted.
        """
        numbers, starts, passages = np.unique(places, return_index=True, return_counts=True)
        terms = list(self._places)
        return [terms[number] for number in numbers.tolist()], starts.tolist(), passages.tolist()

    def _settle(self) -> None:
        """Keep what was added as arrays, which take an eighth of the room."""
        self._packed.append(np.array(self._loose, np.uint64))
        self._lengths.append(np.array(self._loose_lengths, np.int32))
        self._loose.clear()
        self._loose_lengths.clear()


class Counted:
    """The passages of an older index, in their order, to be taken over into a new one."""

    def __init__(self, old: Lexical, terms: Sequence[tuple[str, int]], new: Postings) -> None:
        """Sort what is there by passages.

        Args:
            old: the older index.
            terms: each of its terms and how many passages hold it, in order of ``start``.
            new: the index in the making.
        """
        self._old, self._new = old, new
        order = np.argsort(old.holders, kind="stable")
        self._holders = old.holders[order].astype(np.uint64)
        self._counts = old.counts[order].astype(np.uint64)
        places = np.array([new.place(term) for term, _ in terms], np.uint64)
        self._places = np.repeat(places, [passages for _, passages in terms])[order]

    def take_over(self, first: int, end: int, number: int) -> None:
        """Add the passages ``[first, end)`` of the older index, from ``number`` on."""
        begin, stop = np.searchsorted(self._holders, np.array([first, end], np.uint64))
        packed = self._places[begin:stop] << np.uint64(_NUMBER_BITS)
        packed |= self._holders[begin:stop] - np.uint64(first) + np.uint64(number)
        packed <<= np.uint64(_COUNT_BITS)
        packed |= self._counts[begin:stop]
        self._new.extend(packed, np.array(self._old.lengths[first:end]))
