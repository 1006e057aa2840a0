"""Raised and lowered text in plain characters."""

from __future__ import annotations

import pytest

from qa.loaders.raised import lowered, raised


@pytest.mark.parametrize(
    ("before", "text", "expected"),
    [
        ("about 10", "6", "⁶"),
        ("about 10", "−3", "⁻³"),
        ("area in km", "2", "²"),
        ("x", "n+1", "ⁿ⁺¹"),
        ("2", "n", "ⁿ"),
        ("(a+b)", "2", "²"),
        ("the members", "4", "[4]"),
        ("the members", "4,5", "[4,5]"),
        ("It ended.", "7", "[7]"),
        ("cos", "2", "²"),
        ("the 3", "rd", "rd"),
        ("Acme", "TM", "TM"),
        ("9", "1/2", "^(1/2)"),
        ("a note", " ", " "),
        ("x", "²", "²"),
    ],
)
def test_raised_text_is_a_power_or_a_mark(before: str, text: str, expected: str) -> None:
    """What stands before decides."""
    assert raised(text, before) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("2", "₂"), ("i", "ᵢ"), ("max", "max"), ("", ""), ("2+", "₂₊")]
)
def test_lowered_digits_are_lowered(text: str, expected: str) -> None:
    """Words stay as they are."""
    assert lowered(text) == expected
