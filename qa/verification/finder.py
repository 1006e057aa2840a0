"""Claimed words in the documents of an index: where they occur, and what is most like them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from qa.deadlines import check_deadline
from qa.text.alignment import SAME_WORDS, closest, weight
from qa.text.folding import english_tokens, is_english, tokens
from qa.text.matching import longest_start, matches
from qa.text.pairing import Effort
from qa.verification.findings import Place
from qa.verification.windows import DOCUMENTS_CACHED, Windows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.index.protocol import Searchable
    from qa.text.alignment import Comparison
    from qa.text.folding import Token
    from qa.verification.windows import Window

MOST_PLACES = 5
"""Occurrences of exact words that a finding has."""

_PIECE = 12  # tokens; pieces of a claim are looked for one by one
_WINDOWS_CACHED = 256  # their tokens; a claim in parts looks at the same windows again
_EDGE = 2  # tokens; the edge of a window may cut a word or a number
_NEAR = 3_000  # characters that an ellipsis may leave out
_LEAST_SHARED = 0.5  # weight of one short word; a sentence that shares no more is not close

_OPENING, _BRACKETS = frozenset("(["), frozenset(")]}")
_ESCAPE = "\\"  # before the brackets of a note in Markdown
_LONGEST_NOTE = 12  # tokens in brackets
_ASKING = frozenset("?!‽؟՞՜፧⸮¿¡")


@dataclass(frozen=True, slots=True)
class Piece:
    """Tokens of a claim that follow one another in a document.

    Attributes:
        first: number of the first token in the claim.
        last: number after the last.
        place: where they are.
    """

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
        """Look in these documents.

        Args:
            generation: with the documents and the lexical index.
            among: numbers of the passages to look in; None for all.
            doc_ids: the documents of these passages; None for all.
        """
        self._windows = Windows(generation, among, doc_ids)
        self._effort = Effort()
        self._compared: dict[str, tuple[str, Comparison] | None] = {}
        self._is_english = lru_cache(DOCUMENTS_CACHED)(lambda doc_id: is_english(self.text(doc_id)))
        self._tokens = lru_cache(_WINDOWS_CACHED)(self._tokens_of)

    def text(self, doc_id: str) -> str:
        """Return the text of a document.

        Args:
            doc_id: in the index.
        """
        return self._windows.document(doc_id).text

    def place(self, doc_id: str, start: int, end: int) -> Place:
        """Return a span of a document with its words, title and page.

        Args:
            doc_id: of the document.
            start: offset of the first character.
            end: offset after the last.
        """
        document = self._windows.document(doc_id)
        words = document.text[start:end]
        return Place(doc_id, document.title, document.page_at(start), start, end, words)

    def occurrences(
        self, claim: str, wanted: Sequence[Token], *, closed: bool = False
    ) -> tuple[Place, ...]:
        """Return the first occurrences of tokens one after another.

        Args:
            claim: the words to look for.
            wanted: their tokens.
            closed: whether the claim closes its sentence after them, so that an occurrence does
                not count if the text asks or exclaims.
        """
        found = (
            span
            for window in self._windows.every(claim, wanted)
            for span in self._spans(window, wanted, closed=closed)
        )
        distinct = dict.fromkeys(islice(found, MOST_PLACES))
        return tuple(self.place(*one) for one in distinct)

    def near(self, place: Place, wanted: Sequence[Token]) -> list[Place]:
        """Return the occurrences of tokens one after another around another place.

        Args:
            place: to look around.
            wanted: the tokens.
        """
        window = place.doc_id, max(0, place.start - _NEAR), place.end + _NEAR
        return [self.place(*span) for span in self._spans(window, wanted)]

    def closest(self, claim: str, claimed: Sequence[Token]) -> tuple[str, Comparison] | None:
        """Return the words most like a claim, with their document; None if nothing is like it.

        Args:
            claim: the words to look for.
            claimed: their tokens.
        """
        # A check tries this twice: with a high share of common words, then with a lower one.
        if claim not in self._compared:
            self._compared[claim] = self._most_like(claim, claimed)
        return self._compared[claim]

    def _most_like(self, claim: str, claimed: Sequence[Token]) -> tuple[str, Comparison] | None:
        best: tuple[str, Comparison] | None = None
        for window in self._windows.likely(claim, claimed):
            check_deadline()
            doc_id, there = window[0], self._inside(window)
            # A window that cannot beat the best one so far is not compared closely.
            least = max(SAME_WORDS, best[1].share if best else 0.0)
            meant = self._as_meant(doc_id, claimed)
            near = closest(claim, meant, self.text(doc_id), there, least, self._effort)
            if near and (best is None or _is_closer(near, best[1])):
                best = doc_id, near
        return best

    def pieces(self, claim: str, claimed: Sequence[Token], most: int) -> list[Piece]:
        """Return the longest pieces that a claim can be put together from, in order.

        Args:
            claim: the words to look for.
            claimed: their tokens.
            most: pieces; the list is empty if it takes more, or if a token occurs nowhere.
        """
        windows = dict.fromkeys(self._windows.likely(claim, claimed))
        pieces: list[Piece] = []
        first = 0
        while first < len(claimed):
            # A later piece may be from a document that the claim as a whole does not lead to.
            near = self._windows.likely(claim, claimed[first : first + _PIECE])
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
        """Return the sentence that shares most with the claim; None if none shares a word.

        Args:
            claim: the words to look for.
            claimed: their tokens.
        """
        wanted = {token.key: weight(token) for token in claimed if token.is_word}
        best: tuple[float, Place] | None = None
        for passage in self._windows.passages(claim, claimed):
            for span in passage.sentences:
                check_deadline()
                words = {t.key for t in self._tokens(passage.doc_id, span.start, span.end)}
                shared = sum(wanted[key] for key in words & wanted.keys())
                if shared > (best[0] if best else _LEAST_SHARED):
                    best = shared, self.place(passage.doc_id, span.start, span.end)
        return best[1] if best else None

    def _longest(
        self, window: Window, claimed: Sequence[Token], first: int
    ) -> tuple[int, str, int, int]:
        """Return how many tokens from ``first`` on follow one another in a window, and where."""
        there = self._inside(window)
        most, at = longest_start(self._as_meant(window[0], claimed[first:]), there)
        if not most:
            return 0, "", 0, 0
        return most, window[0], there[at].start, there[at + most - 1].end

    def _spans(
        self, window: Window, wanted: Sequence[Token], *, closed: bool = False
    ) -> Iterator[Window]:
        """Yield the spans of a window in which tokens follow one another."""
        there = self._inside(window)
        for at in matches(self._as_meant(window[0], wanted), there):
            after = at + len(wanted)
            if not (closed and _asks(there, after)):
                yield window[0], there[at].start, there[after - 1].end

    def _as_meant(self, doc_id: str, claimed: Sequence[Token]) -> Sequence[Token]:
        """Return tokens of a claim with the keys they have in the language of a document."""
        return english_tokens(claimed) if self._is_english(doc_id) else claimed

    def _inside(self, window: Window) -> list[Token]:
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
    """Return whether the sentence that ends at a token asks or exclaims.

    Closing brackets, and notes such as ``[3]`` or ``(see 3, 4)``, may follow its last word.
    """
    while at < len(there):
        key = there[at].key
        if key in _BRACKETS or key == _ESCAPE or (key.startswith("^") and key != "^"):
            at += 1
        elif key in _OPENING:
            inside = islice(there, at + 1, at + 2 + _LONGEST_NOTE)
            length = next((i for i, one in enumerate(inside, 2) if one.key in _BRACKETS), None)
            if length is None:
                return False
            at += length
        else:
            return key in _ASKING
    return False
