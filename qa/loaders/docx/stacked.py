"""Rows stacked in the cells of one row: a cell with ten names, the next with ten amounts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAST = 3  # lines; two below each other are often a name and its unit
_SHARE = 2 / 3  # of the lines of a cell that are amounts
_LONGEST = 24  # characters of an amount
_AMOUNT = re.compile(r"[\d☐☒]|^[-–—]$")


def stacked_rows(cells: Sequence[tuple[int, list[str]]]) -> list[list[tuple[int, str]]]:
    """Return the rows that a row of a table shows, most often itself.

    Where its cells have the same number of lines, and those of one are amounts or ticks, a
    reader sees a row in each line.

    Args:
        cells: column and paragraphs of each, with the line breaks in them.
    """
    lines = [(at, _lines(paragraphs)) for at, paragraphs in cells]
    filled = [each for _, each in lines if each]
    count = len(filled[0]) if filled else 0
    is_stacked = (
        count >= _LEAST
        and len(filled) > 1
        and all(len(each) == count for each in filled)
        and any(map(_are_amounts, filled))
    )
    if not is_stacked:
        return [[(at, " ".join(filter(None, paragraphs))) for at, paragraphs in cells]]
    return [[(at, each[i] if each else "") for at, each in lines] for i in range(count)]


def _lines(paragraphs: Sequence[str]) -> list[str]:
    """Return the lines of a cell, without blank ones at its end."""
    found = [line.strip() for paragraph in paragraphs for line in paragraph.split("\n")]
    while found and not found[-1]:
        found.pop()
    return found


def _are_amounts(lines: Sequence[str]) -> bool:
    written = [line for line in lines if line]
    amounts = [line for line in written if len(line) <= _LONGEST and _AMOUNT.search(line)]
    return len(amounts) >= _SHARE * len(written)
