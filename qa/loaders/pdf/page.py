"""A page of a PDF: its lines, and what could not be read of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pypdfium2 import raw

from qa.loaders.pdf.faults import NO_TEXT, PICTURE, UNREADABLE, UNREADABLE_IN_PART, Fault
from qa.loaders.pdf.fonts import leave_out_unmapped
from qa.loaders.pdf.forms import read_written
from qa.loaders.pdf.glyphs import read_words
from qa.loaders.pdf.grids import with_grids
from qa.loaders.pdf.line_numbers import line_numbers
from qa.loaders.pdf.lines import Line, arrange
from qa.loaders.pdf.overprint import drawn_once
from qa.loaders.pdf.placing import with_remarks, with_values
from qa.loaders.pdf.raised import mark_raised
from qa.loaders.pdf.recognized import PageSize, SeenInPicture, with_seen
from qa.loaders.pdf.rules import read_rules
from qa.loaders.pdf.visible import on_page

if TYPE_CHECKING:
    import pypdfium2 as pdfium

    from qa.loaders.ocr.seen import SeenPage

_DEPTH = 3  # of forms within forms in which images are looked for
_LITTLE_TEXT = 200  # characters on a page that is a picture
_UNREAD = (NO_TEXT, PICTURE, UNREADABLE)  # faults of pages whose words only their picture shows
_MUCH = 0.2  # of a page's characters that are lost: its picture may say what they are
_LARGE = 0.5  # of the page, covered by the picture


class Page(NamedTuple):
    """A page as it is read.

    Attributes:
        lines: in reading order.
        fault: what is amiss with it, None where nothing is.
        size: its width and height.
        is_unread: whether only its picture shows its words.
        unseen: how many words lie beyond its edges.
        is_numbered: whether numbers beside its lines were left out.
    """

    lines: list[Line]
    fault: Fault | None
    size: PageSize
    is_unread: bool = False
    unseen: int = 0
    is_numbered: bool = False


def read_page(document: pdfium.PdfDocument, number: int, seen: SeenPage | None = None) -> Page:
    """Return the lines of a page with what is written on it.

    Args:
        document: the PDF.
        number: of the page, from 0 on.
        seen: what was recognized in its picture.
    """
    page = document[number]
    text = page.get_textpage()
    try:
        height = page.get_height() or 1.0
        size = PageSize(page.get_width() or 1.0, height)
        drawn = drawn_once(read_words(page, text))
        shown = on_page(drawn, size)
        words, lost = leave_out_unmapped(text, shown)
        is_recognized = False
        if seen:
            words = with_seen(words, seen, size)
            is_recognized = any(isinstance(word, SeenInPicture) for word in words)
        numbers = {id(word) for word in line_numbers(words)}
        words = [word for word in words if id(word) not in numbers] if numbers else words
        written = read_written(document, page)
        words = with_values(mark_raised(words), written)
        lines = arrange(with_grids(words, read_rules(page)), height)
        length = sum(len(line.text) for line in lines)
        fault = None if is_recognized else _fault(page, lost, length)
        is_unread = fault in _UNREAD or (lost or 0) > _MUCH * length
        lines = with_remarks(lines, written, height)
        unseen = len(drawn) - len(shown)
        return Page(lines, fault, size, is_unread, unseen, is_numbered=bool(numbers))
    finally:
        text.close()
        page.close()


def _fault(page: pdfium.PdfPage, lost: int | None, length: int) -> Fault | None:
    """Return what is amiss with a page.

    Args:
        page: of the PDF.
        lost: how many of its characters are, None for all.
        length: of the text that is read.
    """
    if lost is None:
        return UNREADABLE
    if length < _LITTLE_TEXT and _is_picture(page, any_size=not length):
        return PICTURE if length else NO_TEXT
    return UNREADABLE_IN_PART if lost else None


def _is_picture(page: pdfium.PdfPage, *, any_size: bool) -> bool:
    """Return whether a page has an image that covers most of it, or one of any size."""
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEPTH):
        if any_size:
            return True
        left, bottom, right, top = item.get_bounds()
        if (right - left) * (top - bottom) > _LARGE * page.get_width() * page.get_height():
            return True
    return False
