"""Superlatives are told from words that end alike."""

from __future__ import annotations

import pytest

from qa.answers.superlatives import (
    compared_by,
    compares_by_number,
    superlatives,
    tells_measure,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Which hut is the highest and the cheapest?", ("highest", "cheapest")),
        ("Who has the most goats, who the least hay?", ("most", "least")),
        ("What is the maximum load?", ("maximum",)),
        ("Is at least one guest honest about the forest?", ()),
        ("Who must attest it, and whom may nobody molest?", ()),
        ("The best of the rest", ("best",)),
    ],
)
def test_superlatives_compare_values(text: str, found: tuple[str, ...]) -> None:
    """A bound such as "at least" compares none."""
    assert superlatives(text) == found


@pytest.mark.parametrize(
    ("question", "sentence", "lacks"),
    [
        ("Which tea is the most expensive?", "This black tea comes from Assam.", True),
        ("Which tea is the most expensive?", "A tin costs 14 euros.", False),
        ("Which tea is the most expensive?", "A tin costs fourteen hundred yen.", False),
        ("Which tea is the most expensive?", "Our dearest tea is from Uji.", False),
        ("What is the best tea?", "This black tea comes from Assam.", False),
        ("How expensive is the tea?", "This black tea comes from Assam.", False),
    ],
)
def test_what_is_compared_by_a_number_is_told_by_one(
    question: str, sentence: str, *, lacks: bool
) -> None:
    """Or by a superlative."""
    assert (compares_by_number(question) and not tells_measure(sentence)) is lacks


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        ("What is the maximum for a hotel?", "Expense | Limit\n| Hotel | 165 |", ()),
        ("What is the maximum stay?", "Guests may stay for up to ten nights.", ()),
        ("What is the maximum load?", "The van is loaded with 900 kg.", ("maximum",)),
        ("Which is the largest van?", "It carries up to 900 kg.", ("largest",)),
        ("Which is the largest van?", "The largest van is red.", ()),
    ],
)
def test_a_stated_limit_is_not_compared(question: str, text: str, words: tuple[str, ...]) -> None:
    """A maximum may be a rule, which one sentence states."""
    assert compared_by(question, text) == words
