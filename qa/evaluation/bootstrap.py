"""Intervals of figures by the bootstrap (Efron and Tibshirani 1993).

An interval contains 95 % of the figure's values over 1,000 samples. They are drawn by document,
because questions about one document are not independent; by question, where there are fewer than
five documents.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qa.evaluation.asking import Outcome

    Array = NDArray[np.float64]

Figure = Callable[["Array"], float]
"""Computes a figure from the weights of the outcomes, float64 ``(outcomes,)``: 1 for each as
measured, or how often its document was drawn."""

_SAMPLES = 1000
_SEED = 7
_LEAST_DOCUMENTS = 5


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure and its interval.

    Attributes:
        value: as measured.
        low: of the interval.
        high: of the interval.
    """

    value: float
    low: float
    high: float


def measure(figure: Figure, samples: Array) -> Measure:
    """Return a figure with its interval.

    Args:
        figure: to compute.
        samples: as :func:`draw_samples` returns them.
    """
    value = figure(np.ones(samples.shape[1]))
    # A sample may lack every question of an origin; its figure is then NaN and left out.
    with np.errstate(invalid="ignore", divide="ignore"):
        sampled = [figure(weights) for weights in samples]
    low, high = np.nanpercentile(sampled, [2.5, 97.5])
    return Measure(round(value, 4), round(float(low), 4), round(float(high), 4))


def draw_samples(outcomes: Sequence[Outcome]) -> Array:
    """Return how often each outcome counts in each sample, float64 ``(samples, outcomes)``.

    Args:
        outcomes: at least one.
    """
    documents = {o.cluster for o in outcomes if o.origin == "here"}
    by_question = len(documents) < _LEAST_DOCUMENTS
    clusters = [str(i) if by_question else o.cluster for i, o in enumerate(outcomes)]
    names, of = np.unique(clusters, return_inverse=True)
    random = np.random.default_rng(_SEED)
    times = random.multinomial(len(names), np.full(len(names), 1 / len(names)), _SAMPLES)
    weights: Array = times[:, of].astype(np.float64)
    return weights
