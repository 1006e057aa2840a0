"""An evaluation contains the figures of a set, and of each kind of question in it."""

from __future__ import annotations

from qa.evaluation.metrics import evaluate
from tests.support.outcomes import outcome


def test_each_kind_has_figures_of_its_own() -> None:
    """The most frequent first; far questions are those of the kind, asked without its documents."""
    asked = [
        outcome("here", 0.9, kind="why"),
        outcome("here", 0.1, kind="list"),
        outcome("here", 0.9, kind="list", first_right=False),
        outcome("near", 0.8, kind="list"),
        outcome("far", 0.2, kind="list"),
        outcome("far", 0.9),
    ]
    evaluated = evaluate("six", asked, 0.5)
    assert list(evaluated.kinds) == ["list", "why"]
    of = evaluated.kinds["list"]
    assert of.questions == {"here": 2, "near": 1, "far": 1}
    assert of.likely == 2
    assert of.measures["first_right"] == 0.5
    assert of.measures["silent"] == 0.5
    assert of.measures["likely_right"] == 0
    assert of.measures["auroc_near"] == 0.5
    assert evaluated.kinds["why"].measures["first_right"] == 1
    assert "auroc_near" not in evaluated.kinds["why"].measures
    assert evaluated.measures["first_right"].value == 0.6667


def test_a_set_without_kinds_has_none() -> None:
    """Its figures are those of the whole set."""
    assert evaluate("one", [outcome("here", 0.9)], 0.5).kinds == {}
