"""JSON Lines: a document a line, ``{"id": …, "title": …, "text": …}``; only text is required."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from qa.characters import HALF_PAIR
from qa.errors import DocumentError
from qa.files.json_faults import fault_of_json
from qa.loaders.extraction import Extract
from qa.loaders.text import decode, headings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_WANTED = 'each line must be an object with a text, such as {"text": "…"}'
_ONE_VALUE = (
    "is JSON, but not JSON Lines: its value takes several lines. Name the file .json, or write "
    "each document on a line of its own"
)


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read the documents of a file.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: a line is not such an object, or two have the same id.
    """
    taken: set[str] = set()
    content, notes = decode(data, path)
    for number, line in enumerate(content.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            if number == 1 and _is_json(content):
                raise DocumentError(path, _ONE_VALUE) from error
            raise DocumentError(path, f"line {number} is not JSON: {_fault(error)}") from error
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise DocumentError(path, f"line {number} has no 'text'; {_WANTED}")
        name = _value(row, "id", number, path) or str(number)
        if name in taken:
            raise DocumentError(path, f"line {number} has the id {name!r} of a line before")
        taken.add(name)
        text = row["text"].replace("\r\n", "\n").replace("\r", "\n")
        if HALF_PAIR.search(name):
            raise DocumentError(path, f"line {number}: 'id' has half of a surrogate pair")
        title = _value(row, "title", number, path)
        yield Extract(text, title or name, headings(text), name=name, notes=notes)
        notes = ()  # once for the file


def _fault(error: Exception) -> str:
    """Return what is wrong with a line, and what to do, in words for people."""
    if isinstance(error, RecursionError):
        return f"it is nested too deeply; {_WANTED}"
    if not isinstance(error, json.JSONDecodeError):
        return f"it has a number that is too long; {_WANTED}"
    what = fault_of_json(error) or "it is damaged"
    return f"{what} at character {error.pos + 1:,}; correct or remove the line"


def _is_json(content: str) -> bool:
    """Return whether a file as a whole is one JSON value."""
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True


def _value(row: dict[str, Any], key: str, number: int, path: Path) -> str:
    value = row.get(key, "")
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise DocumentError(path, f"line {number}: {key!r} is not text")
    return str(value).strip()
