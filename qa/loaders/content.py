"""The format of a file whose name has no suffix, by its first and last bytes.

They are looked at, not parsed: what a hostile file makes of a parser is for the process that reads
it.
"""

from __future__ import annotations

import os
import re
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_HEAD = 8 << 10  # bytes
_TAIL = 64 << 10  # where a zip archive lists its files
# O_NONBLOCK: to open a named pipe would wait for a writer. O_BINARY: Windows changes line breaks.
_FLAGS: int = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_MARKED = (
    (b"{\\rtf", ".rtf"),
    (b"<!doctype html", ".html"),
    (b"<html", ".html"),
    (b"<?xml", ".xml"),
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
            if not stat.S_ISREG(status.st_mode):
                return ""
            head = file.read(_HEAD) or b""
            if head.startswith(_COMPOUND):
                file.seek(_directory_of(head))
                return _by_stream(file.read(_HEAD))
            if not head.startswith(b"PK\x03\x04"):
                return _suffix_of(head)
            file.seek(max(0, status.st_size - _TAIL))
            names = head + file.read()
            return next((suffix for mark, suffix in _ZIPPED if mark in names), "")
    except OSError:
        return ""


def _suffix_of(head: bytes) -> str:
    if b"%PDF-" in head[:1024]:
        return ".pdf"
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    controls = len(_CONTROL.findall(head))
    if not head.startswith(_BOMS) and (b"\x00" in head or controls > _MOST_CONTROLS * len(head)):
        return ""
    for mark, suffix in _MARKED:
        if begin[: len(mark)].lower() == mark:
            is_page = suffix == ".xml" and b"<html" in head
            return ".xhtml" if is_page else suffix
    return _suffix_of_text(begin)


def _suffix_of_text(begin: bytes) -> str:
    if _MAILBOX.match(begin):
        return ".mbox"
    above = re.split(rb"\r?\n\r?\n", begin, maxsplit=1)[0]
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
