"""Figures, each against one computed by hand."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from qa.evaluation.metrics import evaluate
from qa.evaluation.overlap import Overlap
from tests.support.outcomes import outcome


def test_ranks_become_recall_and_reciprocal_ranks() -> None:
    """Ranks 1, 2, 6, 11 and not found."""
    here = [
        outcome("here", 0.9, passage_rank=rank, sentence_rank=rank) for rank in (1, 2, 6, 11, 0)
    ]
    measures = evaluate("five", here, 0.5).measures
    assert measures["recall_at_1"].value == 0.2
    assert measures["recall_at_5"].value == 0.4
    assert measures["mrr_at_10"].value == pytest.approx((1 + 1 / 2 + 1 / 6) / 5, abs=1e-4)
    assert measures["sentence_at_1"].value == 0.2
    assert measures["sentence_at_3"].value == 0.4
    assert "auroc_far" not in measures


def test_sections_count_for_passages_only() -> None:
    """A sentence of a section need not answer."""
    here = [outcome("here", 0.9), outcome("here", 0.8, sentence_rank=None, passage_rank=0)]
    measures = evaluate("two", here, 0.5).measures
    assert measures["sentence_at_1"].value == 1
    assert measures["recall_at_1"].value == 0.5


def test_auroc_is_the_share_of_pairs_in_order() -> None:
    """Of (.9, .4) against (.6, .1) three of four pairs are in order."""
    asked = [outcome("here", c) for c in (0.9, 0.4)] + [outcome("far", c) for c in (0.6, 0.1)]
    evaluated = evaluate("four", asked, 0.5)
    assert evaluated.measures["auroc_far"].value == 0.75
    assert evaluated.measures["answered_here"].value == 0.5
    assert evaluated.measures["answered_far"].value == 0.5
    assert evaluated.questions == {"here": 2, "near": 0, "far": 2}
    assert "auroc_near" not in evaluated.measures


def test_accuracy_of_the_surest() -> None:
    """Wrong is the second of five by score; at 80 % coverage three of four are right."""
    here = [
        outcome("here", score, sentence_rank=rank, score=score)
        for score, rank in ((0.5, 1), (0.9, 1), (0.8, 2), (0.7, 1), (0.6, 1))
    ]
    evaluated = evaluate("five", here, 0.5)
    assert evaluated.measures["accuracy_at_80_coverage"].value == 0.75


def test_the_first_quote_counts_also_where_it_is_the_nearest_only() -> None:
    """Three of four first quotes are right, two of them answered, one of the two likely ones."""
    asked = [
        outcome("here", 0.9),
        outcome("here", 0.6),
        outcome("here", 0.3),
        outcome("here", 0.8, first_right=False),
        outcome("far", 0.9),
    ]
    measures = evaluate("four", asked, 0.5).measures
    assert measures["first_right"].value == 0.75
    assert measures["answered_first_right"].value == 0.5
    assert measures["silent"].value == 0.25
    assert measures["likely_right"].value == 0.5


def test_a_near_question_called_likely_is_wrong() -> None:
    """One from elsewhere is not counted: how many of these there are is up to the set."""
    asked = [outcome("here", 0.9), outcome("near", 0.9), outcome("far", 0.9)]
    measures = evaluate("three", asked, 0.5).measures
    assert measures["likely_right"].value == 0.5
    assert measures["likely_right_of_here"].value == 1
    assert "likely_right" not in evaluate("one", [outcome("here", 0.1)], 0.5).measures


def test_words_are_means_over_questions() -> None:
    """Of those answered; silence counts 0 only where the name says so."""
    asked = [
        outcome("here", 0.9, overlap=Overlap(0.5, 1, 0.6, 0.4)),
        outcome("here", 0.8, overlap=Overlap(1, 0.5, 0.8, 0.8)),
        outcome("here", 0.1),
        outcome("here", 0.9, overlap=None),
        outcome("near", 0.9),
    ]
    measures = evaluate("five", asked, 0.5).measures
    assert measures["word_precision"].value == 0.75
    assert measures["word_recall"].value == 0.75
    assert measures["word_f1"].value == 0.7
    assert measures["word_f1_with_silent"].value == pytest.approx(1.4 / 3, abs=1e-4)
    assert measures["word_f1_of_all_gold"].value == 0.4


def test_near_questions_are_told_apart_where_the_set_says_how_near() -> None:
    """What a document mentions is harder to tell from an answer than what it might say."""
    asked = [
        outcome("here", 0.7),
        outcome("near", 0.9, unanswerable="near"),
        outcome("near", 0.2, unanswerable="plausible"),
        outcome("near", 0.3),
    ]
    measures = evaluate("four", asked, 0.5).measures
    assert measures["auroc_near"].value == pytest.approx(2 / 3, abs=1e-4)
    assert measures["auroc_near_mentioned"].value == 0
    assert measures["auroc_near_plausible"].value == 1
    unsaid = evaluate("two", [outcome("here", 0.7), outcome("near", 0.3)], 0.5).measures
    assert "auroc_near_mentioned" not in unsaid


def test_exactness_counts_quotes() -> None:
    """One of four that were shown is not what stands there."""
    asked = [outcome("here", 0.9, quotes=3, exact=2), outcome("far", 0.1)]
    assert evaluate("two", asked, 0.5).measures["quote_exactness"].value == 0.75


def test_auroc_is_that_of_scikit_learn() -> None:
    """Also where many confidences are equal."""
    random = np.random.default_rng(5)
    confidences = np.round(random.random(80), 1)
    kinds = random.choice(["here", "far", "near"], 80)
    asked = [outcome(kind, c) for kind, c in zip(kinds.tolist(), confidences.tolist(), strict=True)]
    measures = evaluate("eighty", asked, 0.5).measures
    for other in ("far", "near"):
        among = (kinds == "here") | (kinds == other)
        expected = roc_auc_score(kinds[among] == "here", confidences[among])
        assert measures[f"auroc_{other}"].value == pytest.approx(expected, abs=5e-5)
