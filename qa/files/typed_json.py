"""JSON from files, read in one way: checked against a type, within bounds, and sealed.

Every JSON file that Quoth reads goes through :func:`parse` or :func:`read`. Python's own reader
accepts ``NaN``, repeated keys and half of a surrogate pair, and leaves types to the caller;
these functions refuse all of that. ``msgspec`` compares the content with the type.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
from collections import Counter
from stat import S_ISREG
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import msgspec

from qa.errors import JsonError
from qa.files.json_faults import described_fault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_Shape = TypeVar("_Shape")

Count = Annotated[int, msgspec.Meta(ge=0, le=(1 << 63) - 1)]
"""A whole number from 0 on."""

Sha256 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
"""A sha256 in hex."""

Probability = Annotated[float, msgspec.Meta(ge=0, le=1)]
"""A number from 0 to 1."""

LARGEST = 256 << 20
"""Bytes a file may have unless the caller sets another bound."""

LARGEST_RECORD = 1 << 20
"""Bytes that a file with one small record may have."""

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_SEAL = b',\n "seal": "%s"\n}\n'
_SEAL_BYTES = len(_SEAL) - 2 + 64


def read(
    path: Path, shape: type[_Shape], largest: int = LARGEST, *, has_names: bool = False
) -> _Shape:
    """Read a JSON file.

    Args:
        path: of the file.
        shape: type of the content, as ``msgspec`` understands it.
        largest: bytes the file may have.
        has_names: see :func:`parse`.

    Raises:
        JsonError: the content is not JSON, is too large, or has another type.
        OSError: the file cannot be read.
    """
    return parse(read_bytes(path, largest), shape, has_names=has_names)


def read_bytes(path: Path, largest: int = LARGEST) -> bytes:
    """Return the content of a file that has at most ``largest`` bytes.

    Args:
        path: of the file.
        largest: bytes it may have.

    Raises:
        JsonError: it has more.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        # Python allocates all that it is to read, so no more than a file has; a pipe says nothing.
        status = os.fstat(file.fileno())
        has = min(largest, status.st_size) if S_ISREG(status.st_mode) else largest
        data = file.read(has + 1)
    if len(data) > largest:
        msg = f"it has more than {largest:,} bytes"
        raise JsonError(msg)
    return data


def parse(data: str | bytes, shape: type[_Shape], *, has_names: bool = False) -> _Shape:
    """Read JSON.

    Args:
        data: the JSON; bytes are UTF-8.
        shape: type of the content, as ``msgspec`` understands it.
        has_names: whether it has names of files, in which Python writes a byte that is not UTF-8
            as half of a surrogate pair.

    Raises:
        JsonError: it is not JSON or has another type.
    """
    try:
        text = data if isinstance(data, str) else data.decode()
        content = json.loads(
            text,
            object_pairs_hook=_each_once,
            parse_constant=_finite,
            parse_float=_finite,
        )
        if _SURROGATE.search(text):
            halves = "surrogateescape" if has_names else "strict"
            json.dumps(content, ensure_ascii=False).encode(errors=halves)
    except RecursionError as error:
        msg = "it is nested too deeply"
        raise JsonError(msg) from error
    except UnicodeEncodeError as error:
        msg = "it has half of a surrogate pair, which is not a character"
        raise JsonError(msg) from error
    except ValueError as error:
        too_long = "set_int_max_str_digits" in str(error)  # advice to programmers
        fault = "a number has too many digits" if too_long else described_fault(error)
        raise JsonError(fault) from error
    return converted(content, shape)


def converted(content: Any, shape: type[_Shape]) -> _Shape:
    """Return plain data as a value of a type; keys that the type does not have are left out.

    Args:
        content: plain data, as from JSON.
        shape: the type, as ``msgspec`` understands it.

    Raises:
        JsonError: the data has another type.
    """
    try:
        return msgspec.convert(content, shape)
    except (msgspec.ValidationError, RecursionError) as error:
        raise JsonError(str(error)) from error


def lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    r"""Yield the lines of JSON Lines that are not blank, each with its number, from 1 on.

    A line ends at ``\n`` and nowhere else: ``str.splitlines`` also cuts at U+2028, U+0085 and
    others, which may be part of a JSON string.

    Args:
        data: content of the file.
    """
    for number, line in enumerate(data.split(b"\n"), start=1):
        if line.strip():
            yield number, line


def sealed(content: dict[str, Any]) -> bytes:
    """Return an object with at least one key as JSON, and its ``seal``: the sha256 of all before.

    The seal shows damage and careless edits. It is not a signature: anyone who edits the
    content on purpose can compute a new one.

    Args:
        content: the object.
    """
    body = json.dumps(content, indent=1).removesuffix("\n}").encode()
    return body + _SEAL % hashlib.sha256(body).hexdigest().encode()


def unsealed(data: bytes) -> dict[str, Any]:
    """Return the object that :func:`sealed` wrote, without its seal.

    Args:
        data: content of the file.

    Raises:
        JsonError: it is not a JSON object, or a byte was altered.
    """
    content = parse(data, dict[str, Any])
    check_seal(data)
    content.pop("seal", None)
    return content


def check_seal(data: bytes) -> None:
    """Compare the bytes that :func:`sealed` wrote with their seal.

    Args:
        data: content of the file.

    Raises:
        JsonError: a byte was altered, or there is no seal.
    """
    body = data[:-_SEAL_BYTES]
    if data[len(body) :] != _SEAL % hashlib.sha256(body).hexdigest().encode():
        msg = "it was altered: its content does not agree with its seal"
        raise JsonError(msg)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        twice, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        msg = f"the key {twice[:60]!r} is repeated in one object"
        raise ValueError(msg)
    return content


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        msg = f"{text[:60]} is not a finite number"
        raise ValueError(msg)
    return number
