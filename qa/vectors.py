"""The vectors of a generation being written: each content embedded once, the rest taken over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.checkpoint import Checkpoint
from qa.hashing import content_key
from qa.manifest import SENTENCES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.draft import Draft
    from qa.embedding import Embedder, Vectors
    from qa.progress import Progress

_BLOCK = 512  # passages whose vectors, and whose sentences', are made together
_STEP = 128  # texts between two reports of progress


def write_vectors(
    draft: Draft, checkpoint: Path, embedder: Embedder, progress: Progress
) -> tuple[Vectors, int]:
    """Make all vectors of a draft and write those of its sentences.

    Those are float16: three digits of a cosine are plenty to weigh sentences, and the file has
    half the size.

    Args:
        draft: is complete but for its vectors.
        checkpoint: where vectors are kept until the build has succeeded, in files whose names
            begin so.
        embedder: makes what is not known yet.
        progress: told how far it is.

    Returns:
        The vectors of the passages, float32 ``(passages, dimension)``, and the number of texts
        that had to be embedded.
    """
    identity, previous = embedder.identity, draft.previous
    of_passages = _Source(
        draft.old_passages(),
        previous.passage_vectors if previous else None,
        Checkpoint(checkpoint.with_suffix(".passages"), identity, "<f4"),
        np.dtype("<f4"),
    )
    of_sentences = _Source(
        draft.old_sentences(),
        previous.stored_sentences if previous else None,
        Checkpoint(checkpoint.with_suffix(".sentences"), identity, "<f2"),
        np.dtype("<f2"),
    )
    maker = _Maker(embedder, progress, of_passages.missing + of_sentences.missing)
    vectors = np.empty((draft.passages, identity.dimension), np.float32)
    with (draft.folder / SENTENCES).open("wb") as file:
        shape = (draft.sentences, identity.dimension)
        header = {"descr": "<f2", "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(file, header)
        for first in range(0, draft.passages, _BLOCK):
            block = draft.block(first, min(first + _BLOCK, draft.passages))
            maker.notes_down = block.passages.stop < draft.passages
            vectors[block.passages] = maker.made(of_passages, block.passages, block.texts)
            made = maker.made(of_sentences, block.sentences, block.sentence_texts)
            file.write(made.data)
    return vectors, maker.embedded


@dataclass(frozen=True, slots=True)
class _Source:
    """Where vectors may be taken from.

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
        """The rows that the generation before does not have."""
        return int((self.old < 0).sum())


class _Maker:
    """Makes vectors, and counts.

    Attributes:
        notes_down: whether what is made goes into the checkpoint.
        embedded: texts that had to be embedded.
    """

    def __init__(self, embedder: Embedder, progress: Progress, work: int) -> None:
        self._embedder, self._progress = embedder, progress
        self._work, self._done = work, 0
        self.embedded = 0
        self.notes_down = True

    def made(
        self, source: _Source, rows: slice, texts: Callable[[], Sequence[str]]
    ) -> NDArray[Any]:
        """Return the vectors of some rows, ``(rows, dimension)``.

        Args:
            source: from where to take those that are there.
            rows: of the generation being written.
            texts: gives the texts they stand for.
        """
        old = source.old[rows]
        known = old >= 0
        if source.stored and known.all():
            return source.stored(old)
        made = np.empty((len(old), self._embedder.identity.dimension), source.dtype)
        if source.stored:
            made[known] = source.stored(old[known])
        numbers = np.flatnonzero(~known)
        all_texts = texts()
        keys = [content_key(all_texts[i]) for i in numbers.tolist()]
        found, vectors = source.checkpoint.find(b"".join(keys))
        made[numbers[found]] = vectors
        self._tell(len(vectors))
        left = numbers[~found]
        made[left] = self._embedded([all_texts[i] for i in left.tolist()])
        if self.notes_down:
            missing = (key for key, is_found in zip(keys, found, strict=True) if not is_found)
            source.checkpoint.add(b"".join(missing), made[left])
        return made

    def _embedded(self, texts: Sequence[str]) -> Vectors:
        made = np.empty((len(texts), self._embedder.identity.dimension), np.float32)
        longest_first = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        for begin in range(0, len(texts), _STEP):
            step = longest_first[begin : begin + _STEP]
            made[step] = self._embedder.embed_passages([texts[i] for i in step])
            self.embedded += len(step)
            self._tell(len(step))
        return made

    def _tell(self, more: int) -> None:
        if more:
            self._done += more
            self._progress("Embedding", self._done, self._work)
