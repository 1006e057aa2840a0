"""Where a document asks the very question, its answer comes first and is trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa import ask
from qa.answers.ranking import collect_candidates
from qa.answers.same_question import SURE, below_same_question
from qa.indexing.in_memory import index_text

if TYPE_CHECKING:
    from qa.embedders.protocol import Embedder
    from qa.index.search import Index

TEXT = """\
Q: Do you repair zips?
A: On Thursdays, in the back room.

Q: What is not repaired?
A: Shoes and bags.

Q: How much hand luggage may I take on flights in zone 3?
A: Eight kilos.

Q: Can I bring my large dog to the pool?
A: On a lead.

Q: What is repaired?
A: Coats, tents and sails.
"""


@pytest.fixture(scope="module")
def workshop(real_embedder: Embedder) -> Index:
    """An FAQ whose answers repeat no word of their questions."""
    index = index_text(TEXT, "Workshop", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    return index


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Do you repair zips?", "On Thursdays"),
        ("do they repair zips", "On Thursdays"),
        ("What is repaired?", "Coats"),
        ("What is not repaired?", "Shoes"),
    ],
)
def test_the_answer_below_the_same_question_is_quoted(
    workshop: Index, question: str, answer: str
) -> None:
    """However few words it shares with the question, and small words may differ."""
    found = ask(question, workshop)
    assert answer in found.quotes[0].text
    assert found.confidence >= SURE


@pytest.mark.parametrize(
    "question",
    [
        "When do you repair zips?",
        "Do you sell zips?",
        "Do you repair broken zips of sails and tents?",
        "What is never repaired on Mondays?",
        "How much hand luggage may I take on flights in zone 4?",
        "Can I bring my large cat to the pool?",
        "Can I bring my large dog to the pool in Oslo?",
    ],
)
def test_another_question_is_not_the_same(workshop: Index, question: str) -> None:
    """Nor is one that asks for something else with the same words."""
    candidates = collect_candidates(workshop, workshop.query(question))
    assert not below_same_question(question, candidates).any()
