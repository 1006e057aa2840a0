"""Where tokens stand in the documents of an index, found by the lexical index alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from qa.comparing import SAME_WORDS, closest, occurrences, weight
from qa.folding import tokens, visible
from qa.terms import terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.comparing import Comparison
    from qa.folding import Token
    from qa.records import Document, Passage
    from qa.searchable import Searchable

MOST_PLACES = 5

_FEW = 4  # passages with the rarest word, which are looked at whatever else they hold
_PASSAGES = 64  # most of those in which exact words are looked for
_COMPARED = 8  # passages with most of the rarest words; they are compared word by word
_PIECE = 12  # tokens; pieces of a claim are looked for apart
_RAREST = 12  # terms that are looked for
_AT_ONCE = 40  # tokens; a longer claim lies in several passages
_SCANNED = 20  # documents
_AROUND = 200  # characters beyond the passage, and one and a half times the claim
_NEAR = 3_000  # characters; so far apart, an ellipsis may still join two places
_DOCUMENTS_KEPT = 64


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a document.

    Attributes:
        doc_id: of the document.
        title: of the document.
        page: 1-based, None where the document has no pages.
        start: offset of the first character.
        end: offset after the last.
        text: the words, ``document.text[start:end]``.
    """

    doc_id: str
    title: str
    page: int | None
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Some tokens of a claim, ``[first, last)``, that stand one after another in a place."""

    first: int
    last: int
    place: Place


class Finder:
    """Looks for tokens in all documents of a generation, or in some."""

    def __init__(
        self,
        generation: Searchable,
        among: Sequence[int] | None = None,
        doc_ids: frozenset[str] | None = None,
    ) -> None:
        """Take the numbers of the passages to look in and their documents; None for all."""
        self._generation = generation
        self._among = among
        self._doc_ids = doc_ids
        self._document = lru_cache(_DOCUMENTS_KEPT)(generation.document)
        self._tokens = lru_cache(4 * _PASSAGES)(self._tokens_of)

    def text(self, doc_id: str) -> str:
        """Return the text of a document."""
        return self._document(doc_id).text

    def place(self, doc_id: str, start: int, end: int) -> Place:
        """Return a place in a document."""
        document: Document = self._document(doc_id)
        page = bisect_right(document.pages, start) or None
        return Place(doc_id, document.title, page, start, end, document.text[start:end])

    def places(self, claim: str, wanted: Sequence[Token]) -> tuple[Place, ...]:
        """Return the first places at which tokens stand one after another."""
        found = (
            (doc_id, *span)
            for doc_id, start, end in self._holding(claim, wanted)
            for span in occurrences(wanted, self._tokens(doc_id, start, end))
        )
        distinct = dict.fromkeys(islice(found, MOST_PLACES))
        return tuple(self.place(*one) for one in distinct)

    def near(self, place: Place, wanted: Sequence[Token]) -> list[Place]:
        """Return the places around another one at which tokens stand one after another."""
        first, last = max(0, place.start - _NEAR), place.end + _NEAR
        there = self._tokens(place.doc_id, first, last)
        return [self.place(place.doc_id, *span) for span in occurrences(wanted, there)]

    def closest(self, claim: str, claimed: Sequence[Token]) -> tuple[str, Comparison] | None:
        """Return the document and the place in it most like a claim; None where nothing is."""
        best: tuple[str, Comparison] | None = None
        for doc_id, start, end in self._windows(claim, claimed):
            there = self._tokens(doc_id, start, end)
            least = max(SAME_WORDS, best[1].share if best else 0.0)
            near = closest(claim, claimed, self.text(doc_id), there, least)
            if near and (best is None or _is_closer(near, best[1])):
                best = doc_id, near
        return best

    def pieces(self, claim: str, claimed: Sequence[Token], most: int) -> list[Piece]:
        """Return the longest pieces that claimed tokens can be put together from, in order.

        Empty where some token stands nowhere, or it takes more than ``most``.
        """
        windows = dict.fromkeys(self._windows(claim, claimed))
        pieces: list[Piece] = []
        first = 0
        while first < len(claimed):
            near = self._windows(claim, claimed[first : first + _PIECE])
            windows.update(dict.fromkeys(near))
            length, doc_id, start, end = max(
                (self._longest(window, claimed, first) for window in windows),
                key=lambda one: one[0],
                default=(0, "", 0, 0),
            )
            if not length or len(pieces) == most:
                return []
            pieces.append(Piece(first, first + length, self.place(doc_id, start, end)))
            first += length
        return pieces

    def nearest_sentence(self, claim: str, claimed: Sequence[Token]) -> Place | None:
        """Return the sentence that shares most with the claim; None where none shares a word."""
        wanted = {token.key: weight(token) for token in claimed if token.is_word}
        best: tuple[float, Place] | None = None
        for passage in self._passages(claim, claimed):
            for span in passage.sentences:
                held = {t.key for t in self._tokens(passage.doc_id, span.start, span.end)}
                shared = sum(wanted[key] for key in held & wanted.keys())
                if shared > (best[0] if best else 0.5):  # more than one short word
                    best = shared, self.place(passage.doc_id, span.start, span.end)
        return best[1] if best else None

    def _longest(
        self, window: tuple[str, int, int], claimed: Sequence[Token], first: int
    ) -> tuple[int, str, int, int]:
        """Return how many tokens from ``first`` on stand in a window one after another."""
        there, most, at = self._tokens(*window), 0, 0
        for i, token in enumerate(there):
            if token.key != claimed[first].key:
                continue
            length = 1
            while (
                first + length < len(claimed)
                and i + length < len(there)
                and there[i + length].key == claimed[first + length].key
            ):
                length += 1
            if length > most:
                most, at = length, i
        if not most:
            return 0, "", 0, 0
        return most, window[0], there[at].start, there[at + most - 1].end

    def _holding(self, claim: str, wanted: Sequence[Token]) -> Iterator[tuple[str, int, int]]:
        """Yield the text around every passage that can hold the tokens one after another.

        It holds the rarest of their terms, and itself or its neighbours hold the others. Text
        whose words the lexical index has otherwise, for they hold soft hyphens, comes after.
        """
        sought = self._rarest(claim, wanted)
        if not sought:
            yield from self._scanned(claim, wanted)
            return
        numbers = self._generation.passages_holding(sought[0])
        if self._among is not None:
            numbers = numbers[np.isin(numbers, self._among)]
        reach = 1 + len(wanted) // _AT_ONCE
        for term in sought[1:]:
            if len(numbers) <= _FEW:
                break
            others = self._generation.passages_holding(term)
            next_one = np.searchsorted(others, numbers - reach).clip(max=len(others) - 1)
            numbers = numbers[abs(others[next_one] - numbers) <= reach]
        yield from self._around(self._generation.passages(numbers[:_PASSAGES].tolist()), wanted)
        yield from self._windows(claim, wanted)

    def _windows(self, claim: str, wanted: Sequence[Token]) -> list[tuple[str, int, int]]:
        """Return the text around the passages that hold most of the rarest tokens, best first."""
        return self._around(self._passages(claim, wanted), wanted)

    def _around(
        self, passages: Sequence[Passage], wanted: Sequence[Token]
    ) -> list[tuple[str, int, int]]:
        """Return the text around passages, as far as a claim in it can reach; once each."""
        length = wanted[-1].end - wanted[0].start
        reach = _AROUND + length * 3 // 2
        merged: list[tuple[str, int, int]] = []
        for passage in passages:
            doc_id, start, end = passage.doc_id, max(0, passage.start - reach), passage.end + reach
            for i, (other, first, last) in enumerate(merged):
                if other == doc_id and start <= last and first <= end:
                    merged[i] = doc_id, min(start, first), max(end, last)
                    break
            else:
                merged.append((doc_id, start, end))
        return merged

    def _passages(self, claim: str, wanted: Sequence[Token]) -> list[Passage]:
        """Return the passages that hold most of the rarest tokens, best first."""
        numbers: dict[int, None] = {}
        for at in range(0, len(wanted), _AT_ONCE):
            sought = self._rarest(claim, wanted[at : at + _AT_ONCE])
            found = self._generation.matching(sought, _COMPARED, self._among) if sought else []
            numbers.update(dict.fromkeys(number for number, _ in found))
        return self._generation.passages(list(numbers))

    def _rarest(self, claim: str, wanted: Sequence[Token]) -> list[str]:
        """Return the terms of some tokens of a claim, the rarest first."""
        words = visible(claim[wanted[0].start : wanted[-1].end]).casefold()
        often = self._generation.passages_with(dict.fromkeys(terms(words)))
        held = sorted((term for term in often if often[term]), key=lambda t: (often[t], t))
        return held[:_RAREST]

    def _scanned(self, claim: str, wanted: Sequence[Token]) -> list[tuple[str, int, int]]:
        """Return the text around tokens of which the lexical index has none.

        Such are signs, and words that stand everywhere; they are looked for as they are.
        """
        spans = dict.fromkeys((token.start, token.end) for token in wanted[:_RAREST])
        words = [claim[start:end] for start, end in spans]
        pattern = re.compile(r"[\W_]*".join(map(re.escape, words)), re.IGNORECASE)
        reach = _AROUND + 2 * (wanted[-1].end - wanted[0].start)
        return [
            (doc_id, max(0, match.start() - reach), match.end() + reach)
            for doc_id in self._generation.holding(words, _SCANNED)
            if self._doc_ids is None or doc_id in self._doc_ids
            for match in islice(pattern.finditer(self.text(doc_id)), MOST_PLACES)
        ]

    def _tokens_of(self, doc_id: str, start: int, end: int) -> list[Token]:
        return tokens(self.text(doc_id), start, end)


def _is_closer(one: Comparison, other: Comparison) -> bool:
    return (one.share, -len(one.changes)) > (other.share, -len(other.changes))
