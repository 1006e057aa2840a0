"""BM25 over arrays is BM25 as SQLite computes it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.support.postings import made, random_passages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def sqlite() -> Iterator[sqlite3.Connection]:
    """An empty full-text table of two columns."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE VIRTUAL TABLE oracle USING fts5 (body, context)")
        yield database


def test_scores_are_those_of_sqlite(tmp_path: Path, sqlite: sqlite3.Connection) -> None:
    """For rare and common terms, and the context weighs half."""
    passages = random_passages(300, 5)
    lexical, _ = made(tmp_path / "made", passages)
    for number, (body, context) in enumerate(passages):
        sqlite.execute(
            "INSERT INTO oracle (rowid, body, context) VALUES (?, ?, ?)",
            (number, " ".join(body), " ".join(context)),
        )
    for query in (["t29"], ["t0"], ["t3", "t20"], ["t0", "t1", "t2", "t28"], ["t7", "none"]):
        expected = dict(
            sqlite.execute(
                "SELECT rowid, -bm25(oracle, 1.0, 0.5) FROM oracle WHERE oracle MATCH ?",
                (" OR ".join(query),),
            ).fetchall()
        )
        found = lexical.search(query, 1000)
        assert {number for number, _ in found} == set(expected)
        np.testing.assert_allclose(
            [score for _, score in found], [expected[number] for number, _ in found]
        )
        assert found == sorted(found, key=lambda pair: (-pair[1], pair[0]))
        assert lexical.search(query, 7) == found[:7]


def test_a_search_among_some_passages_finds_these(tmp_path: Path) -> None:
    """With the scores they have among all."""
    lexical, _ = made(tmp_path / "made", random_passages(100, 6))
    everywhere = dict(lexical.search(["t1", "t4"], 100))
    found = lexical.search(["t1", "t4"], 100, among=[3, 50, 51, 99])
    assert dict(found) == {n: everywhere[n] for n in (3, 50, 51, 99) if n in everywhere}


def test_a_term_occurs_in_a_range_of_passages_or_not(tmp_path: Path) -> None:
    """The end of the range is not included."""
    lexical, _ = made(tmp_path / "made", [(["a"], []), (["b"], ["c"]), (["a"], [])])
    assert [lexical.occurs("a", first, first + 1) for first in range(3)] == [True, False, True]
    assert lexical.occurs("c", 1, 3)
    assert not lexical.occurs("c", 2, 3)
    assert not lexical.occurs("a", 1, 1)
    assert not lexical.occurs("none", 0, 3)
    assert (lexical.document_frequency("a"), lexical.document_frequency("none")) == (2, 0)


def test_an_index_without_a_term_finds_nothing(tmp_path: Path) -> None:
    """A passage of stop words only has none."""
    lexical, _ = made(tmp_path / "made", [([], []), ([], [])])
    assert lexical.search(["a"], 5) == []


def test_postings_are_the_passages_in_order(tmp_path: Path) -> None:
    """Of title and headings too."""
    lexical, _ = made(tmp_path / "made", [(["a"], []), (["b"], ["a"]), (["b"], [])])
    assert lexical.postings("a").tolist() == [0, 1]
    assert lexical.postings("none").tolist() == []
