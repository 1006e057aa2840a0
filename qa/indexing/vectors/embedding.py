"""Texts into vectors, and which texts make the embedder fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qa.deadlines import check_deadline
from qa.errors import EmbeddingError, ModelError, QAError, described
from qa.indexing.splitting.files import ENDING, check_embedder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa.embedders.protocol import Embedder, Vectors
    from qa.indexing.drafts.blocks import Block
    from qa.indexing.drafts.workers import Gap

BLOCK = 512
"""Passages that are embedded together, and then their sentences."""

_STEP = 128  # texts between two reports of progress


def ignore(done: int) -> None:
    """Ignore how many texts were embedded.

    Args:
        done: the number.
    """


def in_steps(
    embedder: Embedder, texts: Sequence[str], report: Callable[[int], None] = ignore
) -> Vectors:
    """Return the vectors of texts, float32 ``(texts, dimension)``.

    Args:
        embedder: makes them.
        texts: to embed.
        report: called after every step with the number of texts it embedded.

    Raises:
        EmbeddingError: some of them cannot be embedded.
        ModelError: the embedder fails.
        DeadlineError: the deadline of the caller has passed.
    """
    made = np.empty((len(texts), embedder.identity.dimension), np.float32)
    # A model pads texts to the longest of a batch: texts of like length waste the least on it.
    longest_first = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
    for begin in range(0, len(texts), _STEP):
        check_deadline()
        step = longest_first[begin : begin + _STEP]
        made[step] = _embedded_together(embedder, [texts[i] for i in step])
        report(len(step))
    return made


def texts_of(block: Block, gap: Gap) -> tuple[list[str], list[str]]:
    """Return the texts of a block that have to be embedded: of passages, and of sentences.

    Args:
        block: of passages.
        gap: which of its vectors are missing.
    """
    # The texts of a document are read from the disk whole, so only where they are needed.
    texts = block.texts() if gap.missing.any() else []
    sentences = block.sentence_texts() if gap.missing_sentences.any() else []
    return (
        [texts[i] for i in np.flatnonzero(gap.missing).tolist()],
        [sentences[i] for i in np.flatnonzero(gap.missing_sentences).tolist()],
    )


def in_files(error: EmbeddingError, block: Block) -> EmbeddingError:
    """Return the error with the names of files in place of texts.

    Args:
        error: with the texts that cannot be embedded.
        block: that has them.
    """
    found = block.files_with(error.reasons)
    return EmbeddingError({file: error.reasons[text] for file, text in found.items()})


def _embedded_together(embedder: Embedder, texts: Sequence[str]) -> Vectors:
    try:
        return _finite(embedder, texts)
    except (*ENDING, QAError):
        raise
    except BaseException as error:
        check_embedder(embedder)  # raises if the embedder fails whatever the text
        reasons = {text: reason for text in texts if (reason := _why_not(embedder, text))}
        # If each can be embedded alone, their number or size together makes the embedder fail.
        raise EmbeddingError(reasons) if reasons else ModelError(described(error)) from error


def _why_not(embedder: Embedder, text: str) -> str:
    """Return why a text cannot be embedded; empty if it can."""
    try:
        _finite(embedder, [text])
    except (*ENDING, QAError):
        raise
    except BaseException as error:  # noqa: BLE001 - libraries in Rust raise no Exception
        return f"cannot be embedded ({described(error)})"
    return ""


def _finite(embedder: Embedder, texts: Sequence[str]) -> Vectors:
    vectors = embedder.embed_passages(texts)
    if not np.isfinite(vectors).all():
        msg = "the model returns numbers that are not finite"
        raise ValueError(msg)
    return vectors
