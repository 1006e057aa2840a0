"""The vectors of a generation being written: each content embedded once, the rest copied."""

from __future__ import annotations

from collections import deque
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from qa.errors import EmbeddingError
from qa.files.rows import write_header
from qa.index.generations.manifest import SENTENCES
from qa.index.packed_vectors import PACKED
from qa.indexing.drafts.workers import Gap
from qa.indexing.vectors.embedding import BLOCK, embed, in_files, texts_of
from qa.indexing.vectors.known import sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.embedders.protocol import Embedder, Vectors
    from qa.indexing.drafts.draft import Draft
    from qa.indexing.drafts.workers import Workers
    from qa.indexing.vectors.known import Rows, Source
    from qa.progress import Progress

    _Made = tuple[Vectors, NDArray[Any]]  # of the passages and of the sentences of a gap

WINDOW = 1024
"""Blocks whose gaps workers receive together. To start workers takes seconds, so it is many; what
a block needs in memory until its vectors come is some 20 kB, so it is not all of them."""


def write_vectors(  # noqa: PLR0913, PLR0917 - what is made, how, and what is made already
    draft: Draft,
    checkpoint: Path,
    embedder: Embedder,
    progress: Progress,
    workers: Workers | None = None,
    ahead: int = 0,
) -> tuple[Vectors, int]:
    """Make all vectors of a draft and write those of its sentences.

    Those are packed: three digits of a cosine are plenty to weigh sentences.

    Args:
        draft: complete but for its vectors.
        checkpoint: where new vectors are saved until the build has succeeded: the beginning of
            the names of two files.
        embedder: makes the vectors that neither the generation before nor the checkpoint has.
        progress: receives how far the work is.
        workers: embed in place of this process.
        ahead: number of vectors in the checkpoint that this build has made already.

    Returns:
        The vectors of the passages, float32 ``(passages, dimension)``, and the number of texts
        that had to be embedded.

    Raises:
        EmbeddingError: some files have texts that cannot be embedded.
        ModelError: the embedder fails.
    """
    of_passages, of_sentences = sources(draft, checkpoint, embedder.identity)
    counter = _Counter(progress, of_passages.missing + of_sentences.missing, ahead)
    vectors = np.empty((draft.passages, embedder.identity.dimension), np.float32)
    if workers:
        make, window = partial(workers.embedded, draft, embedder), WINDOW
    else:
        make, window = partial(_embedded, draft, embedder, counter.add), 1
    parts = _parts(draft, of_passages, of_sentences)
    embedded = ahead
    with (draft.folder / SENTENCES).open("wb") as file:
        write_header(file, PACKED, (draft.sentences, embedder.identity.dimension))
        for part, new, new_sentences in _with_vectors(parts, make, window):
            counter.add_saved(part.passages.saved + part.sentences.saved)
            # After the last block nothing is left to fail but the writing itself.
            saves = part.block.stop < draft.passages
            vectors[part.block] = part.passages.filled(new, saves=saves)
            file.write(part.sentences.filled(new_sentences, saves=saves).data)
            embedded += part.missing
            if workers:
                counter.add(part.missing)
    return vectors, embedded


class _Part(NamedTuple):
    """A block of passages and their sentences, as far as their vectors are known."""

    block: slice
    passages: Rows
    sentences: Rows

    @property
    def missing(self) -> int:
        """The number of texts that have to be embedded."""
        return int(self.passages.missing.sum() + self.sentences.missing.sum())

    @property
    def gap(self) -> Gap:
        """The texts that have to be embedded."""
        return Gap(self.block, self.passages.missing, self.sentences.missing)


def _parts(draft: Draft, of_passages: Source, of_sentences: Source) -> Iterator[_Part]:
    for first in range(0, draft.passages, BLOCK):
        block = draft.block(first, min(first + BLOCK, draft.passages))
        yield _Part(
            block.passages,
            of_passages.rows(block.passages, block.keys),
            of_sentences.rows(block.sentences, block.sentence_keys),
        )


def _with_vectors(
    parts: Iterator[_Part], make: Callable[[Sequence[Gap]], Iterator[_Made]], window: int
) -> Iterator[tuple[_Part, Vectors | None, NDArray[Any] | None]]:
    """Yield each part with the vectors that were made for its gap; None if it has none.

    Args:
        parts: in order.
        make: yields the vectors of gaps, in their order.
        window: the most parts that are in memory together.
    """
    while waiting := deque(islice(parts, window)):
        made = make([part.gap for part in waiting if part.missing])
        while waiting:
            part = waiting.popleft()
            yield part, *(next(made) if part.missing else (None, None))
        # Exhausted, so that these workers end before others start with the next window.
        assert next(made, None) is None


def _embedded(
    draft: Draft, embedder: Embedder, report: Callable[[int], None], gaps: Sequence[Gap]
) -> Iterator[_Made]:
    """Yield the vectors that each gap lacks, made by this process."""
    for gap in gaps:
        block = draft.block(gap.passages.start, gap.passages.stop)
        try:
            yield embed(embedder, texts_of(block, gap), report)
        except EmbeddingError as error:
            raise in_files(error, block) from error


class _Counter:
    """Counts the vectors that are done, and reports them."""

    def __init__(self, progress: Progress, total: int, ahead: int) -> None:
        self._progress = progress
        # What is done already is reported first, so that it does not count for the rate.
        self._total, self._done, self._ahead = total, 0, 0
        self.add(ahead)
        self._ahead = ahead

    def add_saved(self, done: int) -> None:
        """Count vectors of the checkpoint, but for those reported in the beginning."""
        known = min(done, self._ahead)
        self._ahead -= known
        self.add(done - known)

    def add(self, done: int) -> None:
        if done:
            self._done += done
            self._progress("Embedding", self._done, self._total)
