"""Reading files in a process of its own, bounded in time and memory.

A file can hang, exhaust or crash the program that reads it, by intent or by accident. Every format,
text too, is therefore read by :mod:`qa.loaders.sandbox.worker`. Where that fails, the file is
refused and the next one gets a new worker.
"""

from __future__ import annotations

import os
from threading import Event, Lock
from typing import TYPE_CHECKING

from qa.errors import DocumentError, described
from qa.loaders.ocr.engines import not_recognized
from qa.loaders.registry import format_of
from qa.loaders.sandbox.child import Child
from qa.loaders.sandbox.conversion import converted
from qa.loaders.sandbox.pipe import Read, Refused, read_answer
from qa.loaders.sandbox.recognition import Recognition, unread_pages
from qa.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from qa.loaders.extraction import Extract

_NO_TIME = "it would take longer than a request may"
_WORKER = "qa.loaders.sandbox.worker"


class ExhaustedError(Exception):
    """A file needs more memory than this sandbox has, though the settings may allow it."""


class StoppedError(Exception):
    """The build has ended while a file was read."""


class Shared:
    """What sandboxes that read at the same time have in common.

    Pictures of pages are recognized on all processors, and LibreOffice takes as much memory as
    reading a file may, so that each of these is done for one file at a time.

    Attributes:
        recognition: the processes that recognize words.
        recognizing: held while a file's pages are recognized.
        converting: held while LibreOffice converts a file.
        stopped: set when no file is to be read any more.
    """

    def __init__(self) -> None:
        """Start nothing yet."""
        self.recognition = Recognition()
        self.recognizing = Lock()
        self.converting = Lock()
        self.stopped = Event()

    def stop(self) -> None:
        """End the recognizers and a conversion under way; the threads that wait raise an error."""
        self.stopped.set()
        self.recognition.stop()


class Sandbox:
    """A process that reads files, started when it is first needed; close it in the end."""

    def __init__(
        self,
        *,
        recognize: bool = True,
        memory_mb: int | None = None,
        shared: Shared | None = None,
    ) -> None:
        """Take the bounds from the settings.

        Args:
            recognize: words in pictures of pages, which takes seconds a page.
            memory_mb: that reading a file may take here, in MiB, less than the settings allow; a
                file that needs more raises :class:`ExhaustedError` (default: as the settings
                allow).
            shared: with other sandboxes that read at the same time (default: nothing).
        """
        self._recognize = recognize
        self._timeout_s = Settings.current().read_timeout_s
        self._memory_mb = memory_mb
        self._worker: Child | None = None
        self._shared = shared or Shared()

    def close(self) -> None:
        """End the worker and the recognizers; a later call of :meth:`extract` starts others."""
        self._shared.recognition.close()
        self._end_worker()

    def stop(self) -> None:
        """End the worker from another thread, in the midst of a file.

        What it shares must have been stopped before, so that no other is started.
        """
        if worker := self._worker:
            worker.process.kill()

    def _end_worker(self) -> None:
        worker, self._worker = self._worker, None
        if worker:
            worker.end()

    def extract(self, path: Path) -> tuple[str, list[Extract]]:
        """Return the sha256 of a file's bytes and the documents in it.

        Args:
            path: of the file.

        Raises:
            DocumentError: no loader for it, or it cannot be read within the bounds.
            WorkersError: no process can be started to read it.
        """
        known = format_of(path)
        if known.converted:
            with self._shared.converting, converted(path, known, self._shared.stopped) as found:
                sha256, made = found
                return sha256, self._extract(made, path)[1]
        return self._extract(path, path)

    def _extract(self, path: Path, source: Path) -> tuple[str, list[Extract]]:
        absolute = os.path.abspath(path)  # noqa: PTH100 - links stay as they are
        answer = self._read(absolute)
        if unread := unread_pages(answer, path):
            if self._recognize:
                with self._shared.recognizing:
                    seen, notes = self._shared.recognition.seen(absolute, unread)
            else:
                seen, notes = {}, (not_recognized(_NO_TIME),)
            if seen:
                answer = _of_two(source, answer, self._read({"path": absolute, "seen": seen}))
            answer = answer.with_notes(notes)
        if isinstance(answer, Refused):
            raise DocumentError(source, answer.reason)
        return answer

    def _read(self, request: Any) -> Read | Refused:
        """Return a worker's answer; a new one is asked where the first may have been exhausted."""
        answer, is_first = self._answer(request)
        if isinstance(answer, Refused) and answer.exhausted:
            if self._memory_mb:
                raise ExhaustedError
            if not is_first:
                # The files before may have left the process short of memory, or about to crash.
                answer, _ = self._answer(request)
        return answer

    def _started(self) -> Child:
        if self._memory_mb is None:
            return Child(_WORKER)
        return Child(_WORKER, {"QA_READ_MEMORY_MB": str(self._memory_mb)})

    def _answer(self, request: Any) -> tuple[Read | Refused, bool]:
        """Return a worker's answer, and whether the file was its first."""
        worker = self._worker = self._worker or self._started()
        is_first, worker.is_new = worker.is_new, False
        if self._shared.stopped.is_set():  # after the worker can be seen, see stop()
            self._end_worker()
            raise StoppedError
        try:
            with worker.within(self._timeout_s):
                worker.ask(request)
                answer = read_answer(worker.answers)
        except Exception as error:
            self._end_worker()
            if self._shared.stopped.is_set():
                raise StoppedError from error
            if worker.is_late:
                return Refused(f"took more than {self._timeout_s:,} s to read"), is_first
            how = f"exit status {worker.process.returncode}"
            if not isinstance(error, (EOFError, OSError)):
                how = described(error)
            reason = f"crashed the process that read it ({how})"
            return Refused(reason, exhausted=True), is_first
        except BaseException:  # the user's interrupt; the worker's answer is of no use now
            self._end_worker()
            raise
        if worker.is_late or (isinstance(answer, Refused) and answer.exhausted):
            self._end_worker()
        return answer, is_first


def _of_two(path: Path, before: Read | Refused, after: Read | Refused) -> Read | Refused:
    """Return the answer with what was recognized, unless only the other one can be used."""
    if isinstance(before, Read) and isinstance(after, Refused):
        return before.with_notes((f"with recognized words, it {after.reason}",))
    if isinstance(before, Read) and isinstance(after, Read) and before.sha256 != after.sha256:
        raise DocumentError(path, "changed while it was read; build again when it is complete")
    return after
