"""The files of a corpus into a draft: read where they changed, kept where they did not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qa.contexts import new_passages
from qa.errors import DocumentError
from qa.loaders import load_documents
from qa.loaders.bounded import Bounded
from qa.loaders.formats import media_type_of
from qa.passages import runs

if TYPE_CHECKING:
    from pathlib import Path

    from qa.draft import Draft
    from qa.embedding import Embedder
    from qa.generation import StoredDocument
    from qa.records import Document
    from qa.seen import Seen

    _Content = tuple[str, str]  # sha256 and media type


class Gathering:
    """Fills a draft, file by file, in the order of their names.

    Attributes:
        skipped: files left out, each with its reason.
        notes: what is worth knowing of files that were read.
        duplicates: ``doc_id`` → that of the document with the same bytes, which is kept.
    """

    def __init__(self, draft: Draft, embedder: Embedder, seen: Seen) -> None:
        """Begin with no file; to be closed in the end.

        Args:
            draft: is filled.
            embedder: splits documents.
            seen: tells the files that nobody wrote to.
        """
        self.skipped: list[DocumentError] = []
        self.notes: list[str] = []
        self.duplicates: dict[str, str] = {}
        self._draft, self._embedder, self._seen = draft, embedder, seen
        self._bounded = Bounded()
        self._stored: dict[str, list[StoredDocument]] = {}
        for stored in draft.previous.stored_documents() if draft.previous else ():
            self._stored.setdefault(stored.file, []).append(stored)
        self._first: dict[_Content, tuple[str, list[str]]] = {}

    def close(self) -> None:
        """End the process that reads files."""
        self._bounded.close()

    def add_file(self, name: str, path: Path) -> None:
        """Add the documents of one file, unless another one has the same bytes.

        Args:
            name: the ``doc_id`` of the file.
            path: where it lies.
        """
        try:
            content = self._seen.sha256_of(path), media_type_of(path)
            if content in self._first:
                first, doc_ids = self._first[content]
                self.duplicates |= {name + doc_id[len(first) :]: doc_id for doc_id in doc_ids}
                return
            stored = self._stored.get(name, ())
            if stored and (stored[0].source_sha256, stored[0].media_type) == content:
                doc_ids, notes = self._keep(stored)
            else:
                content, doc_ids, notes = self._read(name, path)
        except DocumentError as error:
            self.skipped.append(error)
            return
        self._first[content] = name, doc_ids
        self.notes += (f"{str(path)!r}: {note}" for note in notes)

    def _keep(self, stored: list[StoredDocument]) -> tuple[list[str], tuple[str, ...]]:
        """Take over the documents of a file that is as it was; return their names, and notes."""
        for document in stored:
            self._draft.keep(document)
        return [document.doc_id for document in stored], tuple(json.loads(stored[0].notes))

    def _read(self, name: str, path: Path) -> tuple[_Content, list[str], tuple[str, ...]]:
        """Read the documents of a file; return what was read, their names, and notes."""
        documents, notes = load_documents(name, path, self._bounded)
        for document in documents:
            if document.doc_id in self._draft.documents:
                reason = f"holds {document.doc_id!r}, which is the name of another document too"
                raise DocumentError(path, reason)
        notes += tuple(_unbroken(document) for document in documents if runs(document.text))
        for document in documents:
            passages = new_passages(document, self._embedder)
            self._draft.add(document, passages, file=name, notes=notes)
        read = documents[0]
        return (
            (read.source_sha256, read.media_type),
            [document.doc_id for document in documents],
            notes,
        )


def _unbroken(document: Document) -> str:
    first, *others = runs(document.text)
    more = f", and {len(others):,} more such" if others else ""
    return (
        f"{first.end - first.start:,} characters without a space at {first.start:,}{more}: data, "
        "not words; the source shows them, but they are not quoted"
    )
