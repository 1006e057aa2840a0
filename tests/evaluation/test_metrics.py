"""Figures, each against one computed by hand."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from qa.evaluation.metrics import evaluate
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


def test_risk_and_coverage_by_hand() -> None:
    """Wrong is the second of five by score; at 80 % coverage three of four are right."""
    here = [
        outcome("here", score, sentence_rank=rank, score=score)
        for score, rank in ((0.5, 1), (0.9, 1), (0.8, 2), (0.7, 1), (0.6, 1))
    ]
    evaluated = evaluate("five", here, 0.5)
    assert [risk for _, risk in evaluated.risk_coverage] == pytest.approx(
        [0, 1 / 2, 1 / 3, 1 / 4, 1 / 5], abs=1e-4
    )
    assert evaluated.risk_coverage[-1][0] == 1
    assert evaluated.measures["accuracy_at_80_coverage"].value == 0.75


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
