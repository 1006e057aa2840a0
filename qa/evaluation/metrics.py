"""The quality of answers: figures over the outcomes of a question set."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qa.evaluation.bootstrap import draw_samples, measure
from qa.evaluation.calibrating import bin_numbers, calibration_error

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qa.evaluation.asking import Outcome
    from qa.evaluation.bootstrap import Figure, Measure

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]

COVERAGE = 0.8
"""Share of the questions, the surest ones, whose accuracy is measured."""

_KINDS = ("here", "near", "far")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that was measured on one set.

    Attributes:
        name: of the set.
        questions: kind → how many were asked.
        found_from: confidence from which an answer counts as found.
        measures: name → figure; a figure that cannot be measured on this set is left out.
        reliability: mean confidence, share of questions from here, and number of questions from
            here and far, of each bin that has any.
        risk_coverage: share of the questions from here that are answered, the surest first,
            and share of these whose first quote is wrong.
    """

    name: str
    questions: dict[str, int]
    found_from: float
    measures: dict[str, Measure]
    reliability: list[tuple[float, float, int]]
    risk_coverage: list[tuple[float, float]]


def evaluate(name: str, outcomes: Sequence[Outcome], found_from: float) -> Evaluation:
    """Return all figures of one set.

    Args:
        name: of the set.
        outcomes: of its questions, at least one.
        found_from: confidence from which an answer counted as found.
    """
    columns = _Columns.of(outcomes)
    figures = _retrieval(columns) | _answers(columns) | _confidence(columns)
    samples = draw_samples(outcomes)
    return Evaluation(
        name=name,
        questions={kind: sum(o.kind == kind for o in outcomes) for kind in _KINDS},
        found_from=found_from,
        measures={
            figure: measure(computed, samples)
            for figure, (among, computed) in figures.items()
            if among.any()
        },
        reliability=_reliability(outcomes),
        risk_coverage=_risk_coverage([o for o in outcomes if o.kind == "here"]),
    )


# Figures. Each is computed from weights, and has a mask of the outcomes without which it cannot be.


@dataclass(frozen=True, slots=True)
class _Columns:
    """The outcomes as arrays, each ``(outcomes,)``.

    Attributes:
        kinds: kind → whether an outcome is of it.
        with_sentence: whether it is from here and its gold is a sentence.
        passage_rank: as in :class:`qa.evaluation.asking.Outcome`.
        sentence_rank: likewise; 0 where it is None.
        right: 1 where the first sentence answers.
        confidence: that the documents answer.
        score: of the first sentence.
        found: 1 where it counted as found.
        quotes: how many were shown.
        exact: how many of them are exact.
    """

    kinds: dict[str, Mask]
    with_sentence: Mask
    passage_rank: NDArray[np.intp]
    sentence_rank: NDArray[np.intp]
    right: Array
    confidence: Array
    score: Array
    found: Array
    quotes: Array
    exact: Array

    @classmethod
    def of(cls, outcomes: Sequence[Outcome]) -> _Columns:
        kind = np.array([o.kind for o in outcomes])
        has_sentence = np.array([o.sentence_rank is not None for o in outcomes])
        sentence_rank = np.array([o.sentence_rank or 0 for o in outcomes])
        return cls(
            kinds={name: kind == name for name in _KINDS},
            with_sentence=(kind == "here") & has_sentence,
            passage_rank=np.array([o.passage_rank for o in outcomes]),
            sentence_rank=sentence_rank,
            right=(sentence_rank == 1).astype(float),
            confidence=np.array([o.confidence for o in outcomes]),
            score=np.array([o.score for o in outcomes]),
            found=np.array([o.found for o in outcomes], float),
            quotes=np.array([o.quotes for o in outcomes], float),
            exact=np.array([o.exact for o in outcomes], float),
        )


def _retrieval(c: _Columns) -> dict[str, tuple[Mask, Figure]]:
    """Return how early the first passage and the first sentence that answer are ranked."""
    here, with_sentence, ranks = c.kinds["here"], c.with_sentence, c.passage_rank
    reciprocal = np.where(_within(ranks, 10) > 0, 1 / np.maximum(1, ranks), 0.0)
    return {
        "recall_at_1": _mean(_within(ranks, 1), here),
        "recall_at_5": _mean(_within(ranks, 5), here),
        "mrr_at_10": _mean(reciprocal, here),
        "sentence_at_1": _mean(c.right, with_sentence),
        "sentence_at_3": _mean(_within(c.sentence_rank, 3), with_sentence),
    }


