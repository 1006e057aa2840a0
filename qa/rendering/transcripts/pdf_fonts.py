"""The fonts of a transcript as PDF, and which characters they have.

DejaVu, which matplotlib brings along, has Latin, Greek, Cyrillic and many signs. Fonts for Chinese,
Japanese and Korean would have to be on the reader's computer: without them the page is blank.
ReportLab neither joins letters nor sets them from right to left, so that Arabic and Hebrew would be
wrong.
"""

from __future__ import annotations

import importlib.util
import unicodedata
from functools import cache
from html import escape
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

SERIF, SANS, BOLD, ITALIC = "QuothSerif", "QuothSans", "QuothBold", "QuothItalic"
"""Names of the fonts: of quotes, of what Quoth says, of questions, and of column names."""

_FILES = {
    SERIF: "DejaVuSerif.ttf",
    SANS: "DejaVuSans.ttf",
    BOLD: "DejaVuSans-Bold.ttf",
    ITALIC: "DejaVuSans-Oblique.ttf",
}
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_SPACES = "\t\n\x0b\x0c\r\x85\u2028\u2029"


@cache
def register() -> None:
    """Make the fonts known to ReportLab."""
    found = importlib.util.find_spec("matplotlib")
    assert found is not None
    assert found.origin is not None
    folder = Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, folder / file))


def unshown(text: str) -> str:
    """Return the characters of a text that the fonts cannot show, each once.

    Args:
        text: of a document, or typed.
    """
    register()
    known = pdfmetrics.getFont(SERIF).face.charToGlyph
    return "".join(
        char
        for char in dict.fromkeys(text)
        if char not in _SPACES
        if ord(char) not in known or unicodedata.bidirectional(char) in _RIGHT_TO_LEFT
    )


def marked_up(text: str) -> str:
    """Return text in the mark-up of ReportLab's paragraphs.

    Args:
        text: of a document, or typed.
    """
    return escape(text, quote=False).replace("\n", "<br/>")
