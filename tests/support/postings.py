"""Lexical indexes of a few passages, written and opened again."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from qa.index.retrieval.lexical import SCHEMA, Lexical
from qa.index.retrieval.lexical_builder import LexicalBuilder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    Passages = Sequence[tuple[list[str], list[str]]]


def written(folder: Path, builder: LexicalBuilder) -> tuple[Lexical, list[tuple[str, int]]]:
    """Write an index; return it, opened, and its terms."""
    folder.mkdir()
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(SCHEMA)
        builder.write(folder, database)
        rows = database.execute("SELECT * FROM terms ORDER BY start").fetchall()
    places = {term: (start, passages) for term, start, passages in rows}
    lexical = Lexical.open(folder, lambda term: places.get(term, (0, 0)))
    return lexical, [(term, passages) for term, _, passages in rows]


def made(folder: Path, passages: Passages) -> tuple[Lexical, list[tuple[str, int]]]:
    """Write an index of passages, each the terms of its body and of its context."""
    builder = LexicalBuilder()
    for number, (body, context) in enumerate(passages):
        builder.add(number, body, context)
    return written(folder, builder)


def random_passages(count: int, seed: int) -> Passages:
    """Return passages over thirty terms, some of which are common."""
    chance = random.Random(seed)
    vocabulary = [f"t{i}" for i in range(30)]
    weights = [1 / (i + 1) for i in range(30)]
    return [
        (chance.choices(vocabulary, weights, k=chance.randrange(1, 40)), chance.choices(vocabulary))
        for _ in range(count)
    ]
