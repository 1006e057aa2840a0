"""The state of rows is read of the words of their cells, and of those of the question."""

from __future__ import annotations

import pytest

from qa.answers.candidate_rows import Row, Rows
from qa.answers.row_states import State

BILLS = ("paid", "written off", "unpaid", "partly paid", "overdue", "cancelled")
DUES = ("paid 3 march", "not yet paid", "paid in full", "reminder sent", "paid on 03.04.2024")


def in_state(question: str, *values: str, name: str = "state") -> list[str]:
    """Return the cells of the rows that are in the state that a question asks for."""
    rows = [Row(i, i, (f"row {i}", value)) for i, value in enumerate(values)]
    table = Rows(("bill", name), "Bill", frozenset(), frozenset(), is_data=False, rows=rows)
    state = State.of(question, table)
    return [row.cells[1] for row in rows if state.is_of(row)] if state else ["none"]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("How many bills are unpaid?", ["unpaid", "partly paid", "overdue"]),
        ("outstanding bills", ["unpaid", "partly paid", "overdue"]),
        ("Which bills have been paid?", ["paid"]),
        ("Which bills are written off?", ["written off"]),
        ("Which bills are partly paid?", ["partly paid"]),
        ("Which bills are green?", ["none"]),
    ],
)
def test_what_is_settled_otherwise_is_not_open(question: str, found: list[str]) -> None:
    """Nobody waits for money that is written off."""
    assert in_state(question, *BILLS) == found


def test_not_paid_is_all_that_is_not_paid() -> None:
    """A person who asks so sees why it is not."""
    assert in_state("Which bills have not been paid?", *BILLS) == list(BILLS[1:])


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Who has not paid?", ["not yet paid", "reminder sent"]),
        ("Who didn't pay?", ["not yet paid", "reminder sent"]),
        ("Who still owes dues?", ["not yet paid", "reminder sent"]),
        ("Who has paid?", ["paid 3 march", "paid in full", "paid on 03.04.2024"]),
    ],
)
def test_a_cell_says_the_state_in_words_of_its_own(question: str, found: list[str]) -> None:
    """With a day, in full, or not yet."""
    assert in_state(question, *DUES) == found


def test_a_day_or_nothing_is_a_state_too() -> None:
    """By the name of its column."""
    found = in_state("Who has not paid?", "2024-03-01", "", "2024-03-09", name="paid on")
    assert found == [""]


def test_an_amount_is_no_state() -> None:
    """Nor is what has a number that is no day."""
    assert in_state("Which bills are 4 weeks old?", "4 weeks", "2 weeks") == ["none"]
