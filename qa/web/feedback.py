"""What users say of quotes, kept beside the index as a question set that ``qa eval`` reads.

A line a question: ``answers`` holds what was called right or incomplete, ``wrong`` what was
called wrong. A question with nothing right counts as one that the documents do not answer.
"""

from __future__ import annotations

import json
import os
import threading
from typing import TYPE_CHECKING, Any, Literal

from qa.errors import QuestionError
from qa.questions import cleaned
from qa.removal import FEEDBACK, writing_feedback
from qa.web import strings
from qa.web.source import find_quote

if TYPE_CHECKING:
    from pathlib import Path

    from qa.index import Index

FILE = FEEDBACK

UserVerdict = Literal["right", "wrong", "incomplete"]

_LISTS: dict[UserVerdict, str] = {"right": "answers", "incomplete": "answers", "wrong": "wrong"}
_MOST_QUESTIONS = 100_000
_writing = threading.Lock()


def keep_feedback(
    index: Index, root: Path, question: str, referred: str, verdict: UserVerdict
) -> None:
    """Keep what a user says of a quote; said again, it takes the place of what was said before.

    Args:
        index: where the quote stands.
        root: folder of the index.
        question: to which it was given.
        referred: the quote, see :func:`qa.web.source.reference`.
        verdict: what is said.

    Raises:
        QuestionError: the question cannot be asked, or there is no more room.
        SourceError: the reference leads nowhere.
    """
    asked = cleaned(question)
    document, span = find_quote(index.document, referred)
    quoted = {
        "doc_id": document.doc_id,
        "start": span.start,
        "end": span.end,
        "text": document.text[span.start : span.end],
    }
    path = root / FILE
    with _writing, writing_feedback(root):
        rows = _read(path)
        row = rows.setdefault(asked, {"question": asked, "answers": [], "wrong": []})
        if len(rows) > _MOST_QUESTIONS:
            raise QuestionError(strings.FEEDBACK_FULL.format(path=str(path)))
        for name in ("answers", "wrong"):
            row[name] = [other for other in row.get(name, []) if not _same(other, quoted)]
        said = {**quoted, "incomplete": True} if verdict == "incomplete" else quoted
        row[_LISTS[verdict]].append(said)
        _write(path, rows)


def _read(path: Path) -> dict[str, dict[str, Any]]:
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return {row["question"]: row for row in rows}


def _write(path: Path, rows: dict[str, dict[str, Any]]) -> None:
    beside = path.with_suffix(".new")
    with beside.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows.values())
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(one.get(key) == other[key] for key in ("doc_id", "start", "end"))
