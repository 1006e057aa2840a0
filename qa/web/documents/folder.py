"""Open folders: files in them are reached without following a link.

A path that was checked can lead elsewhere a moment later, because anyone who may write to the
folder can put a link into it (time of check to time of use, CWE-367). Therefore folders are opened
one below the other, links are refused, and files are named relative to the open folder. Where the
system cannot do that (Windows), paths are resolved and compared right before they are used.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

BY_DESCRIPTOR = {os.open, os.mkdir, os.stat, os.link, os.rename, os.unlink} <= os.supports_dir_fd
"""Whether the system takes names relative to an open folder."""

_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_BLOCK = 1 << 20  # bytes read at once


class LinkError(Exception):
    """A path below a folder leads over a link, or to something that is not an ordinary file.

    Attributes:
        path: of the link.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class Folder:
    """An open folder.

    Attributes:
        path: where it was found.
    """

    def __init__(self, path: Path, descriptor: int | None) -> None:
        """Take an open folder.

        Args:
            path: where it was found.
            descriptor: of the folder; None joins names to the path instead.
        """
        self.path = path
        self._at = descriptor

    def name(self, name: str) -> str:
        """Return a name as the system takes it, together with :attr:`at`.

        Args:
            name: in the folder.
        """
        return str(self.path / name) if self._at is None else name

    @property
    def at(self) -> int | None:
        """The descriptor that names are relative to."""
        return self._at

    def status(self, name: str) -> os.stat_result | None:
        """Return the status of a file, of a link itself if it is one; None if missing.

        Args:
            name: in the folder.
        """
        try:
            return os.stat(self.name(name), dir_fd=self._at, follow_symlinks=False)
        except FileNotFoundError:
            return None

    def names(self) -> list[str]:
        """Return the names in the folder."""
        with os.scandir(self.path if self._at is None else self._at) as entries:
            return [entry.name for entry in entries]

    def open(self, name: str, flags: int) -> int:
        """Open a file, unless it is a link, and return its descriptor.

        Args:
            name: in the folder.
            flags: of :func:`os.open`.
        """
        return os.open(self.name(name), flags | _NO_LINK, 0o666, dir_fd=self._at)

    def remove(self, name: str) -> None:
        """Remove a file if it exists.

        Args:
            name: in the folder.
        """
        with suppress(FileNotFoundError):
            os.unlink(self.name(name), dir_fd=self._at)

    def rename(self, name: str, to: Folder, new: str) -> None:
        """Rename a file; one that has the new name is replaced.

        Args:
            name: in this folder.
            to: the folder it goes to.
            new: name there.
        """
        os.replace(self.name(name), to.name(new), src_dir_fd=self._at, dst_dir_fd=to.at)

    def link(self, name: str, to: Folder, new: str) -> None:
        """Give a file a second name (a hard link).

        Args:
            name: in this folder.
            to: the folder of the second name.
            new: name there.

        Raises:
            FileExistsError: there is a file of that name.
        """
        follow = {"follow_symlinks": False} if os.link in os.supports_follow_symlinks else {}
        os.link(self.name(name), to.name(new), src_dir_fd=self._at, dst_dir_fd=to.at, **follow)

    def sha256(self, name: str) -> str | None:
        """Return the sha256 of a file, in hex; None if missing.

        Args:
            name: in the folder.

        Raises:
            LinkError: it is a link, a folder or a device.
            OSError: it cannot be read.
        """
        status = self.status(name)
        if status is None:
            return None
        if not stat.S_ISREG(status.st_mode):
            raise LinkError(self.path / name)
        digest = hashlib.sha256()
        # Not blocking: a named pipe could take the file's name meanwhile, and never be written.
        with os.fdopen(self.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
        return digest.hexdigest()


@contextmanager
def open_folder(root: Path, parts: Sequence[str], *, make: bool = False) -> Iterator[Folder]:
    """Open a folder below another one, until the block ends.

    Args:
        root: the upper folder, which may itself be reached over links.
        parts: names of folders, each in the one before.
        make: make those that are missing.

    Raises:
        LinkError: one of them is a link.
        OSError: one is missing, is not a folder, or cannot be opened.
    """
    if not BY_DESCRIPTOR:
        yield _resolve(root, parts, make=make)
        return
    at = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    folder = Folder(root, at)
    try:
        for part in parts:
            if make:
                with suppress(FileExistsError):
                    os.mkdir(part, dir_fd=at)
            # Only for the message: O_NOFOLLOW refuses a link that appears after this check.
            status = folder.status(part)
            if status and stat.S_ISLNK(status.st_mode):
                raise LinkError(folder.path / part)
            outer, at = at, folder.open(part, os.O_RDONLY | os.O_DIRECTORY)
            os.close(outer)
            folder = Folder(folder.path / part, at)
        yield folder
    finally:
        os.close(at)


def _resolve(root: Path, parts: Sequence[str], *, make: bool) -> Folder:
    """Return the same folder by its path, on systems without names relative to a folder."""
    path, expected = root, root.resolve()
    for part in parts:
        path, expected = path / part, expected / part
        if make:
            path.mkdir(exist_ok=True)
        if path.resolve() != expected:
            raise LinkError(path)
        if not path.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
    return Folder(path, None)
