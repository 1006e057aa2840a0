"""The same index shows what was edited in a receipt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from qa.pipeline import ask
from qa.receipts import Asked
from qa.verification.edits import CONFIDENCE_WITHIN, differences, quoted, unexplained
from tests.verification.test_replaying import APPLE, BIRD

if TYPE_CHECKING:
    from qa.receipts import Receipt
    from qa.records import Answer
    from tests.support.indexes import Library


@pytest.fixture
def answer(library: Library) -> Answer:
    """An answer with one quote."""
    index = library.build(fruit=APPLE + BIRD)
    return ask("What does an apple weigh?", index, 1, min_confidence=0.0, evidence_model="none")


@pytest.fixture
def receipt(answer: Answer) -> Receipt:
    """Its receipt."""
    return answer.receipt(Asked(k=1, min_confidence=0.0, evidence_model="none"))


def test_a_true_receipt_does_not_differ(receipt: Receipt, answer: Answer) -> None:
    """Another machine may give a slightly different confidence."""
    assert list(differences(receipt, answer)) == []
    near = replace(receipt, confidence=answer.confidence - 0.9 * CONFIDENCE_WITHIN)
    assert list(differences(near, answer)) == []


def test_the_probability_of_a_quote_may_differ_as_little(receipt: Receipt, answer: Answer) -> None:
    """More is named; a receipt that has none, as older ones, is true."""
    (quote,) = receipt.quotes
    score = answer.quotes[0].score
    assert quote.score == score
    for told in (None, score - 0.9 * CONFIDENCE_WITHIN):
        edited = replace(receipt, quotes=(replace(quote, score=told),))
        assert list(differences(edited, answer)) == []
    forged = replace(receipt, quotes=(replace(quote, score=score / 2),))
    (problem,) = differences(forged, answer)
    assert problem.startswith(f"quotes[0].score is {score / 2} in the receipt")


def test_each_value_that_differs_is_named(receipt: Receipt, answer: Answer) -> None:
    """With the values of the receipt and of the index."""
    edited = replace(receipt, question="What does a pear weigh?", carried=("pear",))
    first, *others = differences(edited, answer)
    assert first == (
        "question is “What does a pear weigh?” in the receipt, and “What does an apple weigh?” "
        "when the same index is asked again"
    )
    assert others == [
        "carried[0] is “pear” in the receipt, and missing when the same index is asked again",
        "carried is missing in the receipt, and [] when the same index is asked again",
    ]


def test_only_ten_differences_are_named(receipt: Receipt, answer: Answer) -> None:
    """The others are counted."""
    edited = replace(receipt, carried=tuple(f"word {i}" for i in range(30)))
    *named, last = differences(edited, answer)
    assert len(named) == 10
    assert last == "21 more attributes differ"


def test_a_title_that_no_change_explains_is_an_edit(receipt: Receipt, library: Library) -> None:
    """The bytes of the document are the same; if they are not, its title may have changed."""
    (quote,) = receipt.quotes
    edited = replace(receipt, quotes=(replace(quote, title="An official report"),))
    (problem,) = unexplained(edited, library.load())
    assert problem == "fruit.txt: the document's title is 'Fruit', not 'An official report'"
    assert list(unexplained(edited, library.build(fruit=APPLE + BIRD + "More."))) == []


def test_long_text_is_shortened() -> None:
    """Other values are written as they are."""
    assert quoted("a" * 100) == f"“{'a' * 100}”"
    assert quoted("a" * 101) == f"“{'a' * 100} …”"
    assert quoted(0.5) == "0.5"
