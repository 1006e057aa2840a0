"""A generation being written: documents added in order, or taken over from the one before.

What is taken over is copied in whole runs of documents, so that a build costs what changed.
Texts go to disk as they come; their vectors are made afterwards by :mod:`qa.indexing.vectors`.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import Counter
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qa.embedders.onnx_export import Sample
from qa.errors import IndexStoreError
from qa.files.hashing import KEY_BYTES
from qa.index import dense, lexical
from qa.index.content_keys import ContentKeys
from qa.index.generation import Generation, database_address, packed_spans, unpacked_spans
from qa.index.lexical import Counted, Postings
from qa.index.manifest import DATABASE, write_manifest
from qa.indexing.contexts import embedded_text
from qa.stores.folder import draft_path
from qa.text.analyzer import terms, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.index.generation import StoredDocument
    from qa.index.manifest import Manifest
    from qa.indexing.contexts import NewPassage
    from qa.records import Document

_SAMPLED = 100  # passages

# Documents have a row number: in a table without, SQLite reads the whole texts of all documents
# that it passes on its way to one.
_SCHEMA = f"""
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


class _Counted(NamedTuple):
    """A passage with its words.

    Attributes:
        new: the passage.
        terms: of its own words.
        context_terms: of title and headings.
        words: of both, for the correction of misspelt questions.
    """

    new: NewPassage
    terms: list[str]
    context_terms: list[str]
    words: set[str]


class Prepared(NamedTuple):
    """A document, ready to be stored.

    Attributes:
        document: as it was read.
        passages: its passages, in order.
    """

    document: Document
    passages: list[_Counted]


def prepared(document: Document, passages: Iterable[NewPassage]) -> Prepared:
    """Do all the work on a document's text that is left to do, and change nothing."""
    counted = []
    for new in passages:
        body = document.text[new.passage.start : new.passage.end]
        counted.append(_Counted(new, terms(body), terms(new.context), _words(new.context, body)))
    return Prepared(document, counted)


