"""The context of a passage, title and headings, is indexed together with its words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from qa.files.hashing import content_key
from qa.indexing.splitting.passages import passages as split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.embedders.protocol import Embedder
    from qa.records import Document, Passage

_SHARE = 0.25  # of a passage's word pieces that title and headings may take


@dataclass(frozen=True, slots=True)
class NewPassage:
    """A passage to store, with the keys of its texts, by which a later build finds their vectors.

    Attributes:
        passage: its span in the document.
        context: title and headings above it.
        key: of the text that is embedded for it, see :func:`embedded_text`.
        sentence_keys: of its sentences, which are embedded one by one, without context.
    """

    passage: Passage
    context: str
    key: bytes
    sentence_keys: tuple[bytes, ...]


def embedded_text(context: str, body: str) -> str:
    """Return the text that is embedded for a passage: its context and its words.

    So a question finds a passage by its headings too. They are not part of a quote.

    Args:
        context: title and headings.
        body: the words of the passage.
    """
    return f"{context}\n{body}"


def new_passages(document: Document, embedder: Embedder) -> Iterator[NewPassage]:
    """Yield the passages of a document, ready to be stored.

    Args:
        document: to split.
        embedder: its word pieces decide where the document is split.
    """

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
    """Return title and heading path; if they are too long, without the outermost headings."""
    parts = [title, *headings]
    sizes = embedder.count_tokens([f"{part} › " for part in parts])
    while parts and sum(sizes) > embedder.limit * _SHARE:
        dropped = 1 if len(parts) > 2 else 0  # noqa: PLR2004 - the title outlives outer headings
        del parts[dropped], sizes[dropped]
    return " › ".join(parts)
