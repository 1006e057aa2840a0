"""The process in which files are read that may be hostile; see :mod:`qa.loaders.bounded`.

Reads a path a line, as JSON, and answers each with a line: what was extracted, or why nothing.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.errors import DocumentError
from qa.loaders.formats import extracted
from qa.settings import Settings
from qa.terminal import safe_output

if TYPE_CHECKING:
    from typing import TextIO

_MIB = 1 << 20


def main() -> None:
    """Serve one parent until it closes the pipe."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # whatever a library prints is no answer
    bind(Settings().read_memory_mb * _MIB)
    with safe_output():  # it may be the words of a document
        logging.basicConfig(format="%(levelname)s: %(message)s")
        _serve(sys.stdin, answers)


def _serve(paths: TextIO, answers: TextIO) -> None:
    for line in paths:
        answers.write(json.dumps(_answer(Path(json.loads(line)))) + "\n")
        answers.flush()


def _answer(path: Path) -> dict[str, Any]:
    try:
        sha256, extracts = extracted(path)
        return {"sha256": sha256, "extracts": [asdict(item) for item in extracts]}
    except DocumentError as error:
        return {"refused": error.reason}
    except MemoryError:
        reason = f"needs more than {Settings().read_memory_mb:,} MiB to be read"
        return {"refused": reason, "exhausted": True}
    except Exception as error:  # noqa: BLE001 - whatever a hostile file makes a library raise
        return {"refused": f"cannot be read ({type(error).__name__}: {error})"}


def bind(memory: int) -> None:
    """Take no more memory than this on top of what is taken, and write no files."""
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
