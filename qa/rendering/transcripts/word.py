"""A transcript as a Word document, with the citation of each quote in a footnote.

python-docx, the library for such files, writes no footnotes.
"""

from __future__ import annotations

import unicodedata
import zipfile
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING

from qa.characters import NOT_XML
from qa.files.zip_times import UNDATED
from qa.rendering.transcripts.entries import TITLE, entries, exported_line, heading
from qa.rendering.transcripts.word_frame import framed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from qa.records import Answer
    from qa.rendering.transcripts.entries import Entry, Quoted

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_TABLE_WIDTH = 8_500  # twentieths of a point: the text of a page of A4, less its indent
_FIRST_NOTE = 1  # 0 and -1 are the lines between text and notes

_STRONG = frozenset(("L", "R", "AL"))  # what says the direction of a paragraph


def to_word(
    answers: Sequence[Answer], title: str = TITLE, exported: datetime | None = None
) -> bytes:
    """Return a conversation as the bytes of a ``.docx`` file.

    Args:
        answers: of the conversation, in order.
        title: its name.
        exported: when it is written; None leaves that out.
    """
    notes: list[str] = []
    name = heading(title, answers)
    body = [_directed("Title", name)]
    if line := exported_line(exported):
        body.append(_paragraph("Subtitle", _text(line)))
    for entry in entries(answers):
        body += _paragraphs(entry, notes)
    parts = framed("".join(body), _footnotes(notes), _as_xml(name), exported)
    time = UNDATED if exported is None else exported.timetuple()[:6]
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, xml in parts.items():
            archive.writestr(zipfile.ZipInfo(part, time), xml, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _paragraphs(entry: Entry, notes: list[str]) -> Iterator[str]:
    """Yield the paragraphs of an entry; append the citations to ``notes``."""
    yield _directed("Heading1", entry.question)
    yield _paragraph("Verdict", _text(entry.verdict))
    for remark in entry.remarks:
        yield _paragraph("Remark", _text(remark))
    for quoted in entry.quotes:
        yield _quote(quoted, notes)
    if entry.nearest:
        yield _paragraph("Remark", _text(entry.nearest_label))
    for quoted in entry.nearest:
        yield _quote(quoted, notes)


def _quote(quoted: Quoted, notes: list[str]) -> str:
    number = _FIRST_NOTE + len(notes)
    notes.append(quoted.citation)
    mark = (
        '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
        f'<w:footnoteReference w:id="{number}"/></w:r>'
    )
    if quoted.rows:
        return _table(quoted, mark)
    return _directed("Quote", quoted.text, mark)


def _table(quoted: Quoted, mark: str) -> str:
    """Return quoted rows below, or beside, the names of their columns; at the end, the mark."""
    if quoted.upright:
        pairs = [pair for row in quoted.upright for pair in row]
        rows = [
            _upright(*pair, mark if at == len(pairs) else "") for at, pair in enumerate(pairs, 1)
        ]
        return _drawn(rows, (_TABLE_WIDTH // 3, _TABLE_WIDTH - _TABLE_WIDTH // 3))
    columns = max(map(len, (*quoted.header, *quoted.rows)))
    rows = [_row(row, "Names", columns) for row in quoted.header]
    for at, row in enumerate(quoted.rows):
        is_last = at == len(quoted.rows) - 1
        named = quoted.is_headed and not at
        rows.append(_row(row, "Cell", columns, mark if is_last else "", is_header=named))
    return _drawn(rows, [_TABLE_WIDTH // columns] * columns)


def _drawn(rows: Sequence[str], widths: Sequence[int]) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    edge = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="8A857A"/>'
        for side in ("top", "bottom", "insideH")
    )
    properties = (
        f'<w:tblPr><w:tblW w:w="{_TABLE_WIDTH}" w:type="dxa"/><w:tblInd w:w="454" w:type="dxa"/>'
        f'<w:tblBorders>{edge}</w:tblBorders><w:tblLayout w:type="autofit"/></w:tblPr>'
    )
    # Without a paragraph between them, two tables are one.
    return (
        f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        f"{_paragraph('Apart', '')}"
    )


def _upright(name: str, words: str, mark: str) -> str:
    name_cell = f"<w:tc><w:tcPr/>{_directed('Names', name)}</w:tc>"
    return f"<w:tr>{name_cell}<w:tc><w:tcPr/>{_directed('Cell', words, mark)}</w:tc></w:tr>"


def _row(
    cells: Sequence[str], style: str, columns: int, mark: str = "", *, is_header: bool = False
) -> str:
    """Return a row of a table; a row that names columns is repeated on each page."""
    last = len(cells) - 1
    written = "".join(
        f"<w:tc><w:tcPr/>{_directed(style, cell, mark if at == last else '')}</w:tc>"
        for at, cell in enumerate([*cells, *[""] * (columns - len(cells))])
    )
    above = style == "Names" or is_header
    properties = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if above else ''}</w:trPr>"
    return f"<w:tr>{properties}{written}</w:tr>"


def _footnotes(notes: Sequence[str]) -> str:
    rules = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p>'
        "</w:footnote>"
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    return rules + "".join(
        f'<w:footnote w:id="{number}">{_paragraph("FootnoteText", mark + _text(" " + note))}'
        "</w:footnote>"
        for number, note in enumerate(notes, _FIRST_NOTE)
    )


def _directed(style: str, text: str, mark: str = "") -> str:
    """Return a paragraph in the direction of its script: Arabic and Hebrew begin at the right.

    Args:
        style: of the paragraph.
        text: its words.
        mark: of a footnote, after them.
    """
    if not _is_right_to_left(text):
        return _paragraph(style, _text(text) + mark)
    return _paragraph(style, _text(text, "<w:rPr><w:rtl/></w:rPr>") + mark, "<w:bidi/>")


def _is_right_to_left(text: str) -> bool:
    """Return whether the first letter is of such a script, as Unicode's algorithm decides."""
    strong = (kind for kind in map(unicodedata.bidirectional, text) if kind in _STRONG)
    return next(strong, "L") != "L"


def _paragraph(style: str, runs: str, direction: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{direction}</w:pPr>{runs}</w:p>'


def _text(text: str, properties: str = "") -> str:
    """Return text as runs; a line break stays one, and what XML cannot have becomes U+FFFD."""
    lines = (
        f'<w:t xml:space="preserve">{escape(line, quote=False)}</w:t>'
        for line in _as_xml(text).split("\n")
    )
    return f"<w:r>{properties}{'<w:br/>'.join(lines)}</w:r>"


def _as_xml(text: str) -> str:
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
