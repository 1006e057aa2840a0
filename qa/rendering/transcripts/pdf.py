"""A transcript as PDF; the same transcript has the same bytes."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from qa.rendering.transcripts.entries import TITLE, entries, exported_line, heading
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
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from qa.records import Answer
    from qa.rendering.transcripts.entries import Entry, Quoted

MEDIA_TYPE = "application/pdf"

UNSHOWN = (
    "This has characters that a PDF by Quoth cannot show ({characters}). "
    "Export it as a Word document or a web page."
)
"""In place of words in a script that the fonts do not have."""

_MARGIN = 64  # points
_INDENT = 12
_WIDTH = A4[0] - 2 * _MARGIN
_MOST_COLUMNS = 6  # of a table that fits on a page
_MOST_NAMED = 8  # characters that cannot be shown
_QUIET = HexColor(0x5F5B53)
_GREEN, _GREY = HexColor(0x1F5C4D), HexColor(0x8A857A)


def _style(name: str, font: str, size: float, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=1.4 * size, **more)


_STYLES = {
    "title": _style("title", SERIF, 18, spaceAfter=4),
    "exported": _style("exported", SANS, 8, textColor=_QUIET, spaceAfter=8),
    "question": _style("question", BOLD, 11, spaceBefore=18, spaceAfter=2, keepWithNext=1),
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
    "citation": _style("citation", SANS, 7.5, textColor=_QUIET, leftIndent=_INDENT, spaceAfter=8),
}


def to_pdf(
    answers: Sequence[Answer], title: str = TITLE, exported: datetime | None = None
) -> bytes:
    """Return a conversation as the bytes of a PDF.

    Args:
        answers: of the conversation, in order.
        title: its name.
        exported: when it is written; None leaves that out.
    """
    register()
    name = heading(title, answers)
    story = [_paragraph(name, "title")]
    if line := exported_line(exported):
        story.append(_paragraph(line, "exported"))
    for entry in entries(answers):
        story += _flowables(entry)
    file = BytesIO()
    document = _Numbered(
        file,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=name,
        author="Quoth",
        invariant=1,
    )
    document.build(story, onFirstPage=_page_number, onLaterPages=_page_number)
    return file.getvalue()


class _Numbered(SimpleDocTemplate):  # type: ignore[misc]
    """A document with an outline of its questions."""

    def afterFlowable(self, flowable: Any) -> None:  # noqa: N802 - the library's name
        """Add a question to the outline when it is drawn.

        Args:
            flowable: that was drawn.
        """
        if getattr(getattr(flowable, "style", None), "name", "") != "question":
            return
        key = f"question-{self.seq.next('question')}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(flowable.getPlainText(), key)


def _page_number(canvas: Any, document: Any) -> None:
    canvas.saveState()
    canvas.setFont(SANS, 8)
    canvas.setFillColor(_QUIET)
    canvas.drawCentredString(A4[0] / 2, _MARGIN / 2, str(document.page))
    canvas.restoreState()


def _flowables(entry: Entry) -> Iterator[Any]:
    yield _paragraph(entry.question, "question")
    yield _paragraph(entry.verdict, "verdict")
    for remark in entry.remarks:
        yield _paragraph(remark, "remark")
    for quoted in entry.quotes:
        yield from _quoted(quoted, "quote")
    if entry.nearest:
        yield _paragraph(entry.nearest_label, "remark")
    for quoted in entry.nearest:
        yield from _quoted(quoted, "nearest")


def _quoted(quoted: Quoted, style: str) -> Iterator[Any]:
    columns = max(map(len, (*quoted.header, *quoted.rows)), default=0)
    fits = 0 < columns <= _MOST_COLUMNS and not unshown(quoted.text)
    if fits and not quoted.upright:
        yield _table(quoted, columns)
    else:
        yield _paragraph(quoted.text, style, _Barred)
    yield _paragraph(quoted.citation, "citation")


class _Barred(Paragraph):  # type: ignore[misc]
    """A paragraph with a line beside it."""

    def draw(self) -> None:
        """Draw the words and the line."""
        super().draw()
        self.canv.saveState()
        self.canv.setStrokeColor(self.style.borderColor)
        self.canv.setLineWidth(2)
        self.canv.line(2, 0, 2, self.height)
        self.canv.restoreState()


def _table(quoted: Quoted, columns: int) -> Any:
    """Return quoted rows below the names of their columns."""

    def row(cells: Sequence[str], style: str) -> list[Any]:
        filled = [*cells, *[""] * (columns - len(cells))]
        return [_paragraph(cell, style) for cell in filled]

    rows = [row(names, "names") for names in quoted.header]
    rows += [row(cells, "cell") for cells in quoted.rows]
    above = len(quoted.header) + int(quoted.is_headed)
    width = (_WIDTH - _INDENT) / columns
    drawn = Table(rows, [width] * columns, repeatRows=above, splitInRow=1, hAlign="RIGHT")
    drawn.setStyle(
        [("LINEBELOW", (0, 0), (-1, -1), 0.5, _GREY), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    )
    return drawn


def _paragraph(text: str, style: str, kind: type[Any] = Paragraph) -> Any:
    """Return a paragraph; of a text that the fonts cannot show, what to do."""
    if missing := unshown(text):
        named = ", ".join(f"U+{ord(char):04X}" for char in missing[:_MOST_NAMED])
        text = UNSHOWN.format(characters=named)
    return kind(marked_up(text), _STYLES[style])
