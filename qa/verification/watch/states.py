"""What a comparison of a saved answer with the documents of an index finds."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from qa.files.hashing import sha256_of_json

if TYPE_CHECKING:
    from qa.receipts import QuoteReceipt
    from qa.records import Answer
    from qa.verification.findings import Place
    from qa.verification.watch.revisions import Piece

AS_SAVED = "as_saved"
MOVED = "moved"
OTHERWISE = "answered_otherwise"
CHANGED = "changed"
GONE = "gone"

STATES = (AS_SAVED, MOVED, OTHERWISE, CHANGED, GONE)
"""States of a saved answer, the worse ones last. Of its quotes and itself, the worst one counts."""

ALARMING = frozenset({OTHERWISE, CHANGED, GONE})
"""States that someone is notified of. Words that moved, or are wrapped otherwise, are the same."""

WORDS = {
    AS_SAVED: "as saved",
    MOVED: "moved",
    OTHERWISE: "answered otherwise",
    CHANGED: "changed",
    GONE: "gone",
}
"""State, as JSON and Python have it → what people read."""


@dataclass(frozen=True, slots=True)
class WatchedQuote:
    """A quote of a saved answer, and what has become of it.

    Attributes:
        quote: as it was saved.
        state: ``as_saved``, ``moved``, ``changed`` or ``gone``.
        now: the words now; of a changed quote, the whole sentence. None if they are gone.
        pieces: of a changed quote, the words before and now, in their order; otherwise empty.
        typography: kinds of typography that differ; the words are the same.
        elsewhere: of a quote that is gone, other documents that have the same words.
    """

    quote: QuoteReceipt
    state: str
    now: Place | None = None
    pieces: tuple[Piece, ...] = ()
    typography: tuple[str, ...] = ()
    elsewhere: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class WatchedAnswer:
    """A saved answer, compared with an index.

    Attributes:
        name: of the receipt, such as the path of its file.
        question: that was asked.
        state: the worst of its quotes' states and of what the question is answered with now.
        quotes: of the saved answer, each with its state.
        answer: to the question now; None if it cannot be asked any more.
        answered_otherwise: whether the question is answered with other words now.
        notes: what else is worth knowing, each a sentence.
        index: fingerprint of the index.
        seal: of the receipt.
    """

    name: str
    question: str
    state: str
    quotes: tuple[WatchedQuote, ...]
    answer: Answer | None
    answered_otherwise: bool
    notes: tuple[str, ...]
    index: str
    seal: str

    @property
    def is_alarming(self) -> bool:
        """Whether someone is to be notified."""
        return self.state in ALARMING

    @property
    def id(self) -> str:
        """64 hex digits: the same for the same change of the same receipt, whatever was built."""
        words = [
            [one.state, one.now.doc_id if one.now else "", one.now.text if one.now else ""]
            for one in self.quotes
        ]
        return sha256_of_json([self.seal, self.state, words, self._answered_with])

    @property
    def _answered_with(self) -> list[str]:
        if not self.answered_otherwise or self.answer is None:
            return []
        return [quote.text for quote in self.answer.quotes[:1]] or ["not found"]

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as plain data, ready for JSON."""
        answer = self.answer
        return {
            "id": self.id,
            "receipt": self.name,
            "question": self.question,
            "state": self.state,
            "alarm": self.is_alarming,
            "quotes": [
                {
                    "state": one.state,
                    "doc_id": one.quote.doc_id,
                    "title": one.quote.title,
                    "page": one.quote.page,
                    "start": one.quote.start,
                    "end": one.quote.end,
                    "text": one.quote.text,
                    "now": asdict(one.now) if one.now else None,
                    "pieces": [asdict(piece) for piece in one.pieces],
                    "typography": list(one.typography),
                    "elsewhere": [asdict(place) for place in one.elsewhere],
                }
                for one in self.quotes
            ],
            "answered_otherwise": self.answered_otherwise,
            "found": answer.found if answer else None,
            "answer": [
                {
                    "doc_id": quote.citation.doc_id,
                    "title": quote.citation.title,
                    "page": quote.citation.page,
                    "start": quote.citation.start,
                    "end": quote.citation.end,
                    "text": quote.text,
                    "score": quote.score,
                }
                for quote in (answer.quotes if answer else ())
            ],
            "notes": list(self.notes),
            "index": self.index,
        }
