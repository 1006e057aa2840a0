"""What is on the identified thing comes before what is on another of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa import ask
from qa.answers.identified import identified
from qa.answers.ranking import collect_candidates, rank
from qa.indexing.in_memory import index_text

if TYPE_CHECKING:
    from qa.embedders.protocol import Embedder
    from tests.support.indexes import Library

ORDERS = (
    "# Orders\n\n| Order | Buyer | State |\n|---|---|---|\n| PO-7731 | Brill | sent |\n"
    "| PO-7732 | Zander | sent |\n| PO-7733 | Hecht | lost |\n"
)


@pytest.mark.parametrize("number", ["7731", "7732", "7733"])
def test_the_row_of_the_number_is_first_and_is_found(real_embedder: Embedder, number: str) -> None:
    """The rows beside it differ in a digit."""
    index = index_text(ORDERS, "Orders", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    answer = ask(f"Has PO-{number} been delivered?", index)
    assert answer.found
    assert f"PO-{number}" in answer.quotes[0].text


def test_a_sentence_on_the_other_model_comes_last(real_embedder: Embedder) -> None:
    """Also where it has more words of the question."""
    text = (
        "The brake of the model K2 was tested by the maker in Ulm and it failed the brake test. "
        "Model K3 passed."
    )
    index = index_text(text, "Tests", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    answer = ask("Did the brake of the model K3 pass the brake test?", index, min_confidence=0.0)
    assert "Model K3" in answer.quotes[0].text


def test_where_nothing_has_the_identifier_nothing_is_of_another(library: Library) -> None:
    """Then all are as far from it."""
    index = library.build(orders=ORDERS)
    candidates = collect_candidates(index, index.query("Has PO-9999 been sent?"))
    found = identified("Has PO-9999 been sent?", candidates.evidence, index.document)
    assert not found.other.any()
    assert not found.rows.any()


def test_a_code_that_no_document_has_is_not_answered_from_another(library: Library) -> None:
    """Where they have others of its kind; a code of a kind of its own may be written otherwise."""
    index = library.build(orders=ORDERS)

    def confidence(question: str) -> float:
        return rank(index, index.query(question)).confidence

    assert confidence("Has PO-9999 been sent?") <= 0.05
    assert confidence("Has PO-7731 been sent?") > 0.05
    candidates = collect_candidates(index, index.query("Has ZZ-9999 been sent?"))
    assert not identified("Has ZZ-9999 been sent?", candidates.evidence, index.document).lacking


def test_a_row_is_named_by_its_column_and_its_label(library: Library) -> None:
    """Exhibit B is the row "B" below "Exhibit"."""
    table = "# Papers\n\n| Exhibit | What |\n|---|---|\n| B | A map |\n| C | A list |\n"
    index = library.build(papers=table)
    candidates = collect_candidates(index, index.query("What is exhibit B?"))
    found = identified("What is exhibit B?", candidates.evidence, index.document)
    spans = [item.span for item in candidates.evidence]
    text = index.document("papers.txt").text
    assert [text[s.start : s.end] for s, row in zip(spans, found.rows, strict=True) if row] == [
        "| B | A map |"
    ]
    assert [text[s.start : s.end] for s, no in zip(spans, found.other, strict=True) if no] == [
        "| C | A list |"
    ]


RECOVERY = (
    "# Recovery\n\nThe RPO is fifteen minutes. After a failure, services are back in four hours, "
    "which is the recovery time objective (RTO). Backups run at night.\n"
)


def test_an_abbreviation_is_not_explained_by_another(real_embedder: Embedder) -> None:
    """However alike the two are."""
    index = index_text(RECOVERY, "Recovery", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    assert "(RTO)" in ask("What is the RTO?", index).quotes[0].text
    assert "RPO" in ask("What does RPO mean?", index).quotes[0].text
