"""BM25 over arrays is BM25 as SQLite computes it."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa.errors import IndexStoreError
from qa.index.lexical import SCHEMA, Counted, Lexical, Postings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    Passages = Sequence[tuple[list[str], list[str]]]


def written(folder: Path, postings: Postings) -> tuple[Lexical, list[tuple[str, int]]]:
    """Write an index; return it, opened, and its terms."""
    folder.mkdir()
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(SCHEMA)
        postings.write(folder, database)
        rows = database.execute("SELECT * FROM terms ORDER BY start").fetchall()
    spots = {term: (start, passages) for term, start, passages in rows}
    lexical = Lexical.open(folder, lambda term: spots.get(term, (0, 0)))
    return lexical, [(term, passages) for term, _, passages in rows]


def made(folder: Path, passages: Passages) -> tuple[Lexical, list[tuple[str, int]]]:
    """Write an index of passages, each the terms of its body and of its context."""
    postings = Postings()
    for number, (body, context) in enumerate(passages):
        postings.add(number, body, context)
    return written(folder, postings)


def random_passages(count: int, seed: int) -> Passages:
    """Return passages over thirty terms, some of which are common."""
    chance = random.Random(seed)
    vocabulary = [f"t{i}" for i in range(30)]
    weights = [1 / (i + 1) for i in range(30)]
    return [
        (chance.choices(vocabulary, weights, k=chance.randrange(1, 40)), chance.choices(vocabulary))
        for _ in range(count)
    ]


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
        found = lexical.best(query, 1000)
        assert {number for number, _ in found} == set(expected)
        np.testing.assert_allclose(
            [score for _, score in found], [expected[number] for number, _ in found]
        )
        assert found == sorted(found, key=lambda pair: (-pair[1], pair[0]))
        assert lexical.best(query, 7) == found[:7]


def test_a_search_among_some_passages_finds_these(tmp_path: Path) -> None:
    """With the scores they have among all."""
    lexical, _ = made(tmp_path / "made", random_passages(100, 6))
    everywhere = dict(lexical.best(["t1", "t4"], 100))
    found = lexical.best(["t1", "t4"], 100, among=[3, 50, 51, 99])
    assert dict(found) == {n: everywhere[n] for n in (3, 50, 51, 99) if n in everywhere}


def test_a_term_is_held_or_not(tmp_path: Path) -> None:
    """Within a range of passages, its end not included."""
    lexical, _ = made(tmp_path / "made", [(["a"], []), (["b"], ["c"]), (["a"], [])])
    assert [lexical.holds("a", first, first + 1) for first in range(3)] == [True, False, True]
    assert lexical.holds("c", 1, 3)
    assert not lexical.holds("c", 2, 3)
    assert not lexical.holds("a", 1, 1)
    assert not lexical.holds("none", 0, 3)
    assert (lexical.passages_with("a"), lexical.passages_with("none")) == (2, 0)


def test_passages_that_are_taken_over_count_as_if_they_were_new(tmp_path: Path) -> None:
    """Whatever stands before, between and behind them."""
    old, new = random_passages(40, 7), random_passages(9, 8)
    lexical, terms = made(tmp_path / "old", old)
    postings = Postings()
    counted = Counted(lexical, terms, postings)
    for number, (body, context) in enumerate(new[:4]):
        postings.add(number, body, context)
    counted.take_over(5, 20, 4)
    counted.take_over(30, 40, 19)
    for number, (body, context) in enumerate(new[4:], start=29):
        postings.add(number, body, context)
    joined, _ = written(tmp_path / "joined", postings)
    expected, _ = made(tmp_path / "all", [*new[:4], *old[5:20], *old[30:], *new[4:]])
    for i in range(30):
        assert joined.best([f"t{i}"], 99) == expected.best([f"t{i}"], 99)


def test_an_index_without_a_term_finds_nothing(tmp_path: Path) -> None:
    """A passage of stop words only has none."""
    lexical, _ = made(tmp_path / "made", [([], []), ([], [])])
    assert lexical.best(["a"], 5) == []


def test_more_words_than_an_index_takes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A term's number has 24 bits; one more would be taken for a passage's."""
    monkeypatch.setattr("qa.index.lexical._MOST_TERMS", 3)
    postings = Postings()
    postings.add(0, ["one", "two", "three"], ["one"])
    with pytest.raises(IndexStoreError, match=r"more than 3 different words, .* Build several"):
        postings.add(1, ["two", "four"], [])
