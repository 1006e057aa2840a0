"""Amounts and dates are the same however they are written."""

from __future__ import annotations

import pytest

from qa.text.values import DATE, NUMBER, Value, equal, values


def value(text: str) -> Value:
    """Return the only amount or date of a text."""
    (found,) = (one for one in values(text) if one.kind in (NUMBER, DATE))
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1,000", "one thousand"),
        ("1,000", "1 000"),
        ("€1.2m", "1,200,000 EUR"),
        ("$2.5 billion", "2,500,000,000 dollars"),
        ("twenty-five", "25"),
        ("one thousand two hundred", "1,200"),
        ("one hundred and five", "105"),
        ("25 %", "25 percent"),
        ("1.50", "1.5"),
        ("30,000", "30,245"),  # rounded
        ("2 May 2024", "2024-05-02"),
        ("2 May 2024", "May 2024"),
        ("2 May 2024", "in 2024"),
        ("$5", "€5"),  # nobody can say that these differ
        ("$5", "€7"),
        ("5 %", "5"),
    ],
)
def test_what_may_be_the_same_is_equal(one: str, other: str) -> None:
    """Another spelling, a rounded amount, a less precise date; and what cannot be compared."""
    assert equal(value(one), value(other))
    assert equal(value(other), value(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("30", "31"),
        ("1,000", "1,100"),
        ("€1.2m", "€1.3m"),
        ("2 May 2024", "3 May 2024"),
        ("2 May 2024", "in 2023"),
        ("twenty-five", "26"),
        ("30,000", "34,245"),
    ],
)
def test_other_amounts_and_dates_differ(one: str, other: str) -> None:
    """Whichever comes first."""
    assert not equal(value(one), value(other))
    assert not equal(value(other), value(one))


def test_words_have_their_place() -> None:
    """Each word, amount, date and sign of a sentence, in order."""
    text = "Pay €1,200 by 2 May 2024."
    assert [text[one.start : one.end] for one in values(text)] == [
        "Pay",
        "€1,200",
        "by",
        "2 May 2024",
        ".",
    ]
