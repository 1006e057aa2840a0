"""Which columns of a sheet have the questions, their ids and their sections."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from qa.grids.questionnaire.names import (
    is_companion_name,
    is_id_name,
    is_section_name,
    likeness,
    name_words,
    question_rank,
)
from qa.grids.questionnaire.records import Layout
from qa.loaders.sheets.cells import column_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.grids.questionnaire.tables import Row, Table

_HEADERS = 50  # rows, from the top, among which the one with the columns' names is
_SAMPLE = 200  # rows whose cells are looked at
_NO_RANK = 4
_WORDY = 3  # rank of names such as "Description": the cells have to have sentences
_LEAST_LIKE = 0.25  # mean likeness of the cells of a column that has questions
_ID = re.compile(r"[\w.\-/()#:§]{1,24}(?: [\w.\-/()#:§]{1,24})?")
_MOSTLY = 0.7
_LETTERS = re.compile(r"[A-Z]{1,3}")


class Found(NamedTuple):
    """The columns of a sheet, and how sure that is.

    Attributes:
        layout: the columns.
        is_named: whether a name says which column has the questions.
    """

    layout: Layout
    is_named: bool


def find_columns(table: Table) -> Found | None:
    """Return the columns of a sheet; None where no column reads like questions.

    Args:
        table: the sheet.
    """
    named = _named(table.rows)
    if named is not None:
        top, column = named
        return Found(_layout(table, top, column), is_named=True)
    likest = _likest(table.rows)
    if likest is None:
        return None
    top = _names_above(table.rows, likest)
    return Found(_layout(table, top, likest), is_named=False)


def chosen_columns(table: Table, chosen: str) -> Layout | None:
    """Return the columns of a sheet where the user says which one has the questions.

    Args:
        table: the sheet.
        chosen: the column's name, its letters as in Excel, or its number from 1.
    """
    wanted = name_words(chosen) or (chosen.casefold(),)
    for top, row in enumerate(table.rows[:_HEADERS]):
        for column, text in row.cells.items():
            if name_words(text) == wanted:
                return _layout(table, top, column)
    column = -1
    if chosen.isascii() and chosen.isdecimal():
        column = int(chosen[:5]) - 1
    elif _LETTERS.fullmatch(chosen.upper()):
        column = column_of(chosen.upper())
    if column < 0 or not any(column in row.cells for row in table.rows):
        return None
    named = _named(table.rows)
    top = named[0] if named else _names_above(table.rows, column)
    return _layout(table, top, column)


def sheet_layouts(tables: Sequence[Table], chosen: str | None = None) -> list[Layout | None]:
    """Return the columns of every sheet; None for a sheet without questions.

    Args:
        tables: the sheets.
        chosen: the column of the questions, see :func:`chosen_columns`; None to find it.
    """
    if chosen is not None:
        return [chosen_columns(table, chosen) for table in tables]
    found = [find_columns(table) for table in tables]
    # Next to a sheet of questions, one of instructions may read like one.
    any_named = any(one.is_named for one in found if one)
    return [one.layout if one and one.is_named >= any_named else None for one in found]


def column_names(table: Table) -> list[str]:
    """Return what the columns of a sheet may be called, for an error.

    Args:
        table: the sheet.
    """
    widest = max(table.rows[:_HEADERS], key=lambda row: len(row.cells), default=None)
    return [" ".join(text.split())[:40] for text in widest.cells.values()] if widest else []


def _named(rows: Sequence[Row]) -> tuple[int, int] | None:
    """Return the index of the row that names the columns, and the column of the questions."""
    best: tuple[int, int, int, int] | None = None
    for top, row in enumerate(rows[:_HEADERS]):
        for column, text in row.own.items():
            rank = question_rank(text)
            below = [
                one.cells[column] for one in rows[top + 1 : top + _SAMPLE] if column in one.cells
            ]
            if rank == _NO_RANK or not below:
                continue
            if rank == _WORDY and 2 * sum(likeness(one) > 0 for one in below) < len(below):
                continue
            # A title such as "Questions" stands alone above the names.
            key = (rank, int(len(row.cells) == 1), top, column)
            best = key if best is None or key < best else best
    return best[2:] if best else None


def _likest(rows: Sequence[Row]) -> int | None:
    """Return the column whose cells read most like questions."""
    sample = rows[:_SAMPLE]
    scores: dict[int, list[float]] = {}
    for row in sample:
        for column, text in row.own.items():
            scores.setdefault(column, []).append(likeness(text))
    answers = {
        column
        for row in sample[:_HEADERS]
        for column, text in row.cells.items()
        if is_companion_name(text)
    }
    liked = {
        column: sum(found)
        for column, found in scores.items()
        if column not in answers and sum(found) >= _LEAST_LIKE * len(found)
    }
    return max(liked, key=lambda column: (liked[column], -column)) if liked else None


def _names_above(rows: Sequence[Row], column: int) -> int:
    """Return the index of the row with names above a column, -1 if missing."""
    first = next((i for i, row in enumerate(rows) if column in row.own), 0)
    text = rows[first].own.get(column, "")
    later = [row.own[column] for row in rows[first + 1 : first + _SAMPLE] if column in row.own]
    is_name = bool(name_words(text)) and not likeness(text) and any(map(likeness, later))
    return first if is_name else -1


def _layout(table: Table, top: int, column: int) -> Layout:
    rows = table.rows
    names = rows[top].cells if top >= 0 else {}
    below = [row for row in rows[top + 1 : top + 1 + _SAMPLE] if column in row.own]
    others = {i: text for i, text in names.items() if i != column}
    ids = [i for i, text in others.items() if is_id_name(text) and _mostly_filled(below, i)]
    about = [i for i in ids if any("ques" in word for word in name_words(others[i]))]
    sections = [i for i, text in others.items() if is_section_name(text)]
    found = next(iter(about or ids), None)
    if found is None:
        found = next((i for i in range(column) if i not in sections and _are_ids(below, i)), None)
    number = rows[top].number if top >= 0 else 0
    return Layout(table.name, number, column, found, next(iter(sections), None))


def _mostly_filled(rows: Sequence[Row], column: int) -> bool:
    return bool(rows) and 2 * sum(column in row.cells for row in rows) >= len(rows)


def _are_ids(rows: Sequence[Row], column: int) -> bool:
    """Return whether the cells of a column are short, have digits, and differ."""
    texts = [row.own[column] for row in rows if column in row.own]
    ids = {text for text in texts if _ID.fullmatch(text) and any(map(str.isdigit, text))}
    return len(ids) >= _MOSTLY * max(1, len(rows))
