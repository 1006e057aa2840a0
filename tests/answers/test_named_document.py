"""An answer from another document than the one that a question names says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa import ask
from qa.rendering.text import to_text
from tests.support.indexes import Library

if TYPE_CHECKING:
    from pathlib import Path

    from qa.embedders.protocol import Embedder
    from qa.index.search import Index

LEASE = "Lease\n\nThe tenant mows the lawn. The hedge is cut in June. Bins go out on Mondays.\n"
RULES = "Club\n\nBoats are rowed by members only. Every boat is washed by its crew after use.\n"


@pytest.fixture
def two(tmp_path: Path, real_embedder: Embedder) -> Index:
    """A lease and the rules of a club."""
    return Library(tmp_path, real_embedder).build(lease=LEASE, **{"club-rules": RULES})  # type: ignore[arg-type]


def test_what_the_named_document_says_is_preferred(two: Index) -> None:
    """Only it is searched, and the answer says so."""
    answer = ask("According to the rules, who washes the boats?", two)
    assert answer.found
    assert answer.within == ("club-rules.txt",)
    assert not answer.doubts


@pytest.mark.parametrize("name", ["lease", "handbook"])
def test_an_answer_from_elsewhere_is_doubted(two: Index, name: str) -> None:
    """Whether the named document has none, or is not there at all."""
    answer = ask(f"According to the {name}, who washes every boat after use?", two)
    assert answer.found
    assert answer.quotes[0].citation.doc_id == "club-rules.txt"
    assert [(doubt.kind, doubt.words) for doubt in answer.doubts] == [("document", (name,))]
    assert not answer.likely
    assert "not from the document" in to_text(answer)


def test_a_summary_is_the_opening_of_the_named_document(two: Index) -> None:
    """Quoth writes none, and says so."""
    answer = ask("Summarize the lease", two)
    assert answer.note.startswith("Quoth writes no summaries.")
    assert answer.quotes[0].text.startswith("The tenant mows")
    assert answer.within == ("lease.txt",)


def test_a_kind_of_document_has_several_names(two: Index) -> None:
    """A lease is a contract."""
    answer = ask("According to the contract, who mows the lawn?", two)
    assert answer.found
    assert not answer.doubts
