"""Lines that a person would not underline: page numbers, leaders of a table of contents, rules."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w")
_RULE = re.compile(r"[|:\s=_*~`+-]+")
_FENCE = re.compile(r"(?:```|~~~)[\w+-]*")
_LEADER = re.compile(r"(?:\.{4}|(?:\. ){4}|…{2}|_{4}|·{4})")
_ENDS_WITH_NUMBER = re.compile(r"[\d\]ivxlIVXL]$")
_NUMBERED_PAGE = re.compile(
    r"(?i:page|seite|página|pagina|p\.|s\.)\s?\d{1,4}(?:\s?(?:/|of|von|de|sur|di|van)\s?\d{1,4})?"
)
_NUMBER = re.compile(r"[-–—\[(|]?\s?(?:\d{1,4}|[ivxl]{1,6})\s?[-–—\])|]?")
_LISTING = re.compile(
    r"(?i:(?:table of )?contents|(?:subject |author |name )?index|inhalt|inhaltsverzeichnis|"
    r"(?:stichwort|sach|namens)(?:verzeichnis|register)|register|sommaire|table des matières|"
    r"índice|indice|sumário|inhoud|inhoudsopgave)"
)
_ENTRY = re.compile(r"[^\W\d_].*[ ,\t]\d{1,4}$")
_LONGEST = 150  # characters of such a line
_LONGEST_NUMBER = 12  # characters of a number with the signs around it


def is_furniture(text: str, heading: str) -> bool:
    """Return whether a paragraph is no part of what a document says, wherever it stands.

    Args:
        text: of the paragraph.
        heading: the innermost above it; below "Index" or "Contents", entries with a page are.
    """
    if len(text) > _LONGEST:
        return False
    if not _WORD.search(text) or _RULE.fullmatch(text) or _FENCE.fullmatch(text):
        return True
    if _NUMBERED_PAGE.fullmatch(text):
        return True
    if _LEADER.search(text) and _ENDS_WITH_NUMBER.search(text):
        return True
    listing = _LISTING.fullmatch(heading.strip(" :*")) is not None
    return listing and _ENTRY.fullmatch(text) is not None


def is_page_number(text: str) -> bool:
    """Return whether a paragraph is a number alone, as at the head or foot of a page.

    Where it stands decides whether it is one.

    Args:
        text: of the paragraph.
    """
    return len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text) is not None
