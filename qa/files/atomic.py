"""Files that are replaced whole or not at all."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BINARY: int = getattr(os, "O_BINARY", 0)  # Windows would write line breaks of its own


def atomic_write(path: Path, data: str | bytes, mode: int = 0o666) -> None:
    """Replace the content of a file, or create it, in one step.

    A reader, a crash or a power cut sees the old content or the new content, never a part.

    Args:
        path: of the file; its folder exists.
        data: the new content; text is written as UTF-8.
        mode: permissions of the file, less those that the process masks out.

    Raises:
        OSError: the file cannot be written; the old content stays.
    """
    new = temporary_name(path)
    try:
        new.unlink(missing_ok=True)  # a killed write left it, perhaps with other permissions
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, mode)
        with os.fdopen(descriptor, "wb") as file:
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

    Args:
        path: of the file to be replaced.
    """
    return path.with_name(f"{path.name}.new")


def sync(path: Path) -> None:
    """Wait until a file or a folder is on the disk.

    Args:
        path: of the file or folder.

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


@contextmanager
def utf8_path(path: Path, flags: int) -> Iterator[str]:
    """Yield a path in UTF-8 by which a library opens a file; some libraries take no other.

    Args:
        path: of the file; its bytes may not be UTF-8.
        flags: of :func:`os.open`, for such a file.

    Raises:
        OSError: such a file cannot be opened.
    """
    name = str(path)
    try:
        name.encode()
    except UnicodeEncodeError:
        descriptor = os.open(path, flags, 0o666)
        try:
            yield f"/dev/fd/{descriptor}"
        finally:
            os.close(descriptor)
    else:
        yield name
