"""A generation being written: documents are added in order, or copied from the one before.

Documents that follow each other are copied together, so that a build costs what changed. Texts go
to disk as they come; their vectors are made afterwards by :mod:`qa.indexing.vectors.writing`.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qa.embedders.choice import Sample
from qa.errors import IndexStoreError
from qa.files.content_keys import ContentKeys
from qa.index.generations.consistency import check_contents
from qa.index.generations.database import database_uri
from qa.index.generations.generation import Generation
from qa.index.generations.manifest import DATABASE, write_manifest
from qa.index.generations.takeover import stored_keys, stored_terms, stored_texts, stored_words
from qa.index.retrieval import dense
from qa.index.retrieval.lexical_builder import LexicalBuilder, PreviousPostings
from qa.indexing.drafts.blocks import Block, block_of
from qa.indexing.drafts.tables import (
    SCHEMA,
    Numbers,
    copy_documents,
    engines,
    forget_files,
    insert_document,
    insert_passage,
)
from qa.indexing.splitting.prepared import prepared, words_of
from qa.stores.folder import draft_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.index.generations.manifest import Manifest
    from qa.index.generations.takeover import StoredDocument
    from qa.indexing.splitting.contexts import NewPassage
    from qa.indexing.splitting.prepared import CountedPassage, Prepared
    from qa.records import Document

_SAMPLED = 100  # passages that an encoder is checked with


@contextmanager
def drafting(root: Path, previous: Generation | None) -> Iterator[Draft]:
    """Begin a generation next to the live one; it is deleted in the end unless it was published.

    Args:
        root: folder of the index; :func:`qa.stores.folder.building` must hold its lock.
        previous: the generation to copy documents and vectors from.

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
        msg = f"The index cannot be written to {str(root)!r} ({error}). The old one stays in use."
        raise IndexStoreError(msg) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class NewTexts(NamedTuple):
    """Which texts of a document the generation before does not have.

    Attributes:
        passages: for each passage; bool ``(passages,)``.
        sentences: for each sentence of all passages; bool ``(sentences,)``.
    """

    passages: NDArray[np.bool_]
    sentences: NDArray[np.bool_]


