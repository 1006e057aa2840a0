"""The folder of the documents, which the page can change.

The folder is the truth; the index follows with the next build. No name leads out of the folder,
and no file is overwritten or deleted: what is replaced or removed can be restored.
"""

from __future__ import annotations

import os
import threading
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from anyio import to_thread

from qa.errors import CorpusError, DocumentError
from qa.files.hashing import sha256_of_file
from qa.loaders.folders.discovery import find_files
from qa.web import strings
from qa.web.documents.conditions import Conditions
from qa.web.documents.doc_ids import parts_below, parts_of, spelled
from qa.web.documents.folder import Folder, LinkError, open_folder
from qa.web.documents.moving import move
from qa.web.documents.removed import REMOVED, RemovedFile, RemovedFiles, original_parts
from qa.web.documents.upload import Upload, clear_unfinished

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

_NO_CONDITIONS = Conditions()


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was put or restored.

    Attributes:
        doc_id: of the document.
        sha256: of the file, in hex.
        created: whether there was none of that name.
    """

    doc_id: str
    sha256: str
    created: bool


class Corpus:
    """A folder of documents; safe to share between threads.

    Attributes:
        root: the folder.
    """

    def __init__(self, root: Path, index: Path) -> None:
        """Take the folder, and remove what killed uploads left in it.

        Args:
            root: the folder; it may be missing until the first document is added.
            index: folder of the index, which is not part of the corpus.
        """
        self.root = root
        self._index = index
        self._removed = RemovedFiles(root)
        self._hashes: dict[Path, tuple[int, int, str]] = {}
        self._changing = threading.Lock()
        for folder, _, _ in os.walk(root):
            parts = parts_below(root, Path(folder))
            with suppress(OSError, LinkError), open_folder(root, parts) as opened:
                clear_unfinished(opened)

    def files(self) -> dict[str, Path]:
        """Return ``doc_id`` → file; empty if there is no folder yet.

        Raises:
            CorpusError: the folder cannot be read.
        """
        if not self.root.exists():
            return {}
        return dict(find_files([self.root], self._index).files)

    def sha256(self, path: Path) -> str:
        """Return the sha256 of a file, in hex; empty if it cannot be read.

        It is computed again only when the size or time of the file changes.

        Args:
            path: of the file.
        """
        try:
            status = path.stat()
            known = self._hashes.get(path)
            if known is None or known[:2] != (status.st_mtime_ns, status.st_size):
                known = (status.st_mtime_ns, status.st_size, sha256_of_file(path))
                self._hashes[path] = known
        except OSError:
            return ""
        return known[2]

    async def put(
        self, doc_id: str, pieces: AsyncIterator[bytes], conditions: Conditions = _NO_CONDITIONS
    ) -> StoredFile:
        """Store a file as it arrives. It gets its name once it is complete.

        The same bytes once more change nothing. A file that is replaced is set aside.

        Args:
            doc_id: name of the document.
            pieces: the bytes of the file.
            conditions: of the request.

        Raises:
            DocumentError: the name is not allowed, or leads over a link.
            ConditionError: a condition fails, or none allows to replace the existing file.
            CorpusError: the file cannot be written.
        """
        with _explained(doc_id, strings.NOT_WRITTEN):
            *folders, name = parts = parts_of(doc_id, self.root, self._index)
            self.root.mkdir(parents=True, exist_ok=True)
            with self._nearest(folders) as (folder, missing):
                # Checked before the upload, to refuse early, and once more after it.
                current = None if missing else await to_thread.run_sync(folder.sha256, name)
                conditions.check(doc_id, current)
                clear_unfinished(folder)
                with closing(Upload(folder)) as upload:
                    async for piece in pieces:
                        upload.write(piece)
                    return await to_thread.run_sync(self._place, doc_id, parts, upload, conditions)

    def remove(self, doc_id: str, conditions: Conditions = _NO_CONDITIONS) -> RemovedFile:
        """Set a file aside, and return what can restore it.

        Args:
            doc_id: of the document; one of several in a file means the whole file.
            conditions: of the request.

        Raises:
            KeyError: there is no such file.
            DocumentError: it is behind a link.
            ConditionError: a condition fails.
            CorpusError: it cannot be moved.
        """
        files = self.files()
        path = files.get(doc_id) or files.get(doc_id.partition("#")[0])
        if path is None:
            raise KeyError(doc_id)
        *folders, name = parts = parts_below(self.root, path)
        with (
            _explained(doc_id, strings.NOT_REMOVED),
            self._changing,
            open_folder(self.root, folders) as folder,
        ):
            sha256 = folder.sha256(name)
            if sha256 is None:  # removed meanwhile
                raise KeyError(doc_id)
            conditions.check(doc_id, sha256)
            return self._removed.set_aside(folder, parts)

    def removed(self) -> list[RemovedFile]:
        """Return the files that were removed or replaced, the latest first."""
        return self._removed.files()

    def restore(
        self, removed: str, doc_id: str | None = None, conditions: Conditions = _NO_CONDITIONS
    ) -> StoredFile:
        """Move a removed file back.

        Args:
            removed: ``id`` of the file.
            doc_id: a new name for it; None for the one it had.
            conditions: of the request; a file that now has the name is set aside.

        Raises:
            KeyError: there is no such removed file.
            DocumentError: the name is not allowed, or leads over a link.
            ConditionError: a condition fails, or none allows to replace the existing file.
            CorpusError: the file cannot be moved.
        """
        parts = next((path for path in self._removed.paths() if spelled(path) == removed), None)
        if parts is None:
            raise KeyError(removed)
        original = original_parts(parts)
        name = doc_id or spelled(original)
        with _explained(name, strings.NOT_PUT_BACK), self._changing:
            target = parts_of(doc_id, self.root, self._index) if doc_id else original
            with (
                open_folder(self.root, [REMOVED, *parts[:-1]]) as source,
                open_folder(self.root, target[:-1], make=True) as folder,
            ):
                sha256 = source.sha256(parts[-1])
                if sha256 is None:
                    raise KeyError(removed)
                current = folder.sha256(target[-1])
                conditions.check_replacing(name, current)
                if current:
                    self._removed.set_aside(folder, target)
                move(source, parts[-1], folder, target[-1])
                return StoredFile(name, sha256, created=not current)

    def _place(
        self, doc_id: str, parts: list[str], upload: Upload, conditions: Conditions
    ) -> StoredFile:
        """Give an upload its name."""
        sha256 = upload.complete()
        with self._changing, open_folder(self.root, parts[:-1], make=True) as folder:
            current = folder.sha256(parts[-1])
            conditions.check(doc_id, current)
            if current == sha256:
                return StoredFile(doc_id, sha256, created=False)
            conditions.check_replacing(doc_id, current)
            if current is None:
                upload.put(folder, parts[-1])
            else:
                self._removed.replace(folder, parts, upload)
            return StoredFile(doc_id, sha256, created=current is None)

    @contextmanager
    def _nearest(self, folders: list[str]) -> Iterator[tuple[Folder, bool]]:
        """Open the folder of a file, or the nearest one above it that exists.

        Missing folders are made only when the upload is complete, so that a refused one leaves
        none. Yields the folder, and whether one is missing.
        """
        with ExitStack() as stack:
            for depth in range(len(folders), -1, -1):
                with suppress(FileNotFoundError):
                    folder = stack.enter_context(open_folder(self.root, folders[:depth]))
                    break
            yield folder, depth < len(folders)


@contextmanager
def _explained(doc_id: str, failed: str) -> Iterator[None]:
    """Turn an error of the file system into one that names the document and the reason."""
    try:
        yield
    except LinkError as error:
        target = error.path.resolve()
        reason = strings.BEHIND_LINK.format(link=str(error.path), target=str(target))
        raise DocumentError(Path(doc_id), reason) from error
    except OSError as error:
        raise CorpusError(failed.format(doc_id=doc_id, why=error)) from error
