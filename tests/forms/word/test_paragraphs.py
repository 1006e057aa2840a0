"""The words of a paragraph are read without the line that an answer is written on."""

from __future__ import annotations

import pytest

from qa.forms.word.paragraphs import without_line


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("Who pays? ____", "Who pays? "),
        ("Who pays?\t……… .\n", "Who pays?\t"),
        ("Who pays. And when. __", "Who pays. And when. __"),
        ("Name: ____ Date", "Name: ____ Date"),
        ("Name: ____ Date: ____", "Name: ____ Date: "),
        ("Name: " + 100_000 * "_" + " x", "Name: " + 100_000 * "_" + " x"),
        ("", ""),
    ],
)
def test_only_a_line_at_the_end_is_left_out(words: str, left: str) -> None:
    """However long it is: the time grows as the text does."""
    assert without_line(words) == left
