"""Several questions in one are asked one after the other, and each has its own list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.cli import main
from qa.indexing.build import build_with_report
from qa.pipeline import ask_all
from qa.records import Doubt
from qa.rendering.all_answers import summary_text

if TYPE_CHECKING:
    from pathlib import Path

    from qa.embedders.protocol import Embedder

APPROVES = "The head of finance approves travel."
STORED = "Receipts are stored for seven years."
TEXT = f"""\
# Travel policy

{APPROVES} Travel must be booked ten days ahead.

{STORED} The archive is in the basement.

# Offices

Dogs are allowed in:

- Berlin
- Oslo
- Porto

# Printers

The Bern printer cost 900 euros. The Graz printer cost 700 euros.
"""
BOTH = "Who approves travel and how long are receipts stored?"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, real_embedder: Embedder) -> Path:
    """Folder of the index of one document."""
    folder = tmp_path_factory.mktemp("parts")
    (folder / "docs").mkdir()
    (folder / "docs/policy.md").write_text(TEXT, encoding="utf-8")
    build_with_report([folder / "docs"], into=folder / "index", embedder=real_embedder)
    return folder / "index"


def test_each_of_two_questions_has_its_own_answers(index: Path) -> None:
    """What answers one of them is not listed for the other; the whole has all of it."""
    begun: list[str] = []
    found = ask_all(BOTH, index, on_question=begun.append)
    assert begun == ["Who approves travel?", "how long are receipts stored?"]
    assert [part.question for part in found.parts] == begun
    assert [[quote.text for quote in part] for part in found.parts] == [[APPROVES], [STORED]]
    assert [quote.text for quote in found] == [APPROVES, STORED]
    assert found.question == BOTH
    assert ask_all("Who approves travel?", index).parts == ()


def test_a_question_leans_on_the_one_before(index: Path) -> None:
    """It may have a pronoun only for what the first one is about."""
    found = ask_all("Who approves travel, and how early must it be booked?", index)
    assert [part.question for part in found.parts][1:] == ["how early must it be booked?"]
    assert "travel" in found.parts[1].searched
    assert "Travel must be booked ten days ahead." in [quote.text for quote in found.parts[1]]


def test_each_is_printed_below_its_question(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The quotes are numbered through, and each question has a summary."""
    assert main(["ask", BOTH, "--all", "--index", str(index)]) == 0
    shown = capsys.readouterr().out
    lines = [line for line in shown.split("\n") if line and not line.startswith("   char")]
    assert lines[:6] == [
        "Who approves travel?",
        "policy.md (1)",
        f"1. “{APPROVES}”",
        "how long are receipts stored?",
        "policy.md (1)",
        f"2. “{STORED}”",
    ]
    assert lines[6].startswith("Who approves travel? 1 answer in 1 document. ")
    assert lines[7].startswith("how long are receipts stored? 1 answer in 1 document. ")


def test_the_items_of_a_list_are_counted(index: Path) -> None:
    """The list is one quote, and three offices answer."""
    found = ask_all("Which offices allow dogs?", index)
    assert summary_text(found).startswith("1 answer in 1 document, with 3 list items. ")


def test_quotes_are_to_be_compared_where_none_states_the_most(index: Path) -> None:
    """Each of several questions says so of itself; the whole has what its parts say."""
    found = ask_all("Which offices allow dogs, and which printer cost the most?", index)
    assert [part.doubts for part in found.parts] == [(), (Doubt("comparison", ("most",)),)]
    assert found.doubts == found.to_answer().doubts == found.parts[1].doubts
    last = summary_text(found).split("\n")[-1]
    assert last.endswith("To find what is “most”, compare the quotes.")


def test_a_message_of_too_many_questions_says_that_it_is_one(index: Path) -> None:
    """It has no parts, and what it asks is in the doubt."""
    questions = ("Who approves travel?", "When?", "Where are the offices?", "Who pays?", "Why?")
    found = ask_all(" ".join(questions), index)
    assert (found.parts, found.doubts) == ((), (Doubt("questions", questions),))
    assert "These 5 questions were searched as one." in summary_text(found)
    assert found.to_dict()["doubts"][0]["kind"] == "questions"
