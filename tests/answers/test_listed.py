"""A list or table answers as a whole where a question asks for several things."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa import ask, build
from qa.indexing.in_memory import index_text

if TYPE_CHECKING:
    from pathlib import Path

    from qa.embedders.protocol import Embedder
    from qa.index.search import Index

TEXT = """\
Everybody brings the ticket to the ramp in good time.

- a life jacket
- the logbook of the boat
- a signed crew list

| Cabin | Deck | Price |
|---|---|---|
| Gannet | 2 | 40 euros |
| Heron | 3 | 55 euros |
| Petrel | 4 | 90 euros |

The purser keeps the keys of every cabin.

On board there is a galley.

Meal          Served in   Price
Breakfast     the bar     9 euros
Dinner        the salon   22 euros
Night snack   the bar     6 euros
"""


@pytest.fixture(scope="module")
def ferry(real_embedder: Embedder) -> Index:
    """A handbook with a list and two tables."""
    index = index_text(TEXT, "Ferry handbook", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    return index


@pytest.mark.parametrize(
    ("question", "all_of"),
    [
        ("Which cabins are there?", ("Gannet", "Heron", "Petrel", "Price")),
        ("Which meals are there?", ("Breakfast", "Dinner", "Night snack", "Served")),
    ],
)
def test_a_table_is_quoted_whole(ferry: Index, question: str, all_of: tuple[str, ...]) -> None:
    """With the names of its columns, where its first column is what is asked for."""
    answer = ask(question, ferry)
    assert answer.found
    assert all(words in answer.quotes[0].text for words in all_of)


@pytest.mark.parametrize(
    ("question", "rows", "word"),
    [
        ("Which cabin is the cheapest?", {"Gannet", "Heron", "Petrel"}, "cheapest"),
        ("Which meal is the most expensive?", {"Breakfast", "Dinner", "Night snack"}, "most"),
    ],
)
def test_what_must_be_compared_is_shown(
    ferry: Index, question: str, rows: set[str], word: str
) -> None:
    """A quote for each row with a value, and a doubt that says why."""
    answer = ask(question, ferry)
    assert answer.found
    assert len(answer.quotes) == len(rows)
    assert {row for row in rows for quote in answer.quotes if row in quote.text} == rows
    assert all("\n" not in quote.text for quote in answer.quotes)
    assert [(doubt.kind, doubt.words) for doubt in answer.doubts] == [("comparison", (word,))]
    assert not answer.likely


def test_rows_too_many_for_a_quote_each_are_one(ferry: Index) -> None:
    """None of the rivals is left out."""
    answer = ask("Which cabin is the cheapest?", ferry, k=2)
    assert all(row in answer.quotes[0].text for row in ("Gannet", "Heron", "Petrel"))


@pytest.mark.parametrize(
    "question",
    [
        "Which is the dearest berth?",
        "Which of the berths is the dearest?",
        "What is the cheapest berth?",
    ],
)
def test_a_row_of_years_is_no_rival(real_embedder: Embedder, question: str) -> None:
    """The names of columns are compared with nothing."""
    text = (
        "Fees of the harbour.\n\n| Berth | 2022 | 2023 |\n|---|---|---|\n"
        "| North quay | 310 | 340 |\n| Old mole | 190 | 205 |\n| Lock | 280 | 280 |\n"
    )
    index = index_text(text, "Harbour", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    answer = ask(question, index)
    assert sorted(quote.text.split(" | ")[0] for quote in answer.quotes) == [
        "| Lock",
        "| North quay",
        "| Old mole",
    ]
    assert [doubt.kind for doubt in answer.doubts] == ["comparison"]


def test_a_question_for_one_thing_has_one_row(ferry: Index) -> None:
    """Of the others, nothing is quoted."""
    answer = ask("How much does the Heron cabin cost?", ferry)
    assert "Heron" in answer.quotes[0].text
    assert "Petrel" not in answer.quotes[0].text


def test_clauses_side_by_side_are_quotes_of_their_own(real_embedder: Embedder) -> None:
    """However much a question asks for: a clause is no item of a list."""
    text = (
        "3.1 The owner repairs the roof, the windows and the stove.\n\n"
        "3.2 The guest repairs lamps, and whatever the guest has broken.\n"
    )
    index = index_text(text, "Hut", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    answer = ask("Which repairs are there for the owner?", index, min_confidence=0.0)
    assert all("3.1" not in quote.text or "3.2" not in quote.text for quote in answer.quotes)


def test_the_items_below_the_asked_heading_come_before_what_is_said_of_them(tmp_path: Path) -> None:
    """The sentence above them has the word of the question, and none of what is asked for."""
    text = (
        "# Duties of the purser\n\n## Fees\n\nEnter each fee in the book of fees. Ask the mate.\n\n"
        "- A bunk is 12 euros a night.\n- A locker is 3 euros a day.\n- A bicycle is 4 euros.\n\n"
        "## Keys\n\nHang each key on its hook.\n"
    )
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "ferry.md").write_text(text)
    index = build(tmp_path / "docs", into=tmp_path / "index")
    listed = ask("List the fees", index)
    assert listed.found
    assert all(item in listed.quotes[0].text for item in ("bunk", "locker", "bicycle"))
    entered = ask("Where must a fee be entered?", index, min_confidence=0.0)
    assert "book of fees" in entered.quotes[0].text
