"""The context of a passage, title and headings, is indexed together with its words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from qa.embedders.protocol import pools_sentences
from qa.files.hashing import content_key
from qa.indexing.splitting.passages import passages as split
from qa.records import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
        sentence_keys: of its sentences: of their words or, where their vectors come from the pass
            over the passage, of the passage and their place in it.
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


def spans_within(context: str, start: int, sentences: Iterable[Span]) -> tuple[Span, ...]:
    """Return the sentences of a passage as spans of the text that is embedded for it.

    Args:
        context: title and headings.
        start: of the passage, in its document.
        sentences: of the passage, in its document.
    """
    before = len(embedded_text(context, "")) - start
    return tuple(Span(one.start + before, one.end + before) for one in sentences)


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

    pools = pools_sentences(embedder)
    for passage in split(document, room, embedder.count_tokens):
        front = context(passage.headings)
        key = content_key(embedded_text(front, document.text[passage.start : passage.end]))
        if pools:
            places = spans_within(front, passage.start, passage.sentences)
            keys = [content_key(f"{key.hex()} {place.start} {place.end}") for place in places]
        else:
            keys = [content_key(document.text[s.start : s.end]) for s in passage.sentences]
        yield NewPassage(passage, front, key, tuple(keys))


def _context(title: str, headings: tuple[str, ...], embedder: Embedder) -> str:
    """Return title and heading path; if they are too long, without the outermost headings."""
    parts = [title, *headings]
    sizes = embedder.count_tokens([f"{part} › " for part in parts])
    while parts and sum(sizes) > embedder.limit * _SHARE:
        dropped = 1 if len(parts) > 2 else 0  # noqa: PLR2004 - the title outlives outer headings
        del parts[dropped], sizes[dropped]
    return " › ".join(parts)
