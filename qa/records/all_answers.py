"""Everything in the documents that answers a question, counted and grouped by document."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from qa.records.answers import Answer, Doubt, Quote

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class DocumentAnswers:
    """The quotes of one document that answer.

    Attributes:
        doc_id: POSIX path below the corpus root.
        title: of the document.
        quotes: in the order of the document; at least one.
    """

    doc_id: str
    title: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class AllAnswers:
    """Everything that answers a question.

    Attributes:
        question: as it was asked.
        searched: as it was searched for: without courtesies, with corrected spelling.
        documents: those with quotes, the most promising first; of several questions, those of each
            in turn.
        missed: how many more passages with an answer are to be expected, by the probabilities of
            those that are not quoted.
        read: how many passages were read.
        unread: how many more may answer by their words and meaning, but were not read.
        passages: how many there are in all.
        index: fingerprint of the index.
        parts: everything that answers each of several questions; empty for one question. The
            numbers above are then their sums.
        doubts: why no quote answers alone, as if the question asks for the largest of what is
            listed (``comparison``, ``total``), or that a message has too many questions to ask
            them one by one (``questions``).
    """

    question: str
    searched: str
    documents: tuple[DocumentAnswers, ...]
    missed: float
    read: int
    unread: int
    passages: int
    index: str
    parts: tuple[AllAnswers, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def __len__(self) -> int:
        return sum(len(document.quotes) for document in self.documents)

    def __iter__(self) -> Iterator[Quote]:
        return (quote for document in self.documents for quote in document.quotes)

    def to_dict(self) -> dict[str, Any]:
        """Return the answers as plain data, ready for JSON, under the records' field names."""
        return asdict(self)

    def to_answer(self) -> Answer:
        """Return all quotes as one answer, for export."""
        quotes = tuple(self)
        return Answer(
            question=self.question,
            quotes=quotes,
            found=bool(quotes),
            confidence=max((quote.score for quote in quotes), default=0.0),
            nearest=(),
            index=self.index,
            searched=self.searched,
            doubts=self.doubts,
        )
