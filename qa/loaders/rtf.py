"""Rich Text Format: its words and headings; without outline levels, these are found as in text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from striprtf.striprtf import rtf_to_text

from qa.loaders.extraction import Extract
from qa.loaders.refusals import DamagedError, unreadable
from qa.loaders.rtf_raised import with_marks, without_marks
from qa.loaders.text import headings
from qa.records import Heading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TITLE = re.compile(r"\{\\title ([^{}\\]+)\}")
_BLANK = re.compile(r"\n{3,}")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_OUTLINED = re.compile(r"\\pard(?![a-z])[^{}]{0,400}?\\outlinelevel([0-8])(?!\d)")
_LEVEL = "\x04"  # before a heading, as often as its level; no character of a text
_LONGEST_HEADING = 300
_LINK = re.compile(r"\\fldinst(?![a-z])", re.IGNORECASE)
_FONTS = re.compile(r"\{[^{}]*\\fonttbl")
_BRACE = re.compile(r"[{}]")
_FONT = re.compile(r"\\f(\d{1,9})(?!\d)")
_CHARSET = re.compile(r"\\fcharset(\d{1,9})(?!\d)")


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    r"""Read an RTF file.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: it does not begin with ``{\rtf``, or is damaged.
    """
    if not data.lstrip().startswith(b"{\\rtf"):
        raise unreadable(path, data)
    source = data.decode("latin-1").replace(_LEVEL, "")
    marked = _OUTLINED.sub(lambda found: found[0] + _LEVEL * (int(found[1]) + 1), source)
    try:
        text = str(rtf_to_text(with_marks(_simplified(marked)), errors="replace"))
    except (ValueError, LookupError, OverflowError, TypeError) as error:
        raise DamagedError(path, "its commands cannot be understood") from error
    # A character beyond U+FFFF is two numbers in RTF; the library makes each a character.
    text = _PAIR.sub(lambda m: m[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"), text)
    text = without_marks(text)
    lines = "\n".join(_line(line) for line in text.replace("\r", "\n").split("\n"))
    outlined = _BLANK.sub("\n\n", lines).strip()
    content = outlined.replace(_LEVEL, "")
    title = _TITLE.search(source)
    found = _outlined(outlined) or headings(content)
    yield Extract(content, title[1].strip() if title else None, found)


def _line(line: str) -> str:
    """Return a line without white space and bars around, behind the marks of its level."""
    words = line.strip()
    bare = words.lstrip(_LEVEL)
    return words[: len(words) - len(bare)] + bare.strip().strip("|") if bare.strip() else ""


def _outlined(text: str) -> tuple[Heading, ...]:
    """Return the headings of a text in which their levels are marked, as it is without marks."""
    found: list[Heading] = []
    start = 0
    for line in text.split("\n"):
        words = line.replace(_LEVEL, "")
        level = len(line) - len(line.lstrip(_LEVEL))
        if level and 0 < len(words) <= _LONGEST_HEADING:
            found.append(Heading(start, start + len(words), level, words.strip()))
        start += len(words) + 1
    return tuple(found)


def _simplified(source: str) -> str:
    r"""Return RTF of the same words that takes the library a time in proportion to its length.

    Its expressions for links and fonts take hours over files made for that. Links are therefore
    hidden from it: it would write their addresses into the text, where no reader sees them. And
    of each font it gets what it uses, the character set.
    """
    source = _LINK.sub(r"\\*\\link", source)
    begin = _FONTS.search(source)
    if begin is None:
        return source
    depth, end = 1, len(source)
    for brace in _BRACE.finditer(source, begin.end()):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            end = brace.end()
            break
    fonts = list(_FONT.finditer(source, begin.end(), end))
    ends = [*(font.start() for font in fonts[1:]), end]
    charsets = {}
    for font, until in zip(fonts, ends, strict=False):
        charset = _CHARSET.search(source, font.end(), until)
        if charset:
            charsets[font[1]] = charset[1]
    table = "".join(f"{{\\f{font}\\fcharset{charset} .;}}" for font, charset in charsets.items())
    return f"{source[: begin.end()]}{table}}}{source[end:]}"
