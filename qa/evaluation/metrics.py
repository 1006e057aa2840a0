"""The quality of answers: figures over the outcomes of a question set."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qa.evaluation.badges import badge_table
from qa.evaluation.bootstrap import draw_samples, measure
from qa.evaluation.columns import ORIGINS, Columns
from qa.evaluation.curves import reliability, risk_coverage
from qa.evaluation.figures import figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.evaluation.asking import Outcome
    from qa.evaluation.badges import Badge
    from qa.evaluation.bootstrap import Measure


@dataclass(frozen=True, slots=True)
class OfKind:
    """What was measured on the questions of one kind.

    Attributes:
        questions: origin → how many were asked.
        likely: how many answers to those from here and near were called likely.
        measures: name → figure, as in :class:`Evaluation` but without intervals: a kind has few
            questions.
    """

    questions: dict[str, int]
    likely: int
    measures: dict[str, float]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that was measured on one set.

    Attributes:
        name: of the set.
        questions: origin → how many were asked.
        found_from: confidence from which an answer counts as found.
        measures: name → figure; a figure that cannot be measured on this set is left out.
        reliability: mean confidence, share of questions from here, and number of questions from
            here and far, of each bin that has any.
        risk_coverage: share of the questions from here that are answered, the surest first,
            and share of these whose first quote is wrong.
        badges: label → how many answers had it, and how often it was true.
        kinds: kind of question → what was measured on it, the most frequent first; empty where
            the set does not say.
    """

    name: str
    questions: dict[str, int]
    found_from: float
    measures: dict[str, Measure]
    reliability: list[tuple[float, float, int]]
    risk_coverage: list[tuple[float, float]]
    badges: dict[str, Badge]
    kinds: dict[str, OfKind]


def evaluate(name: str, outcomes: Sequence[Outcome], found_from: float) -> Evaluation:
    """Return all figures of one set.

    Args:
        name: of the set.
        outcomes: of its questions, at least one.
        found_from: confidence from which an answer counted as found.
    """
    columns = Columns.of(outcomes)
    samples = draw_samples(outcomes)
    return Evaluation(
        name=name,
        questions=_counted(outcomes),
        found_from=found_from,
        measures={
            figure: measure(computed, samples)
            for figure, (among, computed) in figures(columns).items()
            if among.any()
        },
        reliability=reliability(outcomes),
        risk_coverage=risk_coverage(outcomes),
        badges=badge_table(outcomes),
        kinds={kind: _of_kind(asked) for kind, asked in _by_kind(outcomes)},
    )


def _by_kind(outcomes: Sequence[Outcome]) -> list[tuple[str, list[Outcome]]]:
    kinds: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.kind is not None:
            kinds[outcome.kind].append(outcome)
    return sorted(kinds.items(), key=lambda item: (-len(item[1]), item[0]))


def _of_kind(outcomes: Sequence[Outcome]) -> OfKind:
    columns = Columns.of(outcomes)
    once = np.ones(len(outcomes))
    return OfKind(
        questions=_counted(outcomes),
        likely=int(columns.likely.sum()),
        measures={
            name: round(computed(once), 4)
            for name, (among, computed) in figures(columns).items()
            if among.any()
        },
    )


def _counted(outcomes: Sequence[Outcome]) -> dict[str, int]:
    return {origin: sum(o.origin == origin for o in outcomes) for origin in ORIGINS}
