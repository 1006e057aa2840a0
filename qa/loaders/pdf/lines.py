"""The lines of a page of a PDF, with the size and the height of each.

PDFium returns the words of a page in the order in which the file draws them. Programs that set
text mostly draw it in reading order, columns included.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pypdfium2 import raw

from qa.characters import LIGATURES

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pypdfium2 as pdfium

HYPHEN = "\ufffe"
"""PDFium's mark for the hyphen of a word divided at the end of a line. It returns no line break
there, which belongs behind the rest of the word."""

_UNPRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u00ad\ufeff\uffff\ud800-\udfff]")
_LETTERS = str.maketrans(LIGATURES)
_LINE = re.compile(r"[^\n]*\n|[^\n]+$")
_REST = re.compile(f"{HYPHEN}\\S*\\s?")
_DEPTH = 3  # of forms within forms in which images are looked for


@dataclass(slots=True)
class Line:
    """A line of a page.

    Attributes:
        text: its words.
        size: of its first letter, in points.
        bottom: its distance from the page's bottom, in points.
        height: the same as a share of the page's height.
        running: whether it is a running header or footer.
        level: of the heading it is, 0 where it is none.
    """

    text: str
    size: float
    bottom: float
    height: float
    running: bool = False
    level: int = 0


def read_lines(document: pdfium.PdfDocument, number: int) -> tuple[list[Line], bool]:
    """Return the lines of a page, and whether it has an image and no text: a scan.

    Args:
        document: the PDF.
        number: of the page, from 0 on.
    """
    page = document[number]
    words = page.get_textpage()
    height = page.get_height() or 1.0
    lines: list[Line] = []
    start = 0
    for line in _split(words.get_text_range()):
        content = printed(line).translate(_LETTERS).strip()
        if content:
            size, bottom = _position(words, start + len(line) - len(line.lstrip()))
            lines.append(Line(content, size, bottom, bottom / height))
        start += len(line)
    is_scan = not lines and any(
        item.type == raw.FPDF_PAGEOBJ_IMAGE for item in page.get_objects(max_depth=_DEPTH)
    )
    words.close()
    page.close()
    return lines, is_scan


def printed(text: str) -> str:
    """Return a text without characters that no page shows: controls and soft hyphens.

    Args:
        text: from a page, an outline or the metadata.
    """
    return _UNPRINTED.sub("", text)


def _split(text: str) -> Iterator[str]:
    """Yield the lines of a page; together they are its text."""
    for line in _LINE.findall(text):
        start = 0
        for match in _REST.finditer(line):
            yield line[start : match.end()]
            start = match.end()
        yield line[start:]


def _position(words: Any, at: int) -> tuple[float, float]:
    """Return the size of a character, and its distance from the page's bottom."""
    # Characters of the text and of the page are counted apart: line breaks are not on the page.
    index = raw.FPDFText_GetCharIndexFromTextIndex(words, at)
    if index < 0:
        return 0.0, 0.0
    _, bottom, _, _ = words.get_charbox(index, loose=True)
    return round(raw.FPDFText_GetFontSize(words, index), 1), bottom
