"""Quotes in a Word document, and the footnotes with their citations.

python-docx, the library for such files, writes no footnotes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.rendering.transcripts.word_text import as_xml, directed, paragraph, runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.rendering.transcripts.entries import Quoted

_TABLE_WIDTH = 8_500  # twentieths of a point: the text of a page of A4, less its indent
_INDENT = 454
_FIRST_NOTE = 1  # 0 and -1 are the lines between text and notes
_RAISED = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
_LINKED = '<w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr>'
_IN_FIELD = str.maketrans(
    {"'": "%27", '"': "%22", "\\": "%5C", "<": "%3C", ">": "%3E", "&": "&amp;"}
)


class Footnotes:
    """The footnotes of a document, numbered from 1."""

    def __init__(self) -> None:
        """Begin without any."""
        self._notes: list[str] = []

    def mark(self, citation: str, address: str = "") -> str:
        """Add a note, and return its mark in the text.

        Args:
            citation: what the note says.
            address: that a click on it opens; empty for none.
        """
        number = _FIRST_NOTE + len(self._notes)
        said = runs(citation, _LINKED) if address else runs(citation)
        if address:  # as a field, a link needs no part of its own
            opens = as_xml(address).translate(_IN_FIELD)
            said = f"<w:fldSimple w:instr=' HYPERLINK \"{opens}\" '>{said}</w:fldSimple>"
        self._notes.append(said)
        return f'<w:r>{_RAISED}<w:footnoteReference w:id="{number}"/></w:r>'

    def xml(self) -> str:
        """Return all notes, and the lines above them."""
        rules = "".join(
            f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p>'
            "</w:footnote>"
            for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
        )
        mark = f"<w:r>{_RAISED}<w:footnoteRef/></w:r>{runs(' ')}"
        return rules + "".join(
            f'<w:footnote w:id="{number}">{paragraph("FootnoteText", mark + said)}</w:footnote>'
            for number, said in enumerate(self._notes, _FIRST_NOTE)
        )


def quote_block(
    quoted: Quoted, mark: str, *, style: str = "Quote", width: int = _TABLE_WIDTH
) -> str:
    """Return a quote: a paragraph, or a table of its rows.

    Args:
        quoted: the quote.
        mark: of its footnote, after the last word.
        style: of the paragraph.
        width: of the table, in twentieths of a point; narrower ones have no indent.
    """
    if not quoted.rows:
        above = directed("LeadIn", quoted.lead_in) if quoted.lead_in else ""
        return above + directed(style, quoted.text, mark)
    if quoted.upright:
        pairs = [pair for row in quoted.upright for pair in row]
        rows = [
            _upright(*pair, mark if at == len(pairs) else "") for at, pair in enumerate(pairs, 1)
        ]
        return drawn(rows, (width // 3, width - width // 3), _indent(width))
    columns = max(map(len, (*quoted.header, *quoted.rows)))
    rows = [_row(row, "Names", columns) for row in quoted.header]
    for at, row in enumerate(quoted.rows):
        is_last = at == len(quoted.rows) - 1
        named = quoted.is_headed and not at
        rows.append(_row(row, "Cell", columns, mark if is_last else "", is_header=named))
    return drawn(rows, [width // columns] * columns, _indent(width))


def drawn(rows: Sequence[str], widths: Sequence[int], indent: int = 0) -> str:
    """Return a table with lines between its rows.

    Args:
        rows: of it.
        widths: of the columns, in twentieths of a point.
        indent: of the table, likewise.
    """
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    edge = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="8A857A"/>'
        for side in ("top", "bottom", "insideH")
    )
    properties = (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="{indent}" '
        f'w:type="dxa"/><w:tblBorders>{edge}</w:tblBorders><w:tblLayout w:type="autofit"/>'
        "</w:tblPr>"
    )
    # Without a paragraph between them, two tables are one.
    return (
        f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        f"{paragraph('Apart', '')}"
    )


def _indent(width: int) -> int:
    return _INDENT if width == _TABLE_WIDTH else 0


def _upright(name: str, words: str, mark: str) -> str:
    name_cell = f"<w:tc><w:tcPr/>{directed('Names', name)}</w:tc>"
    return f"<w:tr>{name_cell}<w:tc><w:tcPr/>{directed('Cell', words, mark)}</w:tc></w:tr>"


def _row(
    cells: Sequence[str], style: str, columns: int, mark: str = "", *, is_header: bool = False
) -> str:
    """Return a row of a table; a row that names columns is repeated on each page."""
    last = len(cells) - 1
    written = "".join(
        f"<w:tc><w:tcPr/>{directed(style, cell, mark if at == last else '')}</w:tc>"
        for at, cell in enumerate([*cells, *[""] * (columns - len(cells))])
    )
    above = style == "Names" or is_header
    properties = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if above else ''}</w:trPr>"
    return f"<w:tr>{properties}{written}</w:tr>"
