"""SQLite databases that never change, every page checked before SQLite sees it.

The standard library's ``sqlite3`` gives no way to look at the pages that a query reads. With
``apsw`` they pass through a file system of our own (SQLite calls it a VFS), which compares
each block with its checksum the first time it is read. Rows cannot be checked instead: damage
in the tree that leads to them hides rows, and a word that is not found changes an answer.
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
            OSError: its file cannot be opened.
        """
        self._files = _CheckedFiles(path, blocks)
        self._connection = apsw.Connection(_URI, _FLAGS, self._files.name)
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


def _characters(*values: Any) -> int:
    """Return the length of a text; SQLite's own function stops at a null character."""
    (text,) = values
    return len(text)


class _CheckedFiles(apsw.VFS):
    """Files as the system has them, but for the database, whose blocks are checked.

    The database has a name of its own here: SQLite takes names in UTF-8 only, and a folder may
    have any other.
    """

    def __init__(self, path: Path, blocks: CheckedBlocks) -> None:
        self.name = f"quoth-{next(_names)}"
        self._path, self._blocks = path, blocks
        super().__init__(self.name, "")

    def xFullPathname(self, name: str) -> str:  # noqa: N802 - SQLite's name
        """Return the name as it is."""
        return name

    def xOpen(  # noqa: N802 - SQLite's name
        self, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> apsw.VFSFile:
        """Open a file for SQLite: the database, or one of its temporary files."""
        if flags[0] & apsw.SQLITE_OPEN_MAIN_DB:
            return cast("apsw.VFSFile", _CheckedFile(self._path, self._blocks))
        return apsw.VFSFile("", name, flags)


class _CheckedFile:
    """A file that is only read; :class:`apsw.VFSFile` names what SQLite calls.

    Nobody writes to an immutable database, so SQLite neither locks nor syncs it.
    """

    def __init__(self, path: Path, blocks: CheckedBlocks) -> None:
        self._blocks = blocks
        self._file = path.open("rb", buffering=0)

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802 - SQLite's name
        """Return bytes of the file, once they are checked."""
        self._blocks.check(offset, offset + amount)
        self._file.seek(offset)  # a connection reads one thing at a time
        return self._file.read(amount)

    def xFileSize(self) -> int:  # noqa: N802 - SQLite's name
        """Return the number of its bytes."""
        return os.fstat(self._file.fileno()).st_size

    def xFileControl(self, _operation: int, _pointer: int) -> bool:  # noqa: N802 - SQLite's name
        """Return that SQLite is to do as it does by itself."""
        return False

    def xDeviceCharacteristics(self) -> int:  # noqa: N802 - SQLite's name
        """Return that the file never changes."""
        return apsw.SQLITE_IOCAP_IMMUTABLE

    def xClose(self) -> None:  # noqa: N802 - SQLite's name
        """Close the file."""
        self._file.close()
