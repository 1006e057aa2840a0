"""Spellings of one number have one key; a spelling with two readings has its own."""

from __future__ import annotations

import re

import pytest

from qa.text.character_classes import raised_and_lowered
from qa.text.numerals import ascii_digits, in_english, number_key, number_pattern


@pytest.mark.parametrize(
    ("spellings", "key"),
    [
        (("1 000 000", "1,000,000", "1.000.000", "1'000'000", "1\u202f000\u202f000"), "1000000"),
        (("1,000.5", "1.000,5", "1000,5", "1 000,5"), "1000.5"),
        (("10,00,000",), "1000000"),
        ((".5", "0.5", "0٫5"), "0.5"),
        (("1½", "1 1/2"), "1+1/2"),
        (("-5", "−5", "–5"), "-5"),
        (("24/7", "24 / 7"), "24/7"),
        (("10-6", "10 − 6"), "10^-6"),
    ],
)
def test_spellings_of_one_value_have_one_key(spellings: tuple[str, ...], key: str) -> None:
    """Groups of digits, decimal signs, fractions and signs."""
    assert {number_key(spelling) for spelling in spellings} == {key}


def test_a_spelling_with_two_readings_equals_itself_alone() -> None:
    """One and a half in London, fifteen hundred in Berlin."""
    assert number_key("1.500") == "1.500"
    assert number_key("1,500") == "1,500"
    assert in_english("1,500") == "1500"
    assert in_english("1,50") == "1,50"
    assert in_english("1.500") == "1.500"


def test_what_is_raised_after_a_number_is_part_of_its_key() -> None:
    """A power is another number."""
    assert number_key("10", "^2") == "10^2"
    assert number_key("1,000,000", "^2") == "1000000^2"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("in 1994, 20,000 of 1 000 000", ["1994", "20,000", "1 000 000"]),
        ("-5 and 3-5", ["-5", "3", "5"]),
        ("1½ cups, 10² m", ["1½", "10²"]),
        ("version 1.2.3 of 24/7", ["1.2.3", "24/7"]),
    ],
)
def test_numbers_are_found_as_they_are_written(text: str, numbers: list[str]) -> None:
    """A dash after a number is not a sign."""
    pattern = re.compile(number_pattern("[\u00ad]", *raised_and_lowered()), re.VERBOSE)
    assert [match.group() for match in pattern.finditer(text)] == numbers


def test_every_decimal_digit_has_its_value() -> None:
    """In any script."""
    assert "٣४５".translate(ascii_digits()) == "345"
