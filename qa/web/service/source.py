"""A document as the source panel shows it: to the character, at its beginning or at a quote."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import asdict
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, TypedDict

from qa.records import PDF, Span
from qa.records.documents import without_column_names
from qa.text.tables.cells import LONGEST, cells_of, delimiter_of
from qa.web import strings
from qa.web.errors import ChangedSourceError, SourceError
from qa.web.service.moved import whereabouts
from qa.web.service.notes import for_page
from qa.web.service.references import SHOWN, find_quote
from qa.web.service.same_titles import same_titles, titled
from qa.web.service.source_blocks import Block, blocks_of, piece_bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qa.index.protocol import Searchable
    from qa.records import Document
    from qa.web.service.moved import Whereabouts

_MOST_LISTED = 2_000
"""Headings of an outline; a list of more is no outline."""


class Title(TypedDict):
    """A heading in the outline: its number in the document, and the piece that it is in."""

    heading: int
    piece: int
    level: int
    title: str


class Piece(TypedDict):
    """A piece of a document.

    Attributes:
        number: of the piece, from 0.
        page: the last page that has begun before it; 0 for none.
        version: 16 hex digits of the hash of the document's text.
        blocks: the text.
    """

    number: int
    page: int
    version: str
    blocks: list[Block]


class Source(TypedDict):
    """A document as the panel takes it.

    Attributes:
        doc_id: POSIX path below the corpus root.
        title: of the document, with what tells it from others with the same one.
        cited: whether a quote is marked.
        page: 1-based, of the page on which the quote begins; 0 in a document without pages.
        section: titles of the sections around the quote, outermost first.
        pictured: whether its pages can be shown as printed, if its file is in the folder.
        notes: what was left out of the document, or is doubtful.
        outline: its headings.
        pieces: characters of each piece.
        pages: the number of the piece in which each page begins.
        page_starts: the offset at which each page begins, if they can be shown as printed.
        piece: the piece with the quote, or the first.
        again: of a quote that changed, what has become of it.
    """

    doc_id: str
    title: str
    cited: bool
    page: int
    section: list[str]
    pictured: bool
    notes: list[str]
    outline: list[Title]
    pieces: list[int]
    pages: list[int]
    page_starts: list[int]
    piece: Piece
    again: dict[str, object] | None


def open_source(generation: Searchable, request: Mapping[str, object]) -> Source | Piece:
    """Return the document that a browser asks for, or one piece of it.

    Args:
        generation: with the document.
        request: ``reference`` of a quote, with its ``words`` if the page has them, or the
            ``doc_id`` of a document; for one piece only, its number as ``piece``. It comes from
            a browser, so it may be anything.

    Raises:
        SourceError: there is no such document, piece or quote.
    """
    cited, doc_id, words = (request.get(name) for name in ("reference", "doc_id", "words"))
    again: Whereabouts | None = None
    quote: Span | None = None
    if doc_id is not None and cited is None:
        document = _find(generation, str(doc_id))
    else:
        try:
            document, quote = find_quote(generation.document, str(cited))
        except ChangedSourceError:
            again = whereabouts(generation, str(cited), words if isinstance(words, str) else "")
            place = again["place"]
            if place is None:
                raise
            document, quote = _find(generation, place.doc_id), Span(place.start, place.end)
    number = request.get("piece")
    if number is None:
        apart = same_titles(generation).get(document.doc_id, "")
        return _opened(document, apart, quote, again)
    bounds = piece_bounds(document.text)
    if not isinstance(number, int) or not 0 <= number < len(bounds) - 1:
        raise SourceError(strings.SOURCE_NO_PIECE.format(doc_id=document.doc_id[:SHOWN]))
    return _piece(document, bounds, number, quote)


def without_doubles(titles: Iterable[str]) -> list[str]:
    """Return titles without those that repeat the one before.

    Args:
        titles: of sections, outermost first.
    """
    return [title for title, _ in groupby(titles)]


def _find(generation: Searchable, doc_id: str) -> Document:
    # A copy of another file has no document of its own.
    known = generation.manifest.duplicates.get(doc_id, doc_id)
    try:
        return generation.document(known)
    except KeyError:
        raise SourceError(strings.SOURCE_UNKNOWN.format(doc_id=doc_id[:SHOWN])) from None


def _opened(
    document: Document, apart: str, quote: Span | None, again: Whereabouts | None
) -> Source:
    bounds = piece_bounds(document.text)
    start = quote.start if quote else 0
    return Source(
        doc_id=document.doc_id,
        title=titled(document.title, apart),
        cited=quote is not None,
        page=document.page_at(start) or 0,
        section=without_doubles(_sections(document, start)) if quote else [],
        pictured=document.media_type == PDF,
        notes=[*map(for_page, document.notes)],
        outline=_outline(document, bounds),
        pieces=[end - begin for begin, end in pairwise(bounds)],
        pages=[_number(bounds, page) for page in document.pages],
        page_starts=list(document.pages) if document.media_type == PDF else [],
        piece=_piece(document, bounds, _number(bounds, start), quote),
        again=_plain(again) if again else None,
    )


def _sections(document: Document, start: int) -> tuple[str, ...]:
    return without_column_names(tuple(document.sections_at(start)), document.media_type)


def _plain(again: Whereabouts) -> dict[str, object]:
    place = again["place"]
    return {**again, "place": asdict(place) if place else None}


def _piece(document: Document, bounds: list[int], number: int, quote: Span | None) -> Piece:
    start, end = bounds[number], bounds[number + 1]
    return Piece(
        number=number,
        page=document.page_at(start - 1) or 0,
        version=document.text_sha256[:16],
        blocks=blocks_of(document, start, end, quote),
    )


def _number(bounds: list[int], offset: int) -> int:
    return min(max(0, bisect_right(bounds, offset) - 1), max(0, len(bounds) - 2))


def _outline(document: Document, bounds: list[int]) -> list[Title]:
    """Return the headings, without the names of columns, and none twice in a row."""
    found: list[Title] = []
    delimiter = delimiter_of(document)
    for number, heading in enumerate(document.headings):
        title = heading.title.strip()
        line = document.text[heading.start : heading.start + LONGEST].partition("\n")[0]
        names_columns = len(cells_of(line, delimiter)) // 2 > 1
        if not title or names_columns:
            continue
        if found and found[-1]["title"] == title:
            continue
        piece = _number(bounds, heading.start)
        found.append(Title(heading=number, piece=piece, level=heading.level, title=title))
        if len(found) == _MOST_LISTED:
            break
    return found
