"""Files as documents, documents as passages, and passages as search results."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

COLUMN_SEPARATOR = " · "
"""Between the names of columns in the heading of the rows of a spreadsheet."""

ROWS = frozenset({"text/csv", "text/tab-separated-values"})
"""Media types of files whose rows are cited by their numbers, as spreadsheets show them."""

_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_EXCEL = "application/vnd.ms-excel"
_SHEETS = ROWS | {
    f"{_OFFICE}.sheet",
    f"{_OFFICE}.template",
    f"{_EXCEL}.sheet.macroEnabled.12",
    _EXCEL,
    "application/vnd.oasis.opendocument.spreadsheet",
}

PDF = "application/pdf"
"""Media type of PDFs: their pages can be shown, and their lines end where those of a page did."""


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
class RecognizedPage:
    """A page whose words were recognized in its picture (OCR).

    Attributes:
        number: of the page, 1-based.
        certainty: mean of its words', as the engine states it, [0, 1].
        engine: what recognized them, such as ``tesseract 5.3.0 (eng)``.
        boxes: where its words are on the page, packed; see :mod:`qa.loaders.ocr.boxes`.
    """

    number: int
    certainty: float
    engine: str
    boxes: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file as text, fixed once by its loader.

    Attributes:
        doc_id: POSIX path below the corpus root.
        title: the document's own title, or its file name in words.
        text: the canonical text that every offset points into.
        source_sha256: of the file's bytes, in hex.
        text_sha256: of ``text`` in UTF-8, in hex.
        media_type: such as ``text/plain``.
        pages: start offset of each page; empty if there are no pages.
        headings: in order of appearance.
        breaks: offsets that no passage crosses, such as between the rows of a table of data.
        asides: spans that belong to no passage, such as running headers, in order.
        language: BCP 47 tag; empty if the file names none.
        places: other paths below the corpus root of files with the same bytes.
        recognized: pages whose words were recognized in their pictures, in order.
        notes: what a reader should know of its file, such as pages without text; of a document
            that is not from an index, none.
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
    recognized: tuple[RecognizedPage, ...] = ()
    notes: tuple[str, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """Return the page that an offset is on, 1-based; None if the document has no pages.

        Args:
            offset: into the text.
        """
        return bisect_right(self.pages, offset) or None

    def sections_at(self, offset: int) -> tuple[str, ...]:
        """Return the titles of the sections around an offset, outermost first.

        Args:
            offset: into the text.
        """
        path: list[tuple[int, str]] = []
        # Of headings with one start, the last counts, as where passages are split.
        starting_at = {one.start: one for one in self.headings if one.start <= offset}
        for heading in starting_at.values():
            # A heading closes the sections of its own level and below.
            path = [(level, title) for level, title in path if level < heading.level]
            path.append((heading.level, heading.title))
        return tuple(title for _, title in path)


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A document without its text, for lists.

    Attributes:
        doc_id: POSIX path below the corpus root.
        title: the document's own title, or its file name in words.
        media_type: such as ``text/plain``.
        characters: length of its text.
        pages: number of pages; 0 if there are no pages.
        passages: number of passages it was split into.
        notes: what a user should know of its file, such as pages without text.
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
        headings: titles of its sections, outermost first.
        sentences: the spans of its sentences, in order.
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
        lexical: BM25, higher is better; 0 if the passage has no term of the question.
    """

    number: int
    passage: Passage
    score: float
    dense: float
    lexical: float


def without_column_names(headings: tuple[str, ...], media_type: str) -> tuple[str, ...]:
    """Return the titles of sections without the names of columns, which head a sheet's rows.

    Args:
        headings: titles, outermost first.
        media_type: of the document.
    """
    names_columns = media_type in _SHEETS and headings and COLUMN_SEPARATOR in headings[-1]
    return headings[:-1] if names_columns else headings
