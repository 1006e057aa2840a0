"""The candidate sentences, ranked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa import ask
from qa.answers.ranking import found_from, rank
from qa.answers.reader import load_reader
from qa.answers.scoring import load_model
from qa.index.calibration import Calibration
from qa.index.search import Index

if TYPE_CHECKING:
    from tests.support.indexes import Library

XIAOMI = "How many EVs did Xiaomi deliver in October 2024?"


def test_ranked_sentences_are_those_of_the_best_shares(article_index: Index) -> None:
    """Shares add up to one; scores lie below the confidence and fall."""
    ranked = rank(article_index, article_index.query(XIAOMI))
    assert ranked.shares.sum() == pytest.approx(1)
    assert (np.diff(ranked.scores) <= 0).all()
    assert len({item.span for item in ranked.evidence}) == len(ranked.evidence)
    assert next(hit.number for hit in ranked.hits()) == ranked.evidence[0].hit.number


def test_a_name_that_is_not_in_the_document_lowers_the_confidence(article_index: Index) -> None:
    """The same question with another company's name is less likely to be answered."""
    asked, other = (
        ask(f"How many EVs did {name} deliver in October 2024?", article_index)
        for name in ("Xiaomi", "Tesla")
    )
    assert asked.likely
    assert not other.likely
    assert other.confidence < asked.confidence
    assert (asked.unknown, other.unknown) == ((), ("Tesla",))


def test_a_calibration_counts_for_the_reader_that_it_was_fitted_with(library: Library) -> None:
    """With another one, confidence and threshold are those shipped."""
    index = library.build(a="An apple is red. A bird sings.")
    calibrated = Index(index.generation, index.embedder, Calibration("none", 0.0, 2.0, 0.25))
    query = index.query("What is red?")
    assert found_from(calibrated, None) == 0.25
    assert rank(calibrated, query).confidence == pytest.approx(1 / (1 + np.exp(-2)))
    reader = load_reader("default")
    assert found_from(calibrated, reader) == load_model(with_reader=True).found_from
    assert rank(calibrated, query, reader).confidence == rank(index, query, reader).confidence
