"""SQLite databases that never change, every page checked before SQLite sees it.

The standard library's ``sqlite3`` has no access to the pages that a query reads. ``apsw`` lets them
pass through a virtual file system of our own (SQLite's VFS), which compares each block with its
checksum the first time it is read. Checking rows would not be enough: damage in the tree that leads
to them hides rows, and a word that is not found changes an answer.
"""

from __future__ import annotations

import itertools
import os
from typing import TYPE_CHECKING, Any, cast

import apsw

from qa.deadlines import check_deadline, expired

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qa.files.block_checksums import CheckedBlocks

_URI = "file:database?mode=ro&immutable=1"
_FLAGS = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
_CACHE_KIB = 16 << 10  # SQLite's default of 2 MiB is too small for the pages questions share
_STEPS = 1_000  # instructions of SQLite's virtual machine between two checks of the deadline
_names = itertools.count()


class Database:
    """A read-only connection; queries must not overlap, not even in one thread."""

    def __init__(self, path: Path, blocks: CheckedBlocks) -> None:
        """Open a database.

        Args:
            path: of its file, which must never change.
            blocks: of the file.

        Raises:
            apsw.Error: it is not a database.
            OSError: its file cannot be opened.
        """
        self._files = _CheckedFiles(path, blocks)
        self._connection = apsw.Connection(_URI, _FLAGS, self._files.name)
        self._connection.create_scalar_function("characters", _characters, 1)
        self._connection.set_progress_handler(expired, _STEPS)
        self._connection.execute(f"PRAGMA cache_size = {-_CACHE_KIB}")

    def execute(self, statement: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows that a statement finds.

        Args:
            statement: in SQL.
            values: of its placeholders.

        Raises:
            DeadlineError: the deadline of the caller has passed.
            ValueError: a block differs from its checksum.
            apsw.Error: SQLite finds damage.
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


def _characters(*values: Any) -> int:
    """Return the length of a text; SQLite's own function stops at a null character."""
    (text,) = values
    return len(text)


class _CheckedFiles(apsw.VFS):
    """The system's files, except for the database, whose blocks are checked.

    The database has an invented name here: SQLite accepts names in UTF-8 only, and a folder may
    have any other.
    """

    def __init__(self, path: Path, blocks: CheckedBlocks) -> None:
        """Register the file system with SQLite.

        Args:
            path: of the database.
            blocks: of the database.
        """
        self.name = f"quoth-{next(_names)}"
        self._path, self._blocks = path, blocks
        super().__init__(self.name, "")

    def xFullPathname(self, name: str) -> str:  # noqa: N802 - SQLite's name
        """Return the name as it is.

        Args:
            name: of a file.
        """
        return name

    def xOpen(  # noqa: N802 - SQLite's name
        self, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> apsw.VFSFile:
        """Open the database, or one of SQLite's temporary files.

        Args:
            name: of the file.
            flags: SQLite's, which say what the file is for.
        """
        if flags[0] & apsw.SQLITE_OPEN_MAIN_DB:
            return cast("apsw.VFSFile", _CheckedFile(self._path, self._blocks))
        return apsw.VFSFile("", name, flags)


class _CheckedFile:
    """A read-only file with those methods of :class:`apsw.VFSFile` that SQLite calls for one.

    Nobody writes to an immutable database, so SQLite neither locks nor syncs it.
    """

    def __init__(self, path: Path, blocks: CheckedBlocks) -> None:
        """Open the file.

        Args:
            path: of the file.
            blocks: of the file.
        """
        self._blocks = blocks
        self._file = path.open("rb", buffering=0)

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802 - SQLite's name
        """Return bytes of the file, checked.

        Args:
            amount: how many.
            offset: of the first one.
        """
        self._blocks.check(offset, offset + amount)
        self._file.seek(offset)  # safe: a connection never reads twice at a time
        return self._file.read(amount)

    def xFileSize(self) -> int:  # noqa: N802 - SQLite's name
        """Return the number of its bytes."""
        return os.fstat(self._file.fileno()).st_size

    def xFileControl(self, _operation: int, _pointer: int) -> bool:  # noqa: N802 - SQLite's name
        """Return False: SQLite uses its defaults."""
        return False

    def xDeviceCharacteristics(self) -> int:  # noqa: N802 - SQLite's name
        """Return that the file never changes."""
        return apsw.SQLITE_IOCAP_IMMUTABLE

    def xClose(self) -> None:  # noqa: N802 - SQLite's name
        """Close the file."""
        self._file.close()
