"""The vectors of a generation being written: each content embedded once, the rest taken over."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import tee
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from qa.deadlines import check_deadline
from qa.errors import EmbeddingError, ModelError, QAError, described
from qa.index.manifest import SENTENCES
from qa.index.rows import write_header
from qa.index.takeover import stored_sentences
from qa.indexing.checkpoint import Checkpoint
from qa.indexing.splitting import ENDING, check
from qa.indexing.workers import Gap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.embedders.protocol import Embedder, EmbedderIdentity, Vectors
    from qa.indexing.draft import Block, Draft
    from qa.indexing.workers import Workers
    from qa.progress import Progress

_BLOCK = 512  # passages whose vectors, and whose sentences', are made together
_STEP = 128  # texts between two reports of progress


def write_vectors(
    draft: Draft,
    checkpoint: Path,
    embedder: Embedder,
    progress: Progress,
    workers: Workers | None = None,
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
        workers: embed instead of this process.

    Returns:
        The vectors of the passages, float32 ``(passages, dimension)``, and the number of texts
        that had to be embedded.

    Raises:
        EmbeddingError: some files hold texts that cannot be embedded.
        ModelError: the embedder fails.
    """
    identity, previous = embedder.identity, draft.previous
    kept, kept_sentences = checkpoints(checkpoint, identity)
    of_passages = _Source(
        draft.old_passages(),
        previous.passage_vectors if previous else None,
        kept,
        np.dtype("<f4"),
    )
    of_sentences = _Source(
        draft.old_sentences(),
        partial(stored_sentences, previous) if previous else None,
        kept_sentences,
        np.dtype("<f2"),
    )
    told = _Told(progress, of_passages.missing + of_sentences.missing)
    vectors = np.empty((draft.passages, identity.dimension), np.float32)
    parts, ahead = tee(_parts(draft, of_passages, of_sentences))
    gaps = (gap for part in ahead if (gap := part.gap))
    if workers:
        made = workers.embedded(draft, embedder, list(gaps))
    else:
        made = _embedded(draft, embedder, gaps, told)
    embedded = 0
    with (draft.folder / SENTENCES).open("wb") as file:
        write_header(file, "<f2", (draft.sentences, identity.dimension))
        for part in parts:
            told.more(part.passages.found + part.sentences.found)
            new, new_sentences = next(made) if part.gap else (None, None)
            notes_down = part.block.stop < draft.passages
            vectors[part.block] = part.passages.filled(new, notes_down=notes_down)
            file.write(part.sentences.filled(new_sentences, notes_down=notes_down).data)
            embedded += part.missing
            if workers:
                told.more(part.missing)
    return vectors, embedded


def checkpoints(path: Path, identity: EmbedderIdentity) -> tuple[Checkpoint, Checkpoint]:
    """Return what is kept of passages' vectors and of sentences' until a build has succeeded.

    Args:
        path: with which the names of their files begin.
        identity: of the embedder.
    """
    return (
        Checkpoint(path.with_suffix(".passages"), identity, "<f4"),
        Checkpoint(path.with_suffix(".sentences"), identity, "<f2"),
    )


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

    def rows(self, rows: slice, keys: Callable[[], Sequence[bytes]]) -> _Rows:
        """Return what is known of some rows of the generation being written.

        Args:
            rows: which.
            keys: gives the keys of their texts, where they are needed.
        """
        old = self.old[rows]
        new = np.flatnonzero(old < 0)
        all_keys = keys() if len(new) else ()
        new_keys = [all_keys[i] for i in new.tolist()]
        found, vectors = self.checkpoint.find(b"".join(new_keys))
        missing = np.zeros(len(old), np.bool_)
        missing[new[~found]] = True
        left = (key for key, is_found in zip(new_keys, found, strict=True) if not is_found)
        return _Rows(self, old, new[found], vectors, missing, b"".join(left))


@dataclass(frozen=True, slots=True)
class _Rows:
    """Some rows of a generation being written.

    Attributes:
        source: of what is known.
        old: rows of the generation before, -1 where it has none; int64 ``(rows,)``.
        noted: those that the checkpoint has; int64.
        vectors: of these.
        missing: those that have to be made; bool ``(rows,)``.
        keys: of these.
    """

    source: _Source
    old: NDArray[np.int64]
    noted: NDArray[np.int64]
    vectors: NDArray[np.float32]
    missing: NDArray[np.bool_]
    keys: bytes

    @property
    def found(self) -> int:
        """Vectors that the checkpoint has."""
        return len(self.noted)

    def filled(self, made: NDArray[Any] | None, *, notes_down: bool) -> NDArray[Any]:
        """Return the vectors of all rows, ``(rows, dimension)``.

        Args:
            made: those of the missing; None where nothing is missing in the block.
            notes_down: whether these go into the checkpoint.
        """
        source, known = self.source, self.old >= 0
        if source.stored and known.all():
            return source.stored(self.old)
        filled = np.empty((len(self.old), self.vectors.shape[1]), source.dtype)
        if source.stored:
            filled[known] = source.stored(self.old[known])
        filled[self.noted] = self.vectors
        if made is not None:
            filled[self.missing] = made
            if notes_down:
                source.checkpoint.add(self.keys, filled[self.missing])
        return filled


