"""Vectors of a draft that need not be made: the generation before or a checkpoint has them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.index.generations.takeover import stored_sentences
from qa.index.packed_vectors import PACKED
from qa.indexing.vectors.checkpoint import Checkpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.embedders.protocol import EmbedderIdentity
    from qa.indexing.drafts.draft import Draft


def checkpoints(path: Path, identity: EmbedderIdentity) -> tuple[Checkpoint, Checkpoint]:
    """Return the vectors that an unfinished build saved, of passages and of sentences.

    Args:
        path: the beginning of the names of both files.
        identity: of the embedder.
    """
    return (
        Checkpoint(path.with_suffix(".passages"), identity, "<f4"),
        Checkpoint(path.with_suffix(".sentences"), identity, PACKED),
    )


@dataclass(frozen=True, slots=True)
class Source:
    """The sources of vectors that need not be made.

    Attributes:
        old: rows of the generation before, -1 where it has none; int64 ``(rows,)``.
        stored: rows → their vectors; None where there is no generation before.
        checkpoint: of a build that was not finished.
        dtype: of the vectors.
    """

    old: NDArray[np.int64]
    stored: Callable[[NDArray[np.int64]], NDArray[Any]] | None
    checkpoint: Checkpoint
    dtype: np.dtype[Any]

    @property
    def missing(self) -> int:
        """The number of rows that the generation before does not have."""
        return int((self.old < 0).sum())

    def rows(self, rows: slice, keys: Callable[[], Sequence[bytes]]) -> Rows:
        """Return some rows of the generation being written, with their known vectors.

        Args:
            rows: which.
            keys: returns the keys of their texts; called only if they are needed.
        """
        old = self.old[rows]
        new = np.flatnonzero(old < 0)
        all_keys = keys() if len(new) else ()
        new_keys = [all_keys[i] for i in new.tolist()]
        found = self.checkpoint.find(b"".join(new_keys))
        saved = np.full(len(old), -1)
        saved[new] = found
        missing = (key for key, row in zip(new_keys, found.tolist(), strict=True) if row < 0)
        return Rows(self, old, saved, b"".join(missing))


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a generation being written; their vectors are read when they are written.

    Attributes:
        source: of what is known.
        old: rows of the generation before, -1 where it has none; int64 ``(rows,)``.
        saved_at: rows of the checkpoint, -1 where it has none; int64 ``(rows,)``.
        keys: of the texts that have to be embedded.
    """

    source: Source
    old: NDArray[np.int64]
    saved_at: NDArray[np.int64]
    keys: bytes

    @property
    def saved(self) -> int:
        """The number of vectors that the checkpoint has."""
        return int((self.saved_at >= 0).sum())

    @property
    def missing(self) -> NDArray[np.bool_]:
        """Whether a row has to be made; bool ``(rows,)``."""
        missing: NDArray[np.bool_] = (self.old < 0) & (self.saved_at < 0)
        return missing

    def filled(self, made: NDArray[Any] | None, *, saves: bool) -> NDArray[Any]:
        """Return the vectors of all rows, ``(rows, dimension)``.

        Args:
            made: those of the missing; None if nothing of the block had to be embedded.
            saves: whether to save these in the checkpoint.
        """
        source, known, saved = self.source, self.old >= 0, self.saved_at >= 0
        if source.stored and known.all():
            return source.stored(self.old)
        vectors = source.checkpoint.vectors(self.saved_at[saved])
        filled = np.empty((len(self.old), vectors.shape[1]), source.dtype)
        if source.stored:
            filled[known] = source.stored(self.old[known])
        filled[saved] = vectors
        if made is not None:
            filled[self.missing] = made
            if saves:
                source.checkpoint.add(self.keys, filled[self.missing])
        return filled


def sources(draft: Draft, checkpoint: Path, identity: EmbedderIdentity) -> tuple[Source, Source]:
    """Return where vectors of passages and of sentences may be taken from.

    Args:
        draft: complete but for its vectors.
        checkpoint: the beginning of the names of its files.
        identity: of the embedder.
    """
    previous = draft.previous
    of_passages, of_sentences = checkpoints(checkpoint, identity)
    return (
        Source(
            draft.old_passages(),
            previous.passage_vectors if previous else None,
            of_passages,
            np.dtype("<f4"),
        ),
        Source(
            draft.old_sentences(),
            partial(stored_sentences, previous) if previous else None,
            of_sentences,
            np.dtype(PACKED),
        ),
    )
