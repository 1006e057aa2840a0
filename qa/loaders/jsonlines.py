"""JSON Lines: a document a line, ``{"id": …, "title": …, "text": …}``; only text is required."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from qa.characters import HALF_PAIR
from qa.errors import DocumentError
from qa.loaders.extraction import Extract
from qa.loaders.text import decode, headings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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
            raise DocumentError(path, f"line {number} is not JSON ({error})") from error
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise DocumentError(path, f"line {number} has no 'text'")
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


def _value(row: dict[str, Any], key: str, number: int, path: Path) -> str:
    value = row.get(key, "")
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise DocumentError(path, f"line {number}: {key!r} is not text")
    return str(value).strip()
