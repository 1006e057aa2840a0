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
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w:-]+)""", re.IGNORECASE)
_SEARCHED = 4096  # bytes searched for a label; HTML requires it in the first 1024
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
    try:
        return _with_newlines(encoding.codec_info.decode(data, "strict")[0]), ()
    except UnicodeError:
        return _decode_mislabelled(data, encoding, label)


def _label(data: bytes) -> str:
    """Return the label of the encoding that a page names, empty where a mark overrides it."""
    named = _CHARSET.search(data[:_SEARCHED])
    if named is None or data.startswith(_BYTE_ORDER_MARKS):
        return ""
    return named[1].decode("ascii", "replace")


def _decode_mislabelled(
    data: bytes, encoding: webencodings.Encoding, label: str
) -> tuple[str, tuple[str, ...]]:
    """Decode a page that has bytes which its encoding does not have.

    Text in another encoding is rarely valid UTF-8 by chance (Dürst 1997), so where it is valid,
    the label is wrong.
    """
    try:
        content = data.decode("utf-8")
    except UnicodeDecodeError:
        return _with_newlines(encoding.codec_info.decode(data, "replace")[0]), ()
    return _with_newlines(content), (f"names the encoding {label}, but is UTF-8; read as UTF-8",)


def _decode_unlabelled(data: bytes, path: Path) -> tuple[str, tuple[str, ...]]:
    try:
        return decode(data, path)
    except DocumentError:
        if b"\x00" in data[:_SEARCHED]:
            raise
        return data.decode("utf-8", "replace"), ()


def _with_newlines(content: str) -> str:
    return content.replace("\r\n", "\n")
