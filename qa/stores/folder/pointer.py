"""``CURRENT``, the file that names the live generation, with check digits.

A flipped bit can turn the number of one generation into that of another, which would then answer
instead. The CRC-32 of the name, in hex, detects that::

    000012 5d84c14a
"""

from __future__ import annotations

import re
import zlib
from shlex import quote
from typing import TYPE_CHECKING

from qa.errors import IndexCorruptError, IndexNotFoundError
from qa.files.atomic import atomic_write
from qa.files.existence import exists
from qa.index.generations.damage import corrupt, no_permission, unreadable
from qa.stores.folder.layout import (
    CURRENT,
    complete_generations,
    generations_folder,
    is_generation_name,
)

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST = 100  # bytes, more than any CURRENT has
_POINTER = re.compile(rb"(\d{6,12}) ([0-9a-f]{8})\n")


def current_path(root: Path) -> Path:
    """Return the folder of the live generation; cheap enough to call before every question.

    Args:
        root: folder of the index.

    Raises:
        IndexNotFoundError: there is no index.
        IndexCorruptError: CURRENT is missing or damaged.
        IndexStoreError: this user may not read it.
    """
    try:
        with (root / CURRENT).open("rb") as file:
            name = pointed_at(file.read(_LONGEST + 1))
    except FileNotFoundError:
        if complete_generations(root):
            raise _lost(root, "CURRENT, the file that names the one in use, is missing") from None
        why = " (no CURRENT file)" if exists(root) else ""  # of a folder that is something else
        msg = (
            f"No index at {str(root)!r}{why}. "
            f"Build it with: qa build FOLDER --into {quote(str(root))}"
        )
        raise IndexNotFoundError(msg) from None  # what is missing is in the message
    except PermissionError as error:
        raise no_permission(root, error) from error
    except (OSError, ValueError) as error:
        raise _lost(root, f"CURRENT cannot be read ({error})") from error
    path = generations_folder(root) / name
    try:
        # the name first: a damaged one may lead out of the folder
        is_there = is_generation_name(name) and exists(path)
    except PermissionError as error:
        raise no_permission(root, error) from error
    if not is_there:
        raise _lost(root, f"CURRENT names the generation {name!r}, which does not exist")
    return path


def published_ns(root: Path) -> int:
    """Return when the live generation was published, in nanoseconds since 1970.

    Args:
        root: folder of the index.

    Raises:
        IndexStoreError: CURRENT cannot be read.
    """
    try:
        return (root / CURRENT).stat().st_mtime_ns
    except OSError as error:
        raise unreadable(root, f"CURRENT cannot be read ({error})", error) from error


def point_at(root: Path, generation: Path) -> None:
    """Make CURRENT name a generation.

    Args:
        root: folder of the index.
        generation: folder of a complete generation.

    Raises:
        OSError: CURRENT cannot be written.
    """
    atomic_write(root / CURRENT, pointer_to(generation.name))


def pointer_to(name: str) -> str:
    """Return the content of a ``CURRENT`` that names a generation.

    Args:
        name: of the generation's folder.
    """
    return f"{name} {_check_digits(name.encode('ascii'))}\n"


def pointed_at(content: bytes) -> str:
    """Return the name in a ``CURRENT``, without checking that such a generation exists.

    Earlier versions of Quoth wrote the name without check digits. That is accepted too: damage to
    a content with check digits never looks like one without.

    Args:
        content: of the file.

    Raises:
        ValueError: the name does not match its check digits, or the content is not ASCII or too
            long.
    """
    if len(content) > _LONGEST:
        msg = f"it has more than {_LONGEST} bytes"
        raise ValueError(msg)
    match = _POINTER.fullmatch(content)
    if match is None:
        return content.decode("ascii").strip()
    if match[2].decode() != _check_digits(match[1]):
        msg = f"the name {match[1].decode()!r} does not match its check digits"
        raise ValueError(msg)
    return match[1].decode()


def _lost(root: Path, why: str) -> IndexCorruptError:
    """Return the error for a pointer that leads nowhere; it names the generations that exist."""
    found = complete_generations(root)
    if not found:
        return corrupt(root, why)
    names = ", ".join(path.name for path in found)
    msg = (
        f"The index at {str(root)!r} is damaged: {why}. Complete generations: "
        f"{names}. Restore the newest sound one with: qa restore-index --index {quote(str(root))}"
    )
    return IndexCorruptError(msg)


def _check_digits(name: bytes) -> str:
    return f"{zlib.crc32(name):08x}"
