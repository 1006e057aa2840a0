"""A process of its own for each request about the pages of a PDF, bounded in time and memory.

What reads the file may be attacked by it; see :mod:`qa.loaders.sandbox.process`.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.errors import DocumentError
from qa.loaders.sandbox.starting import command, environment
from qa.loaders.sandbox.worker import bind
from qa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

CHANGED = "the file has changed since it was indexed; build the index again"
"""Of a file whose words may be on another page now."""

_LONGEST = 300  # characters of a reason


def requested(module: str, request: dict[str, Any], work: str) -> bytes:
    """Return what a module answers to a request, in a process of its own.

    Args:
        module: that calls :func:`answer` when it runs.
        request: with the ``path`` of a PDF and the ``sha256`` of its bytes.
        work: what is done with the file, for errors: "drawn".

    Raises:
        DocumentError: the file has changed, or the work cannot be done within the bounds.
    """
    path = Path(request["path"])
    try:
        done = subprocess.run(  # noqa: S603 - the module is one of ours
            command(module),
            input=json.dumps(request).encode(),
            capture_output=True,
            check=False,
            timeout=Settings.current().read_timeout_s,
            env=environment(),
        )
    except subprocess.TimeoutExpired as error:
        reason = f"cannot be {work} within {error.timeout:,} s"
        raise DocumentError(path, reason) from None
    if done.returncode or not done.stdout:
        reason = done.stderr.decode(errors="replace").strip().rpartition("\n")[2][:_LONGEST]
        raise DocumentError(path, f"cannot be {work} ({reason or done.returncode})")
    return done.stdout


def answer(work: Callable[[bytes, dict[str, Any]], bytes]) -> None:
    """Answer the request on standard input.

    Args:
        work: the bytes of the file and the request → the answer.
    """
    request = json.load(sys.stdin)
    bind(Settings.current().read_memory_mb << 20)
    data = Path(request["path"]).read_bytes()
    if hashlib.sha256(data).hexdigest() != request["sha256"]:
        sys.exit(CHANGED)
    sys.stdout.buffer.write(work(data, request))
