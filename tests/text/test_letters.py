"""Greetings and closings are known by their words."""

from __future__ import annotations

import pytest

from qa.records import Span
from qa.text.letters import is_greeting_or_closing, with_name_above


@pytest.mark.parametrize(
    "line",
    [
        *(
            "Dear Ms. Hecht,",
            "Hi Tim",
            "Sehr geehrte Frau Dr. Huber,",
            "Bonjour,",
            "To whom it may concern:",
        ),
        *(
            "Kind regards,",
            "Best, Olga",
            "Yours sincerely, Olga M. Brandner",
            "Thanks",
            "Viele Grüße",
        ),
    ],
)
def test_these_say_nothing_alone(line: str) -> None:
    """They are no quotes."""
    assert is_greeting_or_closing(line)


@pytest.mark.parametrize(
    "line",
    [
        *("Dear Ms. Hecht, thank you for the wheel.", "Best practice is to rest.", "Love is blind"),
        *("Thank you for waiting.", "Dear is the price of silver", "Hello, what is it?", ""),
    ],
)
def test_these_say_something(line: str) -> None:
    """They begin with such a word."""
    assert not is_greeting_or_closing(line)


@pytest.mark.parametrize(
    ("text", "words", "whole"),
    [
        (
            "Regards,\nOlga M. Brandner\nHead of sales",
            "Head of sales",
            "Olga M. Brandner\nHead of sales",
        ),
        ("Olga Brandner\nTim Hecht", "Tim Hecht", "Tim Hecht"),
        ("Olga Brandner\nThe mill is old.", "The mill is old.", "The mill is old."),
        ("see below\nHead of sales", "Head of sales", "Head of sales"),
    ],
)
def test_a_role_below_a_name_is_quoted_with_it(text: str, words: str, whole: str) -> None:
    """A signature says who has it."""
    start = text.index(words)
    span = with_name_above(text, Span(start, start + len(words)))
    assert text[span.start : span.end] == whole
