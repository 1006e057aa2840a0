"""The curves of a plot, each against one computed by hand."""

from __future__ import annotations

import pytest

from qa.evaluation.curves import reliability, risk_coverage
from tests.support.outcomes import outcome


def test_risk_falls_with_coverage() -> None:
    """Wrong is the second of five by score; a far question is not counted."""
    asked = [
        outcome("here", score, sentence_rank=rank, score=score)
        for score, rank in ((0.5, 1), (0.9, 1), (0.8, 2), (0.7, 1), (0.6, 1))
    ]
    curve = risk_coverage([*asked, outcome("far", 0.9)])
    assert [covered for covered, _ in curve] == [0.2, 0.4, 0.6, 0.8, 1]
    assert [risk for _, risk in curve] == pytest.approx([0, 1 / 2, 1 / 3, 1 / 4, 1 / 5], abs=1e-4)


def test_reliability_compares_here_with_far() -> None:
    """One bin has two questions, one of them from here; near ones are left out."""
    asked = [outcome("here", 0.62), outcome("far", 0.64), outcome("near", 0.66)]
    assert reliability(asked) == [(0.63, 0.5, 2)]
