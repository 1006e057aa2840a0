"""The SQLite database of a generation: documents, passages, words and terms."""

from __future__ import annotations

import json
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Any

from qa.deadlines import check_deadline
from qa.files.checked_sqlite import Database
from qa.index.generations.damage import corrupt, damage_reported
from qa.index.generations.manifest import DATABASE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qa.files.block_checksums import CheckedBlocks


class GenerationDatabase:
    """The database of one generation, open for reading; safe to share between threads."""

    def __init__(self, folder: Path, blocks: CheckedBlocks) -> None:
        """Open the database.

        Args:
            folder: of the generation.
            blocks: of the database's file.

        Raises:
            apsw.Error: it is not a database.
            OSError: its file cannot be opened.
        """
        self._folder, self._blocks = folder, blocks
        self._database = Database(folder / DATABASE, blocks)
        self._lock = threading.Lock()

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """Return the rows that a statement finds.

        Args:
            statement: in SQL.
            values: of its placeholders.

        Raises:
            IndexCorruptError: the database is damaged.
            DeadlineError: the deadline of the caller has passed.
        """
        with self._lock, damage_reported(self._folder):
            check_deadline()
            return list(self._database.execute(statement, values))

    def scan(self, statement: str) -> Iterator[Any]:
        """Yield the rows that a statement finds, on a connection of its own.

        For results too large for memory: meanwhile, others read on the shared connection.

        Args:
            statement: in SQL.

        Raises:
            IndexCorruptError: the database is damaged.
        """
        with damage_reported(self._folder):
            database = Database(self._folder / DATABASE, self._blocks)
            with closing(database):
                yield from database.execute(statement)

    def passages(self, columns: str, numbers: Sequence[int]) -> list[Any]:
        """Return columns of passages, in the order of their numbers.

        Args:
            columns: in SQL.
            numbers: of the passages.

        Raises:
            IndexCorruptError: the database is damaged, or lacks one of them.
        """
        found = {
            number: row
            for number, *row in self.rows(
                f"SELECT number, {columns} FROM passages "  # noqa: S608 - names of columns
                "WHERE number IN (SELECT value FROM json_each(?))",
                (json.dumps(list(numbers)),),
            )
        }
        for number in numbers:
            if number not in found:
                raise corrupt(self._folder, f"passage {number} is missing")
        return [found[number] for number in numbers]

    def close(self) -> None:
        """Close the file."""
        self._database.close()


def database_uri(folder: Path) -> str:
    """Return the URI by which SQLite opens the database of a generation, which never changes.

    Args:
        folder: of the generation.
    """
    return f"{(folder / DATABASE).resolve().as_uri()}?mode=ro&immutable=1"
