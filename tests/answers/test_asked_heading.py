"""What stands below a heading or label that names the thing asked for is preferred."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa import ask
from qa.answers.asked_heading import asked_thing
from qa.indexing.in_memory import index_text

if TYPE_CHECKING:
    from qa.embedders.protocol import Embedder

TEXT = """\
MOORING CONTRACT

1. BERTH. The owner lets berth 14 to the skipper.

2. FEE. The skipper pays 310 euros in advance, on the second day of each quarter. A surcharge of \
20 euros falls due if the fee is not received by the tenth day.

3. INSPECTION. Ropes are looked at in April.
"""


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("When is the mooring fee due?", {"moor", "fee"}),
        ("Who's the skipper?", {"skipper"}),
        ("When does it end?", set()),
        ("Why is the fee due?", set()),
        ("the fee", set()),
    ],
)
def test_a_question_asks_for_a_thing(question: str, thing: set[str]) -> None:
    """After a question word, a form of "be" and an article."""
    assert asked_thing(question) == thing


def test_the_clause_with_that_label_is_preferred(real_embedder: Embedder) -> None:
    """To a sentence that has more words of the question."""
    index = index_text(TEXT, "Mooring", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    answer = ask("When is the fee due?", index)
    assert answer.found
    assert "second day of each quarter" in answer.quotes[0].text
