"""A question for a total is known by its words, and so is a row that states one."""

from __future__ import annotations

import pytest

from qa.questions.totals import asked_total, states_total


@pytest.mark.parametrize(
    "question",
    [
        *("What is the total of the bills?", "sum of the fees", "What do the fees come to?"),
        *("How much is the rent and the dock altogether?", "total cost of the repairs"),
    ],
)
def test_these_ask_for_a_total(question: str) -> None:
    """No single amount is one."""
    assert asked_total(question)


@pytest.mark.parametrize(
    "question", ["What was the total revenue?", "How much is the fee?", "Who comes to the club?"]
)
def test_these_do_not(question: str) -> None:
    """The total revenue is an amount of its own, with a row of its own."""
    assert not asked_total(question)


def test_a_row_states_a_total_by_its_label() -> None:
    """It needs no adding up."""
    assert states_total("| Total | 300 |")
    assert not states_total("| Rowing | 300 |")


@pytest.mark.parametrize(
    "question",
    [
        "Is smoking forbidden in all rooms?",
        "What changed in allocation of parking?",
        "Who pays for a total loss of the car?",
        "When was the total eclipse of the sun?",
        "What is a combined heat and power plant?",
    ],
)
def test_words_of_totals_alone_ask_for_none(question: str) -> None:
    """Nothing is to be added up."""
    assert not asked_total(question)
