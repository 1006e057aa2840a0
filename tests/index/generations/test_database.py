"""The database of a generation is read only, by many threads at a time."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from qa.errors import IndexCorruptError
from qa.index.generations.database import database_uri
from qa.index.generations.generation import Generation

if TYPE_CHECKING:
    from tests.support.indexes import Library


@pytest.fixture
def generation(library: Library) -> Generation:
    """Thirty documents of one passage."""
    texts = {f"d{n:02}": f"Apple {n}." for n in range(30)}
    generation = library.build(**texts).generation
    assert isinstance(generation, Generation)
    return generation


def test_columns_of_passages_come_in_the_order_asked_for(generation: Generation) -> None:
    """Also one passage twice."""
    rows = generation.database.passages("doc_id", [4, 0, 4])
    assert rows == [["d04.txt"], ["d00.txt"], ["d04.txt"]]


def test_a_missing_passage_is_damage(generation: Generation) -> None:
    """The numbers come from the generation itself."""
    with pytest.raises(IndexCorruptError, match="passage 30 is missing"):
        generation.database.passages("doc_id", [0, 30])


def test_threads_share_a_connection(generation: Generation) -> None:
    """While one scans all rows on its own."""
    scan = generation.database.scan("SELECT number FROM passages ORDER BY number")
    assert next(scan) == (0,)
    with ThreadPoolExecutor(8) as pool:
        read = pool.map(lambda n: generation.database.passages("doc_id", [n]), range(30))
        assert [row[0][0] for row in read] == [f"d{n:02}.txt" for n in range(30)]
    assert [number for (number,) in scan] == list(range(1, 30))


def test_another_program_opens_it_by_its_address(generation: Generation) -> None:
    """As a database that never changes."""
    with closing(sqlite3.connect(database_uri(generation.path), uri=True)) as database:
        ((count,),) = database.execute("SELECT count(*) FROM documents")
        assert count == 30
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            database.execute("DELETE FROM documents")
