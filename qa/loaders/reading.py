"""One file: its bytes, and the documents in it."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from qa.errors import DocumentError
from qa.loaders.extraction import has_text, sanitize
from qa.loaders.refusals import EMPTY
from qa.loaders.registry import format_of, named_otherwise, suffix_of
from qa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from qa.loaders.extraction import Extract
    from qa.loaders.ocr.seen import SeenPage

_MIB = 1 << 20
_SCANNED = "(scanned?)"  # what the notes on such pages end with
_MOST_TEXT = 20_000_000  # characters, however small a file is: a merged cell repeats its text
_MOST_GROWTH = 50  # characters of text for each byte: text packs to a tenth, seldom to more
# O_NONBLOCK: to open a named pipe would wait for a writer. O_BINARY: Windows changes line breaks.
_FLAGS: int = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class UnreadError(DocumentError):
    """A file has no text, but pages with pictures of words.

    Attributes:
        unread: numbers of these pages, 1-based.
    """

    def __init__(self, path: Path, reason: str, unread: tuple[int, ...]) -> None:
        """Say why a file cannot be read.

        Args:
            path: of the file.
            reason: that it has no text.
            unread: numbers of pages.
        """
        super().__init__(path, reason)
        self.unread = unread


def extract_file(
    path: Path, seen: Mapping[int, SeenPage] | None = None
) -> tuple[str, list[Extract]]:
    """Return the sha256 of a file's bytes, in hex, and the documents in it.

    Args:
        path: of the file; its suffix decides which loader reads it.
        seen: number of a page, 1-based → what was recognized on it.

    Raises:
        UnreadError: only the pictures of its pages show words.
        DocumentError: no loader for its suffix, or it cannot be read, is too large, or has no
            text.
    """
    module = format_of(path).module
    data = read_bytes(path)
    if not data:
        raise DocumentError(path, EMPTY)
    extract: Callable[..., Iterator[Extract]] = import_module(module).extract
    more = (seen,) if seen else ()
    most = max(_MOST_TEXT, _MOST_GROWTH * len(data))
    extracts: list[Extract] = []
    length = 0
    for item in extract(data, path, *more):
        length += len(item.text)
        if length > most:
            reason = (
                f"would be more than {most:,} characters of text, which no document of its size is"
            )
            raise DocumentError(path, reason)
        extracts.append(sanitize(item))
    if extracts and (note := named_otherwise(path.suffix, suffix_of(path))):
        extracts[0] = replace(extracts[0], notes=(note, *extracts[0].notes))
    with_text = [item for item in extracts if has_text(item)]
    if not with_text:
        notes = [note for item in extracts for note in item.notes]
        reason = f"has no text ({'; '.join(notes)})" if notes else "has no text"
        if notes and all(note.endswith(_SCANNED) for note in notes):
            reason = f"has no text, only pictures of pages {_SCANNED}"
        unread = tuple(number for item in extracts for number in item.unread)
        raise UnreadError(path, reason, unread) if unread else DocumentError(path, reason)
    return hashlib.sha256(data).hexdigest(), with_text


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file's bytes, in hex.

    Args:
        path: of the file.

    Raises:
        DocumentError: no loader for its suffix, or it cannot be read, or is too large.
    """
    format_of(path)
    try:
        return hashlib.sha256(read_bytes(path)).hexdigest()
    except MemoryError:
        raise DocumentError(path, "needs more memory than is available") from None


def read_bytes(path: Path) -> bytes:
    """Return all bytes of a file.

    Args:
        path: of the file.

    Raises:
        DocumentError: it cannot be read, is too large, or changed while it was read.
    """
    most = Settings.current().max_file_mb
    try:
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            # Of the open file, not of the path: the path may lead to another file at any time.
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise DocumentError(path, "is not a regular file")
            if before.st_size > most * _MIB:
                size = before.st_size // _MIB
                reason = f"has {size:,} MiB, and at most {most:,} are read; split it"
                raise DocumentError(path, reason)
            data = file.read()
            if data is None:  # some files below /proc are regular, and have nothing to read yet
                raise DocumentError(path, "cannot be read without waiting")
            after = os.fstat(file.fileno())
    except IsADirectoryError as error:
        raise DocumentError(path, "is not a regular file") from error
    except OSError as error:
        raise DocumentError(path, f"cannot be read ({error.strerror})") from error
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, len(data)):
        raise DocumentError(path, "changed while it was read; build again when it is complete")
    return data
