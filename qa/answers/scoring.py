"""The fitted models: how well a sentence answers, whether any does, and how sure a quote is.

Four models, all linear, all in ``quoting.json``, fitted by ``training/fit_quoting.py``:

- every candidate sentence gets a score; its **share** is the softmax over all of them, a
  conditional logit model (McFadden 1974): if one of these answers, which?
- **confidence** is a logistic model of the best sentence and its rivals: does one answer at all?
- a quote's **score** joins the two, in a logistic model too;
- so does, for the **first** sentence alone, what decides whether an answer is called likely.

There are two fits: one for the cheap features alone, one for these and a reader. With it the
confidence has few features, those that helped on sets that they were not fitted on
(docs/decisions/0012-own-words.md).
"""

from __future__ import annotations

import math
from collections.abc import Mapping  # noqa: TC003 - msgspec looks it up
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.answers.feature_table import FeatureTable
from qa.files.shipped import shipped
from qa.files.typed_json import Probability, converted, parse
from qa.index.calibration import log_odds

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from qa.answers.features import Candidates
    from qa.index.query import Query

_FIRST = 3  # sentences that a reader prefers, the mean of whose log odds is a feature; but
_AMONG = 8  # no more than one in so many: a short text has a single one that answers
_LEAST_SHARE = 1e-9  # of which the logarithm is taken
_MOST_READER_ODDS = 12.0  # log odds; beyond, a reader is as sure as it gets
_MOST_LEAD = 10.0  # of the best sentence; without a rival in reach, more says nothing


@dataclass(frozen=True, slots=True)
class ScoringModel:
    """Coefficients fitted by ``training/fit_quoting.py``.

    Attributes:
        sentence: feature → weight in the score of a sentence.
        answer: feature → weight in the log odds that the documents answer.
        quote: feature → weight in the log odds that a sentence answers.
        first: feature → weight in the log odds that the first sentence answers.
        found_from: confidence from which an answer counts as found.
        likely_from: probability that the first sentence answers from which an answer is called
            likely.
        quoted_from: share of the best quote's score from which another is shown too.
        several_from: likewise, where the question asks for several things.
    """

    sentence: Mapping[str, float]
    answer: Mapping[str, float]
    quote: Mapping[str, float]
    first: Mapping[str, float]
    found_from: Probability
    likely_from: Probability
    quoted_from: Probability
    several_from: Probability


@dataclass(frozen=True, slots=True)
class _ShippedModels:
    """The part of ``quoting.json`` that scoring needs."""

    with_reader: ScoringModel
    without_reader: ScoringModel


@cache
def load_model(*, with_reader: bool) -> ScoringModel:
    """Return the shipped coefficients.

    Args:
        with_reader: whether a reader's log odds are among the features.

    Raises:
        ModelError: the file was altered.
    """
    models = parse(shipped("answers/quoting.json"), _ShippedModels)
    return models.with_reader if with_reader else models.without_reader


def model_of(fitted: Mapping[str, Any]) -> ScoringModel:
    """Return coefficients that are not the shipped ones.

    Args:
        fitted: one of the two models, as in ``quoting.json``.
    """
    return converted(fitted, ScoringModel)


# Sentences.


def sentence_features(
    candidates: Candidates, reader_odds: NDArray[np.float64] | None
) -> FeatureTable:
    """Return the features of the sentences, those of a reader included.

    Args:
        candidates: the sentences with their cheap features.
        reader_odds: log odds by a reader, NaN where it did not read, float64
            ``(sentences,)``; None without a reader.
    """
    if reader_odds is None:
        return candidates.features
    unread = np.isnan(reader_odds)
    # Log odds of 0 would claim "one in two", so that a sentence was not read is a feature too.
    return candidates.features.with_columns(
        reader=_clipped(reader_odds, 0.0), unread=unread.astype(float)
    )


def _clipped(reader_odds: NDArray[np.float64], unread: float) -> NDArray[np.float64]:
    most = _MOST_READER_ODDS
    return np.clip(np.nan_to_num(reader_odds, nan=unread), -most, most)