def _answers(c: _Columns) -> dict[str, tuple[Mask, Figure]]:
    """Return how good the quotes are, and which kinds of question are answered."""
    among = c.with_sentence

    def accuracy(w: Array) -> float:
        return _accuracy_of_surest(c.score[among], c.right[among], w[among])

    def error(w: Array) -> float:
        return calibration_error(c.score[among], c.right[among], w[among])

    def exactness(w: Array) -> float:
        return float((w * c.exact).sum() / (w * c.quotes).sum())

    return {
        "accuracy_at_80_coverage": (among, accuracy),
        "score_calibration_error": (among, error),
        "quote_exactness": (c.quotes > 0, exactness),
        **{f"answered_{kind}": _mean(c.found, mask) for kind, mask in c.kinds.items()},
    }


def _confidence(c: _Columns) -> dict[str, tuple[Mask, Figure]]:
    """Return how well the confidence separates here from near and far, and what it is worth."""
    here = c.kinds["here"]
    if not here.any():
        return {}

    def auroc(others: Mask) -> tuple[Mask, Figure]:
        among = here | others
        _, level = np.unique(c.confidence[among], return_inverse=True)
        return others, lambda w: _auroc(level, here[among], w[among])

    def error(others: Mask) -> tuple[Mask, Figure]:
        among = here | others

        def computed(w: Array) -> float:
            # Both kinds weigh the same, however many questions a set has of each.
            balanced = np.where(here, w / w[here].sum(), w / w[others].sum())
            labels = here[among].astype(float)
            return calibration_error(c.confidence[among], labels, balanced[among].astype(float))

        return others, computed

    return {
        "auroc_near": auroc(c.kinds["near"]),
        "auroc_far": auroc(c.kinds["far"]),
        "calibration_error_near": error(c.kinds["near"]),
        "calibration_error_far": error(c.kinds["far"]),
    }


def _mean(values: Array, among: Mask) -> tuple[Mask, Figure]:
    return among, lambda w: float((w * values)[among].sum() / w[among].sum())


def _within(ranks: NDArray[np.intp], k: int) -> Array:
    """Return 1 where a rank is among the first ``k``, else 0."""
    return ((ranks > 0) & (ranks <= k)).astype(float)


def _auroc(levels: NDArray[np.intp], labels: Mask, weights: Array) -> float:
    """Return the area under the ROC curve, NaN where a sample lacks one of the kinds.

    It is the share of pairs of one kind and the other that are in order, equal ones counting half
    (Hanley and McNeil 1982). scikit-learn has the same figure, but checks its input for seconds
    over a thousand samples.

    Args:
        levels: rank of each score among the distinct ones, 0 the lowest.
        labels: the kind that should score higher.
        weights: of the outcomes.
    """
    higher = np.bincount(levels, weights * labels)
    lower = np.bincount(levels, weights * ~labels)
    if not higher.any() or not lower.any():
        return float("nan")
    below = np.cumsum(lower) - lower / 2
    return float((higher * below).sum() / (higher.sum() * lower.sum()))


def _accuracy_of_surest(scores: Array, right: Array, weights: Array) -> float:
    """Return the share that is right among the surest 80 % (El-Yaniv and Wiener 2010)."""
    order = np.argsort(-scores, kind="stable")
    covered = np.cumsum(weights[order])
    # The outcome at the edge counts with the part of its weight that is still covered.
    counted = np.clip(COVERAGE * covered[-1] - (covered - weights[order]), 0, weights[order])
    return float((counted * right[order]).sum() / counted.sum())


# Curves for the plots.


def _reliability(outcomes: Sequence[Outcome]) -> list[tuple[float, float, int]]:
    # Without near questions: the diagram compares answerable questions with those from elsewhere.
    here_or_far = [o for o in outcomes if o.kind != "near"]
    numbers = bin_numbers(np.array([o.confidence for o in here_or_far]))
    bins: dict[int, list[Outcome]] = defaultdict(list)
    for number, outcome in zip(numbers.tolist(), here_or_far, strict=True):
        bins[number].append(outcome)
    return [
        (
            round(float(np.mean([o.confidence for o in group])), 4),
            round(float(np.mean([o.kind == "here" for o in group])), 4),
            len(group),
        )
        for _, group in sorted(bins.items())
    ]


def _risk_coverage(here: Sequence[Outcome]) -> list[tuple[float, float]]:
    surest_first = sorted((o for o in here if o.sentence_rank is not None), key=lambda o: -o.score)
    wrong = np.cumsum([o.sentence_rank != 1 for o in surest_first])
    return [
        (round(number / len(surest_first), 4), round(float(wrong[number - 1] / number), 4))
        for number in range(1, len(surest_first) + 1)
    ]
