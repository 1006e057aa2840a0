"""The outcomes of a question set as arrays, from which figures are computed."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

import numpy as np

from qa.evaluation.badges import is_true
from qa.evaluation.overlap import Overlap
from qa.evaluation.question_sets import UNANSWERABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qa.evaluation.asking import Outcome

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]

ORIGINS = ("here", "near", "far")


@dataclass(frozen=True, slots=True)
class Columns:
    """The outcomes as arrays, each ``(outcomes,)``.

    Attributes:
        origins: origin → whether an outcome has it.
        nearness: ``near`` or ``plausible`` → whether a set says so of an outcome.
        with_sentence: whether it is from here and its gold is a sentence.
        passage_rank: as in :class:`qa.evaluation.asking.Outcome`.
        sentence_rank: likewise; 0 where it is None.
        right: 1 where the first sentence answers.
        confidence: that the documents answer.
        score: of the first sentence.
        found: 1 where it counted as found.
        quotes: how many were shown.
        exact: how many of them are exact.
        likely: whether it is from here or near and was called likely.
        true: 1 where its label is true.
        first_right: 1 where the first quote shown answers.
        with_words: whether it was compared with gold.
        overlap: precision, recall, F1, and F1 against all gold, float64 ``(4, outcomes)``.
    """

    origins: dict[str, Mask]
    nearness: dict[str, Mask]
    with_sentence: Mask
    passage_rank: NDArray[np.intp]
    sentence_rank: NDArray[np.intp]
    right: Array
    confidence: Array
    score: Array
    found: Array
    quotes: Array
    exact: Array
    likely: Mask
    true: Array
    first_right: Array
    with_words: Mask
    overlap: Array

    @classmethod
    def of(cls, outcomes: Sequence[Outcome]) -> Columns:
        """Return the outcomes as arrays.

        Args:
            outcomes: at least one.
        """
        origin = np.array([o.origin for o in outcomes])
        nearness = np.array([o.unanswerable or "" for o in outcomes])
        likely = np.array([o.label == "likely" and o.first_right is not None for o in outcomes])
        has_sentence = np.array([o.sentence_rank is not None for o in outcomes])
        sentence_rank = np.array([o.sentence_rank or 0 for o in outcomes])
        return cls(
            origins={name: origin == name for name in ORIGINS},
            nearness={name: nearness == name for name in UNANSWERABLE},
            with_sentence=(origin == "here") & has_sentence,
            passage_rank=np.array([o.passage_rank for o in outcomes]),
            sentence_rank=sentence_rank,
            right=(sentence_rank == 1).astype(float),
            confidence=np.array([o.confidence for o in outcomes]),
            score=np.array([o.score for o in outcomes]),
            found=np.array([o.found for o in outcomes], float),
            quotes=np.array([o.quotes for o in outcomes], float),
            exact=np.array([o.exact for o in outcomes], float),
            likely=likely & (origin != "far"),
            true=np.array([is_true(o) for o in outcomes], float),
            first_right=np.array([bool(o.first_right) for o in outcomes], float),
            with_words=np.array([o.overlap is not None for o in outcomes]),
            overlap=np.array([astuple(o.overlap or Overlap()) for o in outcomes]).T,
        )
