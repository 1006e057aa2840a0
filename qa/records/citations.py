"""Where a quote is from."""

from __future__ import annotations

from dataclasses import dataclass, field

from qa.files.hashing import sha256_of_text
from qa.receipts.records import QuoteReceipt, Source
from qa.records.description import page_or_line
from qa.records.documents import without_column_names


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a quote is from.

    Attributes:
        doc_id: POSIX path below the corpus root.
        title: of the document.
        headings: titles of the sections, outermost first.
        page: 1-based, None if the document has no pages.
        start: offset of the quote's first character.
        end: offset after its last character.
        prefix: the words just before, long enough that prefix, quote and suffix together occur
            exactly once in the document.
        suffix: the words just after.
        places: other paths below the corpus root of files with the same bytes.
        byte_start: bytes of the text in UTF-8 before the quote.
        byte_end: bytes of the text in UTF-8 up to its end.
        source: the file, and the loader that read it.
        line: 1-based line of the file on which the quote begins, or its row in a CSV or TSV file;
            None where a file has none that its readers count, as in most formats.
        recognized: mean certainty of the page's words, [0, 1], where they were recognized in its
            picture (OCR); None where they are the file's own.
        notes: what was left out of the document, or is doubtful: ``decoded as cp1251 by guess``.
            The first ones of many; a receipt has none.
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
    line: int | None = None
    recognized: float | None = None
    notes: tuple[str, ...] = ()

    def where(self) -> str:
        """Return the page, line or row of the quote: ``page 3``; empty where none is cited."""
        return page_or_line(self.page, self.line, self.source.media_type)

    def sections(self) -> tuple[str, ...]:
        """Return the titles of the sections, outermost first, without the names of columns.

        These head the rows of a spreadsheet, and are shown above the cells.
        """
        return without_column_names(self.headings, self.source.media_type)

    def receipt_of(self, text: str, score: float | None = None) -> QuoteReceipt:
        """Return the receipt of a quote with this citation.

        Args:
            text: the words of the quote.
            score: probability that they answer; None where they answer no question.
        """
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
            recognized=self.recognized,
            score=score,
        )

    def selectors(self, exact: str) -> list[dict[str, str | int]]:
        """Return the selectors of a quote with this citation.

        They are those of the W3C Web Annotation Data Model, https://www.w3.org/TR/annotation-model.

        Args:
            exact: the words of the quote.
        """
        return [
            {"type": "TextPositionSelector", "start": self.start, "end": self.end},
            {
                "type": "TextQuoteSelector",
                "exact": exact,
                "prefix": self.prefix,
                "suffix": self.suffix,
            },
        ]
