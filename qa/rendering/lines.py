"""Text in lines of a terminal: by the columns that its characters take, not by their number."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from qa.records import PDF, Span

_TAB = 4  # columns that a tab counts as, at most
_LONG = 25  # characters of a line of prose; two shorter ones may be items of a list
_FLOWING = frozenset({PDF, "text/plain"})
_LEADING_ON = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with")
)
"""Words that end no sentence."""
_LOWER = re.compile(r"[^\W\d_]+(?=[\s,.;:’'-]|$)")


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    Args:
        text: in one line.
    """
    return len(text) if text.isascii() and "\t" not in text else sum(map(_columns_of, text))


def _columns_of(char: str) -> int:
    if char == "\t":
        return _TAB
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):  # on the letter before, or unseen
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def flowing(text: str, media_type: str) -> str:
    """Return a text of the same length whose sentences do not break where a page's lines did.

    Only the line breaks before a word in lower case become spaces, and those after a comma or a
    word that ends no sentence, and only in formats whose lines end where the page did. A list of
    short items and a word cut by a hyphen stay as they are.

    Args:
        text: of a document.
        media_type: of the document.
    """
    if media_type not in _FLOWING:
        return text
    lines = text.split("\n")
    joined = [lines[0]]
    for before, line in pairwise(lines):
        joined += (" " if _goes_on(before, line) else "\n", line)
    return "".join(joined)


def _goes_on(before: str, line: str) -> bool:
    if not before or max(len(before), len(line)) < _LONG or before[-1] in " \t.:;!?-|":
        return False
    word = _LOWER.match(line)
    if word is not None and word[0].islower():
        return True
    is_open = before[-1] == "," or before.rpartition(" ")[2] in _LEADING_ON
    return is_open and line[:1].isalnum() and len(before) >= _LONG


def line_spans(text: str, width: int) -> list[Span]:
    """Return the lines of a text, none wider than a terminal; only spaces are in none of them.

    A line ends at a line break, after a word, or at any character of a script that is written
    without spaces. A word that is wider than the terminal is cut.

    Args:
        text: of any length.
        width: in columns, at least 2.
    """
    spans: list[Span] = []
    begin = 0
    for line in text.split("\n"):
        end = begin + len(line)
        spans += _wrapped(text, begin, end, width)
        begin = end + 1
    return spans


def _wrapped(text: str, begin: int, end: int, width: int) -> list[Span]:
    spans: list[Span] = []
    used, cut = 0, begin  # columns of the line so far; where it can end
    for at in range(begin, end):
        char = text[at]
        taken = _columns_of(char)
        if char in " \t" or taken > 1:
            cut = at
        used += taken
        if used <= width or char in " \t":
            continue
        stop = cut if text[begin:cut].strip() else at
        spans.append(Span(begin, begin + len(text[begin:stop].rstrip(" \t"))))
        begin = stop
        while begin < at and text[begin] in " \t":
            begin += 1
        used, cut = sum(map(_columns_of, text[begin : at + 1])), begin
    spans.append(Span(begin, begin + len(text[begin:end].rstrip(" \t"))))
    return spans


def cut_middle(text: str, width: int) -> str:
    """Return a name that fits: of a long one, the beginning and the end, which differ most.

    Args:
        text: in one line.
        width: in columns, at least 3.
    """
    if columns(text) <= width:
        return text
    head, tail = _first(text, (width - 1) // 2), _first(text[::-1], width // 2)[::-1]
    return f"{head}…{tail}"


def cut_end(text: str, width: int) -> str:
    """Return the beginning of a text, as much as fits.

    Args:
        text: in one line.
        width: in columns, at least 1.
    """
    return text if columns(text) <= width else f"{_first(text, width - 1)}…"


def padded(text: str, width: int) -> str:
    """Return a text with spaces after it up to a width.

    Args:
        text: in one line.
        width: in columns.
    """
    return text + " " * (width - columns(text))


def _first(text: str, width: int) -> str:
    used = 0
    for at, char in enumerate(text):
        used += _columns_of(char)
        if used > width:
            return text[:at]
    return text
