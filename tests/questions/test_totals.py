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