def score_without_reader(candidates: Candidates) -> NDArray[np.float64]:
    """Return the scores of the sentences by their cheap features, float64 ``(sentences,)``.

    Args:
        candidates: the sentences.
    """
    return candidates.features.weighted_sum(load_model(with_reader=False).sentence)


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return shares that add up to 1, float64 of the same shape.

    Args:
        scores: at least one.
    """
    powers = np.exp(scores - scores.max())  # minus the largest, so that no power overflows
    shares: NDArray[np.float64] = powers / powers.sum()
    return shares


# Confidence and quotes.


def answer_features(
    query: Query,
    candidates: Candidates,
    scores: NDArray[np.float64],
    unknown_names: Collection[str],
    reader_odds: NDArray[np.float64] | None = None,
) -> dict[str, float]:
    """Return the features of the confidence, by name.

    Args:
        query: the question as the index sees it.
        candidates: the sentences, at least one.
        scores: theirs, float64 ``(sentences,)``.
        unknown_names: of the question, those that the best sentence's document lacks.
        reader_odds: as in :func:`sentence_features`.
    """
    best = int(np.argmax(scores))  # the first of equal ones, as in a ranking
    features = candidates.features
    if reader_odds is not None:
        read = _clipped(reader_odds[~np.isnan(reader_odds)], 0.0)
        first = min(_FIRST, max(1, len(read) // _AMONG))
        return {
            "score": float(scores[best]),
            "cosine": float(features.column("cosine").max()),
            "names_unknown": math.log1p(len(unknown_names)),
            "reader_first": float(np.sort(read)[-first:].mean()),
        }
    rivals = scores[candidates.passage != candidates.passage[best]]
    lead = min(_MOST_LEAD, float(scores[best] - rivals.max())) if rivals.size else 0.0
    hits = candidates.hits
    nearest = max(hits, key=lambda hit: hit.dense)
    return {
        "score": float(scores[best]),
        "share": math.log(max(_LEAST_SHARE, float(softmax(scores)[best]))),
        "lead": lead,
        "cosine": float(features.column("cosine").max()),
        "passage_cosine": nearest.dense,
        "coverage": float(features.column("coverage")[best]),
        "coverage_with_context": float(features.column("coverage_with_context")[best]),
        "passage_coverage": float(features.column("passage_coverage").max()),
        "rankings_agree": float(nearest is max(hits, key=lambda hit: hit.lexical)),
        "terms": math.log1p(len(query.idf)),
        "names_unknown": math.log1p(len(unknown_names)),
    }


def probability(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    """Return the probability of a logistic model.

    Args:
        weights: feature → weight, of every feature and no other, and a ``bias``.
        features: feature → value.

    Raises:
        ValueError: the weights are those of other features.
    """
    if weights.keys() != {"bias", *features}:
        differing = sorted(weights.keys() ^ {"bias", *features})
        msg = f"The weights do not fit the features; only one of them has {differing}."
        raise ValueError(msg)
    log_odds = weights["bias"] + sum(weights[name] * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, log_odds))))  # exp overflows beyond 709


def first_features(
    confidence: float,
    scores: NDArray[np.float64],
    reader_odds: NDArray[np.float64] | None,
) -> dict[str, float]:
    """Return the features of the probability that the first sentence answers, by name.

    Args:
        confidence: that the documents answer, [0, 1].
        scores: of the sentences, at least one, float64 ``(sentences,)``.
        reader_odds: theirs, as in :func:`sentence_features`.
    """
    best = int(np.argmax(scores))
    values = {
        "confidence": log_odds(confidence),
        "share": math.log(max(_LEAST_SHARE, float(softmax(scores)[best]))),
        "score": float(scores[best]),
    }
    if reader_odds is not None:
        values["reader"] = float(_clipped(reader_odds, -_MOST_READER_ODDS)[best])
    return values


def quote_features(confidence: float, shares: NDArray[np.float64]) -> FeatureTable:
    """Return the features of the scores of quotes.

    Args:
        confidence: that the documents answer, [0, 1].
        shares: of the sentences among all candidates, [0, 1], float64 ``(sentences,)``.
    """
    sure = np.full(len(shares), log_odds(confidence))
    values = np.column_stack([sure, np.log(np.maximum(_LEAST_SHARE, shares))])
    return FeatureTable(("confidence", "share"), values)


def quote_scores(
    weights: Mapping[str, float], confidence: float, shares: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the probability of each sentence that it answers, float64 ``(sentences,)``.

    Args:
        weights: feature → weight, of :func:`quote_features` and no other, and a ``bias``.
        confidence: that the documents answer, [0, 1].
        shares: of the sentences among all candidates, [0, 1], float64 ``(sentences,)``.

    Raises:
        ValueError: the weights are those of other features.
    """
    slopes = {name: weight for name, weight in weights.items() if name != "bias"}
    odds = weights["bias"] + quote_features(confidence, shares).weighted_sum(slopes)
    scores: NDArray[np.float64] = 1 / (1 + np.exp(-odds))
    return scores
