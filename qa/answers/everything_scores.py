"""How probable it is that a sentence is one of many answers.

An answer that stands in twenty documents is no less one in each of them, so the sentences do not
share a probability, as they do where the best one is looked for. A logistic model says of each how
probable it is by what a reader says of it, and by how far it is behind the best of the question;
``training/fit_everything.py`` fits it, and ``everything.json`` has its coefficients.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - msgspec looks it up
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from qa.answers.feature_table import FeatureTable
from qa.files.shipped import shipped
from qa.files.typed_json import parse
from qa.index.calibration import log_odds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

MOST_ODDS = 12.0
"""Log odds of a reader that count; beyond, it is as sure as it gets."""

_BEHIND = 4.0  # log odds below those of its passage's best sentence that another is quoted with
_LESS_ALIKE = 0.3  # cosine with the question that it may have less
_USUAL = 0.08  # share of the passages read up to which an answer is not more common than usual
_USUAL_WEIGHT = 10.0  # passages that this share counts for
_MOST_COMMON = 3.0  # log odds by which an answer is more common than usual, at most
_ROUNDS = 20  # after which a share changes no more
_MOST_SUM = 50.0  # exp overflows beyond 709
_LEAST = 1e-9  # probability of which the logarithm is taken


@dataclass(frozen=True, slots=True)
class EverythingModel:
    """Coefficients fitted by ``training/fit_everything.py``.

    Attributes:
        sentence: feature → weight in the log odds that a sentence answers, and a ``bias``.
        passage_slope: of the line from the log odds of a passage's best sentence to those of the
            passage (Platt 1999).
        passage_bias: of that line.
    """

    sentence: Mapping[str, float]
    passage_slope: float
    passage_bias: float

    def of_sentences(self, features: FeatureTable, common: float = 0.0) -> Array:
        """Return the probability that each sentence answers, float64 ``(sentences,)``.

        Args:
            features: of :func:`read_features` or :func:`unread_features`.
            common: log odds by which an answer is more common than usual, see
                :func:`more_common`.
        """
        slopes = {name: weight for name, weight in self.sentence.items() if name != "bias"}
        return _logistic(self.sentence["bias"] + common + features.weighted_sum(slopes))

    def of_passages(self, sentences: Array, passage: NDArray[np.intp], passages: int) -> Array:
        """Return the probability that each passage answers, float64 ``(passages,)``.

        Args:
            sentences: probabilities of the sentences, float64 ``(sentences,)``.
            passage: position of each one's passage, int ``(sentences,)``.
            passages: how many there are; one without a sentence answers nothing.
        """
        best = np.zeros(passages)
        np.maximum.at(best, passage, sentences)
        line = _logistic(self.passage_bias + self.passage_slope * _log_odds(best))
        return np.where(best > 0, line, 0.0)


@dataclass(frozen=True, slots=True)
class _Shipped:
    """The part of ``everything.json`` that is used."""

    read: EverythingModel
    unread: EverythingModel


@cache
def everything_model(*, read: bool) -> EverythingModel:
    """Return the shipped coefficients.

    Args:
        read: whether a reader has read the sentences.

    Raises:
        ModelError: the file was altered.
    """
    models = parse(shipped("answers/everything.json"), _Shipped)
    return models.read if read else models.unread


def unread_features(scores: Array, cosines: Array) -> FeatureTable:
    """Return the features of sentences that no reader has read.

    Args:
        scores: of all sentences of the question without a reader, float64 ``(sentences,)``.
        cosines: of question and sentence, float64 ``(sentences,)``.
    """
    columns = [scores, scores - scores.max(), cosines - cosines.max()]
    names = ("score", "score_behind", "cosine_behind")
    return FeatureTable(names, np.column_stack(columns))


def read_features(
    scores: Array, passage: NDArray[np.intp], odds: Array, best: float
) -> FeatureTable:
    """Return the features of sentences; those of one that was not read mean nothing.

    Args:
        scores: of all sentences of the question without a reader, float64 ``(sentences,)``.
        passage: position of each one's passage, int ``(sentences,)``.
        odds: of a reader, NaN where it did not read, float64 ``(sentences,)``.
        best: log odds of the best sentence of the question.
    """
    read = _clipped(odds)
    columns = [
        read,
        np.minimum(0.0, read - min(best, MOST_ODDS)),
        read - _best_of_passage(read, passage)[passage],
        scores - scores.max(),
    ]
    names = ("reader", "reader_behind", "behind_in_passage", "score_behind")
    return FeatureTable(names, np.column_stack(columns))


def more_common(passages: Array) -> float:
    """Return by how much an answer is more common than usual, in log odds.

    A fact that stands in twenty documents is said in words that a reader is less sure of each
    time: the more passages answer, the more probable is it that the next one does (Saerens,
    Latinne and Decaestecker 2002).

    Args:
        passages: probabilities of the most promising ones, float64 ``(passages,)``.
    """
    odds = _log_odds(passages)
    more = 0.0
    for _ in range(_ROUNDS):
        expected = float(_logistic(odds + more).sum())
        share = (expected + _USUAL_WEIGHT * _USUAL) / (len(odds) + _USUAL_WEIGHT)
        more = min(_MOST_COMMON, max(0.0, log_odds(share) - log_odds(_USUAL)))
    return more


def near_best(odds: Array, cosines: Array, passage: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Return whether each sentence may be quoted beside the best of its passage.

    A reader's log odds of a sentence raise those of the sentences next to it.

    Args:
        odds: of a reader, NaN where it did not read, float64 ``(sentences,)``.
        cosines: of question and sentence, float64 ``(sentences,)``.
        passage: position of each one's passage, int ``(sentences,)``.

    Returns:
        Bool ``(sentences,)``; true for the best one itself.
    """
    read = _clipped(odds)
    of_best = _best_of_passage(read, passage)[passage]
    best = read == of_best
    alike = np.full(int(passage.max(initial=0)) + 1, -1.0)
    np.maximum.at(alike, passage[best], cosines[best])
    near = (read >= of_best - _BEHIND) & (cosines >= alike[passage] - _LESS_ALIKE)
    found: NDArray[np.bool_] = best | near
    return found


def _log_odds(probabilities: Array) -> Array:
    inside = np.clip(probabilities, _LEAST, 1 - _LEAST)
    odds: Array = np.log(inside) - np.log1p(-inside)
    return odds


def _clipped(odds: Array) -> Array:
    clipped: Array = np.clip(np.nan_to_num(odds, nan=-MOST_ODDS), -MOST_ODDS, MOST_ODDS)
    return clipped


def _best_of_passage(read: Array, passage: NDArray[np.intp]) -> Array:
    best = np.full(int(passage.max(initial=0)) + 1, -MOST_ODDS)
    np.maximum.at(best, passage, read)
    return best


def _logistic(sums: Array) -> Array:
    probabilities: Array = 1 / (1 + np.exp(-np.clip(sums, -_MOST_SUM, _MOST_SUM)))
    return probabilities
