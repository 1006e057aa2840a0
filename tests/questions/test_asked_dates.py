"""A sentence on another day is known to be one."""

from __future__ import annotations

import pytest

from qa.questions.asked_dates import AskedDates

ON_NINTH = "Boats were sold on 2021-06-09."


@pytest.mark.parametrize(
    ("question", "contradicted"),
    [
        ("What was sold on 9 June 2021?", ""),
        ("What was sold in June 2021?", ""),
        ("What was sold on June 8, 2021?", ON_NINTH),
        ("What was sold in June 2020?", ON_NINTH),
        ("What was sold after June 8, 2021?", ""),
        ("What was sold by the board on June 8, 2021?", ON_NINTH),
        ("What was sold to members from abroad on 8 June 2021 after the meeting?", ON_NINTH),
        ("What was sold by about June 8, 2021?", ""),
        ("What was sold between 7 June 2021 and 10 June 2021?", ""),
        ("What was sold between 7 and 10 June 2021?", ""),
        ("What was sold on 8 June 2021 or later?", ""),
        ("What was sold later than the 8 June 2021?", ""),
        ("What was sold?", ""),
    ],
)
def test_another_date_contradicts(question: str, contradicted: str) -> None:
    """Unless the question asks for what is before or after its own."""
    asked = AskedDates(question)
    assert asked.contradicted_by(ON_NINTH) == bool(contradicted)
    assert not asked.contradicted_by("Boats were sold.")
    assert not asked.contradicted_by(f"{ON_NINTH} More were sold on 8 June 2021 and in June 2020.")


def test_only_a_question_with_a_date_asks_about_one() -> None:
    """A bound is none."""
    assert AskedDates("What was sold on June 8?")
    assert not AskedDates("What was sold before June 8?")
    assert not AskedDates("What was sold?")
