"""Which format is read by what, and the reading of one file."""

from __future__ import annotations

import hashlib
import os
import stat
from functools import cache
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING

from qa.errors import DocumentError
from qa.loaders.extraction import has_text, sound
from qa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qa.loaders.extraction import Extract

_MIB = 1 << 20
_WITHOUT_WAITING: int = (  # as opening a named pipe would, and with line breaks as they are
    os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)

JSON_LINES = "application/jsonl"
"""Media type of files that hold several documents."""

TEXT = {
    ".txt": ("text/plain", "text"),
    ".text": ("text/plain", "text"),
    ".md": ("text/markdown", "markdown"),
    ".markdown": ("text/markdown", "markdown"),
    ".csv": ("text/csv", "tables"),
    ".tsv": ("text/tab-separated-values", "tables"),
    ".jsonl": (JSON_LINES, "jsonlines"),
}
"""Suffix in lower case → media type and module, of formats that are text as it stands."""

PACKED = {
    ".html": ("text/html", "webpage"),
    ".htm": ("text/html", "webpage"),
    ".xhtml": ("application/xhtml+xml", "webpage"),
    ".pdf": ("application/pdf", "pdf"),
    ".docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
    ),
    ".pptx": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "pptx",
    ),
    ".odt": ("application/vnd.oasis.opendocument.text", "odt"),
    ".epub": ("application/epub+zip", "epub"),
    ".rtf": ("application/rtf", "rtf"),
}
"""The same of formats from which text is extracted."""

FORMATS = TEXT | PACKED

_LIBRARIES = {
    "webpage": ("selectolax",),
    "epub": ("selectolax",),
    "pdf": ("pypdfium2",),
    "rtf": ("striprtf",),
    "markdown": ("markdown-it-py",),
}
"""Module → distributions that decide what text it extracts; the others need none."""

_RECORDED = {"tables": "rows"}
"""Module → the name that receipts record, where the module was renamed since the first ones."""


@cache
def versions_reading(media_type: str) -> tuple[str, tuple[str, ...]]:
    """Return the loader of a format, and the versions of what decides its text.

    Receipts record both, and a replay compares them.

    Args:
        media_type: one of those in :data:`FORMATS`; any other has no loader.

    Returns:
        The name of the loader, and ``name version`` of each distribution.
    """
    module = next((module for known, module in FORMATS.values() if known == media_type), "")
    libraries = ("quoth", *_LIBRARIES.get(module, ()))
    return _RECORDED.get(module, module), tuple(f"{name} {version(name)}" for name in libraries)


def media_type_of(path: Path) -> str:
    """Return the media type of a file, by its suffix.

    Raises:
        DocumentError: no loader for it.
    """
    suffix = path.suffix
    if suffix.lower() not in FORMATS:
        known = " ".join(sorted(FORMATS))
        what = f"for {suffix!r}" if suffix else "for a file without suffix"
        raise DocumentError(path, f"no loader {what} (there are loaders for {known})")
    return FORMATS[suffix.lower()][0]


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file's bytes, in hex.

    Raises:
        DocumentError: no loader for its suffix, or it cannot be read, or is too large.
    """
    media_type_of(path)
    try:
        return hashlib.sha256(bytes_of(path)).hexdigest()
    except MemoryError:
        raise DocumentError(path, "needs more memory than there is") from None


def extracted(path: Path) -> tuple[str, list[Extract]]:
    """Return the sha256 of a file's bytes and what it holds.

    Raises:
        DocumentError: no loader for its suffix, or it cannot be read, or is too large.
    """
    media_type_of(path)
    _, module = FORMATS[path.suffix.lower()]
    data = bytes_of(path)
    extract: Callable[[bytes, Path], Iterator[Extract]]
    extract = import_module(f"qa.loaders.{module}").extract
    read = [sound(item) for item in extract(data, path)]
    found = [item for item in read if has_text(item)]
    if not found:
        notes = "; ".join(note for item in read for note in item.notes)
        raise DocumentError(path, f"holds no text ({notes})" if notes else "holds no text")
    return hashlib.sha256(data).hexdigest(), found


def bytes_of(path: Path) -> bytes:
    """Return all bytes of a file.

    Raises:
        DocumentError: it cannot be read, is too large, or changed meanwhile.
    """
    most = Settings.current().max_file_mb
    try:
        with os.fdopen(os.open(path, _WITHOUT_WAITING), "rb") as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise DocumentError(path, "is no regular file")
            if before.st_size > most * _MIB:
                size = before.st_size // _MIB
                raise DocumentError(path, f"has {size:,} MiB; at most {most:,} are read")
            data = file.read()
            if data is None:  # some files below /proc are regular, and have nothing to read yet
                raise DocumentError(path, "cannot be read without waiting")
            after = os.fstat(file.fileno())
    except IsADirectoryError as error:
        raise DocumentError(path, "is no regular file") from error
    except OSError as error:
        raise DocumentError(path, f"cannot be read ({error.strerror})") from error
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, len(data)):
        raise DocumentError(path, "changed while it was read; build again when it is at rest")
    return data
