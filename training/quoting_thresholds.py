"""The thresholds of quoting, chosen on predictions for parts that the models were not fitted on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.answers import scoring
from qa.questions.kinds import asks_several
from training.asked_questions import weights_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from training.asked_questions import Array, Asked

FAR_ANSWERED = 0.05  # share of questions from elsewhere that may be answered
FIRST = 5  # sentences of a question that the score of a quote is fitted on
# Weights of the kinds of question in the score of a quote, and in what is called likely.
QUOTE = {"here": 0.5, "far": 0.35, "near": 0.15, "without": 0.0}
SHARES = [round(0.05 * n, 2) for n in range(1, 20)]  # of the best score, to choose from
_NOTHING = 0.001  # of F1
OWN_WORDS = "own_words"  # the parts of these sets
LIKELY_RIGHT = 0.92  # share of the answers called likely whose first quote is to answer


@dataclass(slots=True)
class Fit:
    """The four models."""

    sentence: dict[str, float]
    answer: dict[str, float]
    quote: dict[str, float]
    first: dict[str, float]


@dataclass(slots=True)
class Prediction:
    """What a fit says to a question, with the odds of the reader that it had."""

    asked: Asked
    scores: Array
    shares: Array
    confidence: float
    odds: Array | None


def found_from(predictions: Mapping[str, Sequence[Prediction]]) -> float:
    """Return the confidence from which few far questions are answered, parts weighing the same."""
    far = [
        (prediction.confidence, 1 / len(rows))
        for rows in (
            [p for p in part_rows if p.asked.kind == "far"] for part_rows in predictions.values()
        )
        for prediction in rows
    ]
    confidences, weights = np.array(sorted(far)).T
    below = np.cumsum(weights) / weights.sum()
    return rounded(confidences[np.searchsorted(below, 1 - FAR_ANSWERED)])


def likely_from(predictions: Mapping[str, Sequence[Prediction]], fit: Fit) -> float:
    """Return the probability of the first sentence from which few are wrong.

    Questions in people's own words decide, which are nearest to real use; the templates of Evidence
    Inference are right so seldom that they would decide alone. Near misses do not count: how many
    of them people ask is not known, and doubts bar the label for those that show
    (``qa/answers/doubts.py``).
    """
    asked = [
        p
        for part, rows in predictions.items()
        for p in rows
        if p.asked.kind == "here" and part.startswith(OWN_WORDS)
    ]
    weights = weights_of([p.asked for p in asked], QUOTE).tolist()
    rows = [
        (
            scoring.probability(fit.first, first_features(p)),
            bool(p.asked.right[np.argmax(p.scores)]),
            weight,
        )
        for p, weight in zip(asked, weights, strict=True)
    ]
    scores, right, weight = np.array(sorted(rows, reverse=True)).T
    share = np.cumsum(right * weight) / np.cumsum(weight)
    enough = np.flatnonzero(share >= LIKELY_RIGHT)
    return rounded(scores[enough[-1]] if enough.size else 1.0)


def _quote_scores(prediction: Prediction, fit: Fit) -> Array:
    return scoring.quote_scores(fit.quote, prediction.confidence, prediction.shares)


def quoted_from(
    predictions: Mapping[str, Sequence[Prediction]], fit: Fit, *, several: bool
) -> float:
    """Return the share of the best score from which more is quoted, so that F1 is near its best.

    Of the shares that lose less than :data:`_NOTHING`, it is the lowest: a reader passes over a
    quote too many sooner than he misses one.

    F1 of the characters quoted against those that answer, a mean over questions, parts weighing
    the same. Up to five sentences are quoted. Where several things are asked for it is F2: who
    wants all of them misses one more than one too many disturbs (van Rijsbergen 1979).
    """
    asked = [
        p
        for rows in predictions.values()
        for p in rows
        if p.asked.right.any() and asks_several(p.asked.query.text) == several
    ]
    weights = weights_of([p.asked for p in asked], QUOTE)
    reached = [_reached(p, fit) for p in asked]
    measured = [
        sum(
            weight * _f(*rows, share, beta=2.0 if several else 1.0)
            for weight, rows in zip(weights, reached, strict=True)
        )
        for share in SHARES
    ]
    best = max(measured)
    return next(s for s, f in zip(SHARES, measured, strict=True) if f > best - _NOTHING)


def _reached(prediction: Prediction, fit: Fit) -> tuple[Array, Array, float]:
    """Return, of the first sentences, share of the best score and length; and all to be quoted."""
    evidence, right = prediction.asked.candidates.evidence, prediction.asked.right
    lengths = np.array([item.span.end - item.span.start for item in evidence], float)
    first = np.argsort(-prediction.shares, kind="stable")[:FIRST]
    scores = _quote_scores(prediction, fit)[first]
    signed = np.where(right[first], lengths[first], -lengths[first])
    return scores / scores[0], signed, float(lengths[right].sum())


def _f(reached: Array, lengths: Array, gold: float, share: float, *, beta: float) -> float:
    quoted = lengths[reached >= share]
    answering = quoted[quoted > 0].sum()
    return float((1 + beta**2) * answering / (np.abs(quoted).sum() + beta**2 * gold))


def rounded(value: Any) -> float:
    """Return a number as it is kept.

    Args:
        value: to round.
    """
    return round(float(value), 4)


def first_features(prediction: Prediction) -> dict[str, float]:
    """Return the features of the probability that the first sentence answers.

    Args:
        prediction: of the question.
    """
    return scoring.first_features(prediction.confidence, prediction.scores, prediction.odds)
