"""A page of PDF: paragraphs, quotes in the fonts of a transcript, and an outline of questions.

The same content has the same bytes.
"""

from __future__ import annotations

from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import simpleSplit
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from qa.rendering.transcripts.pdf_fonts import (
    BOLD,
    ITALIC,
    SANS,
    SERIF,
    marked_up,
    register,
    unshown,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from qa.rendering.transcripts.entries import Quoted

UNSHOWN = (
    "This has characters that a PDF by Quoth cannot show ({characters}). "
    "Export it as a Word document or a web page."
)
"""In place of words in a script that the fonts do not have."""

_MARGIN = 64  # points
WIDTH = A4[0] - 2 * _MARGIN
"""Of a line, in points."""

_WEB = ("http://", "https://")
_WITHIN = WIDTH - 12  # without the padding of a page
_INDENT = 12
_LONG, _PIECE = 60, 2  # lines of a quote that is drawn in pieces, and of a piece
_BLANK = "\u00a0\n"  # a line of a piece has something in it
_WIDEST = 200  # characters of a line
_MOST_COLUMNS = 6  # of a table that fits on a page
_MOST_NAMED = 8  # characters that cannot be shown
_QUIET = HexColor(0x5F5B53)
_GREEN, _GREY = HexColor(0x1F5C4D), HexColor(0x8A857A)


def _style(name: str, font: str, size: float, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=1.4 * size, **more)


_STYLES = {
    "title": _style("title", SERIF, 18, spaceAfter=4),
    "exported": _style("exported", SANS, 8, textColor=_QUIET, spaceAfter=8),
    "section": _style("section", BOLD, 14, spaceBefore=22, spaceAfter=0, keepWithNext=1),
    "question": _style("question", BOLD, 11, spaceBefore=18, spaceAfter=2, keepWithNext=1),
    # Without a table that follows: it would go to another page whole.
    "asked": _style("question", BOLD, 11, spaceBefore=18, spaceAfter=2),
    "counts": _style("counts", SANS, 9, spaceAfter=6),
    "verdict": _style("verdict", SANS, 9, spaceAfter=6, keepWithNext=1),
    "remark": _style("remark", SANS, 8, textColor=_QUIET, spaceAfter=4, keepWithNext=1),
    "quote": _style(
        "quote", SERIF, 10, leftIndent=_INDENT, spaceBefore=6, spaceAfter=2, borderColor=_GREEN
    ),
    "nearest": _style(
        "nearest", SERIF, 10, leftIndent=_INDENT, spaceBefore=6, spaceAfter=2, borderColor=_GREY
    ),
    "cell": _style("cell", SERIF, 9),
    "names": _style("names", ITALIC, 8, textColor=_QUIET),
    "lead_in": _style(
        "lead_in", ITALIC, 9, textColor=_QUIET, leftIndent=_INDENT, spaceBefore=6, keepWithNext=1
    ),
    "source": _style("source", BOLD, 8),
    "aside": _style("aside", SANS, 8, textColor=_QUIET),
    "rest": _style("rest", SANS, 8, textColor=_QUIET, spaceBefore=4),
    "citation": _style(
        "citation", SANS, 7.5, textColor=_QUIET, leftIndent=_INDENT, spaceBefore=2, spaceAfter=8
    ),
}


def written(story: Sequence[Any], title: str) -> bytes:
    """Return the bytes of a PDF.

    Args:
        story: what is on its pages: paragraphs, quotes and tables.
        title: of the document.
    """
    register()
    file = BytesIO()
    document = _Numbered(
        file,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=title,
        author="Quoth",
        invariant=1,
    )
    document.build(list(story), onFirstPage=_page_number, onLaterPages=_page_number)
    return file.getvalue()


class _Numbered(SimpleDocTemplate):  # type: ignore[misc]
    """A document with an outline of its sections and questions."""

    _below = 0  # level of the questions: 1 where sections have them

    def afterFlowable(self, flowable: Any) -> None:  # noqa: N802 - the library's name
        """Add a section or a question to the outline when it is drawn.

        Args:
            flowable: that was drawn.
        """
        name = getattr(getattr(flowable, "style", None), "name", "")
        if name not in {"section", "question"}:
            return
        if name == "section":
            self._below = 1
        key = f"{name}-{self.seq.next(name)}"
        self.canv.bookmarkPage(key)
        level = self._below if name == "question" else 0
        self.canv.addOutlineEntry(flowable.getPlainText(), key, level)


def _page_number(canvas: Any, document: Any) -> None:
    canvas.saveState()
    canvas.setFont(SANS, 8)
    canvas.setFillColor(_QUIET)
    canvas.drawCentredString(A4[0] / 2, _MARGIN / 2, str(document.page))
    canvas.restoreState()


def quote_block(
    quoted: Quoted, style: str = "quote", width: float = WIDTH, address: str = ""
) -> Iterator[Any]:
    """Yield a quote, as a paragraph or a table of its rows, and its citation.

    Args:
        quoted: the quote.
        style: of the paragraph.
        width: of the page or cell that it is in, in points.
        address: that a click on the citation opens; empty for none.
    """
    if quoted.lead_in:
        yield paragraph(quoted.lead_in, "lead_in")
    columns = max(map(len, (*quoted.header, *quoted.rows)), default=0)
    fits = 0 < columns <= _MOST_COLUMNS and not unshown(quoted.text)
    if fits and not quoted.upright:
        yield _table(quoted, columns, width)
    else:
        yield from _barred(quoted.text, style, min(width, _WITHIN))
    yield paragraph(quoted.citation, "citation", address=address)


class Barred(Paragraph):  # type: ignore[misc]
    """A paragraph with a vertical line at its left."""

    def draw(self) -> None:
        """Draw the words and the line."""
        super().draw()
        self.canv.saveState()
        self.canv.setStrokeColor(self.style.borderColor)
        self.canv.setLineWidth(2)
        self.canv.line(2, 0, 2, self.height)
        self.canv.restoreState()


def _barred(text: str, style: str, width: float) -> Iterator[Any]:
    """Yield a text as a paragraph; a long one as several, which look like one.

    At the end of each page, all lines that are left of a paragraph are broken again: the time that
    a long one takes grows with the square of its lines.
    """
    lines = [] if unshown(text) else _lines(text, _STYLES[style], width)
    if len(lines) <= _LONG:
        yield paragraph(text, style, Barred)
        return
    for start in range(0, len(lines), _PIECE):
        end = start + _PIECE
        space = {"spaceBefore": 0} if start else {}
        space |= {"spaceAfter": 0} if end < len(lines) else {}
        words = "".join(lines[start:end]).removesuffix("\n")
        yield Barred(marked_up(words), _STYLES[style].clone(style, **space))


def _lines(text: str, style: ParagraphStyle, width: float) -> list[str]:
    """Return the lines of a text on a page; one that the text itself breaks ends in a line feed."""
    room = width - style.leftIndent
    broken: list[str] = []
    for line in text.split("\n"):
        for part in simpleSplit(line, style.fontName, style.fontSize, room):
            # A word that is wider than the page goes over several lines.
            broken += (part[at : at + _WIDEST] for at in range(0, len(part), _WIDEST))
            broken[-1] += " "
        broken.append(f"{broken.pop().rstrip()}\n" if line.strip() else _BLANK)
    return broken


def _table(quoted: Quoted, columns: int, width: float) -> Any:
    """Return quoted rows below the names of their columns."""

    def row(cells: Sequence[str], style: str) -> list[Any]:
        filled = [*cells, *[""] * (columns - len(cells))]
        return [paragraph(cell, style) for cell in filled]

    rows = [row(names, "names") for names in quoted.header]
    rows += [row(cells, "cell") for cells in quoted.rows]
    above = len(quoted.header) + int(quoted.is_headed)
    return ruled(rows, [(width - _INDENT) / columns] * columns, above)


def ruled(
    rows: Sequence[Sequence[Any]],
    widths: Sequence[float],
    above: int,
    continued: Collection[int] = (),
) -> Any:
    """Return a table with a line below each row.

    Args:
        rows: of it.
        widths: of its columns, in points.
        above: rows that are repeated on each page.
        continued: positions of rows that look like one with the next.
    """
    drawn = Table(rows, list(widths), repeatRows=above, splitInRow=1, hAlign="RIGHT")
    look: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    for row in range(len(rows)):
        if row in continued:
            look.append(("BOTTOMPADDING", (0, row), (-1, row), 0))
            look.append(("TOPPADDING", (0, row + 1), (-1, row + 1), 0))
        else:
            look.append(("LINEBELOW", (0, row), (-1, row), 0.5, _GREY))
    drawn.setStyle(look)
    return drawn


def paragraph(text: str, style: str, kind: type[Any] = Paragraph, *, address: str = "") -> Any:
    """Return a paragraph; of a text that the fonts cannot show, what to do.

    Args:
        text: of a document, or typed.
        style: its name.
        kind: of paragraph.
        address: on the web, that a click opens; empty for none.
    """
    if missing := unshown(text):
        named = ", ".join(f"U+{ord(char):04X}" for char in missing[:_MOST_NAMED])
        text = UNSHOWN.format(characters=named)
    marked = marked_up(text)
    if address.startswith(_WEB):  # others would be places in this file
        marked = f'<a href="{escape(address)}" color="#1F4E79">{marked}</a>'
    return kind(marked, _STYLES[style])
