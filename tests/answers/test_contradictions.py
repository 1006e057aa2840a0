"""Sentences on another day or on the opposite case come last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa import ask
from qa.indexing.in_memory import index_text

if TYPE_CHECKING:
    from qa.embedders.protocol import Embedder

TEXT = (
    "The first boat was sold on 2021-06-09 for 300 euros. "
    "The second boat was sold on 12 July 2021 for 250 euros. "
    "The rudder was sold on August 3rd, 2021 for 20 euros."
)


@pytest.mark.parametrize(
    ("question", "price"),
    [
        ("What was sold on June 9, 2021?", "300"),
        ("What was sold in July 2021?", "250"),
        ("What was sold on 12.07.2021?", "250"),
        ("What was sold on 2021-08-03?", "20 euros"),
    ],
)
def test_the_sentence_on_that_day_answers(
    real_embedder: Embedder, question: str, price: str
) -> None:
    """In whatever form question and document have it."""
    index = index_text(TEXT, "Sales", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    answer = ask(question, index, min_confidence=0.0)
    assert price in answer.quotes[0].text


def test_the_opposite_case_comes_after_the_one_that_is_asked_about(real_embedder: Embedder) -> None:
    """Also where it is the first to be said."""
    text = (
        "Outside the town a night costs 40 kroner. "
        "Guests who stay within the town pay 70 kroner for a night."
    )
    index = index_text(text, "Prices", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    within = ask("What does a night in the town cost?", index, min_confidence=0.0)
    assert "70 kroner" in within.quotes[0].text
    outside = ask("What does a night outside the town cost?", index, min_confidence=0.0)
    assert "40 kroner" in outside.quotes[0].text


def test_who_does_is_no_answer_to_who_does_not(real_embedder: Embedder) -> None:
    """A sentence that affirms all of a negated question comes after those that do not."""
    text = "Ada rows on the lake. Ben rows on the lake. Cleo does not row. Dora sails on the lake."
    index = index_text(text, "Club", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    answer = ask("Who does not row?", index, min_confidence=0.0)
    assert answer.quotes[0].text == "Cleo does not row."


def test_what_one_party_may_do_comes_after_what_the_other_may(real_embedder: Embedder) -> None:
    """In whatever words question and document call them."""
    text = (
        "The Lessor may end this Lease on ten days' notice if the rent is unpaid. "
        "The Lessee may end this Lease if the mill has burnt down."
    )
    index = index_text(text, "Lease", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    tenant = ask("How can the tenant end the lease?", index, min_confidence=0.0)
    assert "Lessee" in tenant.quotes[0].text
    landlord = ask("How can the landlord end the lease?", index, min_confidence=0.0)
    assert "Lessor" in landlord.quotes[0].text
