"""Rich Text Format: its words; headings are found as in plain text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from striprtf.striprtf import rtf_to_text

from qa.loaders.extraction import Extract
from qa.loaders.refusals import DamagedError, unreadable
from qa.loaders.rtf_raised import with_marks, without_marks
from qa.loaders.text import headings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TITLE = re.compile(r"\{\\title ([^{}\\]+)\}")
_BLANK = re.compile(r"\n{3,}")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
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
    source = data.decode("latin-1")
    try:
        text = str(rtf_to_text(with_marks(_simplified(source)), errors="replace"))
    except (ValueError, LookupError, OverflowError, TypeError) as error:
        raise DamagedError(path, "its commands cannot be understood") from error
    # A character beyond U+FFFF is two numbers in RTF; the library makes each a character.
    text = _PAIR.sub(lambda m: m[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"), text)
    text = without_marks(text)
    lines = "\n".join(line.strip().strip("|") for line in text.replace("\r", "\n").split("\n"))
    content = _BLANK.sub("\n\n", lines).strip()
    title = _TITLE.search(source)
    yield Extract(content, title[1].strip() if title else None, headings(content))


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
