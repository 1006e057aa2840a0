"""Folders below a corpus, and files in them, reached without following a link.

A path that was checked can lead elsewhere a moment later, for anyone who may write to a corpus can
put a link into it. So folders are opened one below the other, each refused if it is a link, and
files are named relative to the open folder. Where the system cannot do that (Windows), paths are
resolved and compared right before they are used.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

try:
    import fcntl
except ImportError:  # Windows, where a file that is open cannot be deleted anyway
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

UNFINISHED = ".upload-"
"""What the names of files begin with that are not complete; hidden, so that no build reads them."""

_BY_DESCRIPTOR = {os.open, os.mkdir, os.stat, os.link, os.rename, os.unlink} <= os.supports_dir_fd
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_TEMPORARY = getattr(os, "O_TMPFILE", 0) if _BY_DESCRIPTOR else 0
_OPEN_FILES = "/proc/self/fd"
_BLOCK = 1 << 20


class LinkError(Exception):
    """A path below a folder leads over a link, or to what is no ordinary file.

    Attributes:
        path: of the link.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class Folder:
    """A folder that is open.

    Attributes:
        path: where it was found.
    """

    def __init__(self, path: Path, descriptor: int | None) -> None:
        """Take a folder; without a descriptor, names are joined to the path."""
        self.path = path
        self._at = descriptor

    def name(self, name: str) -> str:
        """Return how a name in the folder is passed to the system, with :attr:`at`."""
        return str(self.path / name) if self._at is None else name

    @property
    def at(self) -> int | None:
        """The descriptor that names are relative to."""
        return self._at

    def status(self, name: str) -> os.stat_result | None:
        """Return the status of a name, not of what a link leads to; None where there is none."""
        try:
            return os.stat(self.name(name), dir_fd=self._at, follow_symlinks=False)
        except FileNotFoundError:
            return None

    def names(self) -> list[str]:
        """Return the names in the folder."""
        return os.listdir(self.path if self._at is None else self._at)  # noqa: PTH208 - by descriptor

    def open(self, name: str, flags: int) -> int:
        """Open a file that is no link, and return its descriptor."""
        return os.open(self.name(name), flags | _NO_LINK, 0o666, dir_fd=self._at)

    def remove(self, name: str) -> None:
        """Remove a file that may be gone already."""
        with suppress(FileNotFoundError):
            os.unlink(self.name(name), dir_fd=self._at)

    def rename(self, name: str, to: Folder, new: str) -> None:
        """Rename a file, over one that has the new name."""
        os.replace(self.name(name), to.name(new), src_dir_fd=self._at, dst_dir_fd=to.at)

    def link(self, name: str, to: Folder, new: str) -> None:
        """Give a file a second name.

        Raises:
            FileExistsError: there is a file of that name.
        """
        follow = {"follow_symlinks": False} if os.link in os.supports_follow_symlinks else {}
        os.link(self.name(name), to.name(new), src_dir_fd=self._at, dst_dir_fd=to.at, **follow)

    def sha256(self, name: str) -> str | None:
        """Return the sha256 of a file, in hex; None where there is none.

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
        with os.fdopen(self.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
        return digest.hexdigest()


@contextmanager
def below(root: Path, parts: Sequence[str], *, make: bool = False) -> Iterator[Folder]:
    """Open the folder that lies below ``root`` by these names.

    Args:
        root: may be reached over links itself.
        parts: names of folders, each in the one before.
        make: make those that are missing.

    Raises:
        LinkError: one of them is a link.
        OSError: one is missing, is no folder, or cannot be opened.
    """
    if not _BY_DESCRIPTOR:
        yield _resolved(root, parts, make=make)
        return
    at = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    folder = Folder(root, at)
    try:
        for part in parts:
            if make:
                with suppress(FileExistsError):
                    os.mkdir(part, dir_fd=at)
            status = folder.status(part)
            if status and stat.S_ISLNK(status.st_mode):
                raise LinkError(folder.path / part)
            outer, at = at, folder.open(part, os.O_RDONLY | os.O_DIRECTORY)
            os.close(outer)
            folder = Folder(folder.path / part, at)
        yield folder
    finally:
        os.close(at)


def _resolved(root: Path, parts: Sequence[str], *, make: bool) -> Folder:
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


def move(source: Folder, name: str, to: Folder, new: str) -> None:
    """Move a file to a name that is free, also to another device; it is whole at one of both.

    Raises:
        FileExistsError: the name is not free.
        OSError: it cannot be moved, and is where it was.
    """
    os.close(to.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
    try:
        try:
            source.rename(name, to, new)  # over the empty file, which keeps the name from others
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            _copy(source, name, to, new)
    except OSError:
        to.remove(new)
        raise


def _copy(source: Folder, name: str, to: Folder, new: str) -> None:
    """Copy a file over an empty one, and remove it where it was if nobody has changed it."""
    with (
        os.fdopen(source.open(name, os.O_RDONLY), "rb") as read,
        os.fdopen(to.open(new, os.O_WRONLY), "wb") as written,
    ):
        before = os.fstat(read.fileno())
        shutil.copyfileobj(read, written, _BLOCK)
        written.flush()
        os.fsync(written.fileno())
        if os.utime in os.supports_fd:
            os.utime(written.fileno(), ns=(before.st_atime_ns, before.st_mtime_ns))
    now = source.status(name)
    if now is None or _identity(now) != _identity(before):
        raise OSError(errno.EBUSY, "the file changed while it was copied", str(source.path / name))
    source.remove(name)


def _identity(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


class Upload:
    """A file that is being written and has no name yet, so that nothing of it stays after a kill.

    Where the system knows no such files, it has a hidden name, and :func:`clear_unfinished`
    removes what a kill has left.
    """

    def __init__(self, folder: Folder) -> None:
        """Begin a file on the device of an open folder."""
        self._folder = folder
        self._name = ""
        self._digest = hashlib.sha256()
        if _TEMPORARY and os.path.isdir(_OPEN_FILES):  # noqa: PTH112 - raises nothing
            try:
                self._file = os.fdopen(folder.open(".", _TEMPORARY | os.O_WRONLY), "wb")
            except OSError:  # not on this file system
                pass
            else:
                return
        self._name = f"{UNFINISHED}{secrets.token_hex(8)}"
        self._file = os.fdopen(folder.open(self._name, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb")
        if fcntl:
            fcntl.flock(self._file, fcntl.LOCK_EX)

    def write(self, piece: bytes) -> None:
        """Add to it."""
        self._digest.update(piece)
        self._file.write(piece)

    def complete(self) -> str:
        """Have all of it on the disk, and return its sha256 in hex."""
        self._file.flush()
        os.fsync(self._file.fileno())
        return self._digest.hexdigest()

    def put(self, folder: Folder, name: str) -> None:
        """Give it a name that is free.

        Raises:
            FileExistsError: the name is not free.
        """
        if not self._name:
            os.link(f"{_OPEN_FILES}/{self._file.fileno()}", name, dst_dir_fd=folder.at)
            return
        try:
            self._folder.link(self._name, folder, name)
        except FileExistsError:
            raise
        except OSError:  # a file system without second names
            self._file.close()
            move(self._folder, self._name, folder, name)

    def replace(self, folder: Folder, name: str) -> None:
        """Give it the name of another file, which loses it."""
        if self._name:
            self._folder.rename(self._name, folder, name)
            return
        hidden = f"{UNFINISHED}{secrets.token_hex(8)}"
        self.put(folder, hidden)
        try:
            folder.rename(hidden, folder, name)
        except OSError:
            folder.remove(hidden)
            raise

    def close(self) -> None:
        """End; what has got no name is gone."""
        self._file.close()
        if self._name:
            self._folder.remove(self._name)


def clear_unfinished(folder: Folder) -> None:
    """Remove what uploads have left in a folder that were killed; others go on."""
    for name in folder.names():
        if name.startswith(UNFINISHED):
            with suppress(OSError):
                _remove_unless_written(folder, name)


def _remove_unless_written(folder: Folder, name: str) -> None:
    if fcntl is None:
        folder.remove(name)
        return
    descriptor = folder.open(name, os.O_RDONLY | os.O_NONBLOCK)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        folder.remove(name)
    finally:
        os.close(descriptor)
