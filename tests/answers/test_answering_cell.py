"""The cell of a row that answers a question."""

from __future__ import annotations

import pytest

from qa.answers.answering_cell import answering_cell, only_value
from qa.records import Quote, Span
from tests.support.tables import quoted

_LOANS = (
    "| Loan | Borrower | Due | Sum (EUR) | Returned |\n|---|---|---|---|---|\n"
    "| L-207 | Petronella Vance | 2023-04-18 | 310 | no |\n"
)
_SIGHTS = (
    "| Sight | Visits | Ticket | Guide | Opened |\n|---|---|---|---|---|\n"
    "| Castle | 90 minutes | 12.50 | Ada Brook | 1 May 1998 |\n"
)
_NAMELESS = "| Survey | S-14-2 | 2022-06-01 | done |\n| Appeal | S-14-3 | 2022-07-02 | open |\n"


def pointed(text: str, row: int, question: str) -> str | None:
    """Return the words of a row that answer a question."""
    return words(quoted(text, text.splitlines()[row]), question)


def words(quote: Quote, question: str) -> str | None:
    """Return the words of a quote that answer a question."""
    found = answering_cell(question, quote)
    return quote.text[found.start : found.end] if found else None


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("When is the loan of Petronella Vance due?", "2023-04-18"),
        ("How much was lent as L-207?", "310"),
        ("What does Petronella Vance have to pay?", "310"),
        ("What is the sum of the loan to Petronella Vance?", "310"),
        ("Which loan has Petronella Vance?", "L-207"),
        ("Who is the borrower of L-207?", "Petronella Vance"),
        ("Has L-207 been returned?", "no"),
        ("When was L-207 signed?", None),
        ("Who signed L-207?", None),
        ("Is L-207 secured?", None),
        ("How long is L-207?", None),
    ],
)
def test_the_kind_of_value_and_the_name_of_its_column_decide(
    question: str, cell: str | None
) -> None:
    """A date that is called otherwise is another date: none is better than a wrong one."""
    assert pointed(_LOANS, 2, question) == cell


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("How much is a ticket for the castle?", "12.50"),
        ("How many minutes does one spend at the castle?", "90 minutes"),
        ("When was the castle opened?", "1 May 1998"),
        ("Who is the guide at the castle?", "Ada Brook"),
        ("How much does the castle cost?", None),
    ],
)
def test_a_unit_in_a_cell_counts_as_its_name(question: str, cell: str | None) -> None:
    """Of two numbers that no word tells apart, none is marked."""
    assert pointed(_SIGHTS, 2, question) == cell


def test_without_names_the_only_value_of_the_kind_is_it() -> None:
    """A code is no number, and no date."""
    assert pointed(_NAMELESS, 1, "When was the appeal lodged?") == "2022-07-02"
    assert pointed(_NAMELESS, 1, "How much is the appeal?") is None
    assert pointed(_NAMELESS, 1, "Who lodged the appeal?") is None


def test_of_several_rows_no_cell_is_the_one() -> None:
    """Nor of a quote that is no row."""
    rows = quoted(_NAMELESS, _NAMELESS.strip())
    assert answering_cell("When was the appeal lodged?", rows) is None
    prose = quoted("The appeal was lodged.", "The appeal was lodged.")
    assert answering_cell("When was the appeal lodged?", prose) is None


def test_of_a_label_and_its_value_the_one_that_was_not_asked_with_is_it() -> None:
    """A long value is left to the reader, which points at words in it."""
    text = "| Grade | Pay |\n|---|---|\n| Foreman | 27.50 |\n"
    row = quoted(text, "| Foreman | 27.50 |")
    assert only_value("What is the pay of a foreman?", row) == Span(12, 17)
    assert only_value("Who gets 27.50?", row) == Span(2, 9)
    assert only_value("What is the pay?", row) is None
    long = "| Term | It ends three years after the day on which it began |\n"
    assert only_value("What is the term?", quoted(f"{long}{long}", long.strip())) is None
