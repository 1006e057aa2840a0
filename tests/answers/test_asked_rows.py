"""Rows that answer together are found by their columns and their state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa import ask, build
from qa.answers.asked_rows import asked_rows
from qa.answers.ranking import collect_candidates
from qa.indexing.in_memory import index_text
from qa.records import Doubt

if TYPE_CHECKING:
    from pathlib import Path

    from qa.embedders.protocol import Embedder
    from tests.support.indexes import Library

ORDERS = (
    "# Orders\n\n| Order | Buyer | Amount | State | Insured |\n|---|---|---|---|---|\n"
    "| 1 | Brill | 300 | shipped | yes |\n| 2 | Zander | 120 | lost | no |\n"
    "| 3 | Hecht | 410 | waiting | no |\n| 4 | Brill | 90 | waiting | yes |\n\n"
    "Boats leave on 3 days of the week. Orders are insured by Orrin.\n"
)


def numbers(library: Library, question: str, text: str = ORDERS) -> tuple[list[str], list[str]]:
    """Return the labels of the rows that are asked for, and of those in another state."""
    index = library.build(orders=text)
    candidates = collect_candidates(index, index.query(question))
    found = asked_rows(question, candidates.evidence, index.document)
    words = index.document("orders.txt").text

    def labels(positions: tuple[int, ...]) -> list[str]:
        spans = [candidates.evidence[i].span for i in positions]
        return [words[span.start : span.end].split(" ")[1] for span in spans]

    return labels(found.rows), labels(found.others)


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Which orders are waiting?", ["3", "4"]),
        ("Which orders have not been shipped?", ["2", "3", "4"]),
        ("Which orders are insured?", ["1", "4"]),
        ("Which orders are not insured?", ["2", "3"]),
        ("uninsured orders", ["2", "3"]),
        ("Which orders of Brill are waiting?", ["4"]),
        ("What is the largest order?", ["1", "2", "3", "4"]),
        ("largest order", ["1", "2", "3", "4"]),
        ("Which order took the largest amount?", ["1", "2", "3", "4"]),
        ("What is the total amount of the orders?", ["1", "2", "3", "4"]),
        ("total of the orders", ["1", "2", "3", "4"]),
        ("What do the waiting orders come to?", ["3", "4"]),
    ],
)
def test_rows_in_the_state_are_found_in_their_order(
    library: Library, question: str, rows: list[str]
) -> None:
    """In a column of its own, or by a word among the cells of one."""
    assert numbers(library, question)[0] == rows


@pytest.mark.parametrize(
    "question",
    [
        *("Is order 3 insured?", "Which boats are insured?", "Which orders are heavy?"),
        *("How heavy is the largest order?", "Why are orders insured?", "Who insures the orders?"),
    ],
)
def test_what_the_columns_do_not_account_for_is_no_question_for_rows(
    library: Library, question: str
) -> None:
    """Then sentences may answer."""
    assert numbers(library, question) == ([], [])


DUES = (
    "# Dues\n\n| Member | Dues | State |\n|---|---|---|\n| Anders | 40 | paid 3 March |\n"
    "| Lund | 40 | not yet paid |\n| Stein | 20 | paid in full |\n"
)


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Who has not paid?", ["Lund"]),
        ("Who has not paid the dues?", ["Lund"]),
        ("Who has paid?", ["Anders", "Stein"]),
        ("Who pays the dues?", []),
        ("Who has not paid the rent?", []),
    ],
)
def test_rows_of_persons_answer_who_is_in_a_state(
    library: Library, question: str, rows: list[str]
) -> None:
    """Where a column is of persons."""
    assert numbers(library, question, DUES)[0] == rows


def test_an_office_is_no_state(library: Library) -> None:
    """It is not what someone did."""
    text = "# Staff\n\n| Name | Office |\n|---|---|\n| Lund | head of sales |\n| Vogt | clerk |\n"
    assert numbers(library, "Who is head of sales?", text)[0] == []


def test_a_table_of_things_does_not_say_who(library: Library) -> None:
    """None of its columns is of persons."""
    text = "# Bills\n\n| Bill | Sum | State |\n|---|---|---|\n| a | 3 | paid |\n| b | 4 | open |\n"
    assert numbers(library, "Who has not paid?", text)[0] == []


def test_rows_in_another_state_come_last(library: Library) -> None:
    """However many words they share."""
    assert numbers(library, "Which orders are not insured?")[1] == ["1", "4"]


def test_a_row_that_states_the_total_answers_alone(library: Library) -> None:
    """It is not compared with those that it adds up."""
    text = ORDERS.replace("\n\nBoats", "\n| Total | all | 920 | | |\n\nBoats")
    assert numbers(library, "What is the total of the orders?", text)[0] == ["Total"]


def test_open_means_not_paid(library: Library) -> None:
    """Where the table has no such word."""
    text = "# Bills\n\n| Bill | Sum | Paid |\n|---|---|---|\n| a | 3 | yes |\n| b | 4 | no |\n"
    assert numbers(library, "Which bills are open?", text)[0] == ["b"]
    assert numbers(library, "Which bills are unpaid?", text)[0] == ["b"]
    assert numbers(library, "Which bills are paid?", text)[0] == ["a"]


@pytest.mark.parametrize(
    ("question", "kind", "quotes"),
    [
        ("Which orders have not been shipped?", "rows", 3),
        ("What is the largest order?", "comparison", 4),
        ("total of the orders", "total", 4),
    ],
)
def test_they_are_shown_together_and_are_not_called_likely(
    real_embedder: Embedder, question: str, kind: str, quotes: int
) -> None:
    """What they come to, a person has to see."""
    index = index_text(ORDERS, "Orders", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    answer = ask(question, index)
    assert answer.found
    assert not answer.likely
    assert [doubt.kind for doubt in answer.doubts] == [kind]
    assert len(answer.quotes) == quotes
    assert len({quote.score for quote in answer.quotes}) == 1


def test_too_many_for_a_quote_each_are_one(real_embedder: Embedder) -> None:
    """Where they stand below one another."""
    index = index_text(ORDERS, "Orders", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    answer = ask("Which orders have not been shipped?", index, k=2)
    (quote,) = answer.quotes
    assert [line.split(" ")[1] for line in quote.text.split("\n")] == ["2", "3", "4"]


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("List the boats", 3),
        ("How many boats are there?", 3),
        ("Which boats of Hecht are there?", 2),
    ],
)
def test_rows_of_data_are_listed_by_the_name_of_their_first_column(
    tmp_path: Path, question: str, rows: int
) -> None:
    """No sentence introduces them."""
    (tmp_path / "docs").mkdir()
    data = "Boat,Owner,Length\nHeron,Hecht,9\nGannet,Brill,7\nPetrel,Hecht,12\n"
    (tmp_path / "docs" / "fleet.csv").write_text(data)
    answer = ask(question, build(tmp_path / "docs", into=tmp_path / "index"))
    assert answer.found
    assert len(answer.quotes) == rows
    assert not answer.likely
    if not question.startswith("How many"):
        assert answer.doubts == (Doubt("rows", ("Boat",)),)  # as the table calls it


@pytest.mark.parametrize("question", ["date", "dates", "name"])
def test_a_word_that_any_column_may_have_asks_for_no_rows(tmp_path: Path, question: str) -> None:
    """Alone, it may be about anything."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "visits.csv").write_text(
        "Date,Visitor\n2024-03-01,Lund\n2024-03-05,Vogt\n"
    )
    (tmp_path / "docs" / "staff.csv").write_text("Name,Room\nAnders,12\nStein,9\n")
    index = build(tmp_path / "docs", into=tmp_path / "index")
    candidates = collect_candidates(index, index.query(question))
    assert not asked_rows(question, candidates.evidence, index.document).rows
    listed = f"List the {question.removesuffix('s')}s"
    candidates = collect_candidates(index, index.query(listed))
    assert len(asked_rows(listed, candidates.evidence, index.document).rows) == 2
