"""The errors for an index that cannot be read: damaged, or not readable by this user."""

from __future__ import annotations

import struct
from contextlib import contextmanager
from typing import TYPE_CHECKING

import apsw

from qa.errors import IndexCorruptError, IndexPermissionError, IndexStoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SIGNS = (OSError, ValueError, struct.error, apsw.Error)
"""The errors that damaged files raise: of the system, of checksums and decoding, of SQLite."""


@contextmanager
def damage_reported(path: Path) -> Iterator[None]:
    """Turn what damaged files raise inside the block into an error that says what to do.

    Other exceptions pass: they are mistakes in Quoth, and no reason to build an index again.

    Args:
        path: of the index or generation.

    Raises:
        IndexCorruptError: a file is missing or damaged.
        IndexPermissionError: this user may not read a file.
    """
    try:
        yield
    except _SIGNS as error:
        raise unreadable(path, str(error), error) from error


def corrupt(path: Path, what: str) -> IndexCorruptError:
    """Return the error that says what is damaged and what to do.

    Args:
        path: of the index or generation.
        what: is damaged, and how.
    """
    msg = f"The index at {str(path)!r} is damaged: {what}. Build it again with: qa build FOLDER"
    return IndexCorruptError(msg)


def unreadable(path: Path, what: str, cause: BaseException) -> IndexStoreError:
    """Return the error for an index that could not be read.

    Args:
        path: of the index or generation.
        what: is damaged, unless the cause is a refused permission.
        cause: why it could not be read.
    """
    if isinstance(cause, PermissionError):
        return no_permission(path, cause)
    return corrupt(path, what)


def no_permission(path: Path, refused: PermissionError) -> IndexPermissionError:
    """Return the error that says that this user may not read the index.

    Args:
        path: of the index or generation.
        refused: what the system raised.
    """
    file = refused.filename or str(path)
    msg = (
        f"This user may not read the index at {str(path)!r}: {file!r} ({refused.strerror}). "
        "The index may be sound. Ask its owner for permission to read all of it."
    )
    return IndexPermissionError(msg)
