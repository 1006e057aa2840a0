"""Where tokens stand in the documents of an index, found by the lexical index alone."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from qa.deadlines import check_deadline
from qa.text.alignment import SAME_WORDS, closest, weight
from qa.text.analyzer import terms
from qa.text.folding import english_tokens, is_english, tokens, visible
from qa.text.matching import longest_start, matches
from qa.text.pairing import Effort
from qa.text.scanning import literals, spots

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.index.protocol import Searchable
    from qa.records import Document, Passage
    from qa.text.alignment import Comparison
    from qa.text.folding import Token

MOST_PLACES = 5

_FEW = 4  # passages with the rarest word, which are looked at whatever else they hold
_PASSAGES = 64  # most of those in which exact words are looked for
_COMPARED = 8  # passages with most of the rarest words; they are compared word by word
_PIECE = 12  # tokens; pieces of a claim are looked for apart
_RAREST = 12  # terms that are looked for
_AT_ONCE = 40  # tokens; a longer claim lies in several passages
_MOST_CHUNKS = 64  # parts of a long claim that are looked for apart
_SCANNED = 200  # documents
_SCANNED_WINDOWS = 16  # of scanned documents, in which a claim is compared
_READ = 2_000_000  # characters around passages that are read for one claim
_EDGE = 2  # tokens; at the edge of a window, a word or a number may be cut
_AROUND = 200  # characters beyond the passage, and one and a half times the claim
_NEAR = 3_000  # characters; so far apart, an ellipsis may still join two places
_DOCUMENTS_KEPT = 64
_LONGEST_NUMBER = 30  # digits

_BRACKETS = frozenset(")]}")
_ASKING = frozenset("?!‽؟՞՜፧⸮¿¡")


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


_Window = tuple[str, int, int]
"""A document and the range of its text that is looked at."""


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
        self._documents_with = lru_cache(_DOCUMENTS_KEPT)(self._holding_words)
        self._spots = lru_cache(_DOCUMENTS_KEPT)(self._spots_of)
        self._effort = Effort()
        self._compared: dict[str, tuple[str, Comparison] | None] = {}
        self._document = lru_cache(_DOCUMENTS_KEPT)(generation.document)
        self._is_english = lru_cache(_DOCUMENTS_KEPT)(lambda doc_id: is_english(self.text(doc_id)))
        self._tokens = lru_cache(4 * _PASSAGES)(self._tokens_of)

    def text(self, doc_id: str) -> str:
        """Return the text of a document."""
        return self._document(doc_id).text

    def place(self, doc_id: str, start: int, end: int) -> Place:
        """Return a place in a document."""
        document: Document = self._document(doc_id)
        page = bisect_right(document.pages, start) or None
        return Place(doc_id, document.title, page, start, end, document.text[start:end])

    def places(
        self, claim: str, wanted: Sequence[Token], *, closed: bool = False
    ) -> tuple[Place, ...]:
        """Return the first places at which tokens stand one after another.

        Args:
            claim: the words that are looked for.
            wanted: their tokens.
            closed: the claim closes its sentence after them, so a place does not count where the
                text asks or exclaims.
        """
        found = (
            span
            for window in self._holding(claim, wanted)
            for span in self._spans(window, wanted, closed=closed)
        )
        distinct = dict.fromkeys(islice(found, MOST_PLACES))
        return tuple(self.place(*one) for one in distinct)

    def near(self, place: Place, wanted: Sequence[Token]) -> list[Place]:
        """Return the places around another one at which tokens stand one after another."""
        window = place.doc_id, max(0, place.start - _NEAR), place.end + _NEAR
        return [self.place(*span) for span in self._spans(window, wanted)]

    def closest(self, claim: str, claimed: Sequence[Token]) -> tuple[str, Comparison] | None:
        """Return the document and the place in it most like a claim; None where nothing is."""
        if claim not in self._compared:
            self._compared[claim] = self._most_like(claim, claimed)
        return self._compared[claim]

    def _most_like(self, claim: str, claimed: Sequence[Token]) -> tuple[str, Comparison] | None:
        best: tuple[str, Comparison] | None = None
        for window in self._windows(claim, claimed):
            check_deadline()
            doc_id, there = window[0], self._inside(window)
            least = max(SAME_WORDS, best[1].share if best else 0.0)
            meant = self._as_meant(doc_id, claimed)
            near = closest(claim, meant, self.text(doc_id), there, least, self._effort)
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
                check_deadline()
                held = {t.key for t in self._tokens(passage.doc_id, span.start, span.end)}
                shared = sum(wanted[key] for key in held & wanted.keys())
                if shared > (best[0] if best else 0.5):  # more than one short word
                    best = shared, self.place(passage.doc_id, span.start, span.end)
        return best[1] if best else None

    def _longest(
        self, window: _Window, claimed: Sequence[Token], first: int
    ) -> tuple[int, str, int, int]:
        """Return how many tokens from ``first`` on stand in a window one after another."""
        there = self._inside(window)
        most, at = longest_start(self._as_meant(window[0], claimed[first:]), there)
        if not most:
            return 0, "", 0, 0
        return most, window[0], there[at].start, there[at + most - 1].end

    def _spans(
        self, window: _Window, wanted: Sequence[Token], *, closed: bool = False
    ) -> Iterator[_Window]:
        """Yield where in a window tokens stand one after another."""
        there = self._inside(window)
        for at in matches(self._as_meant(window[0], wanted), there):
            after = at + len(wanted)
            if not (closed and _asks(there, after)):
                yield window[0], there[at].start, there[after - 1].end

    def _holding(self, claim: str, wanted: Sequence[Token]) -> Iterator[_Window]:
        """Yield the text around every passage that can hold the tokens one after another.

        It holds the rarest of their terms, and itself or its neighbours hold the others. Text
        whose words the lexical index has otherwise, for they hold soft hyphens or spell numbers
        in another way, comes after.
        """
        check_deadline()
        sought = self._rarest(claim, wanted)
        if sought:
            passages = self._generation.passages(self._joint(sought, wanted))
            yield from self._around(passages, wanted)
        yield from self._windows(claim, wanted)
        if any(token.key.lstrip("-")[:1].isdigit() for token in wanted):
            yield from self._around(self._otherwise_spelt(claim, wanted), wanted)
        if not any(not term[0].isdigit() for term in sought):
            yield from self._scanned(claim, wanted)

    def _joint(self, sought: Sequence[str], wanted: Sequence[Token]) -> list[int]:
        """Return the passages with the first of some terms and, near them, the others."""
        numbers = self._generation.postings(sought[0])
        if self._among is not None:
            numbers = numbers[np.isin(numbers, self._among)]
        reach = 1 + len(wanted) // _AT_ONCE
        for term in sought[1:]:
            if len(numbers) <= _FEW:
                break
            others = self._generation.postings(term)
            next_one = np.searchsorted(others, numbers - reach).clip(max=len(others) - 1)
            numbers = numbers[abs(others[next_one] - numbers) <= reach]
        found: list[int] = numbers[:_PASSAGES].tolist()
        return found

    def _windows(self, claim: str, wanted: Sequence[Token]) -> list[_Window]:
        """Return the text around the passages that hold most of the rarest tokens, best first.

        Where the lexical index has none of them, they are looked for in the texts.
        """
        passages = self._passages(claim, wanted)
        if passages:
            return self._around(passages, wanted)
        return list(islice(self._scanned(claim, wanted), _SCANNED_WINDOWS))

    def _around(self, passages: Sequence[Passage], wanted: Sequence[Token]) -> list[_Window]:
        """Return the text around passages, as far as a claim in it can reach; once each."""
        reach = _AROUND + (wanted[-1].end - wanted[0].start) * 3 // 2
        spans = defaultdict(list)
        for rank, passage in enumerate(passages[: 1 + _READ // (2 * reach)]):
            span = max(0, passage.start - reach), passage.end + reach, rank
            spans[passage.doc_id].append(span)
        merged = [
            (rank, doc_id, start, end)
            for doc_id, some in spans.items()
            for start, end, rank in _merged(some)
        ]
        return [(doc_id, start, end) for _, doc_id, start, end in sorted(merged)]

    def _passages(self, claim: str, wanted: Sequence[Token]) -> list[Passage]:
        """Return the passages that hold most of the rarest tokens, best first."""
        numbers: dict[int, None] = {}
        step = max(_AT_ONCE, -(-len(wanted) // _MOST_CHUNKS))
        for at in range(0, len(wanted), step):
            check_deadline()
            sought = self._rarest(claim, wanted[at : at + step])
            found = self._generation.matching(sought, _COMPARED, self._among) if sought else []
            numbers.update(dict.fromkeys(number for number, _ in found))
        return self._generation.passages(list(numbers))

    def _otherwise_spelt(self, claim: str, wanted: Sequence[Token]) -> list[Passage]:
        """Return the passages with most of the words and numbers, however these are spelt."""
        words = [term for term in self._rarest(claim, wanted) if not term[0].isdigit()]
        numbers = {term for token in wanted[:_AT_ONCE] for term in _spellings(token.key)}
        often = self._generation.document_frequencies(numbers)
        sought = words + sorted((n for n in often if often[n]), key=lambda n: (often[n], n))
        found = self._generation.matching(sought, _COMPARED, self._among) if sought else []
        return self._generation.passages([number for number, _ in found])

    def _rarest(self, claim: str, wanted: Sequence[Token]) -> list[str]:
        """Return the terms of some tokens of a claim, the rarest first."""
        words = visible(claim[wanted[0].start : wanted[-1].end]).casefold()
        often = self._generation.document_frequencies(dict.fromkeys(terms(words)))
        held = sorted((term for term in often if often[term]), key=lambda t: (often[t], t))
        return held[:_RAREST]

    def _scanned(self, claim: str, wanted: Sequence[Token]) -> Iterator[_Window]:
        """Yield the text around tokens of which the lexical index has none.

        Such are signs, and words that stand everywhere; they are looked for as they are.
        """
        words = tuple(literals(claim, wanted))
        reach = _AROUND + 2 * (wanted[-1].end - wanted[0].start)
        for doc_id in self._documents_with(words):
            check_deadline()
            if self._doc_ids is None or doc_id in self._doc_ids:
                around = [(max(0, at - reach), at + reach, at) for at in self._spots(doc_id, words)]
                yield from ((doc_id, start, end) for start, end, _ in _merged(around))

    def _holding_words(self, words: tuple[str, ...]) -> list[str]:
        return self._generation.documents_containing(words, _SCANNED)

    def _spots_of(self, doc_id: str, words: tuple[str, ...]) -> list[int]:
        return list(spots(self.text(doc_id), words))

    def _as_meant(self, doc_id: str, claimed: Sequence[Token]) -> Sequence[Token]:
        """Return tokens of a claim with the keys they have in the language of a document."""
        return english_tokens(claimed) if self._is_english(doc_id) else claimed

    def _inside(self, window: _Window) -> list[Token]:
        """Return the tokens of a window, without those that its edges may have cut."""
        doc_id, start, end = window
        there = self._tokens(doc_id, start, end)
        last = len(there) - (_EDGE if end < len(self.text(doc_id)) else 0)
        return there[_EDGE if start else 0 : max(0, last)]

    def _tokens_of(self, doc_id: str, start: int, end: int) -> list[Token]:
        found = tokens(self.text(doc_id), start, end)
        return english_tokens(found) if self._is_english(doc_id) else found


def _is_closer(one: Comparison, other: Comparison) -> bool:
    return (one.share, -len(one.changes)) > (other.share, -len(other.changes))


def _asks(there: Sequence[Token], at: int) -> bool:
    """Tell whether a sentence that closes at a token asks or exclaims."""
    while at < len(there) and there[at].key in _BRACKETS:
        at += 1
    return at < len(there) and there[at].key in _ASKING


def _merged(spans: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return spans of a text, each with a rank, the overlapping ones as one of the least rank."""
    merged: list[tuple[int, int, int]] = []
    for start, end, rank in sorted(spans):
        if merged and start <= merged[-1][1]:
            first, last, least = merged[-1]
            merged[-1] = first, max(last, end), min(least, rank)
        else:
            merged.append((start, end, rank))
    return merged


def _spellings(key: str) -> list[str]:
    """Return the terms that the lexical index may have of a number: ``1000000``, ``1⁄2``."""
    key = key.lstrip("-")
    whole, _, fraction = key.rpartition("+")
    if "/" in fraction:
        return [*terms(key), f"{whole}{fraction.replace('/', '⁄')}", fraction.replace("/", "⁄")]
    digits, point, decimals = key.replace(",", "").partition(".")
    # Circled figures are digits to ``isdigit``, and no number.
    if not digits.isdecimal() or len(digits) > _LONGEST_NUMBER:
        return []
    grouped = f"{int(digits):,}"
    return [
        f"{digits}{point}{decimals}",
        *terms(grouped.replace(",", " ")),
        grouped.replace(",", ".") + decimals.join([",", ""] if point else ["", ""]),
    ]
