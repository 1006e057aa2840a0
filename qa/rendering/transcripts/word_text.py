"""The paragraphs of a Word document: text in the direction of its script."""

from __future__ import annotations

import unicodedata
from html import escape

from qa.characters import NOT_XML

_STRONG = frozenset(("L", "R", "AL"))  # what says the direction of a paragraph
_RIGHT_TO_LEFT = "<w:rPr><w:rtl/></w:rPr>"


def directed(style: str, text: str, mark: str = "") -> str:
    """Return a paragraph in the direction of its script: Arabic and Hebrew begin at the right.

    Args:
        style: of the paragraph.
        text: its words.
        mark: of a footnote, after them.
    """
    if not _is_right_to_left(text):
        return paragraph(style, runs(text) + mark)
    return paragraph(style, runs(text, _RIGHT_TO_LEFT) + mark, "<w:bidi/>")


def paragraph(style: str, content: str, direction: str = "") -> str:
    """Return a paragraph.

    Args:
        style: of it.
        content: its runs.
        direction: the property for a script from right to left; empty for others.
    """
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{direction}</w:pPr>{content}</w:p>'


def runs(text: str, properties: str = "") -> str:
    """Return text as runs; a line break stays one, and what XML cannot have becomes U+FFFD.

    Args:
        text: of a document, or typed.
        properties: of the characters.
    """
    lines = (
        f'<w:t xml:space="preserve">{escape(line, quote=False)}</w:t>'
        for line in as_xml(text).split("\n")
    )
    return f"<w:r>{properties}{'<w:br/>'.join(lines)}</w:r>"


def as_xml(text: str) -> str:
    """Return text without the characters that XML cannot have.

    Args:
        text: of a document, or typed.
    """
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _is_right_to_left(text: str) -> bool:
    """Return whether the first letter is of such a script, as Unicode's algorithm decides."""
    strong = (kind for kind in map(unicodedata.bidirectional, text) if kind in _STRONG)
    return next(strong, "L") != "L"
