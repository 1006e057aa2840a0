"""Passages into what an index stores: their vectors, made once for each content."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Protocol

import numpy as np

from qa.hashing import content_key
from qa.passages import passages as split
from qa.storage import NewPassage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from qa.embedding import Embedder
    from qa.generation import KnownVectors
    from qa.records import Document

_CONTEXT_SHARE = 0.25  # of a passage's word pieces that title and headings may take
_STEP = 128  # texts between two reports of progress


class Progress(Protocol):
    """Told how far a build is."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Hear that ``done`` of ``total`` are done in this stage."""


@dataclass(frozen=True, slots=True)
class PassageTexts:
    """What is embedded for one passage.

    Attributes:
        stored: the passage as the index keeps it.
        text: its context and its words, embedded as one.
        sentences: its sentences' words, embedded one by one.
    """

    stored: NewPassage
    text: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of an index.

    Attributes:
        passages: float32 ``(passages, dimension)``.
        sentences: float16 ``(sentences, dimension)``; three digits of a cosine are plenty to
            weigh sentences, and the file has half the size.
        embedded: texts that were not known from the build before.
    """

    passages: NDArray[np.float32]
    sentences: NDArray[np.float16]
    embedded: int


def passage_texts(document: Document, embedder: Embedder) -> Iterator[PassageTexts]:
    """Yield the passages of a document and what to embed for each.

    Title and headings go in front of a passage's words, so that a passage is found by them
    too; they are no part of what is quoted.
    """

    @cache
    def context(headings: tuple[str, ...]) -> str:
        return _context(document.title, headings, embedder)

    def room(headings: tuple[str, ...]) -> int:
        (taken,) = embedder.count_tokens([context(headings)])
        return embedder.limit - taken

    for passage in split(document, room, embedder.count_tokens):
        front = context(passage.headings)
        text = f"{front}\n{document.text[passage.start : passage.end]}"
        sentences = tuple(document.text[span.start : span.end] for span in passage.sentences)
        keys = tuple(content_key(sentence) for sentence in sentences)
        yield PassageTexts(NewPassage(passage, content_key(text), keys, front), text, sentences)


def _context(title: str, headings: tuple[str, ...], embedder: Embedder) -> str:
    """Return title and heading path; where they are too long, the outermost headings go."""
    parts = [title, *headings]
    sizes = embedder.count_tokens([f"{part} › " for part in parts])
    while parts and sum(sizes) > embedder.limit * _CONTEXT_SHARE:
        dropped = 1 if len(parts) > 2 else 0  # noqa: PLR2004 - the title outlives outer headings
        del parts[dropped], sizes[dropped]
    return " › ".join(parts)


def embed(
    texts: Sequence[PassageTexts],
    embedder: Embedder,
    known: KnownVectors | None,
    progress: Progress,
) -> Vectors:
    """Embed what is not known yet, and take over the rest."""
    passages = np.empty((len(texts), embedder.identity.dimension), dtype=np.float32)
    total = sum(len(item.sentences) for item in texts)
    sentences = np.empty((total, embedder.identity.dimension), dtype=np.float16)

    new_passages: list[tuple[int, str]] = []
    new_sentences: list[tuple[int, str]] = []
    row = 0
    for number, item in enumerate(texts):
        old = known.passages.get(item.stored.key) if known else None
        if known and old is not None:
            passages[number] = known.generation.passage_vectors([old])[0]
        else:
            new_passages.append((number, item.text))
        for key, sentence in zip(item.stored.sentence_keys, item.sentences, strict=True):
            old = known.sentences.get(key) if known else None
            if known and old is not None:
                sentences[row] = known.generation.sentence_vector(old)
            else:
                new_sentences.append((row, sentence))
            row += 1

    work = len(new_passages) + len(new_sentences)
    done = 0
    for target, new in ((passages, new_passages), (sentences, new_sentences)):
        for start in range(0, len(new), _STEP):
            rows, batch = zip(*new[start : start + _STEP], strict=True)
            target[list(rows)] = embedder.embed_passages(batch)
            done += len(batch)
            progress("Embedding", done, work)
    return Vectors(passages, sentences, work)
