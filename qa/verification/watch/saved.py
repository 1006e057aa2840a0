"""Saved answers from files, folders, and files with a receipt on each line."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import QAError, ReceiptError
from qa.files import typed_json
from qa.receipts import parse_receipt, read_receipt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qa.receipts import Receipt

MOST_RECEIPTS = 10_000
"""Receipts that are watched at once; each question takes about as long as asking it."""

_SUFFIXES = (".json", ".jsonl", ".ndjson")
_LARGEST_LINES = 256 << 20  # bytes of a file with a receipt on each line

Saved = tuple[str, "Receipt | QAError"]
"""Name of a receipt, and the receipt or what is wrong with it."""


def saved_answers(paths: Iterable[str]) -> list[Saved]:
    """Return the receipts of files and folders, in order; those of a folder sorted by path.

    A receipt that cannot be read is returned as an error: it does not hide the others.

    Args:
        paths: files, folders, and JSON Lines files with a receipt on each line.

    Raises:
        ReceiptError: there are too many, or none.
    """
    found = list(islice(_all(paths), MOST_RECEIPTS + 1))
    named = ", ".join(map(repr, paths))
    if len(found) > MOST_RECEIPTS:
        reason = f"have more than {MOST_RECEIPTS:,} receipts. Watch them in several runs"
        raise ReceiptError(named, reason)
    if not found:
        reason = "has no receipts (.json, .jsonl). Save one with: qa ask QUESTION --receipt FILE"
        raise ReceiptError(named, reason)
    return found


def _all(paths: Iterable[str]) -> Iterator[Saved]:
    for path in map(Path, paths):
        if not path.is_dir():
            yield from _of_file(path)
            continue
        files = (one for one in path.rglob("*") if one.suffix.lower() in _SUFFIXES)
        for file in sorted(one for one in files if one.is_file()):
            yield from _of_file(file)


def _of_file(path: Path) -> Iterator[Saved]:
    if path.suffix.lower() in _SUFFIXES[1:]:
        yield from _of_lines(path)
        return
    try:
        yield str(path), read_receipt(path)
    except QAError as error:
        yield str(path), error


def _of_lines(path: Path) -> Iterator[Saved]:
    if path.exists() and not path.is_file():  # a named pipe would never end
        yield str(path), ReceiptError(str(path), "is not a regular file")
        return
    try:
        data = typed_json.read_bytes(path, _LARGEST_LINES)
    except (OSError, QAError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        yield str(path), ReceiptError(str(path), f"cannot be read ({reason})")
        return
    for number, line in typed_json.lines(data):
        name = f"{path}:{number}"
        try:
            yield name, parse_receipt(line, name)
        except QAError as error:
            yield name, error
