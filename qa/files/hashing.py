"""Content hashes, which identify files, texts and indexes."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

KEY_BYTES = 16
"""Of a content key."""

_BLOCK = 1 << 18


def sha256_of_file(path: Path) -> str:
    """Return the sha256 of a file's bytes, in hex.

    Args:
        path: of the file.

    Raises:
        OSError: it cannot be read, or is not a regular file: a named pipe never answers, and a
            device may never end.
    """
    digest, block = hashlib.sha256(), bytearray(_BLOCK)
    view = memoryview(block)
    with open(path, "rb", buffering=0, opener=_without_waiting) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "is not a regular file", str(path))
        while size := file.readinto(block):  # into the same memory: fresh memory takes longer
            digest.update(view[:size])
        if size is None:  # some files below /proc have nothing to read yet
            raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN), str(path))
    return digest.hexdigest()


def _without_waiting(path: str, flags: int) -> int:
    """Open a file, also a named pipe, whose opening would wait for a writer."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def sha256_of_text(text: str) -> str:
    """Return the sha256 of a text in UTF-8, in hex.

    Args:
        text: whole characters; half of a surrogate pair is an error.
    """
    return hashlib.sha256(text.encode()).hexdigest()


def sha256_of_json(data: Any) -> str:
    """Return the sha256 of plain data, in hex; the order of keys does not count.

    Args:
        data: dictionaries, lists, strings, numbers, booleans and None.
    """
    return sha256_of_text(json.dumps(data, sort_keys=True, ensure_ascii=True))


def content_key(text: str) -> bytes:
    """Return :data:`KEY_BYTES` bytes that identify a text, to find its vector again.

    Args:
        text: of a passage or sentence.
    """
    return hashlib.blake2b(text.encode(), digest_size=KEY_BYTES).digest()
