"""Characters that text from outside may contain, and text may not: halves of surrogate pairs.

A half is not a character. A Python string can contain one, JSON can spell it as an escape, and no
file, database or response can be written with it. Data from outside is therefore searched for
halves before it is used.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HALF_PAIR = re.compile("[\ud800-\udfff]")
"""Half of a surrogate pair; also how Python reads a byte of a file name that is not UTF-8."""

NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that XML 1.0 has no way to write."""

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
"""Ligature → its letters."""


def half_pair(value: object, name: str) -> str | None:
    """Return where a JSON value contains half of a surrogate pair, None if it does not.

    Args:
        value: as :func:`json.loads` returned it, or made of the same types.
        name: what to call the value.

    Returns:
        Such as ``body.documents[3]``; in its own words, so it can be shown and logged.
    """
    # A loop instead of a recursion: data from outside may be nested deeply.
    left: list[tuple[str, object]] = [(name, value)]
    while left:
        where, part = left.pop()
        if isinstance(part, str):
            if HALF_PAIR.search(part):
                return where
        elif isinstance(part, dict):
            left += _members(where, part)
        elif isinstance(part, (list, tuple)):
            left += [(f"{where}[{number}]", item) for number, item in enumerate(part)]
    return None


def _members(where: str, members: dict[str, object]) -> Iterator[tuple[str, object]]:
    """Yield the keys and values of an object, each with its name."""
    for key, item in members.items():
        yield f"a key of {where}", key
        yield f"{where}.{ascii(key)[1:-1]}"[:200], item
