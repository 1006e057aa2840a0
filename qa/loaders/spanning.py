"""Text that a file has once and a reader sees beside many rows: how often it is written.

Each row is to say all that it means. But a cell of a thousand words that goes over a million rows
would make a huge text of a small file.
"""

from __future__ import annotations

MOST_ROWS = 100
"""Rows in which the text of a cell that spans them is repeated."""

_LONGEST = 200  # characters that are repeated
_MOST_WRITTEN = 20_000  # characters that are written for one element


def repeated(text: str) -> str:
    """Return what is written again of the text of a cell: all, or the first words.

    Args:
        text: of a cell that spans rows or columns.
    """
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST].rpartition(' ')[0] or text[:_LONGEST]} …"


def times_written(times: int, most: int, characters: int) -> int:
    """Return how often something is written that a file says to be there many times.

    Args:
        times: that it is there.
        most: times that it may be written.
        characters: that are written each time.
    """
    return max(1, min(times, most, _MOST_WRITTEN // (characters + 1)))
