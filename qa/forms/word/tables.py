"""The questions in the tables of a Word file, each with the room in its cell for an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qa.forms.answer_columns import answer_columns
from qa.forms.word.blocks import Block, answer_words, blocks, cells
from qa.forms.word.paragraphs import Asked
from qa.forms.word.rooms import CHOICE, room_in
from qa.grids.questionnaire.columns import find_columns
from qa.grids.questionnaire.names import ASKS, likeness
from qa.grids.questionnaire.records import Layout, Question
from qa.grids.questionnaire.sheet_questions import sheet_questions
from qa.grids.questionnaire.tables import Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.forms.elements import Element
    from qa.forms.word.paragraph_styles import ParagraphStyles

_PAIR = 2  # columns of a table of questions and answers
_MOST_COLUMNS = 60


class _Cell(NamedTuple):
    """A cell of a table.

    Attributes:
        blocks: in it.
        columns: over which it goes.
        is_below: whether it goes on from the cell above.
    """

    blocks: tuple[Block, ...]
    columns: int
    is_below: bool


class WordTable:
    """A table of a Word file, read as a sheet.

    Attributes:
        table: its rows and their words.
        is_single: whether it has only one column.
    """

    def __init__(self, element: Element) -> None:
        """Read a table.

        Args:
            element: in the XML.
        """
        self._cells: dict[tuple[int, int], _Cell] = {}
        rows: list[Row] = []
        lines = [one for one in element.children if one.name == "tr"]
        for number, line in enumerate(lines, start=1):
            found = dict(_line(line))
            self._cells |= {(number, column): cell for column, cell in found.items()}
            words = {
                column: text
                for column, cell in found.items()
                if (text := self._words(cell)) and not cell.is_below
            }
            wide = frozenset(i for i, cell in found.items() if cell.columns > 1)
            rows.append(Row(number, words, frozenset(), wide & words.keys(), frozenset()))
        self.table = Table("", tuple(row for row in rows if row.cells))
        self._width = max((column for _, column in self._cells), default=-1) + 1
        self.is_single = self._width <= 1

    @property
    def all_blocks(self) -> list[Block]:
        """The paragraphs and tables of all cells, in order."""
        return [block for cell in self._cells.values() for block in cell.blocks]

    @property
    def cell_blocks(self) -> list[tuple[Block, ...]]:
        """The paragraphs and tables of each cell, in order."""
        return [cell.blocks for cell in self._cells.values()]

    def is_choice(self, row: int, column: int) -> bool:
        """Return whether a cell has only a control that offers a choice.

        Args:
            row: from 1.
            column: from 0.
        """
        cell = self._cells.get((row, column))
        return cell is not None and room_in(cell.blocks, (), replace=False).left == CHOICE

    def is_filled(self, row: int, column: int) -> bool:
        """Return whether a cell has an answer.

        Args:
            row: from 1.
            column: from 0.
        """
        cell = self._cells.get((row, column))
        return cell is not None and bool(self._words(cell))

    def asked(self, styles: ParagraphStyles, section: str, *, replace: bool) -> Iterator[Asked]:
        """Yield the questions of the table, in order.

        Args:
            styles: of the file.
            section: the heading above the table; empty for none.
            replace: whether an answer is written over.
        """
        layout, questions = self._questions()
        if layout is None or not questions:
            return
        columns = answer_columns(self.table, layout, questions, self, None)
        if columns.written is None:
            return
        for question in questions:
            cell = self._cells.get((question.row, columns.written))
            if cell is None or not cell.blocks or cell.is_below:
                continue
            room = room_in(cell.blocks, styles.marked, replace=replace)
            yield Asked(question.text, question.id, question.section or section, room)

    def _questions(self) -> tuple[Layout | None, list[Question]]:
        """Return where the questions are, and these; None for a table of anything else."""
        found = find_columns(self.table)
        if (found is None or not found.is_named) and self._width == _PAIR:
            return self._pairs()
        if found is None:
            return None, []
        questions = [
            one
            for one in sheet_questions(self.table, found.layout)
            if any(map(str.isalnum, one.text))
        ]
        asking = sum(likeness(one.text) >= ASKS for one in questions)
        is_meant = found.is_named or 2 * asking >= len(questions)
        return (found.layout if is_meant else None), questions

    def _pairs(self) -> tuple[Layout | None, list[Question]]:
        """Return the labels of a table of two columns, those that say enough to be searched for."""
        labels = [
            Question(" ".join(row.cells[0].split()), row.number)
            for row in self.table.rows
            if likeness(row.cells.get(0, "")) > 0
        ]
        asking = sum(likeness(one.text) >= ASKS for one in labels)
        blank = sum(not self.is_filled(one.row, 1) for one in labels)
        is_meant = 2 * asking >= len(labels) or 2 * blank >= len(labels)
        return (Layout("", 0, 0) if is_meant else None), labels

    def _words(self, cell: _Cell) -> str:
        words = (answer_words(block) for block in cell.blocks)
        return " ".join(" ".join(filter(None, words)).split())


def _line(line: Element) -> Iterator[tuple[int, _Cell]]:
    """Yield the cells of a row by their column."""
    column = 0
    for cell, control in cells(line):
        properties = cell.child("tcPr")
        span = properties.child("gridSpan") if properties else None
        merge = properties.child("vMerge") if properties else None
        digits = span.attribute("val", "1") if span else "1"
        columns = int(digits[:3]) if digits.isascii() and digits.isdecimal() else 1
        is_below = merge is not None and merge.attribute("val", "continue") == "continue"
        yield column, _Cell(tuple(blocks(cell, control)), columns, is_below)
        column += max(1, columns)
        if column > _MOST_COLUMNS:
            return
