"""Questions for what happened are told from those for a rule or a state."""

from __future__ import annotations

import pytest

from qa.questions.past import asks_what_happened, deeds, says_what_happened


@pytest.mark.parametrize(
    "question",
    [
        *("Did Brill sell the mill?", "Has the fee been paid?", "And when was the wall repaired?"),
        *("How much did the repair cost?", "Who signed the deed?", "On which day was it sent?"),
        *("Hasn't she left?", "Which boats were sold?"),
    ],
)
def test_these_ask_what_happened(question: str) -> None:
    """They have a verb in the past."""
    assert asks_what_happened(question)


@pytest.mark.parametrize(
    "question",
    [
        *("Who has to pay?", "What does the tenant repair?", "May I have a dog?", "wall"),
        *(
            "What was the penalty?",
            "Who has the key?",
            "When is the rent due?",
            "the wages of 2020",
        ),
    ],
)
def test_these_do_not(question: str) -> None:
    """A rule may be answered by "must", a state by anything."""
    assert not asks_what_happened(question)


def test_a_verb_is_the_same_in_the_past() -> None:
    """Also where it is irregular."""
    assert deeds("sold and withdrew") == deeds("sell, withdraw")
    assert says_what_happened("They sold it.")
    assert not says_what_happened("We will sell it.")


@pytest.mark.parametrize(
    "question",
    [
        "Has the tenant the right to sublet the flat?",
        "Has the deposit to be paid?",
        "What has the landlord to pay?",
        "Who need to sign?",
    ],
)
def test_a_right_or_a_duty_is_no_past(question: str) -> None:
    """Though "has" stands first, or a word ends as a past does."""
    assert not asks_what_happened(question)


@pytest.mark.parametrize("question", ["Has the invoice been paid?", "When had the roof leaked?"])
def test_what_has_happened_is(question: str) -> None:
    """By the participle."""
    assert asks_what_happened(question)
