"""The numbers of headings: ``2.1``, ``Item 7A.``, ``Chapter 3``, ``§ 5``."""

from __future__ import annotations

import re

_NUMBERING = re.compile(r"(?<![\w.])(?:\d{1,3}|[A-Z])(?:\.\d{1,3})*[.:)]?\s+")
_NUMBER = re.compile(
    r"(\d{1,3}(?:\.\d{1,3})*|[A-Z](?:\.\d{1,3})+|[IVXLC]+\.|[A-Z]\.)[.:)]?\s+(?=\S)"
)
_PARTS = "part|book|volume|teil|partie|parte|titre|title"
_CHAPTERS = (
    "item|chapter|section|article|clause|appendix|annex|schedule|exhibit|kapitel|abschnitt"
    "|artikel|anhang|chapitre|annexe|capítulo|sección|artículo|anexo|capitolo|articolo|§"
)
_KIND = re.compile(
    rf"(?:(?P<part>{_PARTS})|(?:{_CHAPTERS}))\s*(?:\d{{1,4}}[a-z]?|[IVXLC]+|[A-Z])\b"
    r"(?!\s+(?:of|to)\b)",
    re.IGNORECASE,
)


def is_numbered(text: str) -> bool:
    """Return whether a text begins as a numbered heading does.

    Args:
        text: of a line or a block.
    """
    return _NUMBER.match(text) is not None or _KIND.match(text) is not None


def depth(text: str) -> int:
    """Return how deep a number is: 1 for ``2``, 2 for ``2.1``; 0 with a word such as "Item".

    Args:
        text: of a heading. Without a number it is as deep as one with a number of one part.
    """
    kind = _KIND.match(text)
    if kind:
        return -1 if kind["part"] else 0
    number = _NUMBER.match(text)
    return 1 + number[1].rstrip(".").count(".") if number else 1


def title_key(title: str) -> str:
    """Return a title in lower case without its number, which outlines often lack.

    Args:
        title: of an outline, or a line of a page.
    """
    return " ".join(_NUMBERING.sub("", title.strip()).casefold().split())


def is_part(text: str) -> bool:
    """Return whether a text begins as "Item 5" or "Chapter 2" do.

    Args:
        text: of a line or a block.
    """
    return is_numbered(text) and depth(text) <= 0
