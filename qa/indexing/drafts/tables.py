"""The tables of a draft's database, and the rows that are added to them."""

from __future__ import annotations

import json
from dataclasses import asdict, astuple
from typing import TYPE_CHECKING, NamedTuple

from qa.index.generations.codec import HAS_RECOGNIZED, packed_spans
from qa.index.retrieval import lexical

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Sequence

    from qa.index.generations.takeover import StoredDocument
    from qa.indexing.splitting.contexts import NewPassage
    from qa.records import Document

# Documents have a row number: in a table without, SQLite reads the whole texts of all documents
# that it passes on its way to one.
SCHEMA = f"""
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE documents (
    doc_id TEXT PRIMARY KEY, file TEXT, source_sha256 TEXT, media_type TEXT, notes TEXT,
    first INTEGER, end INTEGER, first_sentence INTEGER, end_sentence INTEGER,
    title TEXT, language TEXT, text_sha256 TEXT, pages TEXT, headings TEXT, breaks TEXT,
    asides TEXT, text TEXT
);
CREATE TABLE passages (
    number INTEGER PRIMARY KEY, first_sentence INTEGER, doc_id TEXT, start INTEGER, end INTEGER,
    headings TEXT, context TEXT, sentences BLOB, key BLOB, sentence_keys BLOB
);
CREATE TABLE words (word TEXT PRIMARY KEY, passages INTEGER) WITHOUT ROWID;
{lexical.SCHEMA}"""

# Only where a document has such pages: other indexes are to the byte what they were without it.
_RECOGNIZED = """
CREATE TABLE IF NOT EXISTS recognized (
    doc_id TEXT, number INTEGER, certainty REAL, engine TEXT, boxes TEXT,
    PRIMARY KEY (doc_id, number)
) WITHOUT ROWID"""


class Numbers(NamedTuple):
    """The number of a passage and of a sentence.

    Attributes:
        passage: number of a passage.
        sentence: number of a sentence.
    """

    passage: int
    sentence: int


def insert_document(
    database: sqlite3.Connection,
    document: Document,
    file: str,
    notes: Iterable[str],
    span: tuple[Numbers, Numbers],
) -> None:
    """Add a document.

    Args:
        database: of the draft.
        document: to add.
        file: ``doc_id`` of its file.
        notes: what the user should know of the file.
        span: the numbers of its first passage and sentence, and those after its last ones.
    """
    (first, first_sentence), (end, end_sentence) = span
    database.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document.doc_id,
            file,
            document.source_sha256,
            document.media_type,
            json.dumps(list(notes)),
            first,
            end,
            first_sentence,
            end_sentence,
            document.title,
            document.language,
            document.text_sha256,
            json.dumps(document.pages),
            json.dumps([asdict(heading) for heading in document.headings]),
            json.dumps(document.breaks),
            json.dumps([(aside.start, aside.end) for aside in document.asides]),
            document.text,
        ),
    )
    if document.recognized:
        database.execute(_RECOGNIZED)
        database.executemany(
            "INSERT INTO recognized VALUES (?, ?, ?, ?, ?)",
            ((document.doc_id, *astuple(page)) for page in document.recognized),
        )


def insert_passage(database: sqlite3.Connection, new: NewPassage, numbers: Numbers) -> None:
    """Add a passage.

    Args:
        database: of the draft.
        new: the passage.
        numbers: its own and that of its first sentence.
    """
    passage = new.passage
    database.execute(
        "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *numbers,
            passage.doc_id,
            passage.start,
            passage.end,
            json.dumps(passage.headings),
            new.context,
            packed_spans(passage.sentences),
            new.key,
            b"".join(new.sentence_keys),
        ),
    )


def copy_documents(
    database: sqlite3.Connection, run: Sequence[StoredDocument], to: Numbers
) -> None:
    """Copy documents that follow each other from the generation before, attached as ``old``.

    Args:
        database: of the draft.
        run: the documents.
        to: the numbers that their first passage and sentence get.
    """
    first, end = run[0].first, run[-1].end
    values = {
        "by": to.passage - first,
        "by_sentence": to.sentence - run[0].first_sentence,
        "first": first,
        "end": end,
        "doc_ids": json.dumps([document.doc_id for document in run]),
    }
    database.execute(
        "INSERT INTO passages SELECT number + :by, first_sentence + :by_sentence, doc_id, "
        "start, end, headings, context, sentences, key, sentence_keys FROM old.passages "
        "WHERE number >= :first AND number < :end",
        values,
    )
    database.execute(
        "INSERT INTO documents SELECT doc_id, file, source_sha256, media_type, notes, "
        "first + :by, end + :by, first_sentence + :by_sentence, end_sentence + :by_sentence, "
        "title, language, text_sha256, pages, headings, breaks, asides, text "
        "FROM old.documents WHERE doc_id IN (SELECT value FROM json_each(:doc_ids))",
        values,
    )
    if not database.execute(HAS_RECOGNIZED.format(schema="old.")).fetchone():
        return
    of_these = "FROM old.recognized WHERE doc_id IN (SELECT value FROM json_each(:doc_ids))"
    if database.execute(f"SELECT 1 {of_these} LIMIT 1", values).fetchone():
        database.execute(_RECOGNIZED)
        database.execute(f"INSERT INTO recognized SELECT * {of_these}", values)


def engines(database: sqlite3.Connection) -> list[str]:
    """Return the engines that recognized words of documents, each with its languages and pages.

    Args:
        database: of the draft.
    """
    if not database.execute(HAS_RECOGNIZED.format(schema="")).fetchone():
        return []
    rows = database.execute(
        "SELECT engine, count(*) FROM recognized GROUP BY engine ORDER BY engine"
    )
    return [f"{engine}, {pages} pages" for engine, pages in rows]


def forget_files(database: sqlite3.Connection, doc_ids: Collection[str]) -> None:
    """Forget which file documents are from, so that the next build reads it again.

    Args:
        database: of the draft.
        doc_ids: of the documents.
    """
    database.executemany(
        "UPDATE documents SET file = '' WHERE doc_id = ?", ((doc_id,) for doc_id in doc_ids)
    )
