"""What a user typed is made fit to be asked, or refused with a sentence."""

from __future__ import annotations

from typing import Any

import pytest

from qa.errors import QuestionError
from qa.questions.parsing import LONGEST_QUESTION, cleaned, parts, too_many


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("  Who   opposed\nthe tariffs? ", "Who opposed the tariffs?"),
        ("Who\x00 opposed\x1b[31m it?", "Who opposed [31m it?"),
        ("<b>Who</b>?", "<b>Who</b>?"),
        ("\ud83dWho?", "Who?"),
        ("谁？", "谁？"),
        ("5?", "5?"),
    ],
)
def test_a_question_becomes_one_line(typed: str, asked: str) -> None:
    """White space is one space; control characters and half characters are gone."""
    assert cleaned(typed) == asked


@pytest.mark.parametrize("typed", ["", "   ", "\n\t", "\x00\x01"])
def test_an_empty_question_is_refused(typed: str) -> None:
    """White space and control characters are not a question."""
    with pytest.raises(QuestionError, match=r"^The question is empty\. Ask about something"):
        cleaned(typed)


@pytest.mark.parametrize("typed", ["???", "🎧", "—", "\u200b"])
def test_a_question_without_a_word_is_refused(typed: str) -> None:
    """Signs alone ask nothing."""
    with pytest.raises(QuestionError, match="contains no word"):
        cleaned(typed)


def test_a_question_may_have_ten_thousand_characters() -> None:
    """One more is refused, with the number."""
    assert cleaned("a" * LONGEST_QUESTION) == "a" * 10_000
    with pytest.raises(QuestionError, match=r"has 10,001 characters; the limit is 10,000"):
        cleaned("a" * 10_001)


@pytest.mark.parametrize("typed", [None, 5, b"Who?", ["Who?"]])
def test_a_question_is_a_text(typed: Any) -> None:
    """Anything else is refused, with its type."""
    with pytest.raises(QuestionError, match=f"not {type(typed).__name__}"):
        cleaned(typed)


def test_a_question_error_is_a_value_error() -> None:
    """Callers who know nothing of Quoth catch it too."""
    with pytest.raises(ValueError, match="empty"):
        cleaned("")


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("Who fell?", [("Who fell?",)]),
        ("apple prices 2024", [("apple prices 2024",)]),
        ("Who ate the apple? When did the bird sing?",
         [("Who ate the apple?",), ("When did the bird sing?",)]),
        ("How many apples fell and who ate the pears?",
         [("How many apples fell?",), ("who ate the pears?",)]),
        ("who did what and how?", [("who did what and how?",)]),
        ("I like apples. Who grows the best ones?",
         [("I like apples. Who grows the best ones?", "Who grows the best ones?")]),
        ("Hello! Could you please tell me who grows apples? Thanks a lot!",
         [("who grows apples?",)]),
        ("I would like to know if apples float.", [("apples float.",)]),
        ("please", [("please",)]),
    ],
)  # fmt: skip
def test_a_message_falls_into_questions(message: str, found: list[tuple[str, ...]]) -> None:
    """Several are parts; beside statements, a question may mean itself alone; courtesy goes."""
    assert parts(message) == found


def test_no_more_than_four_questions_are_separated() -> None:
    """A pasted page of questions is one text."""
    five = " ".join(f"Who ate apple number {n}?" for n in range(5))
    assert parts(five) == [(five,)]
    assert " ".join(too_many(five)) == five
    four = " ".join(too_many(five)[:4])
    assert (len(parts(four)), too_many(four)) == (4, ())
