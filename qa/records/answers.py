"""Quotes with their citations, and the answers made of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, replace
from html import escape
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from qa.characters import HALF_PAIR
from qa.receipts.records import Asked, Receipt
from qa.records.citations import Citation  # noqa: TC001 - FastAPI reads the annotations
from qa.records.description import described
from qa.records.disagreements import Disagreement  # noqa: TC001 - as above
from qa.records.documents import Span  # noqa: TC001 - as above
from qa.records.notebook import quotes_html
from qa.records.tables import Table  # noqa: TC001 - as above

if TYPE_CHECKING:
    from collections.abc import Iterator

NOT_FOUND = "Not found in these documents."
"""What an answer without quotes says in words, everywhere."""

NEAREST = "Closest passages (probably not an answer):"
"""What it says above :attr:`Answer.nearest`."""


@dataclass(frozen=True, slots=True)
class Why:
    """The evidence for a quote.

    Attributes:
        dense: cosine of question and passage, [-1, 1].
        lexical: BM25 of question and passage.
        evidence: cosine of question and quote, [-1, 1].
        coverage: share of the question's idf mass that the quote covers, [0, 1].
        terms: the question's terms (stems) that are in the quote.
    """

    dense: float
    lexical: float
    evidence: float
    coverage: float
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeadIn:
    """What introduces the quoted item of a list: ``document.text[start:end]``, not quoted."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document, sliced from its text.

    Attributes:
        text: ``document.text[citation.start:citation.end]``, to the character.
        citation: where they are from.
        score: probability that these words answer the question, [0, 1].
        context: the passage around them.
        why: the evidence for them.
        table: their cells, if they are rows of a table; None for other words.
        lead_ins: what introduces them, if they are an item of a list, outermost first: without
            "We do not pay for:", an item may seem to say the opposite.
    """

    text: str
    citation: Citation
    score: float
    context: Span
    why: Why
    table: Table | None = None
    lead_ins: tuple[LeadIn, ...] = ()

    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Return the words of each cell of each row; none if they are no rows of a table."""
        return tuple(self.table.words(self.text, self.citation.start)) if self.table else ()

    def upright_cells(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """Return the name and the words of each cell of each row, if it has a line of its own.

        None without words, and none if the columns are drawn side by side.
        """
        if self.table is None or not self.table.is_upright():
            return ()
        names = self.table.names()
        return tuple(
            tuple(pair for pair in zip_longest(names, row, fillvalue="") if pair[1])
            for row in self.cells()
        )

    def lead_in(self) -> str:
        """Return what introduces the quote, in one line; empty if nothing does."""
        return " ".join(" ".join(one.text.split()) for one in self.lead_ins)

    def place_above(self) -> str:
        """Return where the words are that are shown above the quote, and not quoted; or empty.

        These are the names of the columns, or what introduces an item.
        """
        span = self.table.place() if self.table else None
        places = [f"column names (not quoted) at {span.start}–{span.end}"] if span else []
        if self.lead_ins:
            spans = ", ".join(f"{one.start}–{one.end}" for one in self.lead_ins)
            places.append(f"lead-in (not quoted) at {spans}")
        return " · ".join(places)


@dataclass(frozen=True, slots=True)
class Doubt:
    """What speaks against the first quote of an answer, see :mod:`qa.answers.doubts`.

    Attributes:
        kind: ``limit``, ``negation``, ``year``, ``intention``, ``end``, ``role``, ``comparison``,
            ``total``, ``rows``, ``person``, ``place``, ``count``, ``disagreement``,
            ``unnamed``, ``document`` or ``questions``.
        words: of the question or the quote, that it is about; the questions in a message that has
            too many to ask them one by one.
    """

    kind: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The quotes that answer a question, or that none were found.

    It is true if something was found, and iterates over its quotes.

    Attributes:
        question: as it was asked.
        quotes: best first, no duplicates; empty if nothing was found.
        found: whether the documents answer the question.
        confidence: probability that they do, [0, 1].
        nearest: the closest passages if nothing was found; they probably do not answer.
        index: fingerprint of the index; empty for a text passed to :func:`qa.quote`.
        likely: whether the first quote answers very probably, and nothing speaks against it:
            ``unknown``, ``doubts`` and ``disagreements`` are empty.
        unknown: names and numbers of the question, as typed, that do not occur in the document
            of the first quote.
        doubts: what else speaks against the first quote, or that a message has too many questions.
        searched: the question as it was searched for: without courtesies, with corrected
            spelling, and with the words that a follow-up takes from the question before.
        carried: words of ``searched`` that come from the question before.
        parts: an answer to each question, if several were asked in one; ``quotes`` then has
            theirs in turn. A part that is found has no quotes if ``k`` left none for it.
        asked: how the question was asked, for its receipt.
        within: ``doc_id`` of the document that was searched because the question names it; empty
            if all were.
        note: what Quoth itself says, in answer to a question about the collection or to a
            greeting; never words of a document. The quotes are the beginnings of documents then.
        disagreements: sentences of different documents that say the same, but for an amount, a
            date, a name or a "not". One of each is in a quote.
    """

    question: str
    quotes: tuple[Quote, ...]
    found: bool
    confidence: float
    nearest: tuple[Quote, ...]
    index: str
    likely: bool = False
    unknown: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    searched: str = ""
    carried: tuple[str, ...] = ()
    parts: tuple[Answer, ...] = ()
    asked: Asked = field(default_factory=Asked)
    within: tuple[str, ...] = ()
    note: str = ""
    disagreements: tuple[Disagreement, ...] = ()

    def __bool__(self) -> bool:
        return self.found

    def __iter__(self) -> Iterator[Quote]:
        return iter(self.quotes)

    def __len__(self) -> int:
        return len(self.quotes)

    def __repr__(self) -> str:
        return described(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data, ready for JSON, under the records' field names."""
        return asdict(self)

    def _repr_html_(self) -> str:
        """Return the answer for a notebook; IPython calls it."""
        if self.note:
            return f"<p>{escape(self.note)}</p>{quotes_html(self.quotes)}"
        if self.found:
            return quotes_html(self.quotes)
        nearest = f"<p>{NEAREST}</p>{quotes_html(self.nearest)}" if self.nearest else ""
        return f"<p><b>{NOT_FOUND}</b></p>{nearest}"

    def receipt(self, asked: Asked | None = None) -> Receipt:
        """Return the answer as a receipt, which others can verify without index and model.

        Args:
            asked: how the question was asked, if the answer does not record it, as answers of
                older versions do not.
        """
        stated = {f.name: getattr(asked, f.name) for f in fields(Asked)} if asked else {}
        stated = {name: value for name, value in stated.items() if value not in (None, ())}
        return Receipt(
            question=HALF_PAIR.sub("\ufffd", self.question),  # a receipt is UTF-8
            searched=self.searched,
            carried=self.carried,
            found=self.found,
            confidence=self.confidence,
            quotes=tuple(
                quote.citation.receipt_of(quote.text, None if self.note else quote.score)
                for quote in self.quotes
            ),
            asked=replace(self.asked, **stated),
            index=self.index,
        )
