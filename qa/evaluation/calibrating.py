"""The calibration error of a confidence, and fitting a confidence to one corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qa.errors import QAError
from qa.index.calibration import Calibration, log_odds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qa.evaluation.asking import Outcome

    Array = NDArray[np.float64]

BINS = 10
"""Bins of equal width, as Guo et al. (2017) draw reliability diagrams."""

FAR_ANSWERED = 0.05
"""Share of far questions that may be answered: the operating point."""

_FOLDS = 5
_LEAST_QUESTIONS = 20  # that the documents answer, and that they do not


def calibrate(outcomes: Sequence[Outcome], evidence_model: str) -> tuple[Calibration, Array]:
    """Fit the confidence to one corpus: a line through its log odds, and a threshold.

    This is the sigmoid of Platt (1999). Near questions count too. Questions that the documents
    answer and the others have the same weight.

    Args:
        outcomes: from an index without a calibration.
        evidence_model: name of the reader that was used, or ``none``.

    Returns:
        The calibration, and the confidence of every outcome by a calibration fitted to the
        other clusters, float64 ``(outcomes,)``.

    Raises:
        QAError: there are too few questions.
    """
    here = np.array([o.origin == "here" for o in outcomes])
    _check_enough(here)
    x = np.array([log_odds(o.confidence) for o in outcomes])
    crossed = _cross_fitted(x, here, [o.cluster for o in outcomes])
    slope, bias = _fit_line(x, here)
    far = np.array([o.origin == "far" for o in outcomes])
    # The threshold is for far questions. A set with few of them uses near questions too.
    others = far if far.sum() >= _LEAST_QUESTIONS else ~here
    found_from = float(np.quantile(crossed[others], 1 - FAR_ANSWERED))
    fitted = Calibration(evidence_model, round(slope, 4), round(bias, 4), round(found_from, 4))
    return fitted, crossed


def balanced_calibration_error(outcomes: Sequence[Outcome], confidences: Sequence[float]) -> float:
    """Return the calibration error, questions from here and the others weighing the same.

    Args:
        outcomes: of the questions.
        confidences: one for each outcome.
    """
    here = np.array([o.origin == "here" for o in outcomes])
    weights = np.where(here, 0.5 / max(1, here.sum()), 0.5 / max(1, (~here).sum()))
    return calibration_error(np.array(confidences), here * 1.0, weights)


def calibration_error(confidences: Array, labels: Array, weights: Array) -> float:
    """Return the expected calibration error over ten bins of equal width (Guo et al. 2017).

    Args:
        confidences: float64 ``(outcomes,)``, [0, 1].
        labels: 1 where it was right, else 0; float64 ``(outcomes,)``.
        weights: of the outcomes, float64 ``(outcomes,)``.
    """
    # Within a bin, the gap between mean confidence and share of right ones, times its weight, is
    # the weighted sum of their differences.
    gaps = np.bincount(bin_numbers(confidences), weights * (confidences - labels), BINS)
    return float(np.abs(gaps).sum() / weights.sum())


def bin_numbers(confidences: Array) -> NDArray[np.intp]:
    """Return the number of each confidence's bin; 1.0 belongs to the last one.

    Args:
        confidences: float64 ``(outcomes,)``, [0, 1].
    """
    numbers: NDArray[np.intp] = np.minimum((confidences * BINS).astype(np.intp), BINS - 1)
    return numbers


def _check_enough(here: NDArray[np.bool_]) -> None:
    for number, kind in ((here.sum(), "that they answer"), ((~here).sum(), "that they do not")):
        if number < _LEAST_QUESTIONS:
            msg = (
                f"A calibration needs at least {_LEAST_QUESTIONS} questions to the documents "
                f"{kind}; there are {number}. Add some."
            )
            raise QAError(msg)


def _cross_fitted(x: Array, here: NDArray[np.bool_], clusters: Sequence[str]) -> Array:
    """Return the confidence of each outcome by a line fitted to the other clusters.

    Args:
        x: log odds before calibration.
        here: whether the documents answer.
        clusters: of the outcomes; questions about one document are never in two folds.
    """
    names = sorted(set(clusters))
    fold = np.array([names.index(cluster) % _FOLDS for cluster in clusters])
    crossed = np.empty(len(x))
    for number in range(_FOLDS):
        others = fold != number
        both_sides = here[others].any() and not here[others].all()
        slope, bias = _fit_line(x[others], here[others]) if both_sides else _fit_line(x, here)
        crossed[~others] = 1 / (1 + np.exp(-(slope * x[~others] + bias)))
    return crossed


def _fit_line(x: Array, labels: NDArray[np.bool_]) -> tuple[float, float]:
    """Return slope and bias of a logistic regression."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - a second, only to fit

    fitted = LogisticRegression(C=1.0, class_weight="balanced").fit(x[:, None], labels)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
