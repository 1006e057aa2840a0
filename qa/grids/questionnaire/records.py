"""The records of a questionnaire: its questions, and where a sheet has them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a questionnaire.

    Attributes:
        text: in one line; as in the file where there is a problem.
        row: of the sheet, or line of the file, from 1.
        id: that the file gives it, such as ``AIS-01.1``; empty where it gives none.
        section: that it is in; empty where the file names none.
        sheet: name of its sheet; empty for a file without sheets.
        problem: why it cannot be asked; empty where it can.
    """

    text: str
    row: int
    id: str = ""
    section: str = ""
    sheet: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a sheet has its questions.

    Attributes:
        sheet: its name; empty for a file without sheets.
        names: number of the row that names the columns, from 1; 0 where none does.
        question: column of the questions, from 0.
        id: column of their ids, from 0, or None.
        section: column of their sections, from 0, or None.
    """

    sheet: str
    names: int
    question: int
    id: int | None = None
    section: int | None = None


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """The questions of a file.

    Attributes:
        questions: in the order of the file, at least one.
        layouts: of the sheets with questions, in order; empty for lines and JSON Lines.
        notes: for the user, such as rows that are too long.
    """

    questions: tuple[Question, ...]
    layouts: tuple[Layout, ...] = ()
    notes: tuple[str, ...] = ()
