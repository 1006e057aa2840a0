"""Feedback on quotes, stored in the index folder as a question set that ``qa eval`` reads.

Each line is one question: ``answers`` lists the quotes called right or incomplete, ``wrong``
those called wrong. A question without a right quote counts as one that the documents do not answer.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from qa.errors import JsonError, QuestionError
from qa.files.atomic import atomic_write
from qa.files.typed_json import Count, converted, lines, parse, read_bytes
from qa.indexing.feedback import FEEDBACK, writing_feedback
from qa.questions.parsing import cleaned
from qa.web import strings
from qa.web.errors import FeedbackError
from qa.web.service.references import find_quote

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from qa.index.search import Index

Rating = Literal["right", "wrong", "incomplete"]

_LISTS: dict[Rating, str] = {"right": "answers", "incomplete": "answers", "wrong": "wrong"}
_MOST_QUESTIONS = 100_000  # each rating reads and writes the whole file
_writing = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Quoted:
    """The part of a stored quote that is checked; other keys stay in the file too."""

    doc_id: str
    start: Count
    end: Count


@dataclass(frozen=True, slots=True)
class _Row:
    """The part of a line that is checked."""

    question: str
    answers: tuple[_Quoted, ...] = ()
    wrong: tuple[_Quoted, ...] = ()


def store_feedback(index: Index, root: Path, question: str, referred: str, verdict: Rating) -> None:
    """Store a user's rating of a quote; it replaces an earlier one of the same quote.

    Args:
        index: that contains the quote.
        root: folder of the index.
        question: that the quote answers or does not answer.
        referred: the quote, see :func:`qa.web.service.references.reference`.
        verdict: the rating.

    Raises:
        QuestionError: the question is not valid, or the file is full.
        FeedbackError: the file is damaged, or cannot be read or written. It is left unchanged.
        SourceError: the reference does not resolve.
    """
    asked = cleaned(question)
    document, span = find_quote(index.document, referred)
    quoted = {
        "doc_id": document.doc_id,
        "start": span.start,
        "end": span.end,
        "text": document.text[span.start : span.end],
    }
    path = root / FEEDBACK
    # The lock is for the threads of this server, writing_feedback for other processes.
    with _writing, writing_feedback(root):
        rows = read_feedback(path)
        row = rows.setdefault(asked, {"question": asked, "answers": [], "wrong": []})
        if len(rows) > _MOST_QUESTIONS:
            raise QuestionError(strings.FEEDBACK_FULL.format(path=str(path)))
        for name in ("answers", "wrong"):
            row[name] = [other for other in row.get(name, []) if not _same(other, quoted)]
        stored = {**quoted, "incomplete": True} if verdict == "incomplete" else quoted
        row[_LISTS[verdict]].append(stored)
        write_feedback(path, rows)


def read_feedback(path: Path) -> dict[str, dict[str, Any]]:
    """Return question → its row; empty if there is no feedback yet.

    Args:
        path: of the file.

    Raises:
        FeedbackError: the file or one of its lines cannot be read.
    """
    try:
        data = read_bytes(path)
    except FileNotFoundError:
        return {}
    except (OSError, JsonError) as error:
        raise _unusable(path, error) from error
    rows: dict[str, dict[str, Any]] = {}
    for number, line in lines(data):
        try:
            row = parse(line, dict[str, Any])
            question = converted(row, _Row).question
        except JsonError as error:
            raise _damaged(path, number, error) from error
        if question in rows:
            raise _damaged(path, number, strings.FEEDBACK_TWICE)
        rows[question] = row
    return rows


def write_feedback(path: Path, rows: Mapping[str, dict[str, Any]]) -> None:
    """Replace all feedback.

    Args:
        path: of the file.
        rows: question → its row.

    Raises:
        FeedbackError: the file cannot be written. It is left unchanged.
    """
    try:
        # json.dumps escapes U+2028 and its like, which some programs take for the end of a line.
        atomic_write(path, "".join(f"{json.dumps(row)}\n" for row in rows.values()))
    except OSError as error:
        raise _unusable(path, error) from error


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(one.get(key) == other[key] for key in ("doc_id", "start", "end"))


def _damaged(path: Path, line: int, error: object) -> FeedbackError:
    return FeedbackError(strings.FEEDBACK_DAMAGED.format(path=str(path), line=line, error=error))


def _unusable(path: Path, error: Exception) -> FeedbackError:
    return FeedbackError(strings.FEEDBACK_UNUSABLE.format(path=str(path), error=error))
