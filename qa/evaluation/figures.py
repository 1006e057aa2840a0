"""The figures of an evaluation, each computed from weights of the outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qa.evaluation.calibrating import calibration_error

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qa.evaluation.bootstrap import Figure
    from qa.evaluation.columns import Columns

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]

COVERAGE = 0.8
"""Share of the questions, the surest ones, whose accuracy is measured."""


def figures(c: Columns) -> dict[str, tuple[Mask, Figure]]:
    """Return name → which outcomes the figure cannot be computed without, and how it is computed.

    Args:
        c: the outcomes.
    """
    return _retrieval(c) | _answers(c) | _words(c) | _confidence(c)


def _retrieval(c: Columns) -> dict[str, tuple[Mask, Figure]]:
    """Return how early the first passage and the first sentence that answer are ranked."""
    here, with_sentence, ranks = c.origins["here"], c.with_sentence, c.passage_rank
    reciprocal = np.where(_within(ranks, 10) > 0, 1 / np.maximum(1, ranks), 0.0)
    return {
        "recall_at_1": _mean(_within(ranks, 1), here),
        "recall_at_5": _mean(_within(ranks, 5), here),
        "mrr_at_10": _mean(reciprocal, here),
        "sentence_at_1": _mean(c.right, with_sentence),
        "sentence_at_3": _mean(_within(c.sentence_rank, 3), with_sentence),
    }


def _answers(c: Columns) -> dict[str, tuple[Mask, Figure]]:
    """Return how good the quotes are, and how many questions are answered."""
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
        **{f"answered_{origin}": _mean(c.found, mask) for origin, mask in c.origins.items()},
        "silent": _mean(1 - c.found, c.origins["here"]),
        "first_right": _mean(c.first_right, among),
        "answered_first_right": _mean(c.first_right * c.found, among),
        "likely_right": _mean(c.true, c.likely),
        "likely_right_of_here": _mean(c.true, c.likely & c.origins["here"]),
    }


def _words(c: Columns) -> dict[str, tuple[Mask, Figure]]:
    """Return how well the quotes match the gold, as means over questions (macro)."""
    precision, recall, f1, f1_of_all = c.overlap
    answered = c.with_words & (c.found > 0)
    return {
        "word_precision": _mean(precision, answered),
        "word_recall": _mean(recall, answered),
        "word_f1": _mean(f1, answered),
        # Where nothing is quoted, both are 0: silence is no way to a better figure.
        "word_f1_with_silent": _mean(f1, c.with_words),
        "word_f1_of_all_gold": _mean(f1_of_all, c.with_words),
    }


def _confidence(c: Columns) -> dict[str, tuple[Mask, Figure]]:
    """Return how well the confidence separates here from near and far, and what it is worth."""
    here = c.origins["here"]
    if not here.any():
        return {}

    def auroc(others: Mask) -> tuple[Mask, Figure]:
        among = here | others
        _, level = np.unique(c.confidence[among], return_inverse=True)
        return others, lambda w: _auroc(level, here[among], w[among])

    def error(others: Mask) -> tuple[Mask, Figure]:
        among = here | others

        def computed(w: Array) -> float:
            # Both sides weigh the same, however many questions a set has of each.
            balanced = np.where(here, w / w[here].sum(), w / w[others].sum())
            labels = here[among].astype(float)
            return calibration_error(c.confidence[among], labels, balanced[among].astype(float))

        return others, computed

    return {
        "auroc_near": auroc(c.origins["near"]),
        "auroc_near_mentioned": auroc(c.nearness["near"]),
        "auroc_near_plausible": auroc(c.nearness["plausible"]),
        "auroc_far": auroc(c.origins["far"]),
        "calibration_error_near": error(c.origins["near"]),
        "calibration_error_far": error(c.origins["far"]),
    }


def _mean(values: Array, among: Mask) -> tuple[Mask, Figure]:
    return among, lambda w: float((w * values)[among].sum() / w[among].sum())


def _within(ranks: NDArray[np.intp], k: int) -> Array:
    """Return 1 where a rank is among the first ``k``, else 0."""
    return ((ranks > 0) & (ranks <= k)).astype(float)


def _auroc(levels: NDArray[np.intp], labels: Mask, weights: Array) -> float:
    """Return the area under the ROC curve, NaN where a sample lacks one of the sides.

    It is the share of pairs of one side and the other that are in order, equal ones counting half
    (Hanley and McNeil 1982). scikit-learn has the same figure, but checks its input for seconds
    over a thousand samples.

    Args:
        levels: rank of each score among the distinct ones, 0 the lowest.
        labels: the side that should score higher.
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
