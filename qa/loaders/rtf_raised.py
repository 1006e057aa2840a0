"""Raised and lowered text in RTF: marked before the words are taken out, written after it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.loaders.raised import lowered, raised

if TYPE_CHECKING:
    from collections.abc import Iterator

_HIGH, _LOW, _END = "\x01", "\x02", "\x03"  # no characters of a text
_MARKS = re.compile("[\x01\x02\x03]")
_TOKEN = re.compile(r"\\[a-z]{1,32}-?\d{0,10} ?|\\.|[{}]", re.DOTALL)
_POSITION = re.compile(r"\\(super|sub|up|dn|nosupersub|plain)(?![a-z])(-?\d{0,10}) ?")
_MARKED = re.compile("([\x01\x02])([^\x01-\x03]{0,200})\x03")
_BEFORE = 60  # characters of the text before that say what raised digits are


def with_marks(source: str) -> str:
    """Return RTF in which raised and lowered text is between marks.

    Args:
        source: of the file.
    """
    return "".join(_marked(_MARKS.sub("", source)))


def without_marks(text: str) -> str:
    """Return a text in which what is between marks is raised or lowered, without the marks.

    Args:
        text: of RTF that :func:`with_marks` returned.
    """
    parts: list[str] = []
    at = 0
    before = ""
    for found in _MARKED.finditer(text):
        parts.append(text[at : found.start()])
        before = (before + parts[-1])[-_BEFORE:]
        change = raised(found[2], before) if found[1] == _HIGH else lowered(found[2])
        parts.append(change)
        before = (before + change)[-_BEFORE:]
        at = found.end()
    return _MARKS.sub("", "".join([*parts, text[at:]]))


def _marked(source: str) -> Iterator[str]:
    """Yield the pieces of RTF; a position holds up to the end of the group that it is set in."""
    groups: list[str] = []
    now = ""
    at = 0
    for token in _TOKEN.finditer(source):
        then = now
        if token[0] == "{":
            groups.append(now)
            continue
        if token[0] == "}":
            then = groups.pop() if groups else ""
        else:
            position = _POSITION.fullmatch(token[0])
            if position is None:
                continue
            then = _position(position[1], position[2])
        if then == now:
            continue
        # The mark of a group goes inside of it, and all others behind the word that sets them.
        until = token.start() if token[0] == "}" else token.end()
        yield f"{source[at:until]}{_END if now else ''}{then}"
        at, now = until, then
    yield source[at:]


def _position(word: str, value: str) -> str:
    if word in {"nosupersub", "plain"} or (value and not int(value.strip("-") or "1")):
        return ""
    return _HIGH if word in {"super", "up"} else _LOW
