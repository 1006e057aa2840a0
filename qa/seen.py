"""Files known by their status, so that a rebuild need not read what nobody wrote to.

As in git's index, a file counts as unchanged while size, times and inode are what they were.
A system's clock may be too coarse to tell two writes apart; so what had been written to right
before it was read is read again (git calls such entries racy).
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from qa.errors import JsonError
from qa.files import atomic_write
from qa.loaders.formats import sha256_of
from qa.typed_json import Sha256, read

if TYPE_CHECKING:
    from pathlib import Path

    _Status = list[int]  # size, modified and changed in nanoseconds, inode, device

_AT_REST_NS = 2_000_000_000  # the coarsest clock in use is FAT's, of two seconds


class Seen:
    """The sha256 of files by their path and status, kept in a file."""

    def __init__(self, path: Path) -> None:
        """Read what was seen in an earlier build; what cannot be read was not seen."""
        self._path = path
        self._found: dict[str, tuple[_Status, str]] = {}
        try:
            self._known = read(path, dict[str, tuple[list[int], Sha256]])
        except (OSError, JsonError):
            self._known = {}

    def sha256_of(self, path: Path) -> str:
        """Return the sha256 of a file's bytes, in hex.

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
                return sha256
        self._found[name] = status, sha256
        return sha256

    def save(self) -> None:
        """Keep what was seen in this build, and only that, if there is room for it."""
        with suppress(OSError):
            atomic_write(self._path, json.dumps(self._found))


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
