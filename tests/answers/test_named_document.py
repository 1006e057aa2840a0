"""An answer from another document than the one that a question names says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa import ask
from qa.rendering.text import to_text
from qa.verification.contradictions import contradictions
from qa.verification.replaying import replay
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


@pytest.fixture
def office(tmp_path: Path, real_embedder: Embedder) -> Index:
    """Two contracts, a charter, and a message."""
    texts = {
        "van-lease": "Van\n\nThe van is leased to Oyelaran Bakery. The rent is 300 pounds.",
        "oven-agreement": "Oven\n\nThe oven is bought by Oyelaran Bakery. It costs 900 pounds.",
        "choir-charter": "Choir\n\nThe choir sings on Mondays. Members pay ten pounds.",
    }
    return Library(tmp_path, real_embedder).build(**texts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("Summarize the contract", ["The oven is bought", "The van is leased"]),
        ("Now sum up the agreement for me", ["The oven is bought"]),
        ("Can you give me the gist of the lease in a few words?", ["The van is leased"]),
        ("What is the choir charter all about?", ["The choir sings"]),
        ("Summarise the choir statute", ["The choir sings"]),
        ("what's the van contract about", ["The van is leased"]),
        ("Summarize it", ["The choir sings", "The oven is bought", "The van is leased"]),
    ],
)
def test_a_request_to_sum_up_leans_on_nothing(
    office: Index, question: str, quoted: list[str]
) -> None:
    """It has the openings of the documents that may be meant, whatever was asked before."""
    answer = ask(question, office, after=ask("How much is the rent of the van?", office))
    assert answer.note.startswith("Quoth writes no summaries.")
    openings = [quote.text[:15] for quote in answer.quotes]
    assert openings == [words[:15] for words in quoted]
    assert answer.carried == ()


def test_what_may_be_meant_is_told(office: Index) -> None:
    """The name, and how many documents have one like it; of these alone that were chosen."""
    both = ask("Summarize the contract", office)
    assert both.note.endswith("“contract” may mean 2 documents, which begin:")
    assert both.within == ("oven-agreement.txt", "van-lease.txt")
    assert ask("Summarize the contract", office, k=1).note.endswith("1 of them begin:")
    chosen = ask("Summarize the contract", office, documents=["van-lease.txt", "choir-charter.txt"])
    assert [quote.citation.doc_id for quote in chosen.quotes] == ["van-lease.txt"]


def test_a_document_that_is_not_there_is_not_summed_up(office: Index) -> None:
    """The documents that are there are listed."""
    answer = ask("Summarize the handbook", office)
    assert not answer.found
    assert not answer.nearest
    assert "No document is called “handbook”. There are 3 documents:" in answer.note


@pytest.mark.parametrize("question", ["Summarise the parking policy", "What are the rules?"])
def test_what_may_be_in_a_document_is_searched_for(office: Index, question: str) -> None:
    """Only a kind of document by itself can be nothing else."""
    assert ask(question, office).note == ""


@pytest.mark.parametrize("question", ["Summarize the contract", "Summarize the handbook"])
def test_such_a_summary_can_be_replayed(office: Index, question: str) -> None:
    """Its receipt is like any other."""
    receipt = ask(question, office).receipt()
    assert list(contradictions(receipt)) == []
    assert replay(receipt, office).holds
