"""Pictures of the pages of PDF documents, with quotes marked."""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import DocumentError
from qa.loaders.sandbox.pdf_pictures import page_picture
from qa.records import Span
from qa.web import strings
from qa.web.service.source import find_quote

if TYPE_CHECKING:
    from qa.index.protocol import Searchable
    from qa.web.documents.corpus import Corpus


def picture_of(generation: Searchable, corpus: Corpus | None, referred: str) -> bytes:
    """Return a page as PNG, with the words of a quote marked.

    A quote that goes on to the next page is marked up to the end of its first page.

    Args:
        generation: with the document of the quote.
        corpus: folder with the file, from which the page is drawn; None if there is none.
        referred: the quote, see :func:`qa.web.service.source.reference`.

    Raises:
        SourceError: the reference does not resolve.
        DocumentError: the document has no pages, or its file is missing or has changed.
    """
    document, quote = find_quote(generation.document, referred)
    path = corpus.files().get(document.doc_id) if corpus else None
    if document.media_type != "application/pdf" or corpus is None or path is None:
        raise DocumentError(Path(document.doc_id), strings.NOT_PRINTED)
    if corpus.sha256(path) != document.source_sha256:  # the words may be on another page now
        raise DocumentError(Path(document.doc_id), strings.CHANGED_FILE)
    number = bisect_right(document.pages, quote.start)
    start = document.pages[number - 1]
    end = document.pages[number] if number < len(document.pages) else len(document.text)
    on_page = Span(quote.start - start, min(quote.end, end) - start)
    words = document.text[start:end]
    boxes = next((page.boxes for page in document.recognized if page.number == number), "")
    return page_picture(path, document.source_sha256, number, words, on_page, boxes)
