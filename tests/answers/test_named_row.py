"""A row of a table that a question names is the answer, however few its words are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa import ask
from qa.indexing.in_memory import index_text

if TYPE_CHECKING:
    from qa.embedders.protocol import Embedder
    from qa.index.search import Index

TEXT = """\
# Brill Shipyards: annual report

Repairs were the talk of the year 2021: repairs in the north dock took all hands, and the board
thanks everybody for repairs that nobody had asked for.

Statement of income:

| In thousands | 2022 | 2021 | 2020 |
| --- | --- | --- | --- |
| Income |  |  |  |
| Repairs | 4,180 | 3,905 | 3,771 |
| Total repairs and refits | 5,097 | 4,712 | 4,411 |
| Expenses |  |  |  |
| Wages, net | 917 | 812 | 640 |
| Dock fees (north and south) | 55 | 43 | 2 |

Use of the docks, in days:

| Dock | 2019 | 2018 |
| --- | --- | --- |
| Repairs | 12 | 19 |
"""


@pytest.fixture(scope="module")
def report(real_embedder: Embedder) -> Index:
    """A report with two tables and a paragraph that speaks of the same."""
    index = index_text(TEXT, "Brill annual report", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    return index


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("What were Brill's repairs in 2021?", "| Repairs | 4,180 |"),
        ("How much were repairs in 2018?", "| Repairs | 12 | 19 |"),
        ("total repairs and refits of Brill 2020", "| Total repairs and refits |"),
        ("How much did Brill spend on wages in 2022?", "| Wages, net |"),
        ("What were the dock fees of Brill in 2020?", "| Dock fees (north and south) |"),
    ],
)
def test_the_named_row_is_quoted(report: Index, question: str, row: str) -> None:
    """That of the table whose columns have the year; words in brackets need not be asked for."""
    answer = ask(question, report)
    assert answer.found
    first = answer.quotes[0]
    assert row in first.text
    context = report.document(first.citation.doc_id).text[first.context.start : first.context.end]
    assert "| --- |" in context


YEARS = """\
# Lease of Wharf 9

## Rent

The tenant shall pay rent of 4,250 a month in advance. Rent received after the tenth day of the
month bears a late charge.

| Year | Monthly rent | Service charge |
| 2025 | 4,250 | 310 |
| 2026 | 4,380 | 325 |
| 2027 | 4,510 | 340 |
"""


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("What is the service charge in 2027?", "| 2027 | 4,510 | 340 |"),
        ("How high is the service charge in 2026?", "| 2026 | 4,380 | 325 |"),
    ],
)
def test_years_may_be_rows(real_embedder: Embedder, question: str, row: str) -> None:
    """The row of the year is quoted alone; no rule need stand below the names of columns."""
    lease = index_text(YEARS, "Lease of Wharf 9", real_embedder)  # type: ignore[arg-type]
    assert lease is not None
    answer = ask(question, lease)
    assert answer.found
    assert [quote.text for quote in answer.quotes] == [row]


REVENUE = """\
# Brill

| Year | Revenue |
| --- | --- |
| 2014–2017 | 80 |
| 2018–2021 | 90 |
| 2022 | 110 |
| 2023 | 120 |
| 2023 | 125 |
| 2024 | 130 |
"""


@pytest.fixture(scope="module")
def revenue(real_embedder: Embedder) -> Index:
    """A table whose rows begin with years, one of them twice, and with periods."""
    index = index_text(REVENUE, "Brill", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    return index


@pytest.mark.parametrize(
    ("years", "rows", "likely"),
    [
        ("2022 and 2024", ["| 2022 | 110 |", "| 2024 | 130 |"], True),
        ("2023", ["| 2023 | 120 |", "| 2023 | 125 |"], False),
        ("2022 and 2023", ["| 2022 | 110 |", "| 2023 | 120 |", "| 2023 | 125 |"], False),
        ("2018–2021", ["| 2018–2021 | 90 |"], True),
        ("2014-2017", ["| 2014–2017 | 80 |"], True),
    ],
)
def test_rows_of_several_years(
    revenue: Index, years: str, rows: list[str], *, likely: bool
) -> None:
    """Each year that is asked for has its row; a hyphen in a period means a dash.

    Two rows of one year differ, which is no likely answer.
    """
    answer = ask(f"What was the revenue in {years}?", revenue)
    assert sorted(quote.text for quote in answer.quotes) == rows
    assert answer.likely == likely


def test_the_row_of_one_year_is_no_answer_on_two(revenue: Index) -> None:
    """It is not likely: the table lacks the other one."""
    assert not ask("What was the revenue in 2024 and 2025?", revenue).likely


def test_another_year_and_another_name_are_no_row(report: Index) -> None:
    """A row is named only where all words of the question are accounted for."""
    for question in ("What were Brill's repairs in 2014?", "What did Voss pay in repairs in 2021?"):
        assert not ask(question, report).likely


@pytest.mark.parametrize(
    "question",
    [
        "Why were there repairs at Brill in 2021?",
        "Who paid for repairs of Brill in 2020?",
        "When did Brill pay for repairs in 2022?",
        "Where did Brill make repairs in 2021?",
    ],
)
def test_amounts_say_not_why_who_when_or_where(report: Index, question: str) -> None:
    """All words are those of the row, and it is still no answer."""
    answer = ask(question, report)
    assert not (answer.likely and answer.quotes[0].text.startswith("|"))


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("Who has the key of the crane shed?", "| Crane shed | Ida Holm, 2nd floor |"),
        ("When was the crane shed inspected?", "| Crane shed | Ida Holm, 2nd floor |"),
    ],
)
def test_a_row_with_names_and_dates_says_who_and_when(
    question: str, row: str, real_embedder: Embedder
) -> None:
    """Where one of its cells may be what is asked for."""
    text = (
        "# Yard\n\n| Building | Key | Inspected | Area |\n| --- | --- | --- | --- |\n"
        "| Crane shed | Ida Holm, 2nd floor | 3 May | 310 |\n| Loft | Ben Uhl | 8 June | 90 |\n"
    )
    index = index_text(text, "Yard", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    answer = ask(question, index)
    assert answer.found
    assert row in answer.quotes[0].text


MACHINE = (
    "# Lathe D7\n\nThe lathe stands on a floor that carries 900 kg, and is heavy.\n\n"
    "| Property | Value |\n|---|---|\n| Mass | 62 kg |\n| Height | 430 mm |\n"
    "| Power | 1.1 kW |\n\nModels of the lathe:\n\n| Model | Weight |\n|---|---|\n"
    "| Compact | 41 kg |\n| Large | 88 kg |\n"
)


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("How tall is the lathe?", "| Height | 430 mm |"),
        ("How powerful is the lathe?", "| Power | 1.1 kW |"),
        ("How heavy is the compact lathe?", "| Compact | 41 kg |"),
    ],
)
def test_a_measure_is_a_row_or_a_column(real_embedder: Embedder, question: str, row: str) -> None:
    """People ask with an adjective, and tables have a noun."""
    index = index_text(MACHINE, "Lathe D7", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    assert row in ask(question, index, min_confidence=0.0).quotes[0].text
