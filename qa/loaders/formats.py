"""Which format is read by what, and the reading of one file."""

from __future__ import annotations

import hashlib
from importlib import import_module
from typing import TYPE_CHECKING

from qa.errors import DocumentError
from qa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qa.loaders.extract import Extract

_MIB = 1 << 20

JSON_LINES = "application/jsonl"
"""Media type of files that hold several documents."""

TEXT = {
    ".txt": ("text/plain", "text"),
    ".text": ("text/plain", "text"),
    ".md": ("text/markdown", "markdown"),
    ".markdown": ("text/markdown", "markdown"),
    ".csv": ("text/csv", "rows"),
    ".tsv": ("text/tab-separated-values", "rows"),
    ".jsonl": (JSON_LINES, "jsonlines"),
}
"""Suffix in lower case → media type and module, of formats that are text as it stands."""

PACKED = {
    ".html": ("text/html", "webpage"),
    ".htm": ("text/html", "webpage"),
    ".xhtml": ("application/xhtml+xml", "webpage"),
    ".pdf": ("application/pdf", "pdf"),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    ".pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
    ".odt": ("application/vnd.oasis.opendocument.text", "odt"),
    ".epub": ("application/epub+zip", "epub"),
    ".rtf": ("application/rtf", "rtf"),
}
"""The same of formats from which text is extracted; they are read in a process of their own."""

FORMATS = TEXT | PACKED


def extracted(path: Path) -> tuple[str, list[Extract]]:
    """Return the sha256 of a file's bytes and what it holds.

    Raises:
        DocumentError: no loader for its suffix, or it cannot be read, or is too large.
    """
    _, module = FORMATS.get(path.suffix.lower(), ("", ""))
    if not module:
        known = " ".join(sorted(FORMATS))
        what = f"for {path.suffix!r}" if path.suffix else "for a file without suffix"
        raise DocumentError(path, f"no loader {what} (there are loaders for {known})")
    if path.exists() and not path.is_file():  # reading a named pipe would wait for ever
        raise DocumentError(path, "is no regular file")
    most = Settings().max_file_mb
    try:
        size = path.stat().st_size
        if size > most * _MIB:
            raise DocumentError(path, f"has {size // _MIB:,} MiB; at most {most:,} are read")
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(path, f"cannot be read ({error.strerror})") from error
    extract: Callable[[bytes, Path], Iterator[Extract]]
    extract = import_module(f"qa.loaders.{module}").extract
    found = [item for item in extract(data, path) if item.text.strip()]
    if not found:
        raise DocumentError(path, "holds no text")
    return hashlib.sha256(data).hexdigest(), found
