"""Intervals are drawn by document, where there are enough."""

from __future__ import annotations

import numpy as np

from qa.evaluation.bootstrap import draw_samples, measure
from qa.evaluation.metrics import evaluate
from tests.support.outcomes import outcome


def test_intervals_are_drawn_by_document() -> None:
    """A hundred questions to six documents are six, not a hundred; to two they are a hundred."""

    def width(documents: int) -> float:
        here = [
            outcome("here", 0.9, sentence_rank=i % 2, cluster=str(i % documents))
            for i in range(100)
        ]
        measure = evaluate("x", here, 0.5).measures["sentence_at_1"]
        assert measure.low <= measure.value == 0.5 <= measure.high
        return measure.high - measure.low

    assert width(6) > 0.6
    assert width(100) < 0.25
    assert width(2) < 0.25


def test_questions_about_one_document_are_drawn_together() -> None:
    """As often as the document; a sample has as many documents as the set."""
    asked = [outcome("here", 0.9, cluster=str(i % 5)) for i in range(10)]
    samples = draw_samples(asked)
    assert samples.shape == (1000, 10)
    assert (samples[:, :5] == samples[:, 5:]).all()
    assert (samples[:, :5].sum(axis=1) == 5).all()


def test_a_sample_without_the_figure_is_left_out() -> None:
    """NaN, as where no question of a kind was drawn."""
    samples = np.array([[1.0, 0.0], [0.0, 2.0], [1.0, 1.0]])
    figure = measure(lambda w: float("nan") if not w[0] else float(w.sum()), samples)
    assert (figure.value, figure.low, figure.high) == (2.0, 1.025, 1.975)
