"""Which column an answer goes into: one for text, never one in which Yes or No is chosen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, Protocol

from qa.forms.answer_names import (
    is_answer_name,
    is_caiq_name,
    is_choice_name,
    is_explanation_name,
    is_other_name,
)
from qa.grids.questionnaire.columns import column_names
from qa.grids.questionnaire.names import name_words
from qa.loaders.sheets.cells import LAST_COLUMN, column_of
from qa.questions.kinds import question_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.grids.questionnaire.records import Layout, Question
    from qa.grids.questionnaire.tables import Table

_HEADERS = 50  # rows that may name the columns
_NEARLY_ALL = 0.9
_SAMPLE = 200  # questions whose cells are looked at
_LETTERS = re.compile(r"[A-Z]{1,3}")
_CHOICES = frozenset(
    """
    yes no n/a na true false partial partially planned ja nein oui non sí si
    """.split()  # noqa: SIM905 - a list of words reads best as words
)


class Cells(Protocol):
    """What is known of the cells of a sheet, or of a table in a Word file."""

    def is_choice(self, row: int, column: int) -> bool:
        """Return whether a cell takes a value of a list only.

        Args:
            row: from 1.
            column: from 0.
        """

    def is_filled(self, row: int, column: int) -> bool:
        """Return whether a cell has something in it.

        Args:
            row: from 1.
            column: from 0.
        """


class AnswerColumns(NamedTuple):
    """The columns for answers.

    Attributes:
        written: from 0, the one that answers go into; None if no column takes them.
        all: those that a person may have filled in, that one included.
        problem: why no column takes answers; empty if one does.
    """

    written: int | None
    all: tuple[int, ...]
    problem: str = ""


def answer_columns(
    table: Table,
    layout: Layout,
    questions: Sequence[Question],
    cells: Cells,
    chosen: str | None,
) -> AnswerColumns:
    """Return the columns for answers of a sheet.

    Args:
        table: the sheet.
        layout: where it has its questions.
        questions: of the sheet, at least one.
        cells: of the sheet.
        chosen: the column as the user names it: its name, its letters as in Excel, or its number
            from 1; None to find it.
    """
    found = _Columns(table, layout, questions, cells)
    if chosen is not None:
        return found.named(chosen)
    return found.best()


class _Columns:
    def __init__(
        self, table: Table, layout: Layout, questions: Sequence[Question], cells: Cells
    ) -> None:
        self._table, self._layout = table, layout
        self._cells = cells
        self._questions = questions[:_SAMPLE]
        self._rows = [one.row for one in self._questions]
        self._texts = {row.number: row.cells for row in table.rows}
        self._names = self._texts.get(layout.names, {})
        reserved = {layout.question, layout.id, layout.section}
        self._named = {
            column: name for column, name in self._names.items() if column not in reserved
        }
        self._answers = [i for i, name in self._named.items() if is_answer_name(name)]
        self._explanations = [i for i, name in self._named.items() if is_explanation_name(name)]

    def named(self, chosen: str) -> AnswerColumns:
        """Return the column that the user names."""
        words = name_words(chosen)
        named = (
            i
            for row in (self._names, *(one.cells for one in self._table.rows[:_HEADERS]))
            for i, name in row.items()
            if words and name_words(name) == words
        )
        column = next(named, -1)
        if column < 0 and chosen.isascii() and chosen.isdecimal():
            column = int(chosen[:6]) - 1
        elif column < 0 and _LETTERS.fullmatch(chosen.upper()):
            column = column_of(chosen.upper())
        if not 0 <= column < LAST_COLUMN:
            known = ", ".join(map(repr, column_names(self._table)))
            return self._none(f"has no column {chosen!r}" + (f"; it has {known}" if known else ""))
        if column == self._layout.question:
            return self._none(f"has its questions in column {chosen!r}")
        if self._is_choice(column):
            return self._none(f"lets one choose from a list in column {chosen!r}: {_YOURS}")
        return self._some(column)

    def best(self) -> AnswerColumns:
        """Return the column that is for text."""
        explanations = self._open(self._explanations)
        answers = self._open(self._answers)
        # A quote is an explanation of a Yes or No that only a person can give.
        first, then = (explanations, answers) if self._ask_yes_or_no() else (answers, explanations)
        if any(map(self._takes_choices, self._answers)):
            first, then = explanations, answers
        for column in (*first, *then):
            return self._some(column)
        for column in self._blank():
            return self._some(column)
        choice = next((i for i in self._candidates() if self._is_choice(i)), None)
        if choice is not None:
            name = " ".join(self._names.get(choice, "").split())[:40]
            where = f"column {letters(choice)}" + (f" ({name!r})" if name else "")
            return self._none(f"lets one choose from a list in {where}: {_YOURS}")
        return self._none("has no column for answers. Name one: --answer-column E")

    def _some(self, column: int) -> AnswerColumns:
        every = {column, *self._answers, *self._explanations}
        every |= {i for i in self._candidates() if self._is_choice(i)}
        return AnswerColumns(column, tuple(sorted(every)))

    def _none(self, problem: str) -> AnswerColumns:
        return AnswerColumns(None, (), problem)

    def _open(self, columns: Sequence[int]) -> list[int]:
        """Return those that take text: first the ones behind the questions, then the emptier."""
        taking = [i for i in columns if not self._is_choice(i)]
        return sorted(
            taking, key=lambda i: (self._share(i) > _NEARLY_ALL, i < self._layout.question, i)
        )

    def _candidates(self) -> list[int]:
        """Return the columns that may be for answers: by their names, or the one next to it."""
        if not self._named:
            return [self._layout.question + 1]
        return [i for i, name in self._named.items() if not is_other_name(name)]

    def _blank(self) -> list[int]:
        """Return the columns behind the questions in which nothing is yet."""
        behind = [i for i in self._candidates() if i > self._layout.question]
        return [i for i in behind if not self._is_choice(i) and not self._share(i)]

    def _share(self, column: int) -> float:
        """Return how many cells of a column are filled, next to questions."""
        return sum(self._cells.is_filled(row, column) for row in self._rows) / len(self._rows)

    def _is_choice(self, column: int) -> bool:
        """Return whether a column is for Yes or No: by its name, its lists, or what it has."""
        if is_choice_name(self._names.get(column, "")):
            return True
        lists = self._lists(column)
        texts = [self._texts.get(row, {}).get(column, "").strip().casefold() for row in self._rows]
        values = [text for text in texts if text]
        chosen = sum(text in _CHOICES for text in values)
        return 2 * lists > len(self._rows) or (bool(values) and 2 * chosen > len(values))

    def _takes_choices(self, column: int) -> bool:
        """Return whether a column is for Yes or No in a form with another column for text."""
        name = self._names.get(column, "")
        return self._is_choice(column) or is_caiq_name(name) or self._lists(column) > 0

    def _lists(self, column: int) -> int:
        """Return how many cells of a column, next to questions, take a value of a list only."""
        return sum(self._cells.is_choice(row, column) for row in self._rows)

    def _ask_yes_or_no(self) -> bool:
        asking = sum(question_kind(one.text) == "yes_no" for one in self._questions)
        return 2 * asking > len(self._questions)


_YOURS = (
    "Quoth does not choose for you, and there is no column for comments. "
    "Name a column for the quotes: --answer-column E"
)


def letters(column: int) -> str:
    """Return the letters of a column, as in Excel.

    Args:
        column: from 0.
    """
    name = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
