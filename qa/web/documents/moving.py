"""Moves a file to a free name, on the same device or another one."""

from __future__ import annotations

import errno
import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.web.documents.folder import Folder

_BLOCK = 1 << 20  # bytes copied at once


def move(source: Folder, name: str, to: Folder, new: str) -> None:
    """Move a file to a free name. After a crash it is whole under one of the two names.

    Args:
        source: folder of the file.
        name: of the file there.
        to: folder it goes to, which may be on another device.
        new: name there.

    Raises:
        FileExistsError: the new name is taken.
        OSError: the file cannot be moved, and stays where it was.
    """
    # rename() replaces what has the new name. An empty file made with O_EXCL reserves it first.
    os.close(to.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
    try:
        try:
            source.rename(name, to, new)
        except OSError as error:
            if error.errno != errno.EXDEV:  # another device
                raise
            _copy(source, name, to, new)
    except OSError:
        to.remove(new)
        raise


def _copy(source: Folder, name: str, to: Folder, new: str) -> None:
    """Copy a file over the empty one, then remove the original unless it has changed."""
    with (
        os.fdopen(source.open(name, os.O_RDONLY), "rb") as read,
        os.fdopen(to.open(new, os.O_WRONLY), "wb") as written,
    ):
        before = os.fstat(read.fileno())
        shutil.copyfileobj(read, written, _BLOCK)
        written.flush()
        os.fsync(written.fileno())
        if os.utime in os.supports_fd:
            os.utime(written.fileno(), ns=(before.st_atime_ns, before.st_mtime_ns))
    now = source.status(name)
    if now is None or _identity(now) != _identity(before):
        raise OSError(errno.EBUSY, "the file changed while it was copied", str(source.path / name))
    source.remove(name)


def _identity(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
