"""Builds and removals that die: a program that is started with the folder of a library.

It reads a number a line, and maybe a document to remove. For each it starts a build, or the
removal, in a process of its own and prints how that ended: 0 well, otherwise the signal that
killed it. A positive number n lets the process kill itself right before its n-th operation that
may change a file; after a negative one it is killed so many microseconds later; 0 lets it live.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from itertools import count
from pathlib import Path

from qa.errors import QuestionError
from tests.support.indexes import Library

_OPERATIONS = ("os.", "shutil.", "sqlite3.connect")
_HARMLESS = ("os.listdir", "os.scandir", "os.walk", "os.kill")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def _changes(event: str, arguments: tuple[object, ...]) -> bool:
    """Return whether an operation may change a file: kills before others find the same files."""
    if event == "open":
        *_, flags = arguments
        return isinstance(flags, int) and bool(flags & _WRITING)
    return event.startswith(_OPERATIONS) and event not in _HARMLESS


def _die_before_operation(number: int) -> None:
    operations = count(1)

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if _changes(event, arguments) and next(operations) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def main(library: Library) -> None:
    """Build or remove once for each line of the standard input."""
    for line in sys.stdin:
        first, *removed = line.split()
        number = int(first)
        child = os.fork()
        if not child:
            if number > 0:
                _die_before_operation(number)
            if removed:
                with suppress(QuestionError):  # it was gone already
                    library.remove(*removed)
            else:
                library.build_as_it_is()
            os._exit(0)
        if number < 0:
            time.sleep(-number / 1e6)
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 - its purpose


if __name__ == "__main__":
    main(Library(Path(sys.argv[1])))
