"""Where tokens stand in the documents of an index, found by the lexical index alone."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from qa.comparing import occurrences, weight
from qa.folding import tokens
from qa.terms import terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.folding import Token
    from qa.generation import Generation
    from qa.records import Document, Passage

MOST_PLACES = 5

_PASSAGES = 64  # that hold the rarest words; in all of them exact words are looked for
_COMPARED = 8  # of them, the best ones, are compared word by word where nothing is exact
_RAREST = 12  # terms that are looked for
_AT_ONCE = 40  # tokens; a longer claim lies in several passages
_AROUND = 200  # characters beyond the passage, and one and a half times the claim
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
        generation: Generation,
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

    def places(self, wanted: Sequence[Token]) -> tuple[Place, ...]:
        """Return the first places at which tokens stand one after another."""
        found = (
            (doc_id, *span)
            for window in self._windows(wanted, _PASSAGES)
            for doc_id, span in ((window[0], span) for span in self._spans(window, wanted))
        )
        distinct = dict.fromkeys(found)
        return tuple(self.place(*one) for one in islice(distinct, MOST_PLACES))

    def windows(self, wanted: Sequence[Token]) -> list[tuple[str, int, int]]:
        """Return the stretches ``(doc_id, start, end)`` that hold most of the rarest tokens."""
        return self._windows(wanted, _COMPARED)

    def pieces(self, claimed: Sequence[Token], most: int) -> list[Piece]:
        """Return the longest pieces that claimed tokens can be put together from, in order.

        Empty where some token stands nowhere, or it takes more than ``most``.
        """
        windows = self._windows(claimed, _PASSAGES)
        pieces: list[Piece] = []
        first = 0
        while first < len(claimed):
            found = max(
                (self._longest(window, claimed, first) for window in windows),
                key=lambda one: one[0],
                default=(0, "", 0, 0),
            )
            length, doc_id, start, end = found
            if not length or len(pieces) == most:
                return []
            pieces.append(Piece(first, first + length, self.place(doc_id, start, end)))
            first += length
        return pieces

    def nearest_sentence(self, claimed: Sequence[Token]) -> Place | None:
        """Return the sentence that shares most with the claim; None where none shares a word."""
        wanted = {token.key: weight(token) for token in claimed if token.is_word}
        best: tuple[float, Place] | None = None
        for passage in self._passages(claimed, _COMPARED):
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

    def _spans(
        self, window: tuple[str, int, int], wanted: Sequence[Token]
    ) -> Iterator[tuple[int, int]]:
        return occurrences(wanted, self._tokens(*window))

    def _windows(self, wanted: Sequence[Token], most: int) -> list[tuple[str, int, int]]:
        """Return the text around the passages, best first; what overlaps is one."""
        length = wanted[-1].end - wanted[0].start
        reach = _AROUND + length * 3 // 2
        merged: list[tuple[str, int, int]] = []
        for passage in self._passages(wanted, most):
            doc_id, start, end = passage.doc_id, passage.start - reach, passage.end + reach
            for i, (other, first, last) in enumerate(merged):
                if other == doc_id and start <= last and first <= end:
                    merged[i] = doc_id, min(start, first), max(end, last)
                    break
            else:
                merged.append((doc_id, start, end))
        if not merged:
            return self._scanned(wanted)
        return [(doc_id, max(0, start), end) for doc_id, start, end in merged]

    def _passages(self, wanted: Sequence[Token], most: int) -> list[Passage]:
        """Return the passages that hold most of the rarest tokens, best first."""
        numbers: dict[int, None] = {}
        for at in range(0, len(wanted), _AT_ONCE):
            sought = self._rarest(wanted[at : at + _AT_ONCE])
            found = self._generation.matching(sought, most, self._among) if sought else []
            numbers.update(dict.fromkeys(number for number, _ in found))
        return self._generation.passages(list(numbers))

    def _rarest(self, wanted: Sequence[Token]) -> list[str]:
        found = dict.fromkeys(term for token in wanted for term in terms(token.key))
        if not found:
            found = dict.fromkeys(terms(" ".join(token.key for token in wanted)))
        often = {term: self._generation.passages_with(term) for term in found}
        return sorted((term for term in often if often[term]), key=lambda t: (often[t], t))[
            :_RAREST
        ]

    def _scanned(self, wanted: Sequence[Token]) -> list[tuple[str, int, int]]:
        """Return whole documents that hold tokens of which the lexical index has none.

        Such are signs, and words that stand everywhere; they are looked for as they are.
        """
        words = " ".join(token.key for token in wanted)
        found = self._generation.holding(words, MOST_PLACES)
        return [
            (doc_id, 0, len(self.text(doc_id)))
            for doc_id in found
            if self._doc_ids is None or doc_id in self._doc_ids
        ]

    def _tokens_of(self, doc_id: str, start: int, end: int) -> list[Token]:
        return tokens(self.text(doc_id), start, end)
