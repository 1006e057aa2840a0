"""What has become of a quote whose document has changed since: found again, or what is nearest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypedDict

from qa.errors import QAError
from qa.text.alignment import compare
from qa.text.folding import tokens
from qa.verification.finder import Finder
from qa.verification.findings import Place
from qa.verification.judging import ALTERED, GONE, MOVED
from qa.web.service.references import hash_of, parsed

if TYPE_CHECKING:
    from qa.index.protocol import Searchable
    from qa.records import Document

MOST_COMPARED = 4_000_000
"""Characters of a document in which the most similar words are looked for: about a second."""

_LONGEST = 5_000  # characters of a quote that is looked for
_MOST_HASHED = 200_000  # places at which a quote may begin of which only the hash is known
_WORD = re.compile(r"(?<!\w)\w|^[^\s\w]", re.MULTILINE)


class Whereabouts(TypedDict):
    """What has become of a quote.

    Attributes:
        verdict: ``moved``: the same words are elsewhere; ``altered``: most of them are at
            ``place``; ``gone``: they are not, and ``place`` is the nearest sentence, if any.
        was: the words of the quote; empty if they are not known.
        place: where to read on; None for nowhere.
    """

    verdict: str
    was: str
    place: Place | None


def whereabouts(
    generation: Searchable, cited: str, words: str = "", *, look_for_nearest: bool = True
) -> Whereabouts:
    """Look for the words of a quote that are no longer where they were.

    Args:
        generation: the documents as they are now.
        cited: the reference of the quote.
        words: of the quote, if known. They come from a browser: other words than those of the
            reference do not count.
        look_for_nearest: whether to look for similar words if the same ones are nowhere; it takes
            some 0.3 s for a million characters.

    Raises:
        SourceError: the reference is malformed.
    """
    wanted = parsed(cited)
    if hash_of(words) != wanted.words_hash:
        words = ""
    try:
        document = generation.document(wanted.doc_id)
    except KeyError:
        return _elsewhere(generation, words)
    length = len(words) or wanted.end - wanted.start
    start = (
        _nearest(document.text, words, wanted.start)
        if words
        else _with_hash(document.text, length, wanted.words_hash)
    )
    if start is not None:
        return Whereabouts(verdict=MOVED, was=words, place=_place(document, start, start + length))
    if not look_for_nearest or not words or len(words) > _LONGEST:
        return Whereabouts(verdict=GONE, was=words, place=None)
    if len(document.text) <= MOST_COMPARED and (near := compare(words, document.text)):
        return Whereabouts(verdict=ALTERED, was=words, place=_place(document, near.start, near.end))
    return _nearest_sentence(generation, document, words)


def _elsewhere(generation: Searchable, words: str) -> Whereabouts:
    """Return where else the words of a document are that no longer exists: it may be renamed."""
    found = None
    if words and len(words) <= _LONGEST:
        try:
            places = Finder(generation).occurrences(words, tokens(words))
        except QAError:
            places = ()
        found = next((place for place in places if place.text == words), None)
    if found is None:
        return Whereabouts(verdict=GONE, was=words, place=None)
    return Whereabouts(verdict=MOVED, was=words, place=found)


def _nearest(text: str, words: str, start: int) -> int | None:
    """Return the offset of words: the first from where they were on, or else the first."""
    after = text.find(words, min(start, len(text)))
    found = after if after >= 0 else text.find(words)
    return found if found >= 0 else None


def _with_hash(text: str, length: int, words_hash: str) -> int | None:
    """Return the offset of words of which only the length and the hash are known."""
    if length > _LONGEST:
        return None
    for count, match in enumerate(_WORD.finditer(text)):
        if count == _MOST_HASHED:
            return None
        start = match.start()
        if hash_of(text[start : start + length]) == words_hash:
            return start
    return None


def _nearest_sentence(generation: Searchable, document: Document, words: str) -> Whereabouts:
    doc_ids = [document.doc_id]
    finder = Finder(generation, generation.numbers_of(doc_ids), frozenset(doc_ids))
    found = finder.nearest_sentence(words, tokens(words))
    place = _place(document, found.start, found.end) if found else None
    return Whereabouts(verdict=GONE, was=words, place=place)


def _place(document: Document, start: int, end: int) -> Place:
    page = document.page_at(start)
    return Place(document.doc_id, document.title, page, start, end, document.text[start:end])
