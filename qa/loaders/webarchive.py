"""Web pages that a browser saved with their pictures in one file (MHTML, RFC 2557)."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import webencodings

from qa.errors import DocumentError
from qa.loaders.webpage import extract as extract_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message
    from pathlib import Path

    from qa.loaders.extraction import Extract

_MOST_PARTED = 100  # parts that have parts; a saved page has one, and a parser takes long over many
_PARTED = re.compile(rb"multipart/", re.IGNORECASE)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read the page of an archive: the part that it names as its first, else the first page.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: it has no page, or its parts are nested too deeply.
    """
    if len(_PARTED.findall(data)) > _MOST_PARTED:
        raise DocumentError(path, f"has more than {_MOST_PARTED} parts that have parts")
    try:
        archive = message_from_bytes(data, policy=policy.compat32)
    except RecursionError as error:
        raise DocumentError(path, "has parts nested too deeply") from error
    pages = [
        part
        for part in archive.walk()
        if part.get_content_type() in ("text/html", "application/xhtml+xml")
    ]
    if not pages:
        raise DocumentError(path, "has no web page in it")
    first = _named_first(archive)
    page = next((part for part in pages if first and part.get("Content-ID") == first), pages[0])
    yield from extract_page(_content(page), path)


def _named_first(archive: Message) -> str:
    start = archive.get_param("start")
    return start if isinstance(start, str) else ""


def _content(page: Message) -> bytes:
    """Return the bytes of a page, as UTF-8 where the archive names another encoding."""
    payload = page.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    named = page.get_param("charset")
    encoding = webencodings.lookup(named) if isinstance(named, str) else None
    if encoding is None or encoding.name in ("replacement", "x-user-defined"):
        return content
    text: str = encoding.codec_info.decode(content, "replace")[0]
    return _BYTE_ORDER_MARK + text.encode("utf-8", "replace")
