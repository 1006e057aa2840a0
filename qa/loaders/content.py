"""The format of a file by its first and last bytes, where its name does not say it or may be wrong.

They are looked at, not parsed: what a hostile file makes of a parser is for the process that reads
it.
"""

from __future__ import annotations

import io
import os
import re
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

_HEAD = 8 << 10  # bytes
_TAIL = 64 << 10  # where a zip archive lists its files
# O_NONBLOCK: to open a named pipe would wait for a writer. O_BINARY: Windows changes line breaks.
_FLAGS: int = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_MARKED = (
    (b"{\\rtf", ".rtf"),
    (b"<!doctype html", ".html"),
    (b"<html", ".html"),
    (b"<?xml", ".xml"),
    (b"<?mso-application", ".xml"),
    (b"<workbook", ".xml"),
)
_ZIPPED = (
    (b"mimetypeapplication/vnd.oasis.opendocument.text", ".odt"),
    (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", ".ods"),
    (b"mimetypeapplication/vnd.oasis.opendocument.presentation", ".odp"),
    (b"mimetypeapplication/epub+zip", ".epub"),
    (b"word/document", ".docx"),
    (b"ppt/presentation", ".pptx"),
    (b"xl/workbook", ".xlsx"),
)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # files within a file, as Office wrote until 2003
_STREAMS = (
    ("WordDocument", ".doc"),
    ("Workbook", ".xls"),
    ("PowerPoint Document", ".ppt"),
    ("__properties_version1.0", ".msg"),
)
_MAILBOX = re.compile(rb"From [^\n]{0,200}\d\d:\d\d[^\n]{0,100}\n")
_FIELDS = re.compile(
    rb"^(?:from|to|date|subject|received|return-path|delivered-to|message-id|mime-version):",
    re.IGNORECASE | re.MULTILINE,
)
_FIELD = re.compile(rb"[!-9;-~]{1,60}:[ \t]")
_LEAST_FIELDS = 3
_SAVED_PAGE = re.compile(rb"^content-type:[ \t]*multipart/related", re.IGNORECASE | re.MULTILINE)
_SENT = re.compile(
    rb"^(?:to|received|return-path|delivered-to|message-id):", re.IGNORECASE | re.MULTILINE
)
_OF_PAGE = re.compile(rb"<(?:html|head|body|meta|title|style|link|table)[\s>]", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS = 0.01
_BOMS = (b"\xff\xfe", b"\xfe\xff")


def suffix_by_content(path: Path) -> str:
    """Return the suffix that a file would have by its content; empty for unknown content.

    Args:
        path: of the file; one that cannot be read counts as unknown.
    """
    try:
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            status = os.fstat(file.fileno())
            return _suffix_of(file, status.st_size) if stat.S_ISREG(status.st_mode) else ""
    except OSError:
        return ""


def suffix_of_bytes(data: bytes) -> str:
    """Return the suffix that a file of these bytes would have; empty for unknown content.

    Args:
        data: all bytes of the file.
    """
    return _suffix_of(io.BytesIO(data), len(data))


def _suffix_of(file: BinaryIO, size: int) -> str:
    head = file.read(_HEAD) or b""
    if head.startswith(_COMPOUND):
        file.seek(_directory_of(head))
        return _by_stream(file.read(_HEAD))
    if not head.startswith(b"PK\x03\x04"):
        return _suffix_by_head(head)
    file.seek(max(0, size - _TAIL))
    names = head + file.read()
    return next((suffix for mark, suffix in _ZIPPED if mark in names), "")


def _suffix_by_head(head: bytes) -> str:
    if b"%PDF-" in head[:1024]:
        return ".pdf"
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(_BOMS):
        begin = head.decode("utf-16", "ignore").encode("utf-8", "ignore").lstrip()
    controls = len(_CONTROL.findall(head))
    if not head.startswith(_BOMS) and (b"\x00" in head or controls > _MOST_CONTROLS * len(head)):
        return ""
    for mark, suffix in _MARKED:
        if begin[: len(mark)].lower() == mark:
            is_page = suffix == ".xml" and b"<html" in begin
            return ".xhtml" if is_page else suffix
    # Programs that export pages often leave out their first lines, or begin with a comment.
    found = _OF_PAGE.search(begin) if begin.startswith(b"<!--") else _OF_PAGE.match(begin)
    return ".html" if found else _suffix_of_text(begin)


def _suffix_of_text(begin: bytes) -> str:
    if _MAILBOX.match(begin):
        return ".mbox"
    above = re.split(rb"\r?\n\r?\n", begin, maxsplit=1)[0]
    if _FIELD.match(above) and _SAVED_PAGE.search(above) and not _SENT.search(above):
        return ".mhtml"
    if _FIELD.match(above) and len(_FIELDS.findall(above)) >= _LEAST_FIELDS:
        return ".eml"
    if begin.startswith(b"#!"):
        return ".py" if b"python" in begin.split(b"\n", 1)[0] else ".sh"
    return ".txt"


def _directory_of(head: bytes) -> int:
    """Return where a compound file lists the files in it."""
    size = 1 << min(12, head[30] if len(head) > 30 else 9)  # noqa: PLR2004 - its place
    return (int.from_bytes(head[48:52], "little") + 1) * size


def _by_stream(directory: bytes) -> str:
    return next((s for name, s in _STREAMS if name.encode("utf-16-le") in directory), "")
