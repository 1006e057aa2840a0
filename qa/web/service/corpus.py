"""The folder of the documents, which the page may add to and take from.

What is in it is the truth; the index follows with the next build. No name leads out of it, and no
file is overwritten or deleted: what is replaced or removed goes to :data:`REMOVED`, from where it
can be restored.
"""

from __future__ import annotations

import os
import threading
import unicodedata
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path, PurePosixPath
from stat import S_ISREG
from typing import TYPE_CHECKING

from anyio import to_thread

from qa.errors import CorpusError, DocumentError
from qa.files.hashing import sha256_of_file
from qa.indexing.removal_plan import SET_ASIDE
from qa.loaders.folders.discovery import find_files
from qa.loaders.registry import FORMATS
from qa.web import strings
from qa.web.service.conditions import ConditionError, Conditions
from qa.web.service.folder import Folder, LinkError, Upload, below, clear_unfinished, move

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

REMOVED = SET_ASIDE
"""Folder below the corpus that takes what is removed; hidden, so that no build reads it.

A file lies there by its path below the corpus; where that is taken, below ``.2``, ``.3`` and so on.
"""

_LONGEST_NAME = 200  # bytes of a part of a path; file systems take 255
_MOST_ALIKE = 10_000  # files of one name that are set aside


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a file that was put or restored.

    Attributes:
        doc_id: of the file.
        sha256: of its bytes, in hex.
        created: whether there was none before.
    """

    doc_id: str
    sha256: str
    created: bool


@dataclass(frozen=True, slots=True)
class SetAside:
    """A file that was removed or replaced.

    Attributes:
        id: its POSIX path below :data:`REMOVED`.
        doc_id: that it had, and gets again when it is restored.
        path: where it is; bytes that are no UTF-8 are escaped.
        bytes: its size.
        removed: when that happened, ISO 8601 in UTC.
    """

    id: str
    doc_id: str
    path: str
    bytes: int
    removed: str


class Corpus:
    """A folder of documents; safe to share between threads.

    Attributes:
        root: the folder.
    """

    def __init__(self, root: Path, index: Path) -> None:
        """Take the folder, and that of the index, which is no part of it.

        What uploads have left in it that were killed is removed.
        """
        self.root = root
        self._index = index
        self._hashes: dict[Path, tuple[int, int, str]] = {}
        self._changing = threading.Lock()
        for folder, _, _ in os.walk(root):
            with suppress(OSError, LinkError), below(root, _parts(root, Path(folder))) as opened:
                clear_unfinished(opened)

    def files(self) -> dict[str, Path]:
        """Return ``doc_id`` → file; nothing where there is no folder yet.

        Raises:
            CorpusError: the folder cannot be read.
        """
        if not self.root.exists():
            return {}
        return dict(find_files([self.root], self._index).files)

    def sha256(self, path: Path) -> str:
        """Return the hash of a file, kept until its size or time changes; empty if unreadable."""
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
        self, doc_id: str, pieces: AsyncIterator[bytes], conditions: Conditions | None = None
    ) -> Stored:
        """Write a file as it comes in; it takes its place when it is complete.

        The same bytes once more change nothing. A file that is replaced is set aside.

        Raises:
            DocumentError: the name is none that a document can have, or leads over a link.
            ConditionError: there is a file of that name, and no condition allows to replace it.
            CorpusError: it cannot be written.
        """
        conditions = conditions or Conditions()
        with _explained(doc_id, strings.NOT_WRITTEN):
            *folders, name = parts = self._parts_of(doc_id)
            self.root.mkdir(parents=True, exist_ok=True)
            with self._nearest(folders) as (folder, missing):
                there = None if missing else await to_thread.run_sync(folder.sha256, name)
                conditions.check(doc_id, there)
                clear_unfinished(folder)
                with closing(Upload(folder)) as upload:
                    async for piece in pieces:
                        upload.write(piece)
                    return await to_thread.run_sync(self._placed, doc_id, parts, upload, conditions)

    def remove(self, doc_id: str, conditions: Conditions | None = None) -> SetAside:
        """Move a file to :data:`REMOVED`, and return where it is.

        Raises:
            KeyError: there is none.
            DocumentError: it lies behind a link.
            ConditionError: a condition does not hold.
            CorpusError: it cannot be moved.
        """
        files = self.files()
        path = files.get(doc_id) or files.get(doc_id.partition("#")[0])
        if path is None:
            raise KeyError(doc_id)
        *folders, name = parts = _parts(self.root, path)
        with (
            _explained(doc_id, strings.NOT_REMOVED),
            self._changing,
            below(self.root, folders) as folder,
        ):
            sha256 = folder.sha256(name)
            if sha256 is None:
                raise KeyError(doc_id)
            if conditions:
                conditions.check(doc_id, sha256)
            return self._set_aside(folder, parts)

    def removed(self) -> list[SetAside]:
        """Return the files that were removed or replaced, the latest first.

        Raises:
            CorpusError: the folder cannot be read.
        """
        found = [self._described(parts) for parts in self._aside()]
        return sorted((item for item in found if item), key=lambda item: item.removed, reverse=True)

    def restore(
        self, removed: str, doc_id: str | None = None, conditions: Conditions | None = None
    ) -> Stored:
        """Move a file from :data:`REMOVED` to where it was.

        Args:
            removed: ``id`` of the file.
            doc_id: that it gets instead of its own.
            conditions: of the request; a file that has its name by now is set aside.

        Raises:
            KeyError: there is none.
            DocumentError: its name leads over a link, or is none that a document can have.
            ConditionError: there is a file of that name, and no condition allows to replace it.
            CorpusError: it cannot be moved.
        """
        parts = next((found for found in self._aside() if _id(found) == removed), None)
        if parts is None:
            raise KeyError(removed)
        name = doc_id or _id(_original(parts))
        with _explained(name, strings.NOT_RESTORED), self._changing:
            target = self._parts_of(doc_id) if doc_id else _original(parts)
            with (
                below(self.root, [REMOVED, *parts[:-1]]) as source,
                below(self.root, target[:-1], make=True) as folder,
            ):
                sha256 = source.sha256(parts[-1])
                if sha256 is None:
                    raise KeyError(removed)
                there = folder.sha256(target[-1])
                (conditions or Conditions()).check_replaced(name, there)
                if there:
                    self._set_aside(folder, target)
                move(source, parts[-1], folder, target[-1])
                return Stored(name, sha256, created=not there)

    def _placed(
        self, doc_id: str, parts: list[str], upload: Upload, conditions: Conditions
    ) -> Stored:
        """Give an upload its name; the file that has it is set aside if that is allowed."""
        sha256 = upload.complete()
        with self._changing, below(self.root, parts[:-1], make=True) as folder:
            there = folder.sha256(parts[-1])
            conditions.check(doc_id, there)
            if there == sha256:
                return Stored(doc_id, sha256, created=False)
            conditions.check_replaced(doc_id, there)
            if there is None:
                upload.put(folder, parts[-1])
            else:
                self._replaced(folder, parts, upload)
            return Stored(doc_id, sha256, created=there is None)

    def _replaced(self, folder: Folder, parts: list[str], upload: Upload) -> None:
        """Put an upload where a file is, which has a second name in :data:`REMOVED` before."""
        before = folder.status(parts[-1])
        for aside in self._free(parts):
            try:
                folder.link(parts[-1], aside, parts[-1])
            except FileExistsError:
                continue
            except OSError:  # a file system without second names, or another device
                move(folder, parts[-1], aside, parts[-1])
                upload.put(folder, parts[-1])
                return
            now = folder.status(parts[-1])
            if not (before and now and (now.st_dev, now.st_ino) == (before.st_dev, before.st_ino)):
                reason = strings.CHANGED_SINCE.format(doc_id=_id(parts))
                raise ConditionError(reason, None, failed=True)
            upload.replace(folder, parts[-1])
            return
        raise CorpusError(strings.FULL.format(path=self.root / REMOVED))

    def _set_aside(self, folder: Folder, parts: list[str]) -> SetAside:
        for aside in self._free(parts):
            try:
                move(folder, parts[-1], aside, parts[-1])
            except FileExistsError:
                continue
            found = self._described(_parts(self.root / REMOVED, aside.path / parts[-1]))
            if found:
                return found
            break
        raise CorpusError(strings.FULL.format(path=self.root / REMOVED))

    def _free(self, parts: list[str]) -> Iterator[Folder]:
        """Yield folders of :data:`REMOVED`, one after the other, in which a file may find room."""
        for number in range(1, _MOST_ALIKE):
            start = [REMOVED] if number == 1 else [REMOVED, f".{number}"]
            with (
                suppress(NotADirectoryError),  # a file is called what this folder is
                below(self.root, [*start, *parts[:-1]], make=True) as folder,
            ):
                if folder.status(parts[-1]) is None:
                    yield folder

    def _aside(self) -> list[list[str]]:
        """Return the paths below :data:`REMOVED` of the files there, part by part."""
        top = self.root / REMOVED
        found = []
        if top.is_symlink():
            return []
        for folder, folders, names in os.walk(top):
            at = _parts(top, Path(folder))
            folders[:] = [name for name in folders if not name.startswith(".") or not at]
            found += [[*at, name] for name in names if not name.startswith(".")]
        return found

    def _described(self, parts: Sequence[str]) -> SetAside | None:
        path = self.root.joinpath(REMOVED, *parts)
        try:
            status = path.lstat()
        except OSError:
            return None
        if not S_ISREG(status.st_mode):
            return None
        when = datetime.fromtimestamp(status.st_ctime, timezone.utc)
        return SetAside(
            id=_id(parts),
            doc_id=_id(_original(parts)),
            path=_id([str(path.absolute())]),
            bytes=status.st_size,
            removed=when.isoformat(timespec="milliseconds"),
        )

    @contextmanager
    def _nearest(self, folders: list[str]) -> Iterator[tuple[Folder, bool]]:
        """Open the folder of a file, or the nearest above it where that is missing yet."""
        with ExitStack() as stack:
            for depth in range(len(folders), -1, -1):
                with suppress(FileNotFoundError):
                    folder = stack.enter_context(below(self.root, folders[:depth]))
                    break
            yield folder, depth < len(folders)

    def _parts_of(self, doc_id: str) -> list[str]:
        """Return the path of a document below the folder, part by part, or raise DocumentError."""
        name = PurePosixPath(doc_id)
        if name.suffix.lower() not in FORMATS:
            known = " ".join(sorted(FORMATS))
            raise DocumentError(Path(doc_id), strings.NO_FORMAT.format(known=known))
        parts = doc_id.split("/")
        if not all(map(_is_plain, parts)) or (self.root / name).is_dir():
            raise DocumentError(Path(doc_id), strings.BAD_NAME)
        with suppress(RuntimeError):  # links in a circle, which nothing below follows
            if (self.root / name).resolve().is_relative_to(self._index.resolve()):
                raise DocumentError(Path(doc_id), strings.BAD_NAME)
        return parts


@contextmanager
def _explained(doc_id: str, failed: str) -> Iterator[None]:
    """Say in a sentence why a file cannot be changed."""
    try:
        yield
    except LinkError as error:
        target = error.path.resolve()
        reason = strings.BEHIND_LINK.format(link=str(error.path), target=str(target))
        raise DocumentError(Path(doc_id), reason) from error
    except OSError as error:
        raise CorpusError(failed.format(doc_id=doc_id, why=error)) from error


def _parts(root: Path, path: Path) -> list[str]:
    return list(path.relative_to(root).parts)


def _id(parts: Sequence[str]) -> str:
    return "/".join(parts).encode("utf-8", "backslashreplace").decode()


def _original(parts: Sequence[str]) -> list[str]:
    """Return the path that a file had which lies at ``parts`` below :data:`REMOVED`."""
    numbered = len(parts) > 1 and parts[0].startswith(".") and parts[0][1:].isdigit()
    return list(parts[1:] if numbered else parts)


def _is_plain(part: str) -> bool:
    """Tell whether a part of a path is a name as people give them, on every system."""
    return (
        bool(part)
        and not part.startswith(".")
        and len(part.encode(errors="replace")) <= _LONGEST_NAME
        and not set(part) & set('\\:*?"<>|')
        and not any(unicodedata.category(char) in {"Cc", "Cf", "Cs"} for char in part)
    )