class Draft:
    """A generation that is not complete yet."""

    def __init__(self, folder: Path, previous: Generation | None = None) -> None:
        """Begin with no document.

        Args:
            folder: for the files; it must not exist yet.
            previous: the generation to copy documents and vectors from.
        """
        folder.mkdir()
        self.folder = folder
        self.previous = previous
        self._database = sqlite3.connect(folder / DATABASE, uri=True)
        self._database.executescript(SCHEMA)
        if previous:
            self._database.execute("ATTACH ? AS old", (database_uri(previous.path),))
        self.documents: dict[str, str] = {}
        """``doc_id`` → sha256 of its file."""
        self.duplicates: dict[str, str] = {}
        """``doc_id`` → that of the document with the same bytes, which represents it."""
        self.passages = 0
        self.sentences = 0
        self._run: list[StoredDocument] = []  # that follow each other, not copied yet
        self._partial: list[str] = []  # of those, the ones whose file has lost a document
        self._taken: set[str] = set()
        self._lexical = LexicalBuilder()
        self._previous_postings: PreviousPostings | None = None
        self._words: Counter[str] = Counter()
        self._keys: tuple[ContentKeys, ContentKeys] | None = None
        self._old_passages: list[NDArray[np.int64]] = []
        self._old_sentences: list[NDArray[np.int64]] = []

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def take_over(self, document: StoredDocument, *, is_whole: bool = True) -> None:
        """Copy a document from the generation before.

        Args:
            document: of that generation.
            is_whole: whether all documents of its file are copied; otherwise the next build reads
                the file again.
        """
        if self._run and self._run[-1].end != document.first:
            self._copy()
        self._run.append(document)
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
        """Add a document and its passages.

        Args:
            document: to add.
            passages: of the document, in order.
            file: ``doc_id`` of its file, if that has several documents.
            notes: what the user should know of the file.
        """
        self.store(prepared(document, passages), file, notes)

    def store(
        self, ready: Prepared, file: str | None = None, notes: Iterable[str] = ()
    ) -> NewTexts:
        """Add a document that is prepared: nothing that its text could make fail is left to do.

        Args:
            ready: the document.
            file: ``doc_id`` of its file, if that has several documents.
            notes: what the user should know of the file.

        Returns:
            Which of its texts the generation before does not have.
        """
        self._copy()
        document = ready.document
        first = Numbers(self.passages, self.sentences)
        keys: list[bytes] = []
        sentence_keys: list[bytes] = []
        for counted in ready.passages:
            self._add_passage(counted)
            keys.append(counted.new.key)
            sentence_keys += counted.new.sentence_keys
        of_passages, of_sentences = self._old_keys()
        old, old_sentences = (
            of_passages.rows(b"".join(keys)),
            of_sentences.rows(b"".join(sentence_keys)),
        )
        self._old_passages.append(old)
        self._old_sentences.append(old_sentences)
        self.documents[document.doc_id] = document.source_sha256
        span = first, Numbers(self.passages, self.sentences)
        insert_document(self._database, document, file or document.doc_id, notes, span)
        return NewTexts(old < 0, old_sentences < 0)

    def old_passages(self) -> NDArray[np.int64]:
        """Return the generation before's number of every passage, -1 for new ones."""
        self._copy()
        return np.concatenate(self._old_passages)

    def old_sentences(self) -> NDArray[np.int64]:
        """Return the generation before's number of every sentence, -1 for new ones."""
        self._copy()
        return np.concatenate(self._old_sentences)

    def engines(self) -> list[str]:
        """Return what recognized words in pictures of pages, each with how many; empty without."""
        self._copy()
        return engines(self._database)

    def commit(self) -> None:
        """Make what was added visible to other processes."""
        self._copy()
        self._database.commit()

    def block(self, first: int, end: int) -> Block:
        """Return a block of passages.

        Args:
            first: number of its first passage.
            end: number after its last one.
        """
        return block_of(self._database, first, end)

    def sample(self) -> Sample:
        """Return passages from all over the draft, each with a sentence from its middle."""
        self._copy()
        every = -(-self.passages // _SAMPLED) or 1
        numbers = range(0, self.passages, every)
        texts = [one for number in numbers for one in self.block(number, number + 1).texts()]
        middle = ((text, spans[len(spans) // 2]) for text, spans in texts)
        return Sample(
            tuple(text for text, _ in texts),
            tuple(text[span.start : span.end] for text, span in middle),
        )

    def write(self, manifest: Manifest, vectors: NDArray[np.float32]) -> None:
        """Write the rest of the generation, and check all of it.

        Args:
            manifest: of the generation.
            vectors: of the passages, float32 ``(passages, dimension)``.

        Raises:
            IndexCorruptError: what can be read is not what was written.
            OSError, sqlite3.Error: it cannot be written.
        """
        dense.write(self.folder, vectors)
        self._lexical.write(self.folder, self._database)
        self._database.executemany("INSERT INTO words VALUES (?, ?)", sorted(self._all_words()))
        self._database.commit()
        self.close()
        write_manifest(self.folder, manifest)
        # Read back before it can become the index in use: a disk or memory error ends here.
        with closing(Generation(self.folder)) as written:
            check_contents(written)

    def _add_passage(self, counted: CountedPassage) -> None:
        insert_passage(self._database, counted.new, Numbers(self.passages, self.sentences))
        self._lexical.add(self.passages, counted.terms, counted.context_terms)
        self._words.update(counted.words)
        self.passages += 1
        self.sentences += len(counted.new.passage.sentences)

    def _copy(self) -> None:
        """Copy the run of documents that are taken over."""
        run, self._run = self._run, []
        if not run:
            return
        old = self.previous
        assert old
        to = Numbers(sum(map(len, self._old_passages)), sum(map(len, self._old_sentences)))
        copy_documents(self._database, run, to)
        partial, self._partial = self._partial, []
        forget_files(self._database, partial)
        if self._previous_postings is None:
            self._previous_postings = PreviousPostings(
                old.lexical, stored_terms(old), self._lexical
            )
        first, end = run[0].first, run[-1].end
        self._previous_postings.copy(first, end, to.passage)
        self._old_passages.append(np.arange(first, end))
        self._old_sentences.append(np.arange(run[0].first_sentence, run[-1].end_sentence))

    def _all_words(self) -> Iterator[tuple[str, int]]:
        """Yield every word and the number of passages that have it."""
        if self.previous and self._taken:
            self._words.update(stored_words(self.previous))
            # Words have no lists of passages, so those of removed documents are counted again.
            gone = self.previous.manifest.documents.keys() - self._taken
            for context, body in stored_texts(self.previous, sorted(gone)):
                self._words.subtract(words_of(context, body))
        return ((word, passages) for word, passages in self._words.items() if passages)

    def _old_keys(self) -> tuple[ContentKeys, ContentKeys]:
        if self._keys is None:
            of_passages, of_sentences = stored_keys(self.previous) if self.previous else (b"", b"")
            self._keys = ContentKeys(of_passages), ContentKeys(of_sentences)
        return self._keys
