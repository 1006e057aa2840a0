"""A sentence that refers back to one which says more of the question is quoted with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa import ask
from qa.indexing.in_memory import index_text

if TYPE_CHECKING:
    from qa.embedders.protocol import Embedder
    from qa.index.search import Index

STABLE = """\
# Who may sedate horses?

Only vets may sedate horses. Grooms may hold them.

# Hay

The hay is stored in the loft. It is turned every week. Straw is stored in the barn.

# Keys

Riders get no keys. The farrier has one. Boxes are locked at night.
"""


@pytest.fixture(scope="module")
def stable(real_embedder: Embedder) -> Index:
    """The rules of a stable."""
    index = index_text(STABLE, "stable.md", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    return index


@pytest.mark.parametrize("question", ["Can a groom sedate horses?", "May grooms sedate a horse?"])
def test_a_quote_has_the_sentence_that_it_refers_to(stable: Index, question: str) -> None:
    """Where the one before has a word of the question that it lacks."""
    answer = ask(question, stable)
    assert answer.quotes[0].text == "Only vets may sedate horses. Grooms may hold them."
    assert len(answer.quotes) == 1


@pytest.mark.parametrize("question", ["Where is the hay stored?", "Are the boxes locked at night?"])
def test_a_sentence_that_says_it_all_stays_alone(stable: Index, question: str) -> None:
    """Neither what refers to it nor what it does not need is added."""
    answer = ask(question, stable)
    assert answer.found
    assert answer.quotes[0].text in {
        "The hay is stored in the loft.",
        "Boxes are locked at night.",
    }


TRIP = """\
# Trips

Bring to every trip:

- a passport
- the itinerary

The director approves every journey to another continent.
"""


@pytest.mark.parametrize("question", ["Who approves every journey?", "Who approves journeys?"])
def test_prose_below_a_list_is_not_joined_to_its_last_item(
    real_embedder: Embedder, question: str
) -> None:
    """Even where the question asks for several things."""
    index = index_text(TRIP, "trips.md", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    assert not any("- the itinerary\n\nThe" in quote.text for quote in ask(question, index).quotes)
