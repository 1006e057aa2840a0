"""The lexical index, read: BM25 over the terms of passages and of the headings above them.

For every term, its postings (the passages that contain it) and how often each does, as arrays
mapped into memory. A search adds up whole arrays, so a word in every second passage costs a
millisecond and needs no special care. Engines that read postings one by one skip common words
that cannot bring in another passage; with arrays, that costs more than it saves.

:mod:`qa.index.retrieval.lexical_builder` writes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from qa.files.mapped import layout, mapped
from qa.index.retrieval.idf import bm25_idf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.files.block_checksums import CheckedBlocks

LENGTHS, HOLDERS, COUNTS = "lengths.npy", "holders.npy", "counts.npy"
"""The files: number of terms of each passage, int32; the postings, int32, one term after the
other; for each posting, how often the passage contains the term, uint8, in halves."""

K1, B = 1.2, 0.75
"""Parameters of BM25 (Robertson and Zaragoza 2009), the defaults of Lucene and SQLite."""

CONTEXT_WEIGHT = 0.5
"""Weight of a term in title or headings, against 1 in the passage. Counts are stored in halves,
because this is a half."""

SCHEMA = """
CREATE TABLE terms (
    term TEXT PRIMARY KEY, start INTEGER, passages INTEGER
) WITHOUT ROWID;
"""
"""Term → where its postings begin in ``holders.npy``, and how many there are."""


class Lexical:
    """The lexical index of one generation, open for reading; safe to share between threads."""

    def __init__(
        self,
        arrays: tuple[NDArray[Any], NDArray[Any], NDArray[Any]],
        locate: Callable[[str], tuple[int, int]],
        checks: Sequence[tuple[CheckedBlocks, int, int]] = (),
    ) -> None:
        """Take the arrays that :data:`LENGTHS`, :data:`HOLDERS` and :data:`COUNTS` describe.

        Args:
            arrays: in this order.
            locate: term → ``(start, passages)`` as in :data:`SCHEMA`; ``(0, 0)`` for a term
                that no passage contains.
            checks: for each file whose blocks are checked when they are first read: its blocks,
                the byte at which its values begin, and the bytes of one value.
        """
        self.lengths, self.holders, self.counts = arrays
        self._locate = locate
        self._checks = checks
        mean = float(self.lengths.mean()) if len(self.lengths) else 0.0
        # The part of BM25's denominator that depends on the passage alone, computed once.
        self._damping = K1 * (1 - B + B * self.lengths / (mean or 1.0))

    @classmethod
    def open(
        cls,
        folder: Path,
        locate: Callable[[str], tuple[int, int]],
        blocks: Mapping[str, CheckedBlocks] | None = None,
    ) -> Lexical:
        """Map the files of a generation.

        Args:
            folder: of the generation.
            locate: term → ``(start, passages)`` as in :data:`SCHEMA`; ``(0, 0)`` for a term
                that no passage contains.
            blocks: checksums of the files, where they were not checked as a whole.

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
        return cls((lengths, holders, counts), locate, checks)

    def close(self) -> None:
        """Close the files."""
        self.lengths = self.holders = self.counts = np.empty(0, np.int32)

    def document_frequency(self, term: str) -> int:
        """Return how many passages contain a term.

        Args:
            term: as :func:`qa.text.analyzer.terms` makes it.
        """
        return self._locate(term)[1]

    def postings(self, term: str) -> NDArray[np.int32]:
        """Return the numbers of the passages that contain a term, in order.

        Args:
            term: as :func:`qa.text.analyzer.terms` makes it.

        Raises:
            ValueError: its postings are damaged.
        """
        start, passages = self._checked(term)
        numbers: NDArray[np.int32] = self.holders[start : start + passages]
        return numbers

    def occurs(self, term: str, first: int, end: int) -> bool:
        """Return whether one of the passages ``[first, end)`` contains a term.

        Args:
            term: as :func:`qa.text.analyzer.terms` makes it.
            first: number of the first passage.
            end: number after the last one.

        Raises:
            ValueError: its postings are damaged.
        """
        edges = np.searchsorted(self.postings(term), (first, end))
        return bool(np.diff(edges)[0])

    def weights(self, postings: slice | NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the weights of postings in BM25, without idf.

        Args:
            postings: their indices in ``holders.npy``.
        """
        often = self.counts[postings] * CONTEXT_WEIGHT
        weights: NDArray[np.float64] = (
            (K1 + 1) * often / (often + self._damping[self.holders[postings]])
        )
        return weights

    def search(
        self, query: Iterable[str], k: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the ``k`` passages of highest BM25 for some terms, as (number, BM25).

        Best first, equal ones in passage order. Passages without any of the terms are left out.

        Args:
            query: terms.
            k: the most passages.
            among: numbers of the passages to search; None for all.

        Raises:
            ValueError: the postings of a term are damaged.
        """
        total = len(self.lengths)
        scores = np.zeros(total)
        for term in query:
            start, passages = self._checked(term)
            if not passages:
                continue
            postings = slice(start, start + passages)
            # A passage appears once among a term's postings, so adding by index adds them all.
            scores[self.holders[postings]] += bm25_idf(total, passages) * self.weights(postings)
        if among is None:
            found = np.flatnonzero(scores)
        else:
            found = np.asarray(among, np.int64)
            found = found[scores[found] > 0]
        if len(found) > k:  # sort no more than the best, and those that equal the last of them
            least = np.partition(scores[found], len(found) - k)[len(found) - k]
            found = found[scores[found] >= least]
        order = np.lexsort((found, -scores[found]))[:k]
        return [(int(number), float(scores[number])) for number in found[order]]

    def _checked(self, term: str) -> tuple[int, int]:
        """Return where the postings of a term begin and how many there are, once checked."""
        start, passages = self._locate(term)
        for blocks, begin, size in self._checks:
            blocks.check(begin + start * size, begin + (start + passages) * size)
        return start, passages
