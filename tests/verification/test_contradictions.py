"""A receipt that contradicts itself is noticed without any document."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from qa.receipts import Asked
from qa.verification.contradictions import contradictions, quote_contradictions
from tests.verification.test_verifying import SPAN, document, receipt

MADE = receipt(document(), SPAN)
(QUOTE,) = MADE.quotes


def test_a_true_receipt_does_not_contradict_itself() -> None:
    """Nor do its quotes."""
    assert list(contradictions(MADE)) == []
    assert list(quote_contradictions(QUOTE)) == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"quotes": ()}, "the receipt says that an answer was found, and has no quote"),
        ({"found": False}, "the receipt says that no answer was found, and has quotes"),
        ({"quotes": (QUOTE, QUOTE)}, "the receipt has a quote twice"),
        (
            {"asked": Asked(documents=("sky.txt", "notes/*"))},
            "'orchard.txt' is none of the documents that were searched",
        ),
        (
            {"asked": Asked(min_confidence=0.95)},
            (
                "the receipt has the confidence 0.9, at least 0.95 was asked for, "
                "and it says that an answer was found"
            ),
        ),
    ],
)
def test_a_contradiction_of_the_whole_is_named(changes: dict[str, Any], problem: str) -> None:
    """In a sentence of its own."""
    assert list(contradictions(replace(MADE, **changes))) == [problem]


def test_more_quotes_than_were_asked_for_are_noticed() -> None:
    """With both numbers."""
    other = replace(QUOTE, start=0, end=71)
    many = replace(MADE, quotes=(QUOTE, other), asked=Asked(k=1))
    assert list(contradictions(many)) == ["the receipt has 2 quotes, more than the 1 asked for"]


def test_documents_may_be_named_by_patterns() -> None:
    """Of one of the paths of a document."""
    named = replace(MADE, asked=Asked(documents=("orch*.txt",)))
    assert list(contradictions(named)) == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"sha256": "0" * 64}, "the hash of the quote is not that of its words"),
        ({"end": 90}, "the offsets span 74 characters, and the quote has 71"),
        ({"byte_end": 90}, "the byte offsets do not span the bytes of the quote"),
        (
            {"places": ("orchard.txt",)},
            "the other paths of the document name one twice, or the document itself",
        ),
    ],
)
def test_a_contradiction_of_a_quote_is_named(changes: dict[str, Any], problem: str) -> None:
    """In a sentence of its own."""
    assert list(quote_contradictions(replace(QUOTE, **changes))) == [problem]