@contextmanager
def drafting(root: Path, previous: Generation | None) -> Iterator[Draft]:
    """Begin a generation beside the live one; what is not published goes in the end.

    To be entered while :func:`qa.stores.folder.building` holds the index.

    Raises:
        IndexStoreError: the disk is full or the folder cannot be written; the generation
            before stays in use.
    """
    folder = draft_path(root)
    try:
        draft = Draft(folder, previous)
        try:
            yield draft
        finally:
            draft.close()
    except (OSError, sqlite3.Error) as error:
        msg = (
            f"The index could not be written to {str(root)!r} ({error}). The old one stays in use."
        )
        raise IndexStoreError(msg) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Draft:
    """A generation that is not complete yet."""

    def __init__(self, folder: Path, previous: Generation | None = None) -> None:
        """Begin with no document.

        Args:
            folder: is made, and holds the files.
            previous: what documents and vectors may be taken over from.
        """
        folder.mkdir()
        self.folder = folder
        self.previous = previous
        self._database = sqlite3.connect(folder / DATABASE, uri=True)
        self._database.executescript(_SCHEMA)
        if previous:
            self._database.execute("ATTACH ? AS old", (database_address(previous.path),))
        self.documents: dict[str, str] = {}
        """``doc_id`` → sha256 of its file."""
        self.duplicates: dict[str, str] = {}
        """``doc_id`` → that of the document with the same bytes, which represents it."""
        self.passages = 0
        self.sentences = 0
        self._kept: list[StoredDocument] = []  # in one run, not copied yet
        self._partial: list[str] = []  # of those, the ones whose file has lost a document
        self._taken: set[str] = set()
        self._postings = Postings()
        self._counted: Counted | None = None
        self._words: Counter[str] = Counter()
        self._keys: tuple[ContentKeys, ContentKeys] | None = None
        self._old_passages: list[NDArray[np.int64]] = []
        self._old_sentences: list[NDArray[np.int64]] = []

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def keep(self, document: StoredDocument, *, is_whole: bool = True) -> None:
        """Take a document of the generation before over as it is.

        Args:
            document: of that generation.
            is_whole: whether all documents of its file are taken over; otherwise the next build
                reads the file again.
        """
        if self._kept and self._kept[-1].end != document.first:
            self._copy()
        self._kept.append(document)
        if not is_whole:
            self._partial.append(document.doc_id)
        self._taken.add(document.doc_id)
        self.documents[document.doc_id] = document.source_sha256
        self.passages += document.end - document.first
        self.sentences += document.end_sentence - document.first_sentence

    def add(
        self,
        document: Document,
        passages: Iterable[NewPassage],
        file: str | None = None,
        notes: Iterable[str] = (),
    ) -> None:
        """Add a document and its passages; see :meth:`store`."""
        self.store(prepared(document, passages), file, notes)

    def store(self, ready: Prepared, file: str | None = None, notes: Iterable[str] = ()) -> None:
        """Add a document that is prepared: all that its text may make fail has been done.

        Args:
            ready: the document.
            file: ``doc_id`` of its file, where that holds several.
            notes: what the user should know of the file.
        """
        self._copy()
        document = ready.document
        first, first_sentence = self.passages, self.sentences
        keys: list[bytes] = []
        sentence_keys: list[bytes] = []
        for counted in ready.passages:
            self._add_passage(counted)
            keys.append(counted.new.key)
            sentence_keys += counted.new.sentence_keys
        of_passages, of_sentences = self._old_keys()
        self._old_passages.append(of_passages.rows(b"".join(keys)))
        self._old_sentences.append(of_sentences.rows(b"".join(sentence_keys)))
        self.documents[document.doc_id] = document.source_sha256
        self._database.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                document.doc_id,
                file or document.doc_id,
                document.source_sha256,
                document.media_type,
                json.dumps(list(notes)),
                first,
                self.passages,
                first_sentence,
                self.sentences,
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

    def old_passages(self) -> NDArray[np.int64]:
        """Return the generation before's number of every passage, -1 where it has it not."""
        self._copy()
        return np.concatenate(self._old_passages)

    def old_sentences(self) -> NDArray[np.int64]:
        """Return the generation before's number of every sentence, -1 where it has it not."""
        self._copy()
        return np.concatenate(self._old_sentences)

    def commit(self) -> None:
        """Let other processes read what was added."""
        self._copy()
        self._database.commit()

    def block(self, first: int, end: int) -> Block:
        """Return the passages ``[first, end)``."""
        return block_of(self._database, first, end)

    def sample(self) -> Sample:
        """Return some passages, from all over, each with a sentence from its middle."""
        self._copy()
        every = -(-self.passages // _SAMPLED) or 1
        blocks = [self.block(number, number + 1) for number in range(0, self.passages, every)]
        sentences = [block.sentence_texts() for block in blocks]
        return Sample(
            tuple(text for block in blocks for text in block.texts()),
            tuple(inside[len(inside) // 2] for inside in sentences),
        )

    def write(self, manifest: Manifest, vectors: NDArray[np.float32]) -> None:
        """Write what is left to write, and check all of it.

        Args:
            manifest: of the generation.
            vectors: of the passages, float32 ``(passages, dimension)``.

        Raises:
            IndexCorruptError: what was written is not what can be read.
            OSError, sqlite3.Error: it cannot be written.
        """
        dense.write(self.folder, vectors)
        self._postings.write(self.folder, self._database)
        self._database.executemany("INSERT INTO words VALUES (?, ?)", sorted(self._all_words()))
        self._database.commit()
        self.close()
        write_manifest(self.folder, manifest)
        with closing(Generation(self.folder)) as written:
            written.verify()

    def _add_passage(self, counted: _Counted) -> None:
        new = counted.new
        passage = new.passage
        self._database.execute(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self.passages,
                self.sentences,
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
        self._postings.add(self.passages, counted.terms, counted.context_terms)
        self._words.update(counted.words)
        self.passages += 1
        self.sentences += len(passage.sentences)

    def _copy(self) -> None:
        """Copy the run of documents that are kept."""
        run, self._kept = self._kept, []
        if not run:
            return
        old = self.previous
        assert old
        first, end = run[0].first, run[-1].end
        first_sentence, end_sentence = run[0].first_sentence, run[-1].end_sentence
        number = sum(map(len, self._old_passages))
        by = {
            "by": number - first,
            "by_sentence": sum(map(len, self._old_sentences)) - first_sentence,
            "first": first,
            "end": end,
            "doc_ids": json.dumps([document.doc_id for document in run]),
        }
        self._database.execute(
            "INSERT INTO passages SELECT number + :by, first_sentence + :by_sentence, doc_id, "
            "start, end, headings, context, sentences, key, sentence_keys FROM old.passages "
            "WHERE number >= :first AND number < :end",
            by,
        )
        self._database.execute(
            "INSERT INTO documents SELECT doc_id, file, source_sha256, media_type, notes, "
            "first + :by, end + :by, first_sentence + :by_sentence, end_sentence + :by_sentence, "
            "title, language, text_sha256, pages, headings, breaks, asides, text "
            "FROM old.documents WHERE doc_id IN (SELECT value FROM json_each(:doc_ids))",
            by,
        )
        partial, self._partial = self._partial, []
        self._database.executemany(
            "UPDATE documents SET file = '' WHERE doc_id = ?", ((doc_id,) for doc_id in partial)
        )
        if self._counted is None:
            self._counted = Counted(old.lexical, old.terms(), self._postings)
        self._counted.take_over(first, end, number)
        self._old_passages.append(np.arange(first, end))
        self._old_sentences.append(np.arange(first_sentence, end_sentence))

    def _all_words(self) -> Iterator[tuple[str, int]]:
        """Yield every word and how many passages hold it."""
        if self.previous and self._taken:
            self._words.update(self.previous.words())
            gone = self.previous.manifest.documents.keys() - self._taken
            for context, body in self.previous.texts_of(sorted(gone)):
                self._words.subtract(_words(context, body))
        return ((word, passages) for word, passages in self._words.items() if passages)

    def _old_keys(self) -> tuple[ContentKeys, ContentKeys]:
        if self._keys is None:
            of_passages, of_sentences = self.previous.keys() if self.previous else (b"", b"")
            self._keys = ContentKeys(of_passages), ContentKeys(of_sentences)
        return self._keys


@dataclass(frozen=True, slots=True)
class Block:
    """Some passages of a draft, one after the other, and their sentences.

    Attributes:
        passages: their numbers.
        sentences: their sentences' numbers.
    """

    passages: slice
    sentences: slice
    _database: sqlite3.Connection

    def texts(self) -> list[str]:
        """Return what is to be embedded for each passage."""
        return [
            embedded_text(context, text[start:end])
            for _, context, start, end, _, text in self._rows()
        ]

    def sentence_texts(self) -> list[str]:
        """Return what is to be embedded for each sentence."""
        return [
            text[span.start : span.end]
            for *_, sentences, text in self._rows()
            for span in unpacked_spans(sentences)
        ]

    def files_with(self, texts: Collection[str]) -> dict[str, str]:
        """Return the files that hold texts to be embedded, each with one of these texts."""
        found: dict[str, str] = {}
        for doc_id, context, start, end, sentences, text in self._rows():
            own = [embedded_text(context, text[start:end])]
            own += [text[span.start : span.end] for span in unpacked_spans(sentences)]
            for strange in filter(texts.__contains__, own):
                ((file,),) = self._database.execute(
                    "SELECT file FROM documents WHERE doc_id = ?", (doc_id,)
                )
                found[file] = strange
        return found

    def keys(self) -> list[bytes]:
        """Return what each passage's vector is found again by."""
        rows = self._database.execute(
            "SELECT key FROM passages WHERE number >= ? AND number < ? ORDER BY number",
            (self.passages.start, self.passages.stop),
        )
        return [key for (key,) in rows]

    def sentence_keys(self) -> list[bytes]:
        """Return what each sentence's vector is found again by."""
        rows = self._database.execute(
            "SELECT sentence_keys FROM passages WHERE number >= ? AND number < ? ORDER BY number",
            (self.passages.start, self.passages.stop),
        )
        keys = b"".join(keys for (keys,) in rows)
        return [keys[i : i + KEY_BYTES] for i in range(0, len(keys), KEY_BYTES)]

    def _rows(self) -> Iterator[tuple[str, str, int, int, bytes, str]]:
        """Yield doc_id, context, edges and sentences of each passage, and its document's text."""
        rows = self._database.execute(
            "SELECT doc_id, context, start, end, sentences FROM passages "
            "WHERE number >= ? AND number < ? ORDER BY number",
            (self.passages.start, self.passages.stop),
        ).fetchall()
        for doc_id, inside in groupby(rows, key=itemgetter(0)):
            ((text,),) = self._database.execute(
                "SELECT text FROM documents WHERE doc_id = ?", (doc_id,)
            )
            for row in inside:
                yield *row, text


def block_of(database: sqlite3.Connection, first: int, end: int) -> Block:
    """Return the passages ``[first, end)`` of a draft's database."""
    ((first_sentence, last, spans),) = database.execute(
        "SELECT (SELECT first_sentence FROM passages WHERE number = ?), first_sentence, "
        "sentences FROM passages WHERE number = ?",
        (first, end - 1),
    )
    sentences = slice(first_sentence, last + len(unpacked_spans(spans)))
    return Block(slice(first, end), sentences, database)


def _words(context: str, body: str) -> set[str]:
    return set(words(f"{context} {body}"))
