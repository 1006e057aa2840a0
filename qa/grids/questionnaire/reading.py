"""Reads a questionnaire: CSV, TSV, Excel, JSON Lines, or one question a line."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from qa.errors import DocumentError, JsonError, QuestionError, QuestionnaireError
from qa.files.typed_json import read_bytes
from qa.grids.questionnaire.columns import column_names, sheet_layouts
from qa.grids.questionnaire.listed import json_questions, line_questions
from qa.grids.questionnaire.records import Question, Questionnaire
from qa.grids.questionnaire.sheet_questions import sheet_questions
from qa.grids.questionnaire.tables import table_of_text, tables_of_workbook
from qa.loaders.text import decode
from qa.questions.parsing import LONGEST_QUESTION, cleaned

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from qa.grids.questionnaire.records import Layout
    from qa.grids.questionnaire.tables import Table

MOST_QUESTIONS = 20_000
"""Questions that one file may have."""

LARGEST = 64 << 20
"""Bytes that one file may have."""

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})
TABLES = frozenset({".csv", ".tsv", ".tab"})
JSON_LINES = frozenset({".jsonl", ".ndjson"})
LINES = frozenset({".txt", ".md", ".text", ""})

SUFFIXES = WORKBOOKS | TABLES | JSON_LINES | LINES
"""Suffixes of the files that are read for questions."""

NAME_IT = "Name it: --question-column"
"""What to do where no column of questions is found, on the command line."""

_LONGEST_ID = 200  # characters of an id or a section
_MOST_NAMED = 5  # rows that a note names


def read_questionnaire(path: Path, column: str | None = None) -> Questionnaire:
    """Read the questions of a file.

    Args:
        path: of the file; its suffix says how it is read.
        column: of a sheet, the one with the questions: its name, its letters as in Excel, or its
            number from 1; of JSON Lines, the key (default: found by its name or its cells).

    Raises:
        QuestionnaireError: the file cannot be read, or no question is found in it.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        reason = (
            f"is of a format that is not read for questions ({suffix}); save it as XLSX or CSV, or "
            "put one question on each line of a .txt file"
        )
        raise QuestionnaireError(path, reason)
    data = _bytes(path)
    try:
        if suffix in WORKBOOKS:
            return _of_tables(tables_of_workbook(data, path), path, column)
        text = decode(data, path)[0]
    except DocumentError as error:
        raise QuestionnaireError(path, error.reason) from error
    if suffix in TABLES:
        return _of_tables([table_of_text(text, path)], path, column)
    found = json_questions(text.encode(), path, column) if suffix in JSON_LINES else None
    return _questionnaire(line_questions(text) if found is None else found, (), path)


def as_questions(texts: Sequence[str]) -> tuple[Question, ...]:
    """Return questions that are in no file.

    Args:
        texts: of the questions.

    Raises:
        QuestionError: one is empty, too long or not text; or there are none, or too many.
    """
    if not 0 < len(texts) <= MOST_QUESTIONS:
        msg = f"A grid has 1 to {MOST_QUESTIONS:,} questions, not {len(texts):,}."
        raise QuestionError(msg)
    return tuple(Question(cleaned(text), row) for row, text in enumerate(texts, start=1))


def _bytes(path: Path) -> bytes:
    try:
        return read_bytes(path, LARGEST)
    except FileNotFoundError as error:
        reason = "does not exist; name a file of questions"
        raise QuestionnaireError(path, reason) from error
    except OSError as error:
        raise QuestionnaireError(path, f"cannot be read ({error.strerror})") from error
    except JsonError as error:
        reason = f"has more than {LARGEST >> 20} MiB; split it"
        raise QuestionnaireError(path, reason) from error


def _of_tables(tables: list[Table], path: Path, column: str | None) -> Questionnaire:
    layouts = sheet_layouts(tables, column)
    chosen = [(table, one) for table, one in zip(tables, layouts, strict=True) if one is not None]
    if not chosen:
        names = [name for table in tables for name in column_names(table)][:12]
        listed = f"; its columns are {', '.join(map(repr, names))}" if names else ""
        reason = (
            f"has no column {column!r}{listed}"
            if column is not None
            else f"has no column that reads like questions{listed}. {NAME_IT}"
        )
        raise QuestionnaireError(path, reason)
    questions = (one for table, layout in chosen for one in sheet_questions(table, layout))
    return _questionnaire(questions, tuple(layout for _, layout in chosen), path)


def _questionnaire(
    found: Iterable[Question], layouts: tuple[Layout, ...], path: Path
) -> Questionnaire:
    """Return the questions, each checked, with notes on those that cannot be asked."""
    asked = [one for one in islice(found, MOST_QUESTIONS + 1) if any(map(str.isalnum, one.text))]
    if len(asked) > MOST_QUESTIONS:
        reason = f"has more than {MOST_QUESTIONS:,} questions; split it"
        raise QuestionnaireError(path, reason)
    if not asked:
        raise QuestionnaireError(path, "has no question")
    questions = tuple(map(_checked, asked))
    wrong = [one for one in questions if one.problem]
    named = "; ".join(f"{place(one)}: {one.problem}" for one in wrong[:_MOST_NAMED])
    more = f"; and {len(wrong) - _MOST_NAMED:,} more" if len(wrong) > _MOST_NAMED else ""
    return Questionnaire(questions, layouts, (f"{named}{more}",) if wrong else ())


def place(question: Question) -> str:
    """Return where a question is in its file, in words.

    Args:
        question: of a questionnaire.
    """
    row = f"row {question.row:,}"
    return f"sheet {question.sheet!r}, {row}" if question.sheet else row


def _checked(question: Question) -> Question:
    short = replace(
        question,
        id=question.id[:_LONGEST_ID],
        section=question.section[:_LONGEST_ID],
        sheet=question.sheet[:_LONGEST_ID],
    )
    try:
        return replace(short, text=cleaned(question.text))
    except QuestionError:
        # No other fault is left: it is text, and has a letter or a digit.
        problem = f"{len(question.text):,} characters; a question has at most {LONGEST_QUESTION:,}"
        return replace(short, text=question.text[:LONGEST_QUESTION], problem=problem)
