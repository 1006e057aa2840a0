"""Greetings and closings are known by their words."""

from __future__ import annotations

import pytest

from qa.text.letters import is_greeting_or_closing


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
