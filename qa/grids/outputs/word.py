"""A grid as a Word document: a table for each question, the citation of each quote in a footnote.

The file has no time in it: the same grid is the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.grids.outputs.pages import COLUMNS, DOCUMENTS, TITLE, about, answered, documents
from qa.rendering.transcripts.word import document
from qa.rendering.transcripts.word_quotes import Footnotes, drawn, quote_block
from qa.rendering.transcripts.word_text import directed, paragraph, runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.grids.outputs.entries import Link
    from qa.grids.outputs.pages import Answered, Found
    from qa.grids.records import Grid

_WIDTHS = (2_300, 6_770)  # twentieths of a point: the text of a page of A4
_WHOLE = 1_000  # characters of a row that is on one page
_WITHIN = 6_300  # of a table in the second column


def to_word(grid: Grid, link: Link) -> bytes:
    """Return a grid as the bytes of a ``.docx`` file.

    Args:
        grid: to write.
        link: returns the address of a quote's source.
    """
    notes = Footnotes()
    first, *others = about(grid)
    body = [directed("Title", TITLE), directed("Subtitle", first)]
    body += (directed("Remark", line) for line in others)
    if named := documents(grid):
        body += (directed("Heading1", DOCUMENTS), *(paragraph("Aside", runs(one)) for one in named))
    sections = any(question.section for question in grid.questions)
    for one in answered(grid, link):
        body += _question(one, "Heading2" if sections else "Heading1", notes)
    return document("".join(body), notes, TITLE)


def _question(one: Answered, style: str, notes: Footnotes) -> Iterator[str]:
    if one.section:
        yield directed("Heading1", one.section)
    yield directed(style, one.question)
    if one.verdict:
        yield directed("Verdict", one.verdict)
    if one.found:
        names = "".join(f"<w:tc><w:tcPr/>{directed('Names', name)}</w:tc>" for name in COLUMNS)
        head = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{names}</w:tr>"
        yield drawn([head, *(_row(found, notes) for found in one.found)], _WIDTHS)
    for line in one.rest:
        yield paragraph("Rest", runs(line))


def _row(found: Found, notes: Footnotes) -> str:
    mark = notes.mark(found.quoted.citation, found.address)
    quote = quote_block(found.quoted, mark, style="Cell", width=_WITHIN)
    remarks = "".join(directed("Aside", line) for line in found.remarks)
    # A path is read from left to right, in whatever script it begins.
    document = paragraph("Source", runs(found.document)) + directed("Aside", found.sure)
    cells = zip((document, quote + remarks), _WIDTHS, strict=True)
    is_short = sum(map(len, (found.quoted.text, *found.remarks))) <= _WHOLE
    return "".join(
        (
            "<w:tr><w:trPr><w:cantSplit/></w:trPr>" if is_short else "<w:tr>",
            *(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'
                for content, width in cells
            ),
            "</w:tr>",
        )
    )
