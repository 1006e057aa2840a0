"""reStructuredText: its text stays as written, its underlined titles are headings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.loaders.extraction import LONGEST_HEADING, Extract
from qa.loaders.text import decode
from qa.records import Heading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_RULE = re.compile(r"([!-/:-@\[-`{-~])\1{1,}[ \t]*")
_ROLE = re.compile(r":[\w:.+-]{1,60}:`([^`<\n]{1,300})(?:<[^`<>\n]{1,300}>)?`|[`*]{1,2}")


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read a reStructuredText file; its first title is that of the document.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: the bytes are not text.
    """
    text, notes = decode(data, path)
    found = tuple(_headings(text))
    yield Extract(text, found[0].title if found else None, found, notes=notes)


def _headings(text: str) -> Iterator[Heading]:
    """Yield the titles. Which level a way of underlining has, the order of their use decides."""
    lines = text.split("\n")
    levels: dict[str, int] = {}
    start = 0  # of the line
    for i, line in enumerate(lines):
        below = _RULE.fullmatch(lines[i + 1]) if i + 1 < len(lines) else None
        above = _RULE.fullmatch(lines[i - 1]) if i else None
        words = line.strip()
        if (
            below
            and words
            and len(words) <= LONGEST_HEADING
            and not _RULE.fullmatch(line)
            and (not line[0].isspace() or above)
            and len(lines[i + 1].rstrip()) >= len(words) - 1
            and (i == 0 or not lines[i - 1].strip() or above)
        ):
            has_rule_above = above is not None and above[1] == below[1]
            level = levels.setdefault(below[1] * (1 + has_rule_above), len(levels) + 1)
            begin = start - len(lines[i - 1]) - 1 if has_rule_above else start
            end = start + len(line) + 1 + len(lines[i + 1])
            yield Heading(begin, end, level, _ROLE.sub(_shown, words).strip() or words)
        start += len(line) + 1


def _shown(markup: re.Match[str]) -> str:
    return (markup[1] or "").strip()
