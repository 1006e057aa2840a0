"""Which of two documents is newer, as far as they say."""

from __future__ import annotations

import pytest

from qa.answers.document_dates import date_of, later
from qa.records import Document


def document(text: str, doc_id: str = "policy.txt", title: str = "Policy") -> Document:
    """Return a document with a text."""
    return Document(doc_id, title, text, "0" * 64, "0" * 64, "text/plain")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Effective 1 May 2024. On 3 June 2020 …", "2024-05-01"),
        ("Last updated: May 2024", "2024-05"),
        ("A meeting on 3 June 2020.", ""),
        ("No date at all.", ""),
    ],
)
def test_a_date_is_stated_near_the_beginning(text: str, date: str) -> None:
    """After a word that says what it is the date of."""
    assert date_of(document(text)) == date


def test_the_year_of_a_name_or_title_counts() -> None:
    """Where the text states none."""
    assert date_of(document("Rules.", "handbook-2021.txt")) == "2021"
    assert date_of(document("Rules.", title="Handbook 2023")) == "2023"


def test_dates_are_compared_as_far_as_they_go() -> None:
    """A year alone is neither before nor after a day of it."""
    assert later("2024-05-02", "2024-05-01") == 1
    assert later("2021", "2024-05-01") == -1
    assert later("2024", "2024-05-01") == 0
    assert later("", "2024") == 0
