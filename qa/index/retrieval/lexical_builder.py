"""The lexical index of a new generation, in the making.

A posting is packed into 64 bits: the term's number, the passage's number and how often the
passage contains the term. Sorting these integers sorts the postings by term and passage.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from qa.errors import IndexStoreError
from qa.index.retrieval.lexical import COUNTS, HOLDERS, LENGTHS, Lexical

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_NUMBER_BITS, _COUNT_BITS = 32, 8  # of 64, which leaves 24 for the terms
_MOST_TERMS = 1 << 24
_MOST_COUNTED = 255  # halves that a byte holds; BM25 hardly distinguishes 100 from 1,000
_MOST_UNPACKED = 1 << 20  # postings


class LexicalBuilder:
    """Collects postings; passages are added in order."""

    def __init__(self) -> None:
        """Begin with no passage."""
        self._numbers: dict[str, int] = {}
        self._lengths: list[NDArray[np.int32]] = []
        self._packed: list[NDArray[np.uint64]] = []
        self._unpacked: list[int] = []
        self._unpacked_lengths: list[int] = []

    def term_number(self, term: str) -> int:
        """Return the number of a term, the next free one where it is new.

        Args:
            term: as :func:`qa.text.analyzer.terms` makes it.

        Raises:
            IndexStoreError: there are too many terms.
        """
        number = self._numbers.setdefault(term, len(self._numbers))
        if number >= _MOST_TERMS:
            msg = (
                f"The documents contain more than {_MOST_TERMS:,} different words, the most that "
                "one index takes. Build several, each of some of the documents."
            )
            raise IndexStoreError(msg)
        return number

    def add(self, number: int, body: Sequence[str], context: Sequence[str]) -> None:
        """Add the next passage.

        Args:
            number: of the passage.
            body: its terms, as often as they occur.
            context: terms of title and headings, likewise.
        """
        halves = Counter(body)  # counts in halves: body terms count twice, context terms once
        halves.update(body)
        halves.update(context)
        for term, often in halves.items():
            shifted = self.term_number(term) << _NUMBER_BITS | number
            self._unpacked.append(shifted << _COUNT_BITS | min(often, _MOST_COUNTED))
        self._unpacked_lengths.append(len(body) + len(context))
        if len(self._unpacked) > _MOST_UNPACKED:
            self._pack()

    def add_packed(self, packed: NDArray[np.uint64], lengths: NDArray[np.int32]) -> None:
        """Add the next passages by postings that are packed already.

        Args:
            packed: the postings, uint64, with the new numbers of terms and passages.
            lengths: number of terms of each passage, int32.
        """
        self._pack()
        self._packed.append(packed)
        self._lengths.append(lengths)

    def write(self, folder: Path, database: sqlite3.Connection) -> None:
        """Write the files and the table of terms.

        Args:
            folder: of the new generation.
            database: with the table of :data:`qa.index.retrieval.lexical.SCHEMA`.
        """
        lengths, packed = self._sorted()
        np.save(folder / LENGTHS, lengths)
        np.save(folder / COUNTS, (packed & np.uint64(_MOST_COUNTED)).astype("u1"))
        # In place: a large corpus has gigabytes of postings.
        packed >>= np.uint64(_COUNT_BITS)
        np.save(folder / HOLDERS, (packed & np.uint64((1 << _NUMBER_BITS) - 1)).astype("<i4"))
        packed >>= np.uint64(_NUMBER_BITS)
        database.executemany("INSERT INTO terms VALUES (?, ?, ?)", self._rows(packed))

    def in_memory(self) -> Lexical:
        """Return the index without writing a file; no passage can be added after that."""
        lengths, packed = self._sorted()
        numbers = packed >> np.uint64(_COUNT_BITS + _NUMBER_BITS)
        located = {term: (start, passages) for term, start, passages in self._rows(numbers)}
        holders = packed >> np.uint64(_COUNT_BITS) & np.uint64((1 << _NUMBER_BITS) - 1)
        counts = packed & np.uint64(_MOST_COUNTED)
        arrays = lengths, holders.astype("<i4"), counts.astype("u1")
        return Lexical(arrays, lambda term: located.get(term, (0, 0)))

    def _sorted(self) -> tuple[NDArray[np.int32], NDArray[np.uint64]]:
        """Return the length of each passage, and the postings sorted by term and passage."""
        self._pack()
        packed = np.concatenate(self._packed)
        self._packed.clear()
        packed.sort()
        return np.concatenate(self._lengths).astype("<i4"), packed

    def _rows(self, numbers: NDArray[np.uint64]) -> Iterator[tuple[str, int, int]]:
        """Yield each term, where its postings begin, and how many there are.

        Args:
            numbers: of the term of each posting, sorted.
        """
        found, starts, passages = np.unique(numbers, return_index=True, return_counts=True)
        terms = list(self._numbers)
        rows = zip(found.tolist(), starts.tolist(), passages.tolist(), strict=True)
        yield from ((terms[number], start, count) for number, start, count in rows)

    def _pack(self) -> None:
        """Turn what was added into arrays, which take an eighth of the memory."""
        self._packed.append(np.array(self._unpacked, np.uint64))
        self._lengths.append(np.array(self._unpacked_lengths, np.int32))
        self._unpacked.clear()
        self._unpacked_lengths.clear()


class PreviousPostings:
    """The postings of the previous generation, sorted by passage, to copy unchanged passages."""

    def __init__(
        self, previous: Lexical, terms: Sequence[tuple[str, int]], builder: LexicalBuilder
    ) -> None:
        """Sort the postings by passage.

        Args:
            previous: the lexical index of the previous generation.
            terms: each of its terms with its document frequency, in order of ``start``.
            builder: of the new generation.
        """
        self._previous, self._builder = previous, builder
        order = np.argsort(previous.holders, kind="stable")
        self._holders = previous.holders[order].astype(np.uint64)
        self._counts = previous.counts[order].astype(np.uint64)
        numbers = np.array([builder.term_number(term) for term, _ in terms], np.uint64)
        self._numbers = np.repeat(numbers, [passages for _, passages in terms])[order]

    def copy(self, first: int, end: int, number: int) -> None:
        """Add the passages ``[first, end)`` to the new generation.

        Args:
            first: number of the first passage in the previous generation.
            end: number after the last one.
            number: of the first passage in the new generation.
        """
        begin, stop = np.searchsorted(self._holders, np.array([first, end], np.uint64))
        packed = self._numbers[begin:stop] << np.uint64(_NUMBER_BITS)
        packed |= self._holders[begin:stop] - np.uint64(first) + np.uint64(number)
        packed <<= np.uint64(_COUNT_BITS)
        packed |= self._counts[begin:stop]
        self._builder.add_packed(packed, np.array(self._previous.lengths[first:end]))
