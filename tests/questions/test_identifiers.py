"""What names one thing among many of its kind is found; a date or a number alone is not."""

from __future__ import annotations

import pytest

from qa.questions.identifiers import asked_abbreviation, identifiers, is_identifier


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Is PO-7731 sent?", "PO-7732 | Brill"),
        ("What is in exhibit C?", "Exhibit D is a map."),
        ("section 14.2", "Section 14.3 is on pets."),
        ("15 U.S.C. § 1681", "see § 1692 there"),
        ("Who has ann@mill.example?", "Write to bob@mill.example."),
        ("Whose number is (020) 555-0188?", "Call 020 555 0199."),
        ("case 3:21-cv-00456", "Case 3:21-cv-00457 was closed."),
        ("the model T7", "Model K2 is smaller."),
        ("rain in 2015-2019", "2020–2024 | 820"),
    ],
)
def test_another_of_the_kind_has_the_shape_and_not_the_code(one: str, other: str) -> None:
    """So that a sentence on it can be known to speak of something else."""
    asked, stated = identifiers(one), identifiers(other)
    assert {each.shape for each in asked} & {each.shape for each in stated}
    assert not asked & stated


def test_signs_and_capitals_make_no_difference() -> None:
    """People type an identifier as they remember it."""
    assert identifiers("po-7731?") == identifiers("See PO-7731.")
    assert identifiers("+44 20 7946 0123") == identifiers("(020) 7946-0123")
    assert identifiers("in 2015-2019") == identifiers("2015 – 2019 | 710")


@pytest.mark.parametrize(
    "text",
    [
        *("Paid on 2024-07-15.", "the report of 2023", "It costs 4,000 euros.", "the policy 2024"),
        *("the plan I made", "12 May 2025", "eleven complaints", "2019 2020 2021", ""),
    ],
)
def test_dates_years_and_amounts_are_none(text: str) -> None:
    """Other rules know them."""
    assert not identifiers(text)


@pytest.mark.parametrize(
    ("question", "abbreviation"),
    [
        ("What is the MTBF?", "mtbf"),
        ("What does DPIA stand for?", "dpia"),
        ("RTO", "rto"),
        ("What is the MTBF of the pump?", ""),
        ("How do RTO and RPO differ?", ""),
        ("WHAT IS THE DEPOSIT?", ""),
        ("What is a deposit?", ""),
    ],
)
def test_the_abbreviation_that_a_question_is_for(question: str, abbreviation: str) -> None:
    """A question for something of it is not."""
    assert asked_abbreviation(question) == abbreviation


@pytest.mark.parametrize("question", ["Who is the CEO?", "When is the AGM?", "Where is the HQ?"])
def test_a_person_or_a_time_is_not_asked_for_by_a_definition(question: str) -> None:
    """A text may call the CEO the chief executive."""
    assert not asked_abbreviation(question)


@pytest.mark.parametrize("question", ["F32", "What does F32 mean?", "INV-1043"])
def test_a_question_may_be_a_code(question: str) -> None:
    """Or ask what one means."""
    assert is_identifier(question)


@pytest.mark.parametrize("question", ["Who repairs F32?", "What does it mean?", "1043"])
def test_other_questions_are_more_than_a_code(question: str) -> None:
    """Or less: a number alone names nothing."""
    assert not is_identifier(question)
