"""The questions in the rows of a sheet, with the ids and sections that they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.grids.questionnaire.names import ASKS, likeness
from qa.grids.questionnaire.records import Question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.grids.questionnaire.records import Layout
    from qa.grids.questionnaire.tables import Row, Table

_LONGEST_SECTION = 200  # characters of a row that heads others
_TITLE = 8  # words of a title between questions
_MOSTLY = 0.6
_SAMPLE = 200  # questions that are looked at


def sheet_questions(table: Table, layout: Layout) -> Iterator[Question]:
    """Yield the questions of a sheet, as they are written.

    Args:
        table: the sheet.
        layout: its columns.
    """
    column = layout.question
    rows = [row for row in table.rows if row.number > layout.names]
    asking = [row for row in rows if column in row.own]
    is_title = _Titles(asking, layout)
    section = ""
    for row in rows:
        text = row.own.get(column, "")
        if not text:
            section = _heading(row, layout) or section
        elif is_title(row):
            section = text[:_LONGEST_SECTION]
        else:
            own = _text(row, layout.section)
            section = own or section
            yield Question(text, row.number, _text(row, layout.id), section, table.name)


class _Titles:
    """Says whether a cell among the questions is a title between them."""

    def __init__(self, rows: list[Row], layout: Layout) -> None:
        sample = rows[:_SAMPLE]
        self._column, self._id = layout.question, layout.id
        with_id = sum(layout.id in row.own for row in sample)
        asking = sum(likeness(row.own[self._column]) >= ASKS for row in sample)
        self._have_ids = layout.id is not None and with_id > _MOSTLY * len(sample)
        self._ask = asking > _MOSTLY * len(sample)

    def __call__(self, row: Row) -> bool:
        """Return whether a row is such a title.

        Args:
            row: with a cell in the column of the questions.
        """
        text = row.own[self._column]
        if likeness(text) >= ASKS or len(text.split()) > _TITLE:
            return False
        if self._have_ids and self._id not in row.own:
            return True
        is_set_off = self._column in row.wide | row.marked or len(row.own) == 1
        return self._ask and is_set_off and not (self._have_ids and self._id in row.own)


def _heading(row: Row, layout: Layout) -> str:
    """Return the section that a row without a question names, empty if it names none."""
    column, text = next(iter(sorted(row.own.items())), (0, ""))
    is_alone = len(row.own) == 1 or column in row.wide | row.marked
    if column > layout.question or not is_alone or len(text) > _LONGEST_SECTION:
        return ""
    return text if any(map(str.isalpha, text)) else ""


def _text(row: Row, column: int | None) -> str:
    return "" if column is None else " ".join(row.cells.get(column, "").split())
