"""The header of an e-mail answers who sent it, who got it and when, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa import ask, build
from qa.answers.message_header import asked_fields, field_of

if TYPE_CHECKING:
    from qa.index.search import Index

MAIL = """From: Olga Brandner <olga@mill.example>
To: Tim Hecht <tim@orrin.example>
Date: Tue, 4 Mar 2025 10:00:00 +0100
Subject: Bid for the wheel
Content-Type: text/plain; charset=utf-8

Dear Mr. Hecht,

We offer 900 euros for the old wheel. The bid is open until 20 March 2025.

Kind regards,
Olga Brandner
Head of sales
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Return the index of an e-mail and a note."""
    root = tmp_path_factory.mktemp("mails")
    (root / "docs").mkdir()
    (root / "docs" / "bid.eml").write_text(MAIL)
    (root / "docs" / "note.txt").write_text("The wheel was carved in 1903 by a joiner of Ulm.")
    return build(root / "docs", into=root / "index")


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("When did Brandner make the offer for the wheel?", "Date: Tue, 4 Mar 2025"),
        ("When did Brandner write to Hecht?", "Date: Tue, 4 Mar 2025"),
        ("Who sent the e-mail on the wheel?", "From: Olga"),
        ("Who received the e-mail on the wheel?", "To: Tim"),
    ],
)
def test_the_line_that_is_asked_for_comes_first(index: Index, question: str, line: str) -> None:
    """The date on which the bid ends is not when it was made."""
    answer = ask(question, index)
    assert answer.found
    assert answer.quotes[0].text.startswith(line)


@pytest.mark.parametrize("question", ["What does Olga offer Mr. Hecht?", "Hecht Brandner wheel"])
def test_greetings_and_lines_of_the_header_are_not_quoted_otherwise(
    index: Index, question: str
) -> None:
    """They have the names of the question, and say nothing."""
    answer = ask(question, index, min_confidence=0.0)
    assert "900 euros" in answer.quotes[0].text


def test_a_role_is_quoted_with_the_name_above_it(index: Index) -> None:
    """The role alone names no one."""
    answer = ask("Who is head of sales?", index, min_confidence=0.0)
    assert answer.quotes[0].text == "Olga Brandner\nHead of sales"


def test_the_date_of_a_message_to_someone_is_not_of_what_they_wrote(index: Index) -> None:
    """Hecht got it."""
    answer = ask("When did Hecht answer the bid for the wheel?", index)
    assert not answer.likely


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("When did she write?", "date"),
        ("When was the complaint sent?", "date"),
        ("Who wrote the message?", "from"),
        ("To whom was the mail sent?", "to"),
        ("Who got a copy of it?", "cc"),
    ],
)
def test_a_question_asks_for_a_field(question: str, field: str) -> None:
    """By its verb."""
    assert field in asked_fields(question)


@pytest.mark.parametrize("question", ["When is the hearing?", "Who owns it?", "What did he write?"])
def test_other_questions_ask_for_none(question: str) -> None:
    """They ask for what a message says."""
    assert not asked_fields(question)


def test_lines_of_a_header_are_known_by_their_names() -> None:
    """Prose has no such name."""
    assert field_of("Date: Tue, 4 Mar 2025") == "date"
    assert not field_of("From here it goes up.")


@pytest.mark.parametrize(
    "question",
    [
        "When was the claim paid?",
        "When was the report published?",
        "When was Brill’s request approved?",
        "Who has a copy of the key?",
    ],
)
def test_what_became_of_a_thing_is_no_line_of_a_header(question: str) -> None:
    """A claim, a report and a request are also sent; these questions are not for that."""
    assert asked_fields(question) == frozenset()


@pytest.mark.parametrize(
    "question", ["When was the offer made?", "When did Brill report the leak?", "When was it sent?"]
)
def test_when_it_was_said_is(question: str) -> None:
    """The date of the message is when it was said."""
    assert "date" in asked_fields(question)
