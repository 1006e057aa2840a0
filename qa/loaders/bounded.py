"""Reading files in a process of its own, bounded in time and memory.

A file may be made to hang, exhaust or crash what reads it. Formats that are more than text are
therefore read by :mod:`qa.loaders.worker`; where that ends badly, the file is refused and the
next one gets a new worker.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

from qa.errors import DocumentError
from qa.loaders.extract import Extract
from qa.records import Heading, Span
from qa.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


class Bounded:
    """A worker, started when it is first needed; to be closed in the end."""

    def __init__(self) -> None:
        """Take the bounds from the settings."""
        self._timeout_s = Settings().read_timeout_s
        self._process: subprocess.Popen[str] | None = None

    def close(self) -> None:
        """End the worker; a later call of :meth:`extracted` starts another."""
        process, self._process = self._process, None
        if process:
            process.kill()
            process.communicate()

    def extracted(self, path: Path) -> tuple[str, list[Extract]]:
        """Return the sha256 of a file's bytes and what it holds.

        Raises:
            DocumentError: it cannot be read within the bounds.
        """
        process = self._process or self._start()
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._timeout_s, stop)
        timer.start()
        try:
            answer = self._asked(process, path)
        finally:
            timer.cancel()
        if answer is None:
            self.close()
            reason = (
                f"took more than {self._timeout_s:,} s to read"
                if late.is_set()
                else f"made the process that read it fail (exit status {process.returncode})"
            )
            raise DocumentError(path, reason)
        if "exhausted" in answer:  # what is left of its memory is not worth having
            self.close()
        if "refused" in answer:
            raise DocumentError(path, answer["refused"])
        return answer["sha256"], [_extract(item) for item in answer["extracts"]]

    def _start(self) -> subprocess.Popen[str]:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "qa.loaders.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="ascii",
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        return self._process

    def _asked(self, process: subprocess.Popen[str], path: Path) -> dict[str, Any] | None:
        """Return the worker's answer, None where it ended without one."""
        assert process.stdin
        assert process.stdout
        try:
            process.stdin.write(json.dumps(os.fspath(path)) + "\n")
            process.stdin.flush()
            answer: dict[str, Any] = json.loads(process.stdout.readline())
        except (OSError, ValueError):
            return None
        return answer


def _extract(row: dict[str, Any]) -> Extract:
    return Extract(
        text=row["text"],
        title=row["title"],
        headings=tuple(Heading(**heading) for heading in row["headings"]),
        pages=tuple(row["pages"]),
        breaks=tuple(row["breaks"]),
        asides=tuple(Span(**span) for span in row["asides"]),
        language=row["language"],
        notes=tuple(row["notes"]),
        name=row["name"],
    )
