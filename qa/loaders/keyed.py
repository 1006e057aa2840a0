"""JSON: a line for each value, with the path of keys that leads to it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from qa.errors import DocumentError
from qa.loaders.extraction import Extract
from qa.loaders.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PLAIN = re.compile(r"[^\W\d][\w-]*")
_MOST_NUMBERS = 100
_WORDS = {True: "true", False: "false", None: "null"}


class _Number(str):
    """A number in the digits of the file."""

    __slots__ = ()


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read a JSON file. Records of a list are kept apart.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: it is not JSON, or nested too deeply.
    """
    content, notes = decode(data, path)
    try:
        value = json.loads(content, parse_int=_Number, parse_float=_Number, parse_constant=_Number)
    except RecursionError as error:
        raise DocumentError(path, "is nested too deeply") from error
    except ValueError as error:
        raise DocumentError(path, f"is not JSON ({error})") from error
    lines: list[str] = []
    breaks: list[int] = []
    length = left_out = 0
    for name, words, begins_record in _values(value):
        if begins_record and length:
            lines.append("")
            length += 1
            breaks.append(length)
        left_out += not words
        shown = words or "[…]"
        lines.append(f"{name}: {shown}" if name else shown)
        length += len(lines[-1]) + 1
    if left_out:
        lists = "1 list" if left_out == 1 else f"{left_out:,} lists"
        notes = (*notes, f"{lists} of more than {_MOST_NUMBERS} numbers left out")
    yield Extract("\n".join(lines), path.name, breaks=tuple(breaks), notes=notes)


def _values(value: Any) -> Iterator[tuple[str, str, bool]]:
    """Yield the path of every value, its words, and whether a record of a list begins with it."""
    stack: list[tuple[str, Any]] = [("", value)]
    begins_record = False
    while stack:
        name, inner = stack.pop()
        if isinstance(inner, dict) and inner:
            begins_record = begins_record or name.endswith("]")
            stack += [(_below(name, key), inner[key]) for key in reversed(inner)]
        elif isinstance(inner, list) and (numbers := _numbers(inner)) is not None:
            words = ", ".join(numbers) or "[]"
            yield name, words if len(numbers) <= _MOST_NUMBERS else "", begins_record
            begins_record = False
        elif isinstance(inner, list) and any(isinstance(item, (dict, list)) for item in inner):
            stack += [(f"{name}[{i}]", item) for i, item in reversed(list(enumerate(inner)))]
        else:
            yield name, _words(inner) or '""', begins_record
            begins_record = False


def _numbers(values: list[Any]) -> list[str] | None:
    """Return the numbers in lists within lists, such as a line on a map; None if it has others."""
    found: list[str] = []
    stack = list(reversed(values))
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack += reversed(value)
        elif isinstance(value, _Number):
            found.append(value)
        else:
            return None
    return found


def _below(name: str, key: str) -> str:
    label = key if _PLAIN.fullmatch(key) else json.dumps(key, ensure_ascii=False)
    return f"{name}.{label}" if name else label


def _words(value: Any) -> str:
    """Return a value as a reader writes it; a list of plain values is on one line."""
    if isinstance(value, list):
        return ", ".join(map(_words, value)) or "[]"
    if isinstance(value, dict):
        return "{}"
    if isinstance(value, str):
        return str(value).replace("\r\n", "\n").replace("\r", "\n")
    return _WORDS[value]
