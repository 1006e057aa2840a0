"""Files that one run at a time may write: a lock that ends with the process that has it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout


class Lock:
    """The lock of a file, in a file of its own next to it.

    The system releases it when a process is killed, so what a killed run leaves blocks no other.
    """

    def __init__(self, path: Path) -> None:
        """Take the lock, without waiting.

        Args:
            path: of the file to be written, whose folder exists.

        Raises:
            BlockingIOError: another run has it.
            OSError: the file of the lock cannot be written.
        """
        self._lock = FileLock(path.with_name(f"{path.name}.lock"))
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            # Where no file can be made at all, as in /proc, filelock waits for ever too.
            os.close(os.open(self._lock.lock_file, os.O_RDWR | os.O_CREAT, 0o644))
            raise BlockingIOError from error

    def release(self) -> None:
        """Release the lock and delete its file; nothing happens the second time."""
        if self._lock.is_locked:
            with suppress(OSError):  # Windows deletes no open file; the next run takes this one
                Path(self._lock.lock_file).unlink()
            self._lock.release()
