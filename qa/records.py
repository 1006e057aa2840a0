"""The records that flow through Quoth: plain, frozen, and made of text and numbers.

Offsets are ``str`` indices (Unicode code points), 0-based and half-open
``[start, end)``, into :attr:`Document.text`, always. JSON has these field names.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, replace
from html import escape
from typing import Any

from qa.characters import HALF_PAIR
from qa.files.hashing import sha256_of_text
from qa.receipts import Asked, QuoteReceipt, Receipt, Source


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range ``[start, end)`` of a document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line of a document.

    Attributes:
        start: offset of the line's first character.
        end: offset after the line's last character, mark-up included.
        level: 1 is outermost.
        title: its words, without mark-up.
    """

    start: int
    end: int
    level: int
    title: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file as text, fixed once by its loader.

    Attributes:
        doc_id: POSIX path below the corpus root.
        title: the document's own title, or its file name in words.
        text: the canonical text every offset points into.
        source_sha256: of the file's bytes, in hex.
        text_sha256: of ``text`` in UTF-8, in hex.
        media_type: such as ``text/plain``.
        pages: start offset of each page; empty where there are no pages.
        headings: in order of appearance.
        breaks: offsets that no passage lies across, such as the rows of a table of data.
        asides: spans that belong to no passage, such as running headers, in order.
        language: BCP 47 tag; empty where the file names none.
        places: further paths below the corpus root at which the same bytes stand.
    """

    doc_id: str
    title: str
    text: str
    source_sha256: str
    text_sha256: str
    media_type: str
    pages: tuple[int, ...] = ()
    headings: tuple[Heading, ...] = ()
    breaks: tuple[int, ...] = ()
    asides: tuple[Span, ...] = ()
    language: str = ""
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A document as a list tells of it, without its text.

    Attributes:
        doc_id: POSIX path below the corpus root.
        title: the document's own title, or its file name in words.
        media_type: such as ``text/plain``.
        characters: of its text.
        pages: how many there are; 0 where there are no pages.
        passages: how many it was split into.
        notes: what is worth knowing of its file, such as pages without text.
    """

    doc_id: str
    title: str
    media_type: str
    characters: int
    pages: int
    passages: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of a document, within one section and one page.

    Attributes:
        doc_id: the document it belongs to.
        start: offset of its first character.
        end: offset after its last character.
        headings: titles of the sections it lies in, outermost first.
        sentences: the sentences it holds, in order.
    """

    doc_id: str
    start: int
    end: int
    headings: tuple[str, ...]
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a query.

    Attributes:
        number: position of the passage in the index, the tie-break of equal scores.
        passage: the passage.
        score: weighted sum of the two normalised scores, [0, 1], higher is better.
        dense: cosine of question and passage, [-1, 1].
        lexical: BM25, 0 where no term of the question occurs, higher is better.
    """

    number: int
    passage: Passage
    score: float
    dense: float
    lexical: float


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a quote stands.

    Attributes:
        doc_id: POSIX path below the corpus root.
        title: of the document.
        headings: titles of the sections, outermost first.
        page: 1-based, None where the document has no pages.
        start: offset of the quote's first character.
        end: offset after its last character.
        prefix: the words just before, long enough that prefix, quote and suffix
            together stand in exactly one place of the document.
        suffix: the words just after.
        places: further paths below the corpus root at which the same bytes stand.
        byte_start: bytes of the text in UTF-8 before the quote.
        byte_end: bytes of the text in UTF-8 up to its end.
        source: the file, and what read it.
    """

    doc_id: str
    title: str
    headings: tuple[str, ...]
    page: int | None
    start: int
    end: int
    prefix: str
    suffix: str
    places: tuple[str, ...] = ()
    byte_start: int = 0
    byte_end: int = 0
    source: Source = field(default_factory=Source)

    def receipt_of(self, text: str) -> QuoteReceipt:
        """Return the receipt of the quote with the words ``text``."""
        return QuoteReceipt(
            text=text,
            sha256=sha256_of_text(text),
            doc_id=self.doc_id,
            title=self.title,
            headings=self.headings,
            page=self.page,
            start=self.start,
            end=self.end,
            byte_start=self.byte_start,
            byte_end=self.byte_end,
            selectors=tuple(self.selectors(text)),
            places=self.places,
            source=self.source,
        )

    def selectors(self, exact: str) -> list[dict[str, str | int]]:
        """Return the W3C Web Annotation selectors of the quote with the words ``exact``."""
        return [
            {"type": "TextPositionSelector", "start": self.start, "end": self.end},
            {
                "type": "TextQuoteSelector",
                "exact": exact,
                "prefix": self.prefix,
                "suffix": self.suffix,
            },
        ]


@dataclass(frozen=True, slots=True)
class Why:
    """What speaks for a quote.

    Attributes:
        dense: cosine of question and passage, [-1, 1].
        lexical: BM25 of question and passage.
        evidence: cosine of question and quote, [-1, 1].
        coverage: share of the question's idf mass that the quote holds, [0, 1].
        terms: the question's terms (stems) that the quote holds.
    """

    dense: float
    lexical: float
    evidence: float
    coverage: float
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document, sliced from its text.

    Attributes:
        text: ``document.text[citation.start:citation.end]``, to the character.
        citation: where they stand.
        score: probability that these words answer the question, [0, 1].
        context: the passage around them.
        why: what speaks for them.
    """

    text: str
    citation: Citation
    score: float
    context: Span
    why: Why


