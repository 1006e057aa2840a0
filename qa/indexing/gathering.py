"""The files of a corpus become a draft: changed ones are read, the others copied."""

from __future__ import annotations

import json
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING

from qa.errors import DocumentError, described
from qa.index.generations.takeover import stored_documents
from qa.indexing.drafts.workers import ReadFile
from qa.indexing.reading import Readers
from qa.indexing.splitting.files import blaming, split
from qa.indexing.splitting.passages import runs
from qa.indexing.splitting.prepared import prepared
from qa.loaders.encodings import is_outdated
from qa.loaders.ocr import engines as ocr
from qa.loaders.registry import media_type_of
from qa.progress import silent
from qa.records import PDF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from qa.embedders.protocol import Embedder
    from qa.index.generations.takeover import StoredDocument
    from qa.indexing.drafts.draft import Draft, NewTexts
    from qa.indexing.drafts.workers import Workers
    from qa.indexing.reading import Begun
    from qa.indexing.splitting.prepared import Prepared
    from qa.loaders.folders.file_cache import Seen
    from qa.progress import Progress

    _Content = tuple[str, str]  # sha256 and media type

_AHEAD = 256  # files that may be read before the turn of the first of them comes
_LEAST_AHEAD = 32  # that are, so that no process waits for files to read


