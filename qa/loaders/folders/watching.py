"""Watching for changed documents."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from qa.errors import CorpusError
from qa.loaders.folders.discovery import find_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    State = tuple[tuple[str, int, int], ...] | str

POLL_S = 1.0
"""Seconds between two looks; a look at 10,000 files takes about a tenth of one."""


def changes(
    roots: Sequence[Path], leave_out: Path | None = None, poll_s: float = POLL_S
) -> Iterator[None]:
    """Yield whenever files below ``roots`` were added, deleted or changed, and are complete.

    The first yield is immediate. To wait for files that are still being written, two looks in a row
    must agree.

    Args:
        roots: files and folders, see :func:`qa.loaders.folders.discovery.find_files`.
        leave_out: a folder that does not count, the index.
        poll_s: seconds between two looks.
    """
    known = _state(roots, leave_out)
    yield
    while True:
        time.sleep(poll_s)
        state = _state(roots, leave_out)
        if state == known:
            continue
        while True:
            time.sleep(poll_s)
            later = _state(roots, leave_out)
            if later == state:
                break
            state = later
        known = state
        yield


def _state(roots: Sequence[Path], leave_out: Path | None) -> State:
    """Return path, size and time of every file, or why the corpus cannot be read."""
    try:
        found = find_files(roots, leave_out)
    except CorpusError as error:
        return str(error)
    states: list[tuple[str, int, int]] = []
    for doc_id, path in found.files:
        try:
            status = path.stat()
        except OSError:
            states.append((doc_id, -1, -1))
        else:
            states.append((doc_id, status.st_size, status.st_mtime_ns))
    return tuple(states)
