"""A PDF as a document: its text page by page, its headings and its title.

Line ends become line breaks, larger gaps blank lines. What is at the top or bottom of many pages
is a running header or footer: it stays in the text, so that offsets address all of a page, and
belongs to no passage.
"""

from __future__ import annotations

import re
import statistics
from dataclasses import replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
from pypdfium2 import raw

from qa.errors import DocumentError
from qa.loaders.extraction import Extract
from qa.loaders.pdf import line_numbers, visible
from qa.loaders.pdf.faults import notes_of
from qa.loaders.pdf.headings import mark_headings
from qa.loaders.pdf.lines import is_apart, printed
from qa.loaders.pdf.page import read_page
from qa.loaders.pdf.recognized_pages import with_recognized
from qa.loaders.pdf.structure import join_divided_words, mark_running, read_outline
from qa.loaders.pdf.table_rows import RULE
from qa.loaders.refusals import NO_PASSWORD, unreadable
from qa.records import Heading, Span
from qa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from qa.loaders.ocr.seen import SeenPage
    from qa.loaders.pdf.lines import Line

_GAP = 1.3  # line pitches, above which there is a blank line between two lines
# Titles that programs write into the metadata when the author writes none.
_UNTITLED = re.compile(
    r"untitled|microsoft word|document\d*$|powerpoint|\(?(?:anonymous|unspecified)\)?$|slide 1$|"
    r".*\.(?:docx?|pdf|tex|indd|qxd|dvi|exe|dll|xlsx?|pptx?|rtf|txt|html?|eps|ps|pmd|p65|wpd|odt)$",
    re.IGNORECASE,
)


def extract(
    data: bytes, path: Path, seen: Mapping[int, SeenPage] | None = None
) -> Iterator[Extract]:
    """Read a PDF.

    Args:
        data: bytes of the file.
        path: of the file, for errors.
        seen: number of a page, 1-based → what was recognized in its picture.

    Raises:
        DocumentError: it is damaged or encrypted, or has too many pages.
    """
    most = Settings.current().max_pages
    try:
        with pdfium.PdfDocument(data) as document:
            if len(document) > most:
                raise DocumentError(path, f"has {len(document):,} pages; at most {most:,} are read")
            if document.get_formtype() != raw.FORMTYPE_NONE:
                document.init_forms()
            seen = seen or {}
            numbers = range(len(document))
            read = [read_page(document, number, seen.get(number + 1)) for number in numbers]
            pages = [page.lines for page in read]
            # Rows of tables run over no pages and are no headings, nor are remarks.
            mark_running([[line for line in page if not line.kind] for page in pages])
            join_divided_words(pages)
            mark_headings(pages, read_outline(document))
            _unmark(pages)
            notes = notes_of([page.fault for page in read])
            notes += visible.note_of(sum(page.unseen for page in read))
            notes += line_numbers.note_of(sum(page.is_numbered for page in read))
            if document.get_formtype() == raw.FORMTYPE_XFA_FULL:
                notes += ("its form is of the kind XFA; what it holds may not all be read",)
            whole = _assemble(pages, _title(document), notes)
            unread = tuple(number for number, page in enumerate(read, 1) if page.is_unread)
            yield with_recognized(replace(whole, unread=unread), read, seen)
    except pdfium.PdfiumError as error:
        if "password" in str(error).casefold():
            raise DocumentError(path, NO_PASSWORD) from error
        raise unreadable(path, data) from error


def _unmark(pages: Sequence[list[Line]]) -> None:
    """Make rows of tables and remarks no headings."""
    for line in chain.from_iterable(pages):
        if line.kind:
            line.level, line.continues = 0, False


def _assemble(pages: Sequence[list[Line]], title: str | None, notes: tuple[str, ...]) -> Extract:
    """Return the document of all pages, each with a line break at its end."""
    parts: list[str] = []
    starts: list[int] = []
    asides: list[Span] = []
    headings: list[Heading] = []
    length = 0
    for page in pages:
        starts.append(length)
        pitch = _pitch(page)
        for i, line in enumerate(page):
            separator = _separator(page[i - 1], line, pitch) if i else ""
            if i and (line.kind or page[i - 1].kind):
                separator = _around_kinds(page, i)
            start = length + len(separator)
            parts += [separator, line.text]
            length = start + len(line.text)
            if line.running:
                asides.append(Span(start, length))
            elif line.continues and headings:
                first = headings.pop()
                whole = f"{first.title} {line.text}"
                headings.append(Heading(first.start, length, first.level, whole))
            elif line.level:
                headings.append(Heading(start, length, line.level, line.text))
        if page:  # a line break, so that no word goes on from page to page
            parts.append("\n")
            length += 1
    return Extract(
        text="".join(parts),
        title=title,
        headings=tuple(headings),
        pages=tuple(starts),
        asides=tuple(asides),
        notes=notes,
    )


def _separator(before: Line, line: Line, pitch: float) -> str:
    """Return a line break, or a blank line where the page leaves more room."""
    if line.continues:
        return " "
    far = pitch and before.bottom - line.bottom > _GAP * pitch
    apart = before.running or line.running or before.level or line.level
    return "\n\n" if far or apart or is_apart(before, line) else "\n"


def _around_kinds(page: Sequence[Line], i: int) -> str:
    """Return what is between a row or remark and its neighbour: rows of one table are adjacent."""
    ends = page[i - 1].kind != "row" or page[i].kind != "row"
    begins = i + 1 < len(page) and page[i + 1].text.startswith(RULE)
    return "\n\n" if ends or begins else "\n"


def _pitch(page: Sequence[Line]) -> float:
    """Return the usual distance of two lines of a page, 0 if missing."""
    steps = [above.bottom - below.bottom for above, below in pairwise(page)]
    down = [step for step in steps if step > 0]  # a step up begins a column
    return statistics.median(down) if down else 0.0


def _title(document: pdfium.PdfDocument) -> str | None:
    title = " ".join(printed(document.get_metadata_value("Title")).split())
    return None if not title or _UNTITLED.match(title) else title
