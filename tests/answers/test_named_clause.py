"""A clause that is named by its number is the answer, whatever its words are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa import ask
from qa.indexing.in_memory import index_text

if TYPE_CHECKING:
    from qa.embedders.protocol import Embedder
    from qa.index.search import Index

TEXT = """\
SUPPLY AGREEMENT

1. Delivery. Goods are delivered to the harbour of Melk.

6.1 Claims expire after ninety days.

7.2 Neither party answers for strikes, storms or closed locks.

7.3 The buyer insures the goods from the quay on.

17.2 Pallets are returned empty.
"""


@pytest.fixture(scope="module")
def agreement(real_embedder: Embedder) -> Index:
    """An agreement with numbered clauses."""
    index = index_text(TEXT, "Agreement", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    return index


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What does clause 7.2 say?", "Neither party"),
        ("what's in section 6.1", "ninety days"),
        ("Was steht in § 7.3?", "The buyer insures"),
        ("Show me article 17.2.", "Pallets"),
    ],
)
def test_the_named_clause_is_quoted(agreement: Index, question: str, words: str) -> None:
    """And no other with nearly its number."""
    answer = ask(question, agreement)
    assert answer.found
    assert words in answer.quotes[0].text


def test_a_clause_that_is_not_there_is_not_found(agreement: Index) -> None:
    """Another number is another clause."""
    assert not ask("What does clause 9.4 say?", agreement).found
