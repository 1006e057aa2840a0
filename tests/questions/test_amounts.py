"""Amounts in a question are told apart, and the values that it supposes are known."""

from __future__ import annotations

import pytest

from qa.questions.amounts import amounts, without_supposed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Is it $4,000 or 3.5 million euros?",
         [("$4,000", "money"), ("3.5 million euros", "money")]),
        ("a rebate of 10% or 4 per cent", [("10%", "share"), ("4 per cent", "share")]),
        ("30 days, 2 working days, 5-mile walks, 40 kg",
         [("30 days", "measure"), ("2 working days", "measure"), ("5-mile", "measure"),
          ("40 kg", "measure")]),
        ("parking for 3 in bay B12", [("3", "number")]),
        ("six sheep in field 7", [("six", "number"), ("7", "number")]),
        ("nothing here", []),
    ],
)  # fmt: skip
def test_amounts_have_a_kind(text: str, found: list[tuple[str, str]]) -> None:
    """Money, a share, a measure, or a number alone."""
    assert [(text[one.start : one.end], one.kind) for one in amounts(text)] == found


@pytest.mark.parametrize(
    ("question", "without"),
    [
        ("Is the mooring fee £75?", "Is the mooring fee?"),
        ("Is the trailer 12 euros a day for members?", "Is the trailer for members?"),
        (
            "Did the vet charge Okafor $1,200.50 for the foal?",
            "Did the vet charge Okafor for the foal?",
        ),
        ("Is there a discount of 15% for choirs?", "Is there a discount for choirs?"),
        ("Does the guarantee last 18 months?", "Does the guarantee last?"),
        ("Is the permit valid for 90 days?", "Is the permit valid?"),
        # On these, something depends.
        ("Can I moor for 3 nights in May?", "Can I moor for 3 nights in May?"),
        ("Is a receipt needed under 20 pounds?", "Is a receipt needed under 20 pounds?"),
        ("Are there more than 30 days of rain?", "Are there more than 30 days of rain?"),
        ("Is bay 7 free?", "Is bay 7 free?"),
        ("What do 3 nights cost?", "What do 3 nights cost?"),
    ],
)
def test_a_supposed_value_is_no_part_of_the_question(question: str, without: str) -> None:
    """Only where something else depends on it does it stay."""
    assert without_supposed(question) == without
