"""What stands above a passage: title and headings go with its words into the index."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from qa.files.hashing import content_key
from qa.indexing.passages import passages as split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.embedders.protocol import Embedder
    from qa.records import Document, Passage

_SHARE = 0.25  # of a passage's word pieces that title and headings may take


@dataclass(frozen=True, slots=True)
class NewPassage:
    """A passage to store, with the keys its vectors are found again by.

    Attributes:
        passage: where it stands.
        context: title and headings above it.
        key: of what is embedded for it, see :func:`embedded_text`.
        sentence_keys: of its sentences' words, which are embedded one by one.
    """

    passage: Passage
    context: str
    key: bytes
    sentence_keys: tuple[bytes, ...]


def embedded_text(context: str, body: str) -> str:
    """Return what is embedded for a passage: its context and its words, as one.

    A passage is found by what stands above it too; that is no part of what is quoted.
    """
    return f"{context}\n{body}"


def new_passages(document: Document, embedder: Embedder) -> Iterator[NewPassage]:
    """Yield the passages of a document, ready to be stored."""

    @cache
    def context(headings: tuple[str, ...]) -> str:
        return _context(document.title, headings, embedder)

    def room(headings: tuple[str, ...]) -> int:
        (taken,) = embedder.count_tokens([context(headings)])
        return embedder.limit - taken

    for passage in split(document, room, embedder.count_tokens):
        front = context(passage.headings)
        text = embedded_text(front, document.text[passage.start : passage.end])
        keys = (content_key(document.text[s.start : s.end]) for s in passage.sentences)
        yield NewPassage(passage, front, content_key(text), tuple(keys))


def _context(title: str, headings: tuple[str, ...], embedder: Embedder) -> str:
    """Return title and heading path; where they are too long, the outermost headings go."""
    parts = [title, *headings]
    sizes = embedder.count_tokens([f"{part} › " for part in parts])
    while parts and sum(sizes) > embedder.limit * _SHARE:
        dropped = 1 if len(parts) > 2 else 0  # noqa: PLR2004 - the title outlives outer headings
        del parts[dropped], sizes[dropped]
    return " › ".join(parts)
