"""JSON: a line for each value, with the path of keys that leads to it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from qa.errors import DocumentError
from qa.loaders.extraction import Extract
from qa.loaders.refusals import not_json
from qa.loaders.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CUT = "…"
_PLAIN = re.compile(r"[^\W\d][\w-]*")
_MOST_NUMBERS = 100
_LONGEST_PATH = 1_000
_SHORT_PATH = 20
_MOST_REPEATED = 20
"""Times as long as the file that all paths together may be, before each is cut short."""

_WORDS = {True: "true", False: "false", None: "null"}


class _Number(str):
    """A number in the digits of the file."""

    __slots__ = ()


class _Object(tuple[tuple[str, Any], ...]):
    """The keys and values of an object. A key may be there twice, and both say something."""

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
        value = json.loads(
            content,
            object_pairs_hook=_Object,
            parse_int=_Number,
            parse_float=_Number,
            parse_constant=_Number,
        )
    except RecursionError as error:
        raise DocumentError(path, "is nested too deeply") from error
    except ValueError as error:
        raise not_json(path, error) from error
    lines: list[str] = []
    breaks: list[int] = []
    length = left_out = repeated = 0
    is_cut = False
    for path_above, label, words, begins_record in _values(value):
        longest = _LONGEST_PATH if repeated <= _MOST_REPEATED * len(content) else _SHORT_PATH
        above = _end_of(path_above, longest)
        is_cut = is_cut or above.startswith(_CUT)
        repeated += len(above)
        name = above + (label if above else label.removeprefix("."))
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
    if is_cut:
        notes = (*notes, "long paths of keys are cut short")
    yield Extract("\n".join(lines), path.name, breaks=tuple(breaks), notes=notes)


def _values(value: Any) -> Iterator[tuple[str, str, str, bool]]:
    """Yield every value: the path above, its own key, words, whether a record begins with it."""
    numeric = _numeric(value)
    # The path above is one for all in a list or object, and each gets its own when it is read:
    # all at once would take far more memory than the file.
    stack: list[tuple[str, str, Any]] = [("", "", value)]
    begins_record = False
    while stack:
        above, label, inner = stack.pop()
        name = above + (label if above else label.removeprefix("."))
        if isinstance(inner, _Object) and inner:
            begins_record = begins_record or label.endswith("]")
            name = _end_of(name, _LONGEST_PATH)
            stack += [(name, _label(key), item) for key, item in reversed(inner)]
        elif isinstance(inner, list) and id(inner) in numeric:
            numbers = list(_numbers(inner))
            words = ", ".join(numbers) or "[]"
            yield above, label, words if len(numbers) <= _MOST_NUMBERS else "", begins_record
            begins_record = False
        elif isinstance(inner, list) and any(isinstance(item, (_Object, list)) for item in inner):
            name = _end_of(name, _LONGEST_PATH)
            stack += [(name, f"[{i}]", item) for i, item in reversed(list(enumerate(inner)))]
        else:
            yield above, label, _words(inner) or '""', begins_record
            begins_record = False


def _numeric(value: Any) -> set[int]:
    """Return the identities of lists that have only numbers and such lists, as a line on a map."""
    lists: list[list[Any]] = []
    stack = [value]
    while stack:
        inner = stack.pop()
        if isinstance(inner, list):
            lists.append(inner)
            stack += inner
        elif isinstance(inner, _Object):
            stack += [item for _, item in inner]
    found: set[int] = set()
    for inner in reversed(lists):  # those within come first
        if all(isinstance(item, _Number) or id(item) in found for item in inner):
            found.add(id(inner))
    return found


def _numbers(values: list[Any]) -> Iterator[str]:
    """Yield the numbers in lists within lists."""
    stack = list(reversed(values))
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack += reversed(value)
        else:
            yield value


def _label(key: str) -> str:
    return "." + (key if _PLAIN.fullmatch(key) else json.dumps(key, ensure_ascii=False))


def _end_of(name: str, longest: int) -> str:
    """Return the end of a path, the part that says most of a value."""
    return name if len(name) <= longest else _CUT + name[1 - longest :].removeprefix(_CUT)


def _words(value: Any) -> str:
    """Return a value as a reader writes it; a list of plain values is on one line."""
    if isinstance(value, list):
        return ", ".join(map(_words, value)) or "[]"
    if isinstance(value, _Object):
        return "{}"
    if isinstance(value, str):
        return str(value).replace("\r\n", "\n").replace("\r", "\n")
    return _WORDS[value]
