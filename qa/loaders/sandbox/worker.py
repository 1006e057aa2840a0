"""The process in which files are read that may be hostile; see :mod:`qa.loaders.sandbox.process`.

Reads a path a line, as JSON, some with what was recognized on the file's pages. Answers each as
:mod:`qa.loaders.sandbox.pipe` describes. Nothing that a file makes a library raise ends it, not
even what usually ends a process.
"""

from __future__ import annotations

import csv
import json
import logging
import os
import signal
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import DocumentError, described
from qa.loaders.ocr.seen import seen_page
from qa.loaders.reading import UnreadError, extract_file
from qa.loaders.sandbox.pipe import Read, Refused, packed
from qa.settings import Settings
from qa.terminal import safe_output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO, TextIO

    from qa.loaders.ocr.seen import SeenPage

READY = b"ready\n"
"""The first line that the process writes: if it ends after this, a file is the reason."""

_MIB = 1 << 20
_GRACE_S = 30  # beyond the time that a file has
_LONGEST_CELL = 1 << 20  # characters in a cell of a table; Python's bound is an eighth of that


def main() -> None:
    """Read files for one parent until it closes the pipe."""
    csv.field_size_limit(_LONGEST_CELL)  # for all readers of a process, so not in the loader

    def safely(paths: TextIO, answers: BinaryIO) -> None:
        with safe_output():  # it may be the words of a document
            logging.basicConfig(format="%(levelname)s: %(message)s")
            serve(paths, answers)

    serve_parent(safely)


def serve_parent(serve: Callable[[TextIO, BinaryIO], None]) -> None:
    """Serve one parent until it closes the pipe, with limits, and end this process if it fails.

    Args:
        serve: reads requests, and writes an answer to each.
    """
    # Ctrl-C reaches every process of the terminal; the parent decides whether this one ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is not an answer
    bind(Settings.current().read_memory_mb * _MIB)
    answers.write(READY)
    answers.flush()
    try:
        serve(sys.stdin, answers)
    except BrokenPipeError:  # the parent has ended
        os._exit(1)
    except MemoryError:  # too little is left to write an answer; the parent reports it
        os._exit(2)


def serve(paths: TextIO, answers: BinaryIO) -> None:
    """Answer every path.

    Args:
        paths: one a line, as JSON.
        answers: where each answer is written.
    """
    for line in paths:
        with _ended_when_late():
            answers.writelines(_answer(line))
            answers.flush()


@contextmanager
def _ended_when_late() -> Iterator[None]:
    """Have the system end this process if the block takes too long.

    The parent does that too, and earlier, unless it was killed.
    """
    if not hasattr(signal, "alarm"):  # Windows
        yield
        return
    signal.alarm(Settings.current().read_timeout_s + _GRACE_S)
    yield
    signal.alarm(0)


def _answer(line: str) -> list[bytes]:
    try:
        return packed(Read(*extract_file(*_asked(line))))
    except UnreadError as error:
        return packed(Refused(error.reason, unread=error.unread))
    except DocumentError as error:
        return packed(Refused(error.reason))
    except MemoryError:
        reason = f"needs more than {Settings.current().read_memory_mb:,} MiB to be read; split it"
        return packed(Refused(reason, exhausted=True))
    except BaseException as error:  # noqa: BLE001 - SystemExit too: only the parent ends this
        return packed(Refused(f"cannot be read ({described(error)})"))


def _asked(line: str) -> tuple[Path, dict[int, SeenPage] | None]:
    """Return the path that a request names, and what was recognized on its pages."""
    request = json.loads(line)
    if isinstance(request, str):
        return Path(request), None
    seen = {int(number): seen_page(page) for number, page in request["seen"].items()}
    return Path(request["path"]), seen


def bind(memory: int) -> None:
    """Limit this process to so much more memory than it has now; it may write no files.

    Args:
        memory: bytes.
    """
    with suppress(ImportError):  # Windows has no such limits; there, only time is bounded
        import resource  # noqa: PLC0415

        taken = 0
        with suppress(OSError):
            taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        for what, most in (
            (resource.RLIMIT_AS, taken + memory),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            with suppress(ValueError, OSError):  # macOS refuses some
                resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
