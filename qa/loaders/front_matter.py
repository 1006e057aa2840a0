"""Front matter: what a Markdown file says of itself above its text, between two lines of dashes."""

from __future__ import annotations

import re
from typing import NamedTuple

_FENCES = {"---": ("---", "..."), "+++": ("+++",)}  # YAML, as most programs write it; TOML
_KEY = re.compile(r"[\w.-]{1,80}\s{0,4}[:=](?:\s|$)")
_LATER_KEY = re.compile(r"(?:[\w.-][\w .-]{0,80}|\"[^\"\n]{1,80}\"|'[^'\n]{1,80}')[:=](?:\s|$)")
_GOES_ON = (" ", "\t", "- ", "#", "[", "]", "}")  # how other lines than keys begin
_MOST = 20_000  # characters
_MOST_LINES = 500


class FrontMatter(NamedTuple):
    """Where the front matter is; it begins with the text.

    Attributes:
        inside: offset at which the line after the first fence begins.
        closing: offset at which the line of the second fence begins.
        end: offset at which the line after that one begins.
    """

    inside: int
    closing: int
    end: int


def front_matter(text: str) -> FrontMatter | None:
    """Return where the front matter of a Markdown text is; None if it has none.

    A rule at the top of a text is no front matter: below a fence there must be a key, and no prose.

    Args:
        text: canonical text.
    """
    lines = text[:_MOST].split("\n", _MOST_LINES + 2)
    closings = _FENCES.get(lines[0].rstrip(), ())
    if not closings or len(lines) < 2 or not _KEY.match(lines[1]):  # noqa: PLR2004 - both fences
        return None
    at = inside = len(lines[0]) + 1
    for line in lines[1 : _MOST_LINES + 2]:
        if line.rstrip() in closings:
            return FrontMatter(inside, at, min(at + len(line) + 1, len(text)))
        if _is_prose(line):
            return None
        at += len(line) + 1
    return None


def _is_prose(line: str) -> bool:
    bare = line.rstrip()
    return bool(bare) and not (
        bare == "-" or line.startswith(_GOES_ON) or _LATER_KEY.match(line) is not None
    )