@dataclass(frozen=True, slots=True)
class Answer:
    """What the documents say to a question, or that they say nothing.

    Attributes:
        question: as it was asked.
        quotes: best first, none twice; empty when nothing was found.
        found: whether the documents answer the question.
        confidence: probability that they do, [0, 1].
        nearest: what came closest when nothing was found; does not answer.
        index: fingerprint of the index that was asked; empty for a text handed in.
        likely: whether the confidence is nearer to 1 than to the threshold of ``found``, and
            nothing asked for is unknown.
        unknown: names and numbers of the question, as typed, that stand nowhere in the
            document of the first quote.
        searched: what was searched for: the question without its courtesies, its spelling
            corrected, and with what it leans on.
        carried: words among them that come from the question before.
        parts: an answer to each, where several questions were asked in one; the quotes are
            then theirs in turn. One that is found has no quotes where ``k`` left none for it.
        asked: how the question was asked, for its receipt.
    """

    question: str
    quotes: tuple[Quote, ...]
    found: bool
    confidence: float
    nearest: tuple[Quote, ...]
    index: str
    likely: bool = False
    unknown: tuple[str, ...] = ()
    searched: str = ""
    carried: tuple[str, ...] = ()
    parts: tuple[Answer, ...] = ()
    asked: Asked = field(default_factory=Asked)

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data, ready for JSON, under the records' field names."""
        return asdict(self)

    def _repr_html_(self) -> str:
        """Return the answer for a notebook: its quotes, marked as such, and where they stand."""
        quotes = "".join(_quote_html(quote) for quote in self.quotes or self.nearest)
        if self.found:
            return quotes
        nearest = "<p>What came nearest, and does not answer:</p>" if quotes else ""
        return f"<p><b>Not found in these documents.</b></p>{nearest}{quotes}"

    def receipt(self, asked: Asked | None = None) -> Receipt:
        """Return the answer as a receipt, which others can verify without index and model.

        Args:
            asked: how the question was asked, where the answer does not record it, as one
                from an older version.
        """
        stated = {f.name: getattr(asked, f.name) for f in fields(Asked)} if asked else {}
        stated = {name: value for name, value in stated.items() if value not in (None, ())}
        return Receipt(
            question=HALF_PAIR.sub("\ufffd", self.question),
            searched=self.searched,
            carried=self.carried,
            found=self.found,
            confidence=self.confidence,
            quotes=tuple(quote.citation.receipt_of(quote.text) for quote in self.quotes),
            asked=replace(self.asked, **stated),
            index=self.index,
        )


def _quote_html(quote: Quote) -> str:
    citation = quote.citation
    page = f", page {citation.page}" if citation.page else ""
    place = f"{' › '.join((citation.title, *citation.headings))}{page}"
    where = f"{citation.doc_id} {citation.start}–{citation.end} · probability {quote.score:.0%}"
    return (
        f'<blockquote style="white-space: pre-wrap">“{escape(quote.text)}”</blockquote>'
        f"<p>— {escape(place)}<br><small>{escape(where)}</small></p>"
    )
