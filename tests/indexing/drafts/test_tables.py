"""Rows of a draft's database are those of a generation."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from qa.index.generations.codec import unpacked_spans
from qa.index.generations.takeover import StoredDocument
from qa.indexing.drafts.tables import (
    SCHEMA,
    Numbers,
    copy_documents,
    forget_files,
    insert_document,
    insert_passage,
)
from qa.indexing.splitting.contexts import new_passages
from tests.support.indexes import AxisEmbedder
from tests.support.nasty import document

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    """Empty tables of a draft, and ``old``, a generation of one document."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(SCHEMA)
        text = document("Apple. Bird.")
        (new,) = new_passages(text, AxisEmbedder())
        insert_passage(connection, new, Numbers(7, 20))
        span = Numbers(7, 20), Numbers(8, 22)
        insert_document(connection, text, "file.txt", ["a note"], span)
        connection.execute("ATTACH ':memory:' AS old")
        for table in ("passages", "documents"):
            connection.execute(f"CREATE TABLE old.{table} AS SELECT * FROM main.{table}")
            connection.execute(f"DELETE FROM main.{table}")
        yield connection


STORED = StoredDocument("nasty.txt", "file.txt", "", "", "", 7, 8, 20, 22)


def test_a_passage_is_stored_with_its_sentences(database: sqlite3.Connection) -> None:
    """As spans in the text of its document."""
    ((number, first, doc_id, context, packed),) = database.execute(
        "SELECT number, first_sentence, doc_id, context, sentences FROM old.passages"
    )
    assert (number, first, doc_id, context) == (7, 20, "nasty.txt", "Nasty")
    assert [(span.start, span.end) for span in unpacked_spans(packed)] == [(0, 6), (7, 12)]


def test_copied_documents_get_new_numbers(database: sqlite3.Connection) -> None:
    """Their passages and sentences too; nothing else of them changes."""
    copy_documents(database, [STORED], Numbers(0, 0))
    assert database.execute("SELECT number, first_sentence FROM passages").fetchall() == [(0, 0)]
    ((*numbers, file, notes, text),) = database.execute(
        "SELECT first, end, first_sentence, end_sentence, file, notes, text FROM documents"
    )
    assert numbers == [0, 1, 0, 2]
    assert (file, json.loads(notes), text) == ("file.txt", ["a note"], "Apple. Bird.")


def test_a_document_of_a_forgotten_file_has_none(database: sqlite3.Connection) -> None:
    """So the next build does not find the file among those that are unchanged."""
    copy_documents(database, [STORED], Numbers(0, 0))
    forget_files(database, ["nasty.txt"])
    assert database.execute("SELECT file FROM documents").fetchall() == [("",)]
