"""What the arguments of a command may be; argparse tells the user what is wrong with one."""

from __future__ import annotations

from argparse import ArgumentTypeError
from pathlib import Path

PICTURES = (".png", ".svg", ".pdf")
"""Suffixes of the formats a picture can have."""


def positive(text: str) -> int:
    """Return a whole number from 1 on."""
    number = int(text)
    if number < 1:
        msg = f"must be at least 1, not {number}"
        raise ArgumentTypeError(msg)
    return number


def probability(text: str) -> float:
    """Return a number from 0 to 1."""
    number = float(text)
    if not 0 <= number <= 1:
        msg = f"must be 0 to 1, not {text}"
        raise ArgumentTypeError(msg)
    return number


def port(text: str) -> int:
    """Return the number of a TCP port, 0 for any free one."""
    number = int(text)
    if not 0 <= number < 1 << 16:
        msg = f"must be 0 to 65535, not {number}"
        raise ArgumentTypeError(msg)
    return number


def picture(text: str) -> Path:
    """Return the path of a picture to write, in a folder that there is."""
    path = Path(text)
    if path.suffix.lower() not in PICTURES:
        msg = f"must end in {' '.join(PICTURES)}, not {path.suffix!r}"
        raise ArgumentTypeError(msg)
    if not path.parent.is_dir():
        msg = f"there is no folder {str(path.parent)!r} to write it to"
        raise ArgumentTypeError(msg)
    return path
