"""A question says by a noun which column of a table it asks for."""

from __future__ import annotations

import pytest

from qa.answers.named_column import asked_noun
from qa.text.analyzer import terms


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("Which ferry is the slowest?", "ferry"),
        ("What ferries are there?", "ferries"),
        ("On which day is the bar closed?", "day"),
        ("How slow is the ferry?", ""),
        ("Which of the ferries is the slowest?", "ferries"),
        ("On which of your quiet days is the bar closed?", "quiet days"),
        ("Which is the slowest ferry?", "ferry"),
        ("What are the most comfortable old boats?", "boats"),
        ("Which is the slowest?", ""),
        ("Which is the slowest of the ferries?", ""),
        ("What is the ferry?", ""),
        ("What?", ""),
    ],
)
def test_the_noun_stands_after_which_or_a_superlative(question: str, noun: str) -> None:
    """Elsewhere in the question, a noun is not what is asked for."""
    assert asked_noun(question) == frozenset(terms(noun))
