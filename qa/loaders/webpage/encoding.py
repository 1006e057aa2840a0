"""The encoding of a web page, by the labels that browsers know.

The WHATWG Encoding Standard (encoding.spec.whatwg.org) gives each label the encoding that pages
with it are really written in: ``iso-8859-1`` is windows-1252, ``gb2312`` is GBK. ``webencodings``
has its table.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

import webencodings

from qa.errors import DocumentError
from qa.loaders.text import decode

if TYPE_CHECKING:
    from pathlib import Path

_BYTE_ORDER_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DECLARED = re.compile(rb"""\s{0,9}<\?xml[^>]*encoding\s*=\s*["']([\w:-]+)""")
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w:-]+)""", re.IGNORECASE)
_SEARCHED = 4096  # bytes searched for a label; HTML requires it in the first 1024
_SEVERAL_BYTES = frozenset({"gbk", "gb18030", "big5", "euc-jp", "shift_jis", "euc-kr"})
_UNICODE = frozenset({"utf-8", "utf-16le", "utf-16be"})


def decode_page(data: bytes, path: Path) -> tuple[str, tuple[str, ...]]:
    """Decode a page by its byte order mark, by the encoding it names, or as plain text.

    Args:
        data: bytes of the page.
        path: of the file, for errors.

    Returns:
        The text, and notes for the user.

    Raises:
        DocumentError: the bytes are not text.
    """
    label = _label(data)
    encoding = webencodings.lookup(label) if label else None
    # HTML takes a label of UTF-16 for UTF-8: the label was readable as ASCII, so the page is not
    # UTF-16. Plain text is read as UTF-8 first.
    if encoding is None or encoding.name in _UNICODE:
        return _decode_unlabelled(data, path)
    if encoding.name == "replacement":  # encodings that browsers refuse, as attackers use them
        raise DocumentError(path, f"has the encoding {label}, which is unsafe; save it as UTF-8")
    content = _as_utf8(data, encoding)
    if content is not None:
        note = f"names the encoding {label}, but is UTF-8; read as UTF-8"
        return _with_newlines(content), (note,)
    content = encoding.codec_info.decode(data, "replace")[0]
    lost = content.count("\ufffd")
    are = "1 byte is" if lost == 1 else f"{lost:,} bytes are"
    note = f"{are} not valid in {label}; replaced by U+FFFD"
    return _with_newlines(content), (note,) if lost else ()


def _label(data: bytes) -> str:
    """Return the label of the encoding that a page names, empty where a mark overrides it."""
    if data.startswith(_BYTE_ORDER_MARKS):
        return ""
    begin = data[:_SEARCHED]
    named = _DECLARED.match(begin) or _CHARSET.search(begin)
    return named[1].decode("ascii", "replace") if named else ""


def _as_utf8(data: bytes, encoding: webencodings.Encoding) -> str | None:
    """Return a page with a wrong label as UTF-8; None where the label may be right.

    Text in another encoding is rarely valid UTF-8 by chance (Dürst 1997), but for two Chinese or
    Japanese characters that look like two of UTF-8's two bytes. UTF-8 has three for theirs.
    """
    try:
        content = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if content.isascii():
        return None
    return content if encoding.name not in _SEVERAL_BYTES or max(content) >= "\u0800" else None


def _decode_unlabelled(data: bytes, path: Path) -> tuple[str, tuple[str, ...]]:
    try:
        return decode(data, path)
    except DocumentError:
        if b"\x00" in data[:_SEARCHED]:
            raise
        return data.decode("utf-8", "replace"), ()


def _with_newlines(content: str) -> str:
    return content.replace("\r\n", "\n")
