"""Hashes of files, so that a rebuild does not read files that are unchanged.

As in git's index, a file counts as unchanged while size, times and inode are what they were.
A system's clock may be too coarse to tell two writes apart; so a file that was written just
before it was read is read again (git calls such entries racy).
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from qa.errors import IndexStoreError, JsonError
from qa.files.atomic import atomic_write
from qa.files.typed_json import Sha256, read
from qa.loaders.reading import sha256_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    _Status = list[int]  # size, modified and changed in nanoseconds, inode, device

_AT_REST_NS = 2_000_000_000  # the coarsest clock in use is FAT's, of two seconds


class Seen:
    """The sha256 of files by their path and status, saved in a file."""

    def __init__(self, path: Path) -> None:
        """Read the hashes of an earlier build; none if the file cannot be read.

        Args:
            path: of the file in which they are saved.
        """
        self._path = path
        self._found: dict[str, tuple[_Status | None, str]] = {}
        self._known = _entries(path)

    def sha256_of(self, path: Path) -> str:
        """Return the sha256 of a file's bytes, in hex.

        Args:
            path: of a file of the corpus.

        Raises:
            DocumentError: no loader for its suffix, or it cannot be read, or is too large.
        """
        name = os.path.abspath(path)  # noqa: PTH100 - thrice as fast as Path.absolute
        status = _status(name)
        known = self._known.get(name)
        if status and known and known[0] == status:
            sha256 = known[1]
        else:
            now = time.time_ns()
            sha256 = sha256_of(path)
            if not status or max(status[1:3]) > now - _AT_REST_NS:
                status = None  # to be read again by the next build
        self._found[name] = status, sha256
        return sha256

    def save(self) -> None:
        """Save the hashes of this build, and only those, if the disk has room."""
        with suppress(OSError):
            atomic_write(self._path, json.dumps(self._found))


def files_seen(path: Path) -> dict[str, str]:
    """Return the absolute path → sha256 of every file that the last build read or knew.

    Args:
        path: of the file that :class:`Seen` saves; what cannot be read counts as nothing.
    """
    return {name: sha256 for name, (_, sha256) in _entries(path).items()}


def forget_files(path: Path, is_gone: Callable[[str, str], bool]) -> None:
    """Drop entries, so that the next build reads their files again.

    Args:
        path: of the file that :class:`Seen` saves.
        is_gone: decides by the absolute path and the sha256 of a file.

    Raises:
        IndexStoreError: the file can be neither written nor deleted.
    """
    try:
        try:
            entries = _read(path)
            left = {name: entry for name, entry in entries.items() if not is_gone(name, entry[1])}
            if len(left) < len(entries):
                atomic_write(path, json.dumps(left))
        except FileNotFoundError:
            return
        except (
            OSError,
            JsonError,
        ):  # the disk is full, or the file unreadable: it may name anything
            path.unlink()
    except OSError as error:
        msg = f"{str(path)!r} cannot be written ({error}) and still names removed files. Delete it."
        raise IndexStoreError(msg) from error


def _entries(path: Path) -> dict[str, tuple[_Status | None, Sha256]]:
    """Return the entries of the file at ``path``; none if it cannot be read."""
    try:
        return _read(path)
    except (OSError, JsonError):
        return {}


def _read(path: Path) -> dict[str, tuple[_Status | None, Sha256]]:
    return read(path, dict[str, tuple[list[int] | None, Sha256]], has_names=True)


def _status(name: str) -> _Status | None:
    try:
        status = os.stat(name)  # noqa: PTH116 - thrice as fast as Path.stat
    except OSError:
        return None
    return [
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,
        status.st_ino,
        status.st_dev,
    ]
