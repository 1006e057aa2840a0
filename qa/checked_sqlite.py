"""SQLite databases that never change, every page checked before SQLite sees it.

The standard library's ``sqlite3`` gives no way to look at the pages that a query reads. With
``apsw`` they pass through a file system of our own (SQLite calls it a VFS), which compares
each block with its checksum the first time it is read. Rows cannot be checked instead: damage
in the tree that leads to them hides rows, and a word that is not found changes an answer.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, cast

import apsw

from qa.deadlines import check_deadline, expired

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qa.block_checksums import CheckedBlocks

_ANY_NAME = "file:/database?mode=ro&immutable=1"
_SECTOR = 4096
_FLAGS = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
_CACHE_KIB = 16 << 10  # SQLite's own 2 MiB are too few for the pages that questions share
_STEPS = 1_000  # of SQLite's machine, between two looks at the deadline
_names = itertools.count()


class Database:
    """A connection that only reads; queries must not overlap, also in one thread."""

    def __init__(self, path: Path, blocks: CheckedBlocks) -> None:
        """Open a database.

        Args:
            path: of its file, which must never change.
            blocks: of the file.

        Raises:
            apsw.Error: it is no database.
        """
        self._files = _CheckedFiles(path, blocks)
        self._connection = apsw.Connection(_ANY_NAME, _FLAGS, self._files.name)
        self._connection.create_scalar_function("characters", _characters, 1)
        self._connection.set_progress_handler(expired, _STEPS)
        self._connection.execute(f"PRAGMA cache_size = {-_CACHE_KIB}")

    def execute(self, statement: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows that a statement finds.

        Raises:
            DeadlineError: the deadline of the caller has passed.
            ValueError: what SQLite reads is damaged, by its checksums.
            apsw.Error: it is damaged, as SQLite sees it.
        """
        try:
            yield from self._connection.execute(statement, tuple(values))
        except apsw.InterruptError:
            check_deadline()  # nothing else interrupts a statement
            raise

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
        self._files.unregister()


def immutable_uri(path: Path) -> str:
    """Return the URI by which SQLite opens a database that never changes."""
    return f"{path.resolve().as_uri()}?mode=ro&immutable=1"


def _characters(*values: Any) -> int:
    """Return the length of a text; SQLite's own function stops at a null character."""
    (text,) = values
    return len(text)


class _CheckedFiles(apsw.VFS):
    """Files as the system has them, but for the database, which is read block by block."""

    def __init__(self, path: Path, blocks: CheckedBlocks) -> None:
        self.name = f"quoth-{next(_names)}"
        self._path, self._blocks = path, blocks
        super().__init__(self.name, "")

    def xFullPathname(self, name: str) -> str:  # noqa: N802 - SQLite's name
        """Return a name as it is: that of the database stands for :attr:`_path`."""
        return name

    def xOpen(  # noqa: N802 - SQLite's name
        self, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> apsw.VFSFile:
        """Open a file for SQLite: the database, or one of its temporary files."""
        if flags[0] & apsw.SQLITE_OPEN_MAIN_DB:
            return cast("apsw.VFSFile", _CheckedFile(self._path, self._blocks))
        return apsw.VFSFile("", name, flags)


class _CheckedFile:
    """A database that only this process reads; nothing is locked, and nothing is written.

    Python opens it, as SQLite takes no path that is no UTF-8.
    """

    def __init__(self, path: Path, blocks: CheckedBlocks) -> None:
        self._blocks = blocks
        self._file = path.open("rb", buffering=0)
        self._size = path.stat().st_size

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802 - SQLite's name
        """Return bytes of the file, once they are checked."""
        self._blocks.check(offset, offset + amount)
        self._file.seek(offset)
        return self._file.read(amount)

    def xFileSize(self) -> int:  # noqa: N802
        """Return the size in bytes."""
        return self._size

    def xClose(self) -> None:  # noqa: N802
        """Close the file."""
        self._file.close()

    def xLock(self, _: int) -> None:  # noqa: N802
        """Do nothing: the file never changes."""

    def xUnlock(self, _: int) -> None:  # noqa: N802
        """Do nothing."""

    def xCheckReservedLock(self) -> bool:  # noqa: N802
        """Return that nobody is about to write."""
        return False

    def xFileControl(self, *_: int) -> bool:  # noqa: N802
        """Return that no operation is known."""
        return False

    def xSectorSize(self) -> int:  # noqa: N802
        """Return the bytes that a disk writes at once."""
        return _SECTOR

    def xDeviceCharacteristics(self) -> int:  # noqa: N802
        """Return that the file never changes."""
        return apsw.SQLITE_IOCAP_IMMUTABLE
