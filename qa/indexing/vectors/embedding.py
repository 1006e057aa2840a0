"""Texts into vectors, and which texts make the embedder fail."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from qa.deadlines import check_deadline
from qa.embedders.protocol import PassageText, pools_sentences
from qa.errors import EmbeddingError, ModelError, QAError, described
from qa.index.packed_vectors import packed
from qa.indexing.splitting.files import ENDING, check_embedder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from qa.embedders.protocol import Embedder, PoolingEmbedder, Vectors
    from qa.indexing.drafts.blocks import Block
    from qa.indexing.drafts.workers import Gap

_Text = TypeVar("_Text")
_Made = TypeVar("_Made")

BLOCK = 512
"""Passages that are embedded together, with their sentences."""

_STEP = 128  # texts between two reports of progress
_PASSAGES = 32  # the same for passages with their sentences


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

    def make(some: Sequence[str]) -> tuple[Vectors, ...]:
        return _finite(embedder.embed_passages(some))

    # A model pads texts to the longest of a batch: texts of like length waste the least on it.
    longest_first = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
    for begin in range(0, len(texts), _STEP):
        check_deadline()
        step = longest_first[begin : begin + _STEP]
        (made[step],) = _together(embedder, [texts[i] for i in step], make, str)
        report(len(step))
    return made


def embed(
    embedder: Embedder, passages: Sequence[PassageText], report: Callable[[int], None] = ignore
) -> tuple[Vectors, NDArray[np.int8]]:
    """Return the vectors that are wanted of passages and of their sentences.

    Args:
        embedder: makes them, of sentences in the pass over their passage if it can.
        passages: to embed.
        report: called after every step with the number of vectors it made.

    Returns:
        Those of the passages that are wanted, float32 ``(passages, dimension)``, and those of the
        sentences that are, packed, int8 ``(sentences, dimension)``.

    Raises:
        EmbeddingError: some of them cannot be embedded.
        ModelError: the embedder fails.
        DeadlineError: the deadline of the caller has passed.
    """
    if pools_sentences(embedder):
        vectors, of_sentences = _pooled(embedder, passages, report)
        return vectors, packed(of_sentences)
    sentences = [
        one.text[span.start : span.end]
        for one in passages
        for span in compress(one.sentences, one.chosen())
    ]
    texts = [one.text for one in passages if one.is_wanted]
    return in_steps(embedder, texts, report), packed(in_steps(embedder, sentences, report))


def texts_of(block: Block, gap: Gap) -> list[PassageText]:
    """Return the texts of a block that have to be embedded.

    Args:
        block: of passages.
        gap: which of its vectors are missing.
    """
    # The texts of a document are read from the disk whole, so only where they are needed.
    if not gap.missing.any() and not gap.missing_sentences.any():
        return []
    texts: list[PassageText] = []
    end = 0
    for is_wanted, (text, sentences) in zip(gap.missing.tolist(), block.texts(), strict=True):
        first, end = end, end + len(sentences)
        missing = tuple(gap.missing_sentences[first:end].tolist())
        if is_wanted or any(missing):
            texts.append(PassageText(text, sentences, is_wanted, missing))
    return texts


def in_files(error: EmbeddingError, block: Block) -> EmbeddingError:
    """Return the error with the names of files in place of texts.

    Args:
        error: with the texts that cannot be embedded.
        block: that has them.
    """
    found = block.files_with(error.reasons)
    return EmbeddingError({file: error.reasons[text] for file, text in found.items()})


def _pooled(
    embedder: PoolingEmbedder, passages: Sequence[PassageText], report: Callable[[int], None]
) -> tuple[Vectors, Vectors]:
    """Return the vectors of the passages that are wanted, and of sentences from the same pass."""
    dimension = embedder.identity.dimension
    firsts = np.cumsum([0, *(len(passage.sentences) for passage in passages)])
    vectors = np.empty((len(passages), dimension), np.float32)
    of_sentences = np.empty((firsts[-1], dimension), np.float32)
    longest_first = sorted(range(len(passages)), key=lambda i: -len(passages[i].text))

    def make(some: Sequence[PassageText]) -> tuple[Vectors, Vectors]:
        vectors, of_sentences = _finite(*embedder.embed_sentences(some))
        return vectors, of_sentences

    for begin in range(0, len(passages), _PASSAGES):
        check_deadline()
        step = longest_first[begin : begin + _PASSAGES]
        made, inside = _together(embedder, [passages[i] for i in step], make, lambda one: one.text)
        vectors[step] = made
        of_sentences[np.concatenate([np.arange(firsts[i], firsts[i + 1]) for i in step])] = inside
        report(sum(passages[i].is_wanted + sum(passages[i].chosen()) for i in step))
    chosen = [is_chosen for passage in passages for is_chosen in passage.chosen()]
    return vectors[[passage.is_wanted for passage in passages]], of_sentences[chosen]


def _together(
    embedder: Embedder,
    texts: Sequence[_Text],
    make: Callable[[Sequence[_Text]], _Made],
    words: Callable[[_Text], str],
) -> _Made:
    """Return what is made of texts together; find out which of them fail, if it cannot be made.

    Args:
        embedder: that makes it.
        texts: to embed.
        make: embeds them.
        words: returns a text's own.
    """
    try:
        return make(texts)
    except (*ENDING, QAError):
        raise
    except BaseException as error:
        check_embedder(embedder)  # raises if the embedder fails whatever the text
        reasons = {words(text): reason for text in texts if (reason := _why_not(text, make))}
        # If each can be embedded alone, their number or size together makes the embedder fail.
        raise EmbeddingError(reasons) if reasons else ModelError(described(error)) from error


def _why_not(text: _Text, make: Callable[[Sequence[_Text]], _Made]) -> str:
    """Return why a text cannot be embedded; empty if it can."""
    try:
        make([text])
    except (*ENDING, QAError):
        raise
    except BaseException as error:  # noqa: BLE001 - libraries in Rust raise no Exception
        return f"cannot be embedded ({described(error)})"
    return ""


def _finite(*made: Vectors) -> tuple[Vectors, ...]:
    if not all(np.isfinite(vectors).all() for vectors in made):
        msg = "the model returns numbers that are not finite"
        raise ValueError(msg)
    return made
