"""Runs a command and says how long it took and how much memory it and its children used."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PROC = Path("/proc")
_INTERVAL_S = 0.05
_REASON = 160


class FailedError(Exception):
    """A command failed or took too long; the message is the line that says why."""


@dataclass(frozen=True)
class Run:
    """What a command printed and took.

    Attributes:
        output: to stdout.
        seconds: from the start of the process to its end.
        peak_mib: the most memory that it and its children had at once: RSS, which counts pages
            that two of them share twice. None where there is no ``/proc``.
    """

    output: str
    seconds: float
    peak_mib: int | None


def run(
    command: Sequence[str], environment: Mapping[str, str], folder: Path, timeout_s: float
) -> Run:
    """Run a command to its end.

    Args:
        command: program and arguments.
        environment: all variables that it sees.
        folder: in which it runs.
        timeout_s: after which it is killed, with its children.

    Raises:
        FailedError: it ended with another status than 0, or took too long.
    """
    started = time.perf_counter()
    with subprocess.Popen(
        command,
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
    ) as process:
        peak, ended = _Peak(process.pid), threading.Event()
        watching = threading.Thread(target=peak.watch, args=(ended,))
        watching.start()
        try:
            output, errors = process.communicate(timeout=timeout_s)
        except subprocess.TimeoutExpired:
            msg = f"took longer than {timeout_s:.0f} s"
            raise FailedError(msg) from None
        finally:
            seconds = time.perf_counter() - started
            ended.set()
            watching.join()
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    if process.returncode:
        raise FailedError(_reason(errors or output) or f"exit status {process.returncode}")
    return Run(output, seconds, peak.kib >> 10 if peak.kib else None)


def _reason(errors: str) -> str:
    """Return the line that says why: pip's first one, a traceback's last one, or else the last."""
    lines = [line.strip() for line in errors.splitlines() if line.strip()]
    of_pip = [line for line in lines if line.startswith("ERROR:")]
    of_python = [line for line in lines if line.split(":")[0].endswith(("Error", "Exception"))]
    return (of_pip[:1] or of_python[-1:] or lines[-1:] or [""])[0][:_REASON]


class _Peak:
    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.kib = 0

    def watch(self, ended: threading.Event) -> None:
        """Note the most memory until the process has ended."""
        while not ended.wait(_INTERVAL_S):
            self.kib = max(self.kib, _resident(self._pid))


def _resident(pid: int) -> int:
    """Return the KiB that a process and all below it have in memory; 0 if it has ended."""
    kib = 0
    with suppress(OSError):
        for line in (_PROC / str(pid) / "status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                kib = int(line.split()[1])
        for task in (_PROC / str(pid) / "task").iterdir():
            with suppress(OSError):  # a thread that has ended since
                children = (task / "children").read_text().split()
                kib += sum(_resident(int(child)) for child in children)
    return kib