class _Part(NamedTuple):
    block: slice
    passages: _Rows
    sentences: _Rows

    @property
    def missing(self) -> int:
        return int(self.passages.missing.sum() + self.sentences.missing.sum())

    @property
    def gap(self) -> Gap | None:
        """What is to be embedded; None where nothing is."""
        if not self.missing:
            return None
        return Gap(self.block, self.passages.missing, self.sentences.missing)


def _parts(draft: Draft, of_passages: _Source, of_sentences: _Source) -> Iterator[_Part]:
    for first in range(0, draft.passages, _BLOCK):
        block = draft.block(first, min(first + _BLOCK, draft.passages))
        yield _Part(
            block.passages,
            of_passages.rows(block.passages, block.keys),
            of_sentences.rows(block.sentences, block.sentence_keys),
        )


def texts_of(block: Block, gap: Gap) -> tuple[list[str], list[str]]:
    """Return the texts of a block that are to be embedded: passages, and sentences."""
    texts = block.texts() if gap.missing.any() else []
    sentences = block.sentence_texts() if gap.missing_sentences.any() else []
    return (
        [texts[i] for i in np.flatnonzero(gap.missing).tolist()],
        [sentences[i] for i in np.flatnonzero(gap.missing_sentences).tolist()],
    )


def _embedded(
    draft: Draft, embedder: Embedder, gaps: Iterable[Gap], told: _Told
) -> Iterator[tuple[Vectors, NDArray[Any]]]:
    """Yield the vectors that each gap lacks, made by this process."""
    for gap in gaps:
        block = draft.block(gap.passages.start, gap.passages.stop)
        texts, sentences = texts_of(block, gap)
        try:
            yield in_steps(embedder, texts, told.more), in_steps(embedder, sentences, told.more)
        except EmbeddingError as error:
            raise in_files(error, block) from error


def in_files(error: EmbeddingError, block: Block) -> EmbeddingError:
    """Return which files the texts are in that cannot be embedded."""
    found = block.files_with(error.reasons)
    return EmbeddingError({file: error.reasons[text] for file, text in found.items()})


def in_steps(embedder: Embedder, texts: Sequence[str], done: Callable[[int], None]) -> Vectors:
    """Return the vectors of texts, float32 ``(texts, dimension)``.

    Args:
        embedder: makes them, the longest first, so that what stands together is padded little.
        texts: to embed.
        done: told of every step how many it made.

    Raises:
        EmbeddingError: some of them cannot be embedded.
        ModelError: the embedder fails.
        DeadlineError: the deadline of the caller has passed.
    """
    made = np.empty((len(texts), embedder.identity.dimension), np.float32)
    longest_first = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
    for begin in range(0, len(texts), _STEP):
        check_deadline()
        step = longest_first[begin : begin + _STEP]
        made[step] = _embedded_together(embedder, [texts[i] for i in step])
        done(len(step))
    return made


def _embedded_together(embedder: Embedder, texts: Sequence[str]) -> Vectors:
    try:
        vectors = _finite(embedder, texts)
    except (*ENDING, QAError):
        raise
    except BaseException as error:
        check(embedder)
        reasons = {}
        for text in texts:
            try:
                _finite(embedder, [text])
            except (*ENDING, QAError):
                raise
            except BaseException as own:  # noqa: BLE001 - from any library, also one in Rust
                reasons[text] = f"cannot be embedded ({described(own)})"
        # Where each can be embedded alone, it is their number or size that fails.
        raise EmbeddingError(reasons) if reasons else ModelError(described(error)) from error
    return vectors


def _finite(embedder: Embedder, texts: Sequence[str]) -> Vectors:
    vectors = embedder.embed_passages(texts)
    if not np.isfinite(vectors).all():
        msg = "the model gives no numbers"
        raise ValueError(msg)
    return vectors


class _Told:
    """Counts what is done, and tells it."""

    def __init__(self, progress: Progress, work: int) -> None:
        self._progress = progress
        self._work, self._done = work, 0

    def more(self, done: int) -> None:
        if done:
            self._done += done
            self._progress("Embedding", self._done, self._work)
