"""Superlatives are told from words that end alike."""

from __future__ import annotations

import pytest

from qa.answers.superlatives import superlatives


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
