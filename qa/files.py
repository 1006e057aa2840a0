"""Files that are replaced whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def atomic_write(path: Path, data: str | bytes) -> None:
    """Replace the content of a file, or create it, in one step.

    A reader, a crash or a power cut sees the old content or the new content, never a part.

    Args:
        path: of the file; its folder exists.
        data: the new content; text is written as UTF-8.

    Raises:
        OSError: the file cannot be written; the old content stays.
    """
    new = temporary_name(path)
    try:
        with new.open("wb") as file:
            file.write(data.encode() if isinstance(data, str) else data)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise
    sync(path.parent)


def temporary_name(path: Path) -> Path:
    """Return the name under which :func:`atomic_write` writes before it replaces ``path``.

    It is always the same one, so that the next write overwrites what a killed one left.
    """
    return path.with_name(f"{path.name}.new")


def sync(path: Path) -> None:
    """Wait until a file or a folder is on the disk.

    Raises:
        OSError: the system reports that it could not be written.
    """
    if os.name == "nt" and path.is_dir():  # Windows cannot open a folder to sync it
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
