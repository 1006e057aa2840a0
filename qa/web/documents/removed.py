"""Removed and replaced files: set aside in a hidden folder, from which they can be restored."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING

from qa.errors import CorpusError
from qa.indexing.removal_plan import SET_ASIDE
from qa.web import strings
from qa.web.documents.doc_ids import parts_below, spelled
from qa.web.documents.folder import open_folder
from qa.web.documents.moving import move
from qa.web.errors import ConditionError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.web.documents.folder import Folder
    from qa.web.documents.upload import Upload

REMOVED = SET_ASIDE
"""Folder in the folder of the documents; hidden, so that no build reads it.

A file has the path there that it had before. Further files of the same path go below ``.2``,
``.3`` and so on.
"""

_MOST_ALIKE = 10_000  # files of the same path


@dataclass(frozen=True, slots=True)
class RemovedFile:
    """A file that was removed or replaced.

    Attributes:
        id: POSIX path below :data:`REMOVED`.
        doc_id: that it had, and has again once it is restored.
        path: where it is; bytes that are not UTF-8 are escaped.
        bytes: its size.
        removed: when that happened, ISO 8601 in UTC.
    """

    id: str
    doc_id: str
    path: str
    bytes: int
    removed: str


class RemovedFiles:
    """The removed files of a folder of documents."""

    def __init__(self, root: Path) -> None:
        """Take the folder.

        Args:
            root: of the documents.
        """
        self._root = root

    def files(self) -> list[RemovedFile]:
        """Return the removed files, the latest first."""
        found = [file for parts in self.paths() if (file := self._described(parts))]
        return sorted(found, key=lambda file: file.removed, reverse=True)

    def paths(self) -> list[list[str]]:
        """Return the paths of the removed files below :data:`REMOVED`, part by part."""
        top = self._root / REMOVED
        if top.is_symlink():  # someone's other folder, whose files nobody removed
            return []
        found = []
        for folder, folders, names in os.walk(top):
            at = parts_below(top, Path(folder))
            # Hidden folders are numbers such as .2, at the top only.
            folders[:] = [name for name in folders if not name.startswith(".") or not at]
            found += [[*at, name] for name in names if not name.startswith(".")]
        return found

    def set_aside(self, folder: Folder, parts: list[str]) -> RemovedFile:
        """Move a file here, and return what can restore it.

        Args:
            folder: of the file.
            parts: its path below the folder of the documents.

        Raises:
            CorpusError: there are too many files of this path.
        """
        for aside in self._free_folders(parts):
            try:
                move(folder, parts[-1], aside, parts[-1])
            except FileExistsError:  # another request took the name
                continue
            found = self._described(parts_below(self._root / REMOVED, aside.path / parts[-1]))
            if found:
                return found
            break
        raise self._full()

    def replace(self, folder: Folder, parts: list[str], upload: Upload) -> None:
        """Put an upload in place of a file, which is set aside.

        At every moment the document is there: the old file gets its second name here before the
        upload takes the first.

        Args:
            folder: of the file.
            parts: its path below the folder of the documents.
            upload: complete.

        Raises:
            ConditionError: another program changed the file meanwhile.
            CorpusError: there are too many files of this path.
        """
        name = parts[-1]
        before = folder.status(name)
        for aside in self._free_folders(parts):
            try:
                folder.link(name, aside, name)
            except FileExistsError:
                continue
            except OSError:  # a file system without second names, or another device
                move(folder, name, aside, name)
                upload.put(folder, name)
                return
            now = folder.status(name)
            if not (before and now and (now.st_dev, now.st_ino) == (before.st_dev, before.st_ino)):
                reason = strings.CHANGED_SINCE.format(doc_id=spelled(parts))
                raise ConditionError(reason, None, failed=True)
            upload.replace(folder, name)
            return
        raise self._full()

    def _free_folders(self, parts: list[str]) -> Iterator[Folder]:
        """Yield folders here that have no file of this path, each open until the next one."""
        for number in range(1, _MOST_ALIKE):
            start = [REMOVED] if number == 1 else [REMOVED, f".{number}"]
            with (
                suppress(NotADirectoryError),  # a removed file has the name of this folder
                open_folder(self._root, [*start, *parts[:-1]], make=True) as folder,
            ):
                if folder.status(parts[-1]) is None:
                    yield folder

    def _described(self, parts: Sequence[str]) -> RemovedFile | None:
        path = self._root.joinpath(REMOVED, *parts)
        try:
            status = path.lstat()
        except OSError:
            return None
        if not S_ISREG(status.st_mode):
            return None
        # The change time is that of the move; the modification time is the document's own.
        when = datetime.fromtimestamp(status.st_ctime, timezone.utc)
        return RemovedFile(
            id=spelled(parts),
            doc_id=spelled(original_parts(parts)),
            path=spelled([str(path.absolute())]),
            bytes=status.st_size,
            removed=when.isoformat(timespec="milliseconds"),
        )

    def _full(self) -> CorpusError:
        return CorpusError(strings.FULL.format(path=self._root / REMOVED))


def original_parts(parts: Sequence[str]) -> list[str]:
    """Return the path that a removed file had.

    Args:
        parts: its path below :data:`REMOVED`.
    """
    numbered = len(parts) > 1 and parts[0].startswith(".") and parts[0][1:].isdigit()
    return list(parts[1:] if numbered else parts)
