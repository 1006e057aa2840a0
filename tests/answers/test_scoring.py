"""The fitted models, by hand and as shipped."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa.answers import scoring
from qa.answers.ranking import collect_candidates
from qa.answers.reader import load_reader
from qa.answers.reading import read_in_turn, reading
from qa.errors import JsonError
from qa.files.shipped import shipped

if TYPE_CHECKING:
    from qa.answers.reader import Reader
    from qa.index.search import Index


def test_probability_is_the_logistic_function() -> None:
    """Weights and bias add up to log odds."""
    weights = {"bias": -1.0, "a": 2.0, "b": 0.5}
    assert scoring.probability(weights, {"a": 0.5, "b": 0.0}) == 0.5
    assert scoring.probability(weights, {"a": 1.0, "b": 2.0}) == pytest.approx(
        math.exp(2) / (1 + math.exp(2))
    )
    assert scoring.probability(weights, {"a": -1e9, "b": 0.0}) == pytest.approx(0.0)


def test_a_logistic_model_with_weights_of_other_features_is_refused() -> None:
    """A missing weight would count as 0 silently."""
    with pytest.raises(ValueError, match=r"\['b'\]"):
        scoring.probability({"bias": 0.0, "a": 1.0}, {"a": 1.0, "b": 1.0})
    with pytest.raises(ValueError, match=r"\['b'\]"):
        scoring.probability({"bias": 0.0, "a": 1.0, "b": 1.0}, {"a": 1.0})


@pytest.mark.parametrize("reader", [None, load_reader("default")], ids=["none", "default"])
def test_the_fitted_model_names_every_feature(article_index: Index, reader: Reader | None) -> None:
    """The coefficients in the file are those of the features, no more and no fewer."""
    query = article_index.query("How many EVs did Xiaomi deliver in October 2024?")
    candidates = collect_candidates(article_index, query)
    scores = scoring.score_without_reader(candidates)
    odds = None
    if reader:
        read = reading(article_index, query, candidates, reader)
        odds = read_in_turn(candidates, scores, read, None)
    fitted = scoring.load_model(with_reader=reader is not None)
    assert set(fitted.sentence) == set(scoring.sentence_features(candidates, odds).names)
    features = scoring.answer_features(query, candidates, scores, [], odds)
    assert set(fitted.answer) == {"bias", *features}
    assert set(fitted.quote) == {"bias", *scoring.quote_features(0.5, np.array([0.5])).names}
    assert 0 < fitted.found_from < 1
    assert 0 < fitted.quoted_from < 1


def test_a_sentence_that_was_not_read_has_a_feature_of_its_own(article_index: Index) -> None:
    """Its log odds are 0 then; those of the others end at ±12."""
    candidates = collect_candidates(article_index, article_index.query("Who makes cars?"))
    odds = np.full(len(candidates.evidence), np.nan)
    odds[:3] = (-1.5, 40.0, -40.0)
    table = scoring.sentence_features(candidates, odds)
    assert table.column("reader")[:4].tolist() == [-1.5, 12.0, -12.0, 0.0]
    assert table.column("unread")[:4].tolist() == [0.0, 0.0, 0.0, 1.0]


def test_coefficients_of_ones_own_are_checked() -> None:
    """They have the form of those in ``quoting.json``."""
    fitted = json.loads(shipped("answers/quoting.json"))["with_reader"]
    assert scoring.model_of(fitted) == scoring.load_model(with_reader=True)
    with pytest.raises(JsonError):
        scoring.model_of(fitted | {"found_from": 1.5})


def test_a_quote_scores_higher_with_more_confidence_and_share() -> None:
    """By the shipped coefficients."""
    weights = scoring.load_model(with_reader=True).quote
    low, _ = scoring.quote_scores(weights, 0.2, np.array([0.5, 0.9])).tolist()
    middle, high = scoring.quote_scores(weights, 0.8, np.array([0.5, 0.9])).tolist()
    assert 0 < low < middle < high < 1


def test_shares_are_the_softmax_of_the_scores() -> None:
    """By hand: e⁰ and e² and e²."""
    shares = scoring.softmax(np.array([0.0, 2.0, 2.0]))
    assert shares.tolist() == pytest.approx([0.06338, 0.46831, 0.46831], abs=1e-5)
