"""Markdown: its text stays as written, its headings are found by CommonMark's rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.loaders.extract import Extract
from qa.loaders.text import decode
from qa.records import Heading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LINE = re.compile(r"[^\n]*\n?")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*))?$")
_CLOSING = re.compile(r"(?:^|(?<=[ \t]))#+$")
_SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_NO_PARAGRAPH = re.compile(r"\s*$| {4}|\t| {0,3}(?:[-*+>|]|\d{1,9}[.)][ \t])")
_MARKUP = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|[*`]+|(?<![^\W_])_+|_+(?![^\W_])")


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read a Markdown file; its first heading of level 1 is its title.

    Raises:
        DocumentError: the bytes are no text.
    """
    text = decode(data, path)
    headings = _headings(text)
    title = next((heading.title for heading in headings if heading.level == 1), None)
    yield Extract(text, title, headings)


def _headings(text: str) -> tuple[Heading, ...]:
    headings: list[Heading] = []
    fence = ""
    before: tuple[int, str] | None = None  # a one-line paragraph that "===" would underline
    in_paragraph = False
    for match in _LINE.finditer(text):
        start, line = match.start(), match.group().rstrip("\n")
        marker = _FENCE.match(line)
        if fence or marker:
            if marker and not fence:
                fence = marker[1]
            elif marker and marker[1].startswith(fence) and not line.strip(" `~"):
                fence = ""
            before, in_paragraph = None, False
            continue
        atx, setext = _ATX.match(line.rstrip(" \t")), _SETEXT.match(line)
        if atx:
            _append(headings, start, start + len(line), len(atx[1]), _CLOSING.sub("", atx[2] or ""))
        elif setext and before:
            _append(headings, before[0], start + len(line), 1 if "=" in line else 2, before[1])
        starts_paragraph = not (atx or setext or in_paragraph or _NO_PARAGRAPH.match(line))
        before = (start, line) if starts_paragraph else None
        in_paragraph = bool(line.strip()) and not (atx or setext)
    return tuple(headings)


def _append(headings: list[Heading], start: int, end: int, level: int, title: str) -> None:
    words = _MARKUP.sub(lambda match: match[1] or "", title).strip()
    if words:
        headings.append(Heading(start, end, level, words))
