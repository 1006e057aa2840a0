"""Two forms of inverse document frequency, by hand."""

from __future__ import annotations

import math

import pytest

from qa.index.retrieval.idf import bm25_idf, positive_idf


def test_a_rare_term_weighs_as_robertson_and_sparck_jones_have_it() -> None:
    """One of ten passages: 9.5 / 1.5."""
    assert bm25_idf(10, 1) == pytest.approx(math.log(9.5 / 1.5))


@pytest.mark.parametrize("document_frequency", [5, 6, 10])
def test_a_term_in_half_of_the_passages_or_more_hardly_counts_in_a_search(
    document_frequency: int,
) -> None:
    """As in SQLite, whose scores are the oracle; but it counts more than nothing."""
    assert bm25_idf(10, document_frequency) == 1e-6


def test_every_term_has_a_share_in_coverage() -> None:
    """As in Lucene: positive, also where every passage contains the term; falling with it."""
    weights = [positive_idf(10, frequency) for frequency in (0, 0.5, 5, 10)]
    assert weights == sorted(weights, reverse=True)
    assert weights[-1] == pytest.approx(math.log(1 + 0.5 / 10.5))
