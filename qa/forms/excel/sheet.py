"""Where the cells of a sheet are in its XML, and what says which of them may be written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from qa.forms.excel.ranges import Range, Ranges


class Place(NamedTuple):
    """A cell in the XML.

    Attributes:
        start: offset of its first byte.
        end: offset after its last byte.
        style: its number among the formats of cells.
        has_formula: whether a formula is in it.
        is_filled: whether it has a value or a formula.
    """

    start: int
    end: int
    style: int
    has_formula: bool
    is_filled: bool


@dataclass(slots=True)
class Line:
    """A row in the XML.

    Attributes:
        style: number of the format that its blank cells have; 0 for the usual one.
        is_hidden: whether a reader does not see it.
        start: offset of its first byte.
        height: in points; 0 for the usual one.
        is_fixed: whether the author has set the height, so that it does not follow the text.
        cells: by their column.
        end: offset of its end tag, where further cells go.
    """

    style: int
    is_hidden: bool
    start: int
    height: float
    is_fixed: bool
    cells: dict[int, Place] = field(default_factory=dict)
    end: int = 0


class Sheet:
    """The cells of a sheet, and what its author restricts.

    Attributes:
        prefix: of the names of its elements; empty for none.
        lines: the rows that were asked for, by number.
        merged: cells that are shown as one.
        choices: cells that take a value of a list only.
        extent: offset of the element that says which cells the sheet has, and these; None if
            the sheet does not say so.
        is_protected: whether only cells that are not locked can be written.
        column_styles: number of the format that blank cells of a column have, by its number.
        column_widths: in characters, by the number of the column, where it is not the usual one.
        usual_width: of a column, in characters.
        usual_height: of a row, in points.
    """

    def __init__(self) -> None:
        """Begin with no cells; :func:`qa.forms.excel.scanning.sheet_of` reads them."""
        self.prefix = ""
        self.lines: dict[int, Line] = {}
        self.merged = Ranges()
        self.choices = Ranges()
        self.extent: tuple[int, Range] | None = None
        self.is_protected = False
        self.column_styles: dict[int, int] = {}
        self.column_widths: dict[int, float] = {}
        self.usual_width, self.usual_height = 8.43, 15.0

    def style_of(self, row: int, column: int) -> int:
        """Return the number of the format that a cell has, or would have once it is written.

        Args:
            row: from 1.
            column: from 0.
        """
        line = self.lines.get(row)
        if line is None:
            return self.column_styles.get(column, 0)
        cell = line.cells.get(column)
        return cell.style if cell else line.style or self.column_styles.get(column, 0)

    def is_filled(self, row: int, column: int) -> bool:
        """Return whether a cell has a value or a formula.

        Args:
            row: from 1.
            column: from 0.
        """
        cell = self._cell(row, column)
        return cell is not None and cell.is_filled

    def has_formula(self, row: int, column: int) -> bool:
        """Return whether a cell has a formula.

        Args:
            row: from 1.
            column: from 0.
        """
        cell = self._cell(row, column)
        return cell is not None and cell.has_formula

    def width_of(self, row: int, column: int) -> float:
        """Return how many characters a line of a cell has, about.

        Args:
            row: from 1.
            column: from 0.
        """
        merged = self.merged_at(row, column)
        columns = range(column, (merged.right if merged else column) + 1)
        return sum(self.column_widths.get(one, self.usual_width) for one in columns)

    def is_hidden(self, row: int) -> bool:
        """Return whether a reader does not see a row.

        Args:
            row: from 1.
        """
        line = self.lines.get(row)
        return line is not None and line.is_hidden

    def is_choice(self, row: int, column: int) -> bool:
        """Return whether a cell takes a value of a list only.

        Args:
            row: from 1.
            column: from 0.
        """
        return self.choices.at(row, column) is not None

    def merged_at(self, row: int, column: int) -> Range | None:
        """Return the merged cells that a cell is one of; None for a cell on its own.

        Args:
            row: from 1.
            column: from 0.
        """
        return self.merged.at(row, column)

    def _cell(self, row: int, column: int) -> Place | None:
        line = self.lines.get(row)
        return line.cells.get(column) if line else None
