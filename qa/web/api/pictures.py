"""Pictures of the pages of PDF documents, with quotes marked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qa.errors import DocumentError
from qa.loaders.ocr.boxes import unpacked_boxes
from qa.loaders.sandbox.pdf_letters import Places
from qa.loaders.sandbox.pdf_pictures import page_letters, page_picture, recognized_places
from qa.records import PDF, Span
from qa.web import strings
from qa.web.errors import SourceError
from qa.web.service.references import SHOWN, find_quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.index.protocol import Searchable
    from qa.loaders.sandbox.pdf_letters import Box
    from qa.records import Document
    from qa.web.documents.corpus import Corpus


class AskedPage(NamedTuple):
    """The page of a PDF that a request asks for.

    Attributes:
        reference: the quote to mark, see :func:`qa.web.service.references.reference`; None marks
            nothing.
        doc_id: of the document, if there is no quote.
        number: of the page, 1-based; None for the one on which the quote begins, or the first.
        sharpness: 1, or 2 for twice as many pixels in each direction.
    """

    reference: str | None
    doc_id: str | None = None
    number: int | None = None
    sharpness: int = 1


def picture_of(generation: Searchable, corpus: Corpus | None, asked: AskedPage) -> bytes:
    """Return a page as PNG, with the words of a quote marked that are on it.

    Args:
        generation: with the document.
        corpus: folder with the file, from which the page is drawn; None if there is none.
        asked: which page.

    Raises:
        SourceError: the reference does not resolve, or there is no such document or page.
        DocumentError: the document has no pages, or its file is missing or has changed.
    """
    document, quote = _found(generation, asked)
    path = _file_of(document, corpus)
    number = asked.number
    if number is None:
        number = (document.page_at(quote.start) or 0) if quote else 1
    page = _page(document, number)
    on_page = _within(quote, page.start, page.end) if quote else None
    words = document.text[page.start : page.end]
    return page_picture(
        path,
        document.source_sha256,
        number,
        words,
        on_page,
        _recognized(document, number),
        sharpness=asked.sharpness,
    )


def places_of(
    generation: Searchable, corpus: Corpus | None, asked: AskedPage, spans: Sequence[Span]
) -> list[list[Box]]:
    """Return where the words of spans are on a page as printed: for each, a box for each line.

    Args:
        generation: with the document.
        corpus: folder with the file; None if there is none.
        asked: which page, without a quote.
        spans: in the text of the document; what is not on the page has no boxes.

    Raises:
        SourceError: there is no such document or page.
        DocumentError: the document has no pages, or its file is missing or has changed.
    """
    document, _ = _found(generation, asked)
    path = _file_of(document, corpus)
    number = asked.number or 1
    page = _page(document, number)
    inside = [_within(span, page.start, page.end) for span in spans]
    if packed := _recognized(document, number):
        boxes = tuple(unpacked_boxes(packed))
        return [recognized_places(boxes, part.start, part.end) if part else [] for part in inside]
    letters = page_letters(path, document.source_sha256, number)
    places = Places(letters, document.text[page.start : page.end])
    return [places.boxes(part.start, part.end) if part else [] for part in inside]


def _file_of(document: Document, corpus: Corpus | None) -> Path:
    path = corpus.files().get(document.doc_id) if corpus else None
    if document.media_type != PDF or corpus is None or path is None:
        raise DocumentError(Path(document.doc_id), strings.NOT_PRINTED)
    if corpus.sha256(path) != document.source_sha256:  # the words may be on another page now
        raise DocumentError(Path(document.doc_id), strings.CHANGED_FILE)
    return path


def _page(document: Document, number: int) -> Span:
    if not 0 < number <= len(document.pages):
        message = strings.NO_PAGE.format(doc_id=document.doc_id[:SHOWN], number=number)
        raise SourceError(message)
    end = document.pages[number] if number < len(document.pages) else len(document.text)
    return Span(document.pages[number - 1], end)


def _recognized(document: Document, number: int) -> str:
    return next((page.boxes for page in document.recognized if page.number == number), "")


def _found(generation: Searchable, asked: AskedPage) -> tuple[Document, Span | None]:
    if asked.reference is not None:
        return find_quote(generation.document, asked.reference)
    doc_id = asked.doc_id or ""
    try:
        return generation.document(doc_id), None
    except KeyError:
        raise SourceError(strings.SOURCE_UNKNOWN.format(doc_id=doc_id[:SHOWN])) from None


def _within(quote: Span, start: int, end: int) -> Span | None:
    """Return the part of a quote that is on a page, as offsets into its text."""
    first, last = max(quote.start, start), min(quote.end, end)
    return Span(first - start, last - start) if first < last else None
