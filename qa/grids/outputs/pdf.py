"""A grid as PDF: a table for each question, the citation of each quote below it.

The same grid is the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportlab.platypus import CondPageBreak

from qa.grids.outputs.pages import COLUMNS, DOCUMENTS, TITLE, about, answered, documents
from qa.rendering.transcripts.pdf_fonts import unshown
from qa.rendering.transcripts.pdf_page import (
    WIDTH,
    Barred,
    paragraph,
    quote_block,
    ruled,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.grids.outputs.entries import Link
    from qa.grids.outputs.pages import Answered, Found
    from qa.grids.records import Grid

_WIDTHS = (WIDTH * 0.26, WIDTH * 0.74)
_WITHIN = _WIDTHS[1] - 12  # without the padding of a cell
_ROOM = 150  # points of a page that a question needs with its first quote
_UNSHOWN = (
    "{number:,} of {all:,} quotes have characters that a PDF by Quoth cannot show. They are in the "
    "Word document and the web page of this grid."
)
_BOX = "□"  # in place of a character of a name that cannot be shown


def to_pdf(grid: Grid, link: Link) -> bytes:
    """Return a grid as the bytes of a PDF.

    Args:
        grid: to write.
        link: returns the address of a quote's source; only addresses on the web are links.
    """
    first, *others = about(grid)
    story = [paragraph(TITLE, "title"), paragraph(first, "counts")]
    story += (paragraph(line, "rest") for line in (*others, *_unshown_line(grid)))
    if named := documents(grid):
        story += (paragraph(DOCUMENTS, "question"), *(_name(one, "aside") for one in named))
    for one in answered(grid, link):
        story += _question(one)
    return written(story, TITLE)


def _unshown_line(grid: Grid) -> Iterator[str]:
    quotes = [cell.quote for cell in grid.cells if cell.quote]
    number = sum(1 for quote in quotes if unshown(quote.text))
    if number:
        yield _UNSHOWN.format(number=number, all=len(quotes))


def _question(one: Answered) -> Iterator[Any]:
    yield CondPageBreak(_ROOM if one.found else _ROOM / 2)
    if one.section:
        yield paragraph(one.section, "section")
    yield paragraph(one.question, "asked")
    if one.verdict:
        yield paragraph(one.verdict, "counts")
    if one.found:
        rows: list[list[Any]] = [[paragraph(name, "names") for name in COLUMNS]]
        continued: set[int] = set()
        for found in one.found:
            more = _rows(found)
            continued.update(range(len(rows), len(rows) + len(more) - 1))
            rows += more
        yield ruled(rows, _WIDTHS, 1, continued)
    for line in one.rest:
        yield _name(line, "rest")


def _rows(found: Found) -> list[list[Any]]:
    """Return a quote as a row; each further piece of a long one has a row of its own.

    A cell is laid out anew at the end of each page, whole.
    """
    blocks: list[list[Any]] = [[]]
    for block in quote_block(found.quoted, "quote", _WITHIN, found.address):
        if isinstance(block, Barred) and any(isinstance(one, Barred) for one in blocks[-1]):
            blocks.append([])
        blocks[-1].append(block)
    blocks[-1] += (paragraph(line, "aside") for line in found.remarks)
    name = [_name(found.document, "source"), paragraph(found.sure, "aside")]
    return [[[] if at else name, cell] for at, cell in enumerate(blocks)]


def _name(text: str, style: str) -> Any:
    """Return a line with names of documents, even if some of their characters are not shown."""
    return paragraph(text.translate({ord(char): _BOX for char in unshown(text)}), style)
