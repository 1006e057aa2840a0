"""A process of Quoth's own that answers requests, each in bounded time."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from qa.errors import WorkersError
from qa.loaders.sandbox.starting import command, environment
from qa.loaders.sandbox.worker import READY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TICK_S = 0.2  # between two looks at the clock
_START_S = 120  # a worker starts in a tenth of a second, unless the machine has no time for it


class Child:
    """A process that reads files, or the pictures of their pages.

    Attributes:
        process: it.
        answers: what it writes.
        is_new: whether it has read no file yet.
        is_late: whether it took too long and was stopped.
    """

    def __init__(self, module: str, variables: Mapping[str, str] | None = None) -> None:
        """Start it.

        Args:
            module: that it runs; it writes :data:`READY` first, and answers a line of JSON each.
            variables: of its environment, in place of those of this process.

        Raises:
            WorkersError: it cannot be started.
        """
        self.is_new, self.is_late = True, False
        try:
            self.process = subprocess.Popen(  # noqa: S603 - Quoth itself
                command(module),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=environment() | dict(variables or {}),
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
                f"{self.process.returncode}): {sys.executable} -m {module}"
            )
            raise WorkersError(msg)

    def ask(self, request: Any) -> None:
        """Send a request.

        Args:
            request: plain data.
        """
        assert self.process.stdin
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        self.process.stdin.flush()

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """End the process unless what is done in this context is done in time.

        Args:
            seconds: from now on.
        """
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
