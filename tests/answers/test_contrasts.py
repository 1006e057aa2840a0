"""One thing in two sorts: a sentence on the other sort is no answer."""

from __future__ import annotations

import pytest

from qa.answers.contrasts import contrasts


@pytest.mark.parametrize(
    ("question", "sentence", "words"),
    [
        ("How long is half pay?", "Full pay lasts eight weeks.", ("full",)),
        ("How many days do part-time staff get?", "Full-time staff get 25 days.", ("full",)),
        ("What is the monthly fee?", "The annual fee is 90 euros.", ("annual",)),
        ("Who lives on the second floor?", "Moll has the first floor.", ("first",)),
        ("How long is half pay?", "Full pay lasts eight weeks, half pay four.", ()),
        ("How long is full or half pay?", "Full pay lasts eight weeks.", ()),
        ("How long is half pay?", "The full report is half a page.", ()),
        ("Is there half pay?", "Full pay lasts eight weeks.", ()),
    ],
)
def test_the_other_sort_of_a_thing_is_found(
    question: str, sentence: str, words: tuple[str, ...]
) -> None:
    """Said of the same thing, where the sentence does not say both."""
    assert contrasts(question, sentence) == words
