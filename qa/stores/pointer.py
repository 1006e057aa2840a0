"""The content of ``CURRENT``: the name of a generation, with check digits.

A flipped bit can turn the number of one generation into that of another, which would answer in
its stead; the CRC-32 of the name, in hex, shows that::

    000012 5d84c14a
"""

from __future__ import annotations

import re
import zlib

LONGEST = 100
"""Bytes of a ``CURRENT``, more than any has."""

_POINTER = re.compile(rb"(\d{6,12}) ([0-9a-f]{8})\n")


def pointer_to(name: str) -> str:
    """Return the content of a ``CURRENT`` that names a generation."""
    return f"{name} {_check_digits(name.encode('ascii'))}\n"


def pointed_at(content: bytes) -> str:
    """Return the name that a ``CURRENT`` holds; whether there is such a generation is not checked.

    Earlier versions of Quoth wrote the name without check digits. That is read too: damage to a
    content with check digits never looks like one without.

    Raises:
        ValueError: the name does not agree with its check digits, or the content is no ASCII or
            longer than any.
    """
    if len(content) > LONGEST:
        msg = f"it has more than {LONGEST} bytes"
        raise ValueError(msg)
    match = _POINTER.fullmatch(content)
    if match is None:
        return content.decode("ascii").strip()
    if match[2].decode() != _check_digits(match[1]):
        msg = f"the name {match[1].decode()!r} does not agree with its check digits"
        raise ValueError(msg)
    return match[1].decode()


def _check_digits(name: bytes) -> str:
    return f"{zlib.crc32(name):08x}"
