"""Files while they are uploaded: without a name, or with a hidden one, until they are complete."""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from qa.web.documents.folder import BY_DESCRIPTOR
from qa.web.documents.moving import move

try:
    import fcntl
except ImportError:  # Windows, where an open file cannot be deleted anyway
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from typing import BinaryIO

    from qa.web.documents.folder import Folder

UNFINISHED = ".upload-"
"""Prefix of the names of unfinished files. They are hidden, so that no build reads them."""

_TEMPORARY = getattr(os, "O_TMPFILE", 0) if BY_DESCRIPTOR else 0
_OPEN_FILES = "/proc/self/fd"


class Upload:
    """A file that is being written.

    On Linux it has no name until it is complete, so that a killed server leaves nothing behind.
    Elsewhere it has a hidden name, which :func:`clear_unfinished` removes later.
    """

    def __init__(self, folder: Folder) -> None:
        """Begin a file.

        Args:
            folder: on the device where the file will be; it stays open as long as this object.
        """
        self._folder = folder
        self._digest = hashlib.sha256()
        unnamed = _open_unnamed(folder)
        self._name = "" if unnamed else _hidden_name()
        self._file = unnamed or _open_locked(folder, self._name)

    def write(self, piece: bytes) -> None:
        """Append to the file.

        Args:
            piece: the next bytes.
        """
        self._digest.update(piece)
        self._file.write(piece)

    def complete(self) -> str:
        """Wait until the whole file is on the disk, and return its sha256 in hex."""
        self._file.flush()
        os.fsync(self._file.fileno())
        return self._digest.hexdigest()

    def put(self, folder: Folder, name: str) -> None:
        """Give the file a free name.

        Args:
            folder: where it goes.
            name: in that folder.

        Raises:
            FileExistsError: the name is taken.
        """
        if not self._name:
            # linkat() on /proc/self/fd names an unnamed file without privileges, see open(2).
            os.link(f"{_OPEN_FILES}/{self._file.fileno()}", name, dst_dir_fd=folder.at)
            return
        try:
            self._folder.link(self._name, folder, name)
        except FileExistsError:
            raise
        except OSError:  # this file system has no second names
            self._file.close()
            move(self._folder, self._name, folder, name)

    def replace(self, folder: Folder, name: str) -> None:
        """Give the file the name of another one, which loses it.

        Args:
            folder: of the other file.
            name: in that folder.
        """
        if self._name:
            self._folder.rename(self._name, folder, name)
            return
        # link() never replaces: take a hidden name first, and rename that in one step.
        hidden = _hidden_name()
        self.put(folder, hidden)
        try:
            folder.rename(hidden, folder, name)
        except OSError:
            folder.remove(hidden)
            raise

    def close(self) -> None:
        """End the upload; a file that was neither put nor replaced another one is gone."""
        self._file.close()
        if self._name:
            self._folder.remove(self._name)


def clear_unfinished(folder: Folder) -> None:
    """Remove unfinished files that killed servers left; those still being written stay.

    Args:
        folder: where to look.
    """
    for name in folder.names():
        if name.startswith(UNFINISHED):
            with suppress(OSError):  # locked by its writer
                _remove_unless_locked(folder, name)


def _hidden_name() -> str:
    return f"{UNFINISHED}{secrets.token_hex(8)}"


def _open_unnamed(folder: Folder) -> BinaryIO | None:
    """Return a new file without a name, or None where there is no such thing."""
    if not _TEMPORARY:
        return None
    try:
        Path(_OPEN_FILES).stat()  # the file gets its name through this folder
        return os.fdopen(folder.open(".", _TEMPORARY | os.O_WRONLY), "wb")
    except OSError:  # this file system has no unnamed files
        return None


def _open_locked(folder: Folder, name: str) -> BinaryIO:
    """Return a new file, locked so that other servers see that it is still being written."""
    file = os.fdopen(folder.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb")
    if fcntl:
        fcntl.flock(file, fcntl.LOCK_EX)
    return file


def _remove_unless_locked(folder: Folder, name: str) -> None:
    if fcntl is None:
        folder.remove(name)
        return
    descriptor = folder.open(name, os.O_RDONLY | os.O_NONBLOCK)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        folder.remove(name)
    finally:
        os.close(descriptor)
