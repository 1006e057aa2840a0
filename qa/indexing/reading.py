"""Files are read in several processes at once, and their documents come in the files' order.

Each process reads one file at a time, within bounds (:mod:`qa.loaders.sandbox.process`). A file
that hangs, crashes or exhausts its process costs the others nothing but that process's time.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Condition
from typing import TYPE_CHECKING

from qa.errors import DocumentError
from qa.loaders.sandbox.loading import load_documents
from qa.loaders.sandbox.process import ExhaustedError, Sandbox, Shared, StoppedError
from qa.processors import cores, memory
from qa.settings import Settings

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    from qa.records import Document

    _Read = tuple[list[Document], tuple[str, ...]]  # the documents of a file, and notes

_MEMORY_EACH = 2 << 30  # bytes of the machine for each process, half of which it may use
_SHARE_MB = 1024  # MiB that a file may take while others are read
_LARGE = 64 << 20  # bytes of a file that is read alone: it would take most of a share
_MOST_WAITING = 16 << 20  # characters of documents that wait for their turn


def most_at_once() -> int:
    """Return how many files are read at once: one for each processor, if memory allows."""
    return max(1, min(cores(), memory() // _MEMORY_EACH))


@dataclass(frozen=True, slots=True)
class Begun:
    """A file that is being read, or soon will be.

    Attributes:
        name: the ``doc_id`` of the file.
        path: of the file.
        number: of the file, in the order in which files were begun.
        future: of what is read; None if the file is to be read alone, at its turn.
    """

    name: str
    path: Path
    number: int
    future: Future[_Read | DocumentError] | None

    @property
    def is_done(self) -> bool:
        """Whether finishing it needs no more time than it would need anyway."""
        return self.future is None or self.future.done()


class Readers:
    """Processes that read files, started when they are first needed; close them in the end."""

    def __init__(self, at_once: int | None = None) -> None:
        """Start nothing yet.

        Args:
            at_once: the most files that are read at once (default: :func:`most_at_once`).
        """
        at_once = at_once or most_at_once()
        # The only one has all that a file may take; of several, each a share. What a share does
        # not suffice for is read again, alone.
        most_mb = Settings.current().read_memory_mb
        self._share_mb = _SHARE_MB if at_once > 1 and most_mb > _SHARE_MB else None
        self._shared = Shared()
        self._alone = Sandbox(shared=self._shared)
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="read")
        self._free: list[Sandbox] = []
        self._all: list[Sandbox] = []
        self._begun = self._turn = 0  # numbers of the last file begun, and of the one finished now
        self._waiting = 0
        self._room = Condition()

    def close(self) -> None:
        """End all processes, also in the midst of a file."""
        self._shared.stop()
        with self._room:
            self._room.notify_all()
        self._pool.shutdown(wait=False, cancel_futures=True)
        for sandbox in list(self._all):
            sandbox.stop()
        self._pool.shutdown(wait=True)
        for sandbox in (self._alone, *self._all):
            sandbox.close()

    def begin(self, name: str, path: Path) -> Begun:
        """Begin to read a file, after those that were begun before it.

        Args:
            name: the ``doc_id`` of the file.
            path: of the file.
        """
        self._begun += 1
        future = None
        if not self._share_mb or _size(path) <= _LARGE:
            future = self._pool.submit(self._read, name, path, self._begun)
        return Begun(name, path, self._begun, future)

    def finish(self, begun: Begun) -> _Read:
        """Return the documents of a file, and notes for the user.

        Files must be finished in the order in which they were begun.

        Args:
            begun: as :meth:`begin` returned it.

        Raises:
            DocumentError: no loader for its suffix, or it cannot be read, or has no text.
            WorkersError: no process can be started to read it.
        """
        with self._room:
            self._turn = begun.number
            self._room.notify_all()
        if begun.future is None:
            return load_documents(begun.name, begun.path, self._alone)
        try:
            read = begun.future.result()
        except ExhaustedError:
            return load_documents(begun.name, begun.path, self._alone)
        if isinstance(read, DocumentError):
            raise read
        with self._room:
            self._waiting -= _length(read)
            self._room.notify_all()
        return read

    def drop(self, begun: Begun) -> None:
        """Do without a file.

        Args:
            begun: as :meth:`begin` returned it.
        """
        if begun.future:
            begun.future.cancel()
            begun.future.add_done_callback(self._forget)

    def _forget(self, future: Future[_Read | DocumentError]) -> None:
        if not future.cancelled() and not future.exception():
            read = future.result()
            with self._room:
                self._waiting -= 0 if isinstance(read, DocumentError) else _length(read)
                self._room.notify_all()

    def _read(self, name: str, path: Path, number: int) -> _Read | DocumentError:
        """Read a file in a thread of the pool."""
        with self._room:  # which the file whose turn it is does not need: the others wait for it
            self._room.wait_for(
                lambda: (
                    self._waiting < _MOST_WAITING
                    or number <= self._turn
                    or self._shared.stopped.is_set()
                )
            )
        if self._shared.stopped.is_set():
            raise StoppedError
        try:
            sandbox = self._free.pop()
        except IndexError:
            sandbox = Sandbox(memory_mb=self._share_mb, shared=self._shared)
            self._all.append(sandbox)
        try:
            read = load_documents(name, path, sandbox)
        except DocumentError as error:
            return error
        finally:
            self._free.append(sandbox)
        with self._room:
            self._waiting += _length(read)
        return read


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # reading it reports that
        return 0


def _length(read: _Read) -> int:
    documents, _ = read
    return sum(len(document.text) for document in documents)