class Gathering:
    """Fills a draft, file by file, in the order of their names.

    Attributes:
        skipped: files left out, each with its reason.
        notes: what the user should know of files that were read.
    """

    def __init__(
        self,
        draft: Draft,
        embedder: Embedder,
        seen: Seen,
        left_out: Mapping[str, str] | None = None,
        on_stored: Callable[[Prepared, NewTexts], None] | None = None,
    ) -> None:
        """Begin with no file; :meth:`close` ends it.

        Args:
            draft: to fill.
            embedder: its word pieces decide where documents are split.
            seen: hashes of files, from the build before for those that have not changed.
            left_out: name of a file → why an attempt before could not index it.
            on_stored: called with every new document, after it was stored, and with which of its
                texts are new.
        """
        self.skipped: list[DocumentError] = []
        self.notes: list[str] = []
        self._draft, self._embedder, self._seen = draft, embedder, seen
        self._left_out = left_out or {}
        self._readers = Readers()
        self._on_stored = on_stored
        self._stored: dict[str, list[StoredDocument]] = {}
        for stored in stored_documents(draft.previous) if draft.previous else ():
            self._stored.setdefault(stored.file, []).append(stored)
        self._first: dict[_Content, tuple[str, list[str]]] = {}
        self._contents: dict[str, _Content] = {}
        self._ahead: dict[str, Iterator[ReadFile | DocumentError]] = {}

    def close(self) -> None:
        """End the processes that read files."""
        self._readers.close()

    def add_files(
        self,
        files: Sequence[tuple[str, Path]],
        progress: Progress = silent,
        workers: Workers | None = None,
    ) -> None:
        """Add the documents of files.

        Args:
            files: ``doc_id`` and path of each.
            progress: receives how far the work is.
            workers: read and split new files in place of this process.
        """
        if workers:
            new = self._new(files, progress)
            self._ahead = dict.fromkeys(
                (name for name, _ in new), workers.read(new, self._embedder)
            )
            begun: Iterator[tuple[str, Path, Begun | None]]
            begun = ((name, path, None) for name, path in files)
        else:
            begun = self._begun(files)
        for done, (name, path, reading) in enumerate(begun, start=1):
            self._add_file(name, path, reading)
            progress("Reading", done, len(files))

    def _begun(self, files: Sequence[tuple[str, Path]]) -> Iterator[tuple[str, Path, Begun | None]]:
        """Yield all files, those that must be read as they are read already, with many after them.

        The contents of all of them are remembered.
        """
        contents: set[_Content] = set()
        ahead: deque[tuple[str, Path, Begun | None]] = deque()
        for name, path in files:
            is_new = self._is_new(name, path, contents)
            ahead.append((name, path, self._readers.begin(name, path) if is_new else None))
            while len(ahead) > _AHEAD or (len(ahead) > _LEAST_AHEAD and _is_done(ahead[0][2])):
                yield ahead.popleft()
        yield from ahead

    def _add_file(self, name: str, path: Path, reading: Begun | None) -> None:
        """Add the documents of one file, unless another one has the same bytes.

        Args:
            name: the ``doc_id`` of the file.
            path: of the file.
            reading: it is being read; None if that was not thought necessary.
        """
        if name in self._left_out:
            self.skipped.append(DocumentError(path, self._left_out[name]))
            return
        try:
            content = self._contents.get(name) or self._content(path)
            is_same, is_unchanged = content in self._first, self._is_unchanged(name, content)
            if reading and (is_same or is_unchanged):
                self._readers.drop(reading)
            if is_same:
                first, doc_ids = self._first[content]
                same = {name + doc_id[len(first) :]: doc_id for doc_id in doc_ids}
                self._check_names(path, same)
                self._draft.duplicates |= same
                return
            if is_unchanged:
                self._check_names(path, [stored.doc_id for stored in self._stored[name]])
                doc_ids, notes = self._take_over(self._stored[name])
            else:
                content, doc_ids, notes = self._read(name, path, reading)
        except DocumentError as error:
            self.skipped.append(error)
            return
        self._first[content] = name, doc_ids
        self.notes += (f"{str(path)!r}: {note}" for note in notes)

    def _new(self, files: Sequence[tuple[str, Path]], progress: Progress) -> list[tuple[str, Path]]:
        """Return the files that must be read, and remember the content of all of them."""
        new = []
        contents: set[_Content] = set()
        for done, (name, path) in enumerate(files, start=1):
            if self._is_new(name, path, contents):
                new.append((name, path))
            progress("Comparing", done, len(files))
        return new

    def _is_new(self, name: str, path: Path, contents: set[_Content]) -> bool:
        """Return whether a file must be read, and remember its content.

        Args:
            name: the ``doc_id`` of the file.
            path: of the file.
            contents: of the files before it; that of this one is added.
        """
        with suppress(DocumentError):  # raised again, and reported, when the file is added
            self._contents[name] = content = self._content(path)
            if name not in self._left_out:
                is_first = content not in contents
                contents.add(content)
                return is_first and not self._is_unchanged(name, content)
        return False

    def _check_names(self, path: Path, doc_ids: Iterable[str]) -> None:
        """Raise a DocumentError where a document of a file has the name of another one.

        A file named ``a.jsonl#1`` and one named ``a.jsonl`` may both have ``a.jsonl#1``.
        """
        for doc_id in doc_ids:
            if doc_id in self._draft.documents or doc_id in self._draft.duplicates:
                reason = f"has a document {doc_id!r}, but another document has that name too"
                raise DocumentError(path, reason)

    def _content(self, path: Path) -> _Content:
        try:
            return self._seen.sha256_of(path), media_type_of(path)
        except DocumentError:
            raise
        except Exception as error:  # whatever it is, one file must not end the build
            raise DocumentError(path, f"cannot be read ({described(error)})") from error

    def _is_unchanged(self, name: str, content: _Content) -> bool:
        stored = self._stored.get(name)
        if stored is None or (stored[0].source_sha256, stored[0].media_type) != content:
            return False
        notes = json.loads(stored[0].notes)
        is_pdf = content[1] == PDF
        return not is_outdated(notes) and not ocr.is_outdated(notes, is_pdf=is_pdf)

    def _take_over(self, stored: list[StoredDocument]) -> tuple[list[str], tuple[str, ...]]:
        """Copy the documents of an unchanged file; return their names, and notes."""
        for document in stored:
            self._draft.take_over(document)
        return [document.doc_id for document in stored], tuple(json.loads(stored[0].notes))

    def _read(
        self, name: str, path: Path, reading: Begun | None
    ) -> tuple[_Content, list[str], tuple[str, ...]]:
        """Read the documents of a file; return what was read, their names, and notes."""
        if name in self._ahead:  # workers yield files in the order of their names
            read = next(self._ahead[name])
            if isinstance(read, DocumentError):
                raise read
        else:
            documents, notes = self._readers.finish(reading or self._readers.begin(name, path))
            read = ReadFile(split(documents, path, self._embedder), notes)
        self._check_names(path, [document.doc_id for document, _ in read.documents])
        # All that the text can make fail comes before the first row is stored, so that a file is
        # either in the draft or not.
        with blaming(path, self._embedder):
            ready = [prepared(document, passages) for document, passages in read.documents]
            unquoted = (_unquoted(item) for item in ready)
            notes = (*read.notes, *filter(None, unquoted))
        for item in ready:
            new = self._draft.store(item, file=name, notes=notes)
            if self._on_stored:
                self._on_stored(item, new)
        first, _ = read.documents[0]
        return (
            (first.source_sha256, first.media_type),
            [document.doc_id for document, _ in read.documents],
            notes,
        )


def _is_done(reading: Begun | None) -> bool:
    return reading is None or reading.is_done


def _unquoted(ready: Prepared) -> str:
    """Return a note on text that is never quoted; empty if all of it can be."""
    found = runs(ready.document.text)
    if not found:
        return "" if ready.passages else "has headings only and no text to quote"
    first, *others = found
    more = f", and {len(others):,} more such" if others else ""
    return (
        f"{first.end - first.start:,} characters without a space at {first.start:,}{more}: these "
        "are data, not words. The source shows them, but they are never quoted"
    )
