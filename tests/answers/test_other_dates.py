"""Sentences on other days than that of the question come last."""

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
