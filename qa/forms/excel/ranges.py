"""Ranges of cells, such as ``C2:C90``, and which of them a cell is in."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from qa.loaders.sheets.cells import column_of

MOST_RANGES = 100_000
"""Ranges that the rules of a sheet may name."""

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")


class Range(NamedTuple):
    """Cells from one corner to the other; rows from 1, columns from 0, all inclusive.

    Attributes:
        top: first row.
        left: first column.
        bottom: last row.
        right: last column.
    """

    top: int
    left: int
    bottom: int
    right: int

    def has(self, row: int, column: int) -> bool:
        """Return whether a cell is among them.

        Args:
            row: from 1.
            column: from 0.
        """
        return self.top <= row <= self.bottom and self.left <= column <= self.right


def range_of(name: str) -> Range | None:
    """Return the cells that a name such as ``C2:C90`` or ``E2`` stands for; None for no range.

    Args:
        name: as the XML has it.
    """
    found = _RANGE.fullmatch(name)
    if found is None:
        return None
    left, top = column_of(found[1]), int(found[2])
    right, bottom = (column_of(found[3]), int(found[4])) if found[3] else (left, top)
    rows, columns = sorted((top, bottom)), sorted((left, right))
    return Range(rows[0], columns[0], rows[1], columns[1])


class Ranges:
    """Ranges of one sheet, of which there may be one for each row."""

    def __init__(self) -> None:
        """Begin with none."""
        self._ranges: list[Range] = []
        self._corners = np.empty((0, 4), dtype=np.int64)

    def add(self, cells: str) -> None:
        """Add the ranges that a text names.

        Args:
            cells: such as ``C2:C90 E2``; what is no range is passed over.

        Raises:
            ValueError: there are too many.
        """
        self._ranges += filter(None, map(range_of, cells.split()))
        if len(self._ranges) > MOST_RANGES:
            msg = f"it has more than {MOST_RANGES:,} ranges"
            raise ValueError(msg)

    def at(self, row: int, column: int) -> Range | None:
        """Return the first range that a cell is in; None where it is in none.

        Args:
            row: from 1.
            column: from 0.
        """
        if len(self._corners) != len(self._ranges):
            self._corners = np.array(self._ranges, dtype=np.int64)
        top, left, bottom, right = self._corners.T
        inside = (top <= row) & (row <= bottom) & (left <= column) & (column <= right)
        return self._ranges[int(inside.argmax())] if inside.any() else None
