"""Reading files in a process of its own, bounded in time and memory.

A file can hang, exhaust or crash the program that reads it, by intent or by accident. Every format,
text too, is therefore read by :mod:`qa.loaders.sandbox.worker`. Where that fails, the file is
refused and the next one gets a new worker.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qa.errors import DocumentError, WorkersError, described
from qa.loaders.registry import format_of
from qa.loaders.sandbox.conversion import converted
from qa.loaders.sandbox.pipe import Read, Refused, read_answer
from qa.loaders.sandbox.worker import READY
from qa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.loaders.extraction import Extract

_TICK_S = 0.2  # between two looks at the clock
_START_S = 120  # a worker starts in a tenth of a second, unless the machine has no time for it


class Sandbox:
    """A process that reads files, started when it is first needed; close it in the end."""

    def __init__(self) -> None:
        """Take the bounds from the settings."""
        self._timeout_s = Settings.current().read_timeout_s
        self._worker: _Worker | None = None

    def close(self) -> None:
        """End the worker; a later call of :meth:`extract` starts another."""
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
            with converted(path, known) as (sha256, made):
                return sha256, self._extract(made, path)[1]
        return self._extract(path, path)

    def _extract(self, path: Path, source: Path) -> tuple[str, list[Extract]]:
        answer, is_first = self._answer(path)
        if not is_first and isinstance(answer, Refused) and answer.exhausted:
            # The files before may have left the process short of memory, or about to crash.
            answer, _ = self._answer(path)
        if isinstance(answer, Refused):
            raise DocumentError(source, answer.reason)
        return answer

    def _answer(self, path: Path) -> tuple[Read | Refused, bool]:
        """Return a worker's answer, and whether the file was its first."""
        worker = self._worker = self._worker or _Worker()
        is_first, worker.is_new = worker.is_new, False
        try:
            with worker.within(self._timeout_s):
                worker.ask(path)
                answer = read_answer(worker.answers)
        except Exception as error:  # noqa: BLE001 - a broken answer can raise any
            self.close()
            if worker.is_late:
                return Refused(f"took more than {self._timeout_s:,} s to read"), is_first
            how = f"exit status {worker.process.returncode}"
            if not isinstance(error, (EOFError, OSError)):
                how = described(error)
            reason = f"crashed the process that read it ({how})"
            return Refused(reason, exhausted=True), is_first
        except BaseException:  # the user's interrupt; the worker's answer is of no use now
            self.close()
            raise
        if worker.is_late or (isinstance(answer, Refused) and answer.exhausted):
            self.close()
        return answer, is_first


class _Worker:
    """A process that reads files.

    Attributes:
        process: it.
        answers: what it writes.
        is_new: whether it has read no file yet.
        is_late: whether it took too long and was stopped.
    """

    def __init__(self) -> None:
        """Start it.

        Raises:
            WorkersError: it cannot be started.
        """
        self.is_new, self.is_late = True, False
        # The worker must import the same modules, also where a program has changed sys.path.
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "qa.loaders.sandbox.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=environment,
            )
        except OSError as error:
            msg = f"No process can be started to read the files ({error.strerror or error})."
            raise WorkersError(msg) from error
        assert self.process.stdout
        self.answers = self.process.stdout
        self._until = math.inf
        self._ended = threading.Event()
        threading.Thread(target=self._watch, name="watch", daemon=True).start()
        try:
            with self.within(_START_S):
                is_ready = self.answers.readline() == READY
        except BaseException:
            self.end()
            raise
        if not is_ready:
            self.end()
            msg = (
                "The process that reads the files did not start (exit status "
                f"{self.process.returncode}): {sys.executable} -m qa.loaders.sandbox.worker"
            )
            raise WorkersError(msg)

    def ask(self, path: Path) -> None:
        """Send a path."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps(os.path.abspath(path)).encode() + b"\n")  # noqa: PTH100
        self.process.stdin.flush()

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """End the process unless what is done in this context is done in time."""
        self._until = time.monotonic() + seconds
        try:
            yield
        finally:
            self._until = math.inf

    def end(self) -> None:
        """End the process."""
        self._ended.set()
        self.process.kill()
        self.process.communicate()

    def _watch(self) -> None:
        """End the process when it is late: one thread for all files, cheaper than a timer each."""
        while not self._ended.wait(_TICK_S):
            if time.monotonic() > self._until:
                self.is_late = True
                self.process.kill()
                return
