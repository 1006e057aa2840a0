"""Questions are found in the files that people have them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.errors import QuestionnaireError
from qa.grids.questionnaire.reading import MOST_QUESTIONS, place, read_questionnaire

if TYPE_CHECKING:
    from pathlib import Path


def test_a_line_is_a_question_without_its_number(tmp_path: Path) -> None:
    """A bullet or number is no part of a question; a line with ``#`` heads those below."""
    file = tmp_path / "questions.txt"
    file.write_text(
        "# Leases\n1. What is the rent?\n- Who pays?\n\n2024 was good for whom?\n1.2 Why?\n---\n",
        encoding="utf-8",
    )
    questions = read_questionnaire(file).questions
    assert [(one.id, one.text) for one in questions] == [
        ("1", "What is the rent?"),
        ("", "Who pays?"),
        ("", "2024 was good for whom?"),
        ("1.2", "Why?"),
    ]
    assert {one.section for one in questions} == {"Leases"}
    assert [one.row for one in questions] == [2, 3, 5, 6]


def test_json_lines_are_strings_or_objects(tmp_path: Path) -> None:
    """The key of the question is found by its name, or is the chosen one."""
    file = tmp_path / "questions.jsonl"
    file.write_text(
        '{"id": 7, "question": "What?", "topic": "A", "other": "Why?"}\n"Who?"\n', encoding="utf-8"
    )
    first, second = read_questionnaire(file).questions
    assert (first.text, first.id, first.section) == ("What?", "7", "A")
    assert second.text == "Who?"
    file.write_text('{"question": "What?", "other": "Why?"}\n', encoding="utf-8")
    assert read_questionnaire(file, "other").questions[0].text == "Why?"


def test_commas_of_prose_separate_no_cells(tmp_path: Path) -> None:
    """A list of questions that is called ``.csv`` loses nothing."""
    file = tmp_path / "questions.csv"
    file.write_text("What is it?\nWho pays, if anybody?\nWhen, at last?\n", encoding="utf-8")
    texts = [one.text for one in read_questionnaire(file).questions]
    assert texts == ["What is it?", "Who pays, if anybody?", "When, at last?"]


def test_a_question_that_is_too_long_is_named_and_stays(tmp_path: Path) -> None:
    """It has its row in the result, with the reason why it was not asked."""
    file = tmp_path / "questions.tsv"
    file.write_text(f"Question\nWho?\n{'why ' * 3_000}\n", encoding="utf-8")
    read = read_questionnaire(file)
    assert [bool(one.problem) for one in read.questions] == [False, True]
    assert place(read.questions[1]) == "row 3"
    assert read.notes[0].startswith("row 3: 11,999 characters")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("none.txt", b"\n \n---\n", "has no question"),
        ("binary.txt", bytes(range(256)) * 40, "is not text"),
        ("lines.jsonl", b'{"answer": "x"}\n', "no text under 'question'; its keys are 'answer'"),
        ("broken.jsonl", b"{\n", "line 1 that is not JSON"),
        ("numbers.csv", b"a,b\n1,2\n3,4\n", "has no column that reads like questions"),
        ("damaged.xlsx", b"PK\x03\x04", "is damaged"),
        ("form.pdf", b"%PDF-1.7", "save it as XLSX or CSV"),
        ("many.txt", b"Who?\n" * (MOST_QUESTIONS + 1), "has more than 20,000 questions"),
    ],
)
def test_what_cannot_be_read_is_said(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    """The message names the file, what is wrong with it and what to do."""
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(QuestionnaireError, match=reason) as raised:
        read_questionnaire(file)
    assert str(file) in str(raised.value)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    """The message names it."""
    with pytest.raises(QuestionnaireError, match="does not exist"):
        read_questionnaire(tmp_path / "absent.csv")
