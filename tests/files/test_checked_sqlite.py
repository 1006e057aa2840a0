"""SQLite sees no page that does not have its checksum."""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import apsw
import pytest

from qa.files.block_checksums import BLOCK, CheckedBlocks, checksums
from qa.files.checked_sqlite import Database

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 5_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database of some hundred pages."""
    path = tmp_path / "a.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE words (word TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID")
        rows = ((f"word {number:05} {'x' * 100}", number) for number in range(ROWS))
        database.executemany("INSERT INTO words VALUES (?, ?)", rows)
        database.commit()
    return path


def found(path: Path, blocks: CheckedBlocks, number: int) -> list[tuple[object, ...]]:
    """Return what a word leads to, in a database that was opened anew."""
    statement = "SELECT n FROM words WHERE word = ?"
    with closing(Database(path, blocks)) as database:
        return list(database.execute(statement, (f"word {number:05} {'x' * 100}",)))


def test_rows_are_found(path: Path) -> None:
    """With and without checksums; a function counts characters behind a null too."""
    for expected in (None, checksums(path)):
        with closing(CheckedBlocks(path, expected)) as blocks:
            assert found(path, blocks, 4_321) == [(4_321,)]
            assert found(path, blocks, ROWS) == []
            with closing(Database(path, blocks)) as database:
                ((length,),) = database.execute("SELECT characters(?)", ("a\0b",))
                assert length == 3


@pytest.mark.skipif(sys.platform in {"darwin", "win32"}, reason="takes no such names")
def test_a_folder_may_have_a_name_that_is_no_utf_8(path: Path) -> None:
    """SQLite itself takes names in UTF-8 only."""
    folder = path.parent / os.fsdecode(b"na\xefve")
    folder.mkdir()
    shutil.copy(path, folder)
    with closing(CheckedBlocks(folder / path.name, checksums(path))) as blocks:
        assert found(folder / path.name, blocks, 4_321) == [(4_321,)]


def test_a_closed_database_leaves_nothing_registered(path: Path) -> None:
    """Nor does one that could not be opened."""
    before = set(apsw.vfs_names())
    broken = path.with_name("b.sqlite")
    broken.write_bytes(b"no database" * 1_000)
    for _ in range(20):
        with closing(CheckedBlocks(path, checksums(path))) as blocks:
            assert found(path, blocks, 7) == [(7,)]
        with closing(CheckedBlocks(broken)) as blocks, pytest.raises(apsw.Error):
            found(broken, blocks, 7)
    gc.collect()
    assert set(apsw.vfs_names()) <= before


def test_damage_in_any_block_is_noticed_or_not_read(path: Path) -> None:
    """Also in the tree that leads to rows, where SQLite would find none and say nothing."""
    expected, original = checksums(path), path.read_bytes()
    silent = noticed = 0
    for block in range(len(expected)):
        damaged = bytearray(original)
        damaged[block * BLOCK + 700] ^= 0x40
        path.write_bytes(damaged)
        for number in range(0, ROWS, 500):
            with closing(CheckedBlocks(path, expected)) as blocks:
                try:
                    assert found(path, blocks, number) == [(number,)]
                    silent += 1
                except ValueError as error:
                    assert "a.sqlite has been changed" in str(error)  # noqa: PT017
                    noticed += 1
    assert silent > noticed > 0


def test_what_is_sorted_on_disk_is_no_part_of_the_database(path: Path) -> None:
    """Temporary files have no checksums."""
    statement = "SELECT word || n FROM words, (VALUES (1), (2), (3), (4)) ORDER BY word || n DESC"
    with (
        closing(CheckedBlocks(path, checksums(path))) as blocks,
        closing(Database(path, blocks)) as database,
    ):
        list(database.execute("PRAGMA cache_size = 5"))
        list(database.execute("PRAGMA temp_store = 1"))
        assert len(list(database.execute(statement))) == 4 * ROWS
