"""The file of users' feedback on quotes: how a removal reads and changes it.

A row of feedback repeats words of the documents. When a document is removed, its rows must go too.
"""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from qa.errors import IndexStoreError, JsonError
from qa.files import typed_json
from qa.files.atomic import atomic_write, temporary_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

FEEDBACK = "feedback.jsonl"
"""Name of the file, in the folder of the index."""

_LOCK_TIMEOUT_S = 30
_QUOTING_FIELDS = ("answers", "wrong")


@contextmanager
def writing_feedback(root: Path) -> Iterator[None]:
    """Hold the lock under which one process at a time writes feedback.

    Args:
        root: folder of the index.

    Raises:
        IndexStoreError: another process holds the lock for too long, or the folder cannot be
            written.
    """
    lock = FileLock(root / "feedback.lock", timeout=_LOCK_TIMEOUT_S)
    try:
        lock.acquire()
    except Timeout as error:
        msg = f"Another process is writing feedback to {str(root)!r}. Try again when it has ended."
        raise IndexStoreError(msg) from error
    except OSError as error:
        msg = f"Feedback in {str(root)!r} cannot be written ({error}). See who may write there."
        raise IndexStoreError(msg) from error
    try:
        yield
    finally:
        lock.release()


def quoted_documents(root: Path) -> set[str]:
    """Return the ``doc_id`` of every document that feedback quotes.

    Args:
        root: folder of the index. If its feedback cannot be read, the set is empty:
            :func:`redact_feedback` reports that.
    """
    found: set[str] = set()
    with suppress(OSError):
        for _, row in _rows(root / FEEDBACK):
            for field in _QUOTING_FIELDS:
                found.update(str(entry.get("doc_id")) for entry in _entries(row, field))
    return found


def redact_feedback(root: Path, doc_ids: Collection[str]) -> list[str]:
    """Delete the entries that quote some documents.

    Args:
        root: folder of the index.
        doc_ids: of the documents.

    Returns:
        Notes for the user: what was deleted, and which lines could not be read.

    Raises:
        IndexStoreError: the file cannot be written; it may still quote the documents.
    """
    path = root / FEEDBACK
    # Left by writes that were killed; earlier versions of Quoth used the second name.
    unfinished = temporary_name(path), path.with_suffix(".new")
    if not any(file.exists() for file in (path, *unfinished)):
        return []
    try:
        with writing_feedback(root):
            for file in unfinished:
                file.unlink(missing_ok=True)
            lines, deleted, unreadable = _remaining(path, doc_ids)
            if deleted:
                atomic_write(path, b"".join(line + b"\n" for line in lines))
    except OSError as error:
        msg = (
            f"The documents are no longer in the index, but feedback in {str(path)!r} may still "
            f"quote them: it cannot be written ({error}). Delete the file, or its lines on them."
        )
        raise IndexStoreError(msg) from error
    notes = []
    if deleted:
        entries = "1 entry" if deleted == 1 else f"{deleted:,} entries"
        notes.append(f"Feedback that quoted the documents was deleted: {entries} in {str(path)!r}.")
    if unreadable:
        notes.append(
            f"Lines of {str(path)!r} cannot be read ({unreadable:,}) and were not changed. "
            "Check whether they quote the documents."
        )
    return notes


def _remaining(path: Path, doc_ids: Collection[str]) -> tuple[list[bytes], int, int]:
    """Return the lines that stay, the number of deleted entries, and of unreadable lines."""
    lines: list[bytes] = []
    deleted = unreadable = 0
    for line, row in _rows(path):
        removed = _remove_entries(row, doc_ids) if row else 0
        unreadable += row is None
        deleted += removed
        if not removed:
            lines.append(line)
        elif any(_entries(row, field) for field in _QUOTING_FIELDS):
            lines.append(json.dumps(row, ensure_ascii=False).encode())
    return lines, deleted, unreadable


def _remove_entries(row: dict[str, Any], doc_ids: Collection[str]) -> int:
    """Remove from a row what quotes some documents, and return how many entries that were."""
    removed = 0
    for field in _QUOTING_FIELDS:
        entries = _entries(row, field)
        left = [entry for entry in entries if entry.get("doc_id") not in doc_ids]
        removed += len(entries) - len(left)
        if len(left) < len(entries):
            row[field] = left
    return removed


def _rows(path: Path) -> Iterator[tuple[bytes, dict[str, Any] | None]]:
    """Yield every line and the row in it, None if it has none."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return
    for _, line in typed_json.lines(content):
        try:
            yield line, typed_json.parse(line, dict[str, Any])
        except JsonError:
            yield line, None


def _entries(row: dict[str, Any] | None, field: str) -> list[dict[str, Any]]:
    entries = row.get(field) if row else None
    if not isinstance(entries, list):
        return []
    return [entry for entry in entries if isinstance(entry, dict)]
