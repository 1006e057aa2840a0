"""Markdown: its text stays as written, its headings are found by CommonMark's rules."""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from qa.loaders.extraction import LONGEST_HEADING, Extract
from qa.loaders.front_matter import front_matter
from qa.loaders.text import decode
from qa.records import Heading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MARKUP = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|[*`]+|(?<![^\W_])_+|_+(?![^\W_])")


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read a Markdown file; its first heading of level 1 is its title.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: the bytes are not text.
    """
    text, notes = decode(data, path)
    matter = front_matter(text)
    begin = matter.end if matter else 0
    # A line above the second fence looks like an underlined heading.
    found = tuple(heading for heading in headings(text) if heading.start >= begin)
    title = next((heading.title for heading in found if heading.level == 1), None)
    yield Extract(text, title, found, notes=notes)


def headings(text: str) -> tuple[Heading, ...]:
    """Return the headings; those within quotations, lists and HTML do not count.

    An underlined paragraph of several lines is none either: a rule below prose, mostly.

    Args:
        text: canonical text.
    """
    return tuple(_headings(text))


def _headings(text: str) -> Iterator[Heading]:
    lines = text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    tokens = _parser().parse(text)
    for opening, inside in pairwise(tokens):
        if opening.type != "heading_open" or opening.level or not opening.map:
            continue
        first, end = opening.map
        is_prose = "\n" in inside.content or len(inside.content) > LONGEST_HEADING
        # Mark-up is looked for only now: the expression is slow on long lines of brackets.
        words = "" if is_prose else _MARKUP.sub(_shown, inside.content).strip()
        if words:
            last = end - 1
            level = int(opening.tag.removeprefix("h"))
            yield Heading(starts[first], starts[last] + len(lines[last]), level, words)


def _shown(markup: re.Match[str]) -> str:
    """Return the words of a link; nothing of other mark-up."""
    return markup[1] or ""


@cache
def _parser() -> MarkdownIt:
    """Return a parser of blocks, which leaves the text within them alone."""
    return MarkdownIt("commonmark").enable("table").disable("inline")
