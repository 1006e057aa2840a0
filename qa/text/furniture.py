"""What is on a page but is not its text: page numbers, leaders of a table of contents, rules."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"\w")
_RULE = re.compile(r"[|:\s=_*~`+-]+")
_FENCE = re.compile(r"(?:```|~~~)[\w+-]*")
_LEADER = re.compile(r"(?:\.{4}|(?:\. ){4}|…{2}|_{4}|·{4})")
_PAGE = re.compile(r"(?<![^\s.…_·])[\[(]?(?:(\d{1,4})|[ivxlIVXL]{1,6})[\])]?\Z")
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
_FEWEST_ENTRIES = 3  # of a table of contents that no heading names
_LONGEST_NUMBER = 12  # characters of a number with the signs around it


def is_furniture(text: str, heading: str, *, among_contents: bool = False) -> bool:
    """Return whether a paragraph is no part of what a document says, wherever it stands.

    Args:
        text: of the paragraph.
        heading: the innermost above it; below "Index" or "Contents", entries with a page are.
        among_contents: whether its section is a table of contents, see :func:`are_contents`.
    """
    if len(text) > _LONGEST:
        return False
    if not _WORD.search(text) or _RULE.fullmatch(text) or _FENCE.fullmatch(text):
        return True
    if _NUMBERED_PAGE.fullmatch(text):
        return True
    listing = _LISTING.fullmatch(heading.strip(" :*")) is not None
    if (listing or among_contents) and _page_led_to(text) is not None:
        return True
    return listing and _ENTRY.fullmatch(text) is not None


def are_contents(paragraphs: Iterable[str]) -> bool:
    """Return whether the leaders among paragraphs lead to pages: three or more, in order.

    Others lead to amounts, as in a list of prices, which are facts.

    Args:
        paragraphs: of a section.
    """
    pages = [page for text in paragraphs if (page := _page_led_to(text)) is not None]
    return len(pages) >= _FEWEST_ENTRIES and all(one <= other for one, other in pairwise(pages))


def _page_led_to(text: str) -> int | None:
    """Return the number at the end of a leader, 0 for one in Roman letters; None of other lines."""
    if len(text) > _LONGEST or not _LEADER.search(text):
        return None
    page = _PAGE.search(text)
    return page and int(page[1] or 0)


def is_page_number(text: str) -> bool:
    """Return whether a paragraph is a number alone, as at the head or foot of a page.

    Where it stands decides whether it is one.

    Args:
        text: of the paragraph.
    """
    return len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text) is not None
