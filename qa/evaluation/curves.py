"""The curves of an evaluation, for its plot."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from qa.evaluation.calibrating import bin_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.evaluation.asking import Outcome


def reliability(outcomes: Sequence[Outcome]) -> list[tuple[float, float, int]]:
    """Return the reliability diagram, see :class:`qa.evaluation.metrics.Evaluation`.

    Args:
        outcomes: of all questions; near ones are left out.
    """
    # Without near questions: the diagram compares answerable questions with those from elsewhere.
    here_or_far = [o for o in outcomes if o.origin != "near"]
    numbers = bin_numbers(np.array([o.confidence for o in here_or_far]))
    bins: dict[int, list[Outcome]] = defaultdict(list)
    for number, outcome in zip(numbers.tolist(), here_or_far, strict=True):
        bins[number].append(outcome)
    return [
        (
            round(float(np.mean([o.confidence for o in group])), 4),
            round(float(np.mean([o.origin == "here" for o in group])), 4),
            len(group),
        )
        for _, group in sorted(bins.items())
    ]


def risk_coverage(outcomes: Sequence[Outcome]) -> list[tuple[float, float]]:
    """Return the risk-coverage curve, see :class:`qa.evaluation.metrics.Evaluation`.

    Args:
        outcomes: of all questions; those from here are counted.
    """
    here = [o for o in outcomes if o.origin == "here"]
    surest_first = sorted((o for o in here if o.sentence_rank is not None), key=lambda o: -o.score)
    wrong = np.cumsum([o.sentence_rank != 1 for o in surest_first])
    return [
        (round(number / len(surest_first), 4), round(float(wrong[number - 1] / number), 4))
        for number in range(1, len(surest_first) + 1)
    ]
