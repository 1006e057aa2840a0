"""Calibration errors, and a confidence that is fitted to a corpus."""

from __future__ import annotations

import numpy as np
import pytest

from qa.errors import QAError
from qa.evaluation.calibrating import balanced_calibration_error, calibrate, calibration_error
from tests.support.outcomes import outcome


def test_calibration_error_by_hand() -> None:
    """Bin .9 says .9 and is 1, bin .2 says .2 and is .5: (.1 + 2 × .3) / 3."""
    error = calibration_error(
        np.array([0.9, 0.2, 0.2]), np.array([1.0, 0.0, 1.0]), np.array([1.0, 1.0, 1.0])
    )
    assert error == pytest.approx((0.1 + 0.6) / 3)
    asked = [outcome("here", 1.0), outcome("far", 0.0), outcome("far", 0.0), outcome("near", 0.4)]
    error = balanced_calibration_error(asked, [o.confidence for o in asked])
    assert error == pytest.approx(0.4 / 6)


def test_calibration_learns_what_a_confidence_means() -> None:
    """Confidences that are all too low by two in log odds are set right."""
    random = np.random.default_rng(1)
    asked = []
    for i in range(600):
        odds = random.normal(0, 2)
        here = random.random() < 1 / (1 + np.exp(-odds))
        said = 1 / (1 + np.exp(-odds + 2))
        asked.append(outcome("here" if here else "far", said, cluster=str(i % 30)))
    fitted, crossed = calibrate(asked, "default")
    assert fitted.evidence_model == "default"
    assert fitted.slope == pytest.approx(1, abs=0.2)
    assert fitted.bias == pytest.approx(2, abs=0.4)
    before = balanced_calibration_error(asked, [o.confidence for o in asked])
    assert balanced_calibration_error(asked, crossed.tolist()) < before / 2
    answered = np.mean([c >= fitted.found_from for c, o in zip(crossed, asked, strict=True)
                        if o.origin == "far"])  # fmt: skip
    assert answered <= 0.06


def test_too_few_questions_are_refused() -> None:
    """A line through three points says nothing."""
    with pytest.raises(QAError, match="at least 20 questions to the documents that they do not"):
        calibrate([outcome("here", 0.9)] * 30 + [outcome("far", 0.1)] * 3, "default")
