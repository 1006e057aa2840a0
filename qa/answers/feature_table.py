"""The features of sentences in named columns, and their weighted sum.

The fitted models of :mod:`qa.answers.scoring` weigh them. Coefficients are looked up by a
feature's name, so a new feature or another order cannot shift them silently.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]


class SentenceFeatures(NamedTuple):
    """The features of one sentence.

    "Coverage" is the share of the question's idf mass among some terms, see
    :meth:`qa.index.query.Query.coverage`. The features named ``…_asked`` are 0 where the
    question does not ask for that kind of thing, see :mod:`qa.answers.answer_types`.

    Attributes:
        cosine: of question and sentence.
        passage_cosine: of question and passage.
        passage_score: the passage's fused score of both searches.
        reciprocal_rank: 1 / rank of the passage.
        bm25_share: the passage's BM25 as a share of the best passage's.
        coverage: by the sentence.
        coverage_with_context: by the sentence with title and headings.
        coverage_with_sentence_before: by the sentence and the one before.
        coverage_after: by the sentence after.
        passage_coverage: by the passage with title and headings.
        pairs: share of the question's pairs of adjacent terms that are adjacent here too.
        density: share of the sentence's terms that are the question's.
        length: log(1 + number of terms).
        number_asked: log(1 + numbers that are not in the question).
        time_asked: whether there is a year, month or weekday that is not in the question.
        number_for_time: ``number_asked``, where the question asks for a time.
        person_asked: log(1 + capitalised words that are not in the question).
        place_asked: likewise, where the question asks for a place.
        name_asked: likewise, where the question asks for none of these kinds.
        reason_asked: whether there is a word such as "because".
        definition_asked: whether a word of the question is defined, where it asks what it means.
        rule_asked: logarithm of the number of words such as "may" and "not", where the answer can
            be yes or no.
        items_asked: whether it is of a list, where the question asks for several things.
    """

    cosine: float
    passage_cosine: float
    passage_score: float
    reciprocal_rank: float
    bm25_share: float
    coverage: float
    coverage_with_context: float
    coverage_with_sentence_before: float
    coverage_after: float
    passage_coverage: float
    pairs: float
    density: float
    length: float
    number_asked: float
    time_asked: float
    number_for_time: float
    person_asked: float
    place_asked: float
    name_asked: float
    reason_asked: float
    definition_asked: float
    rule_asked: float
    items_asked: float


@dataclass(frozen=True, slots=True)
class FeatureTable:
    """Features of sentences in named columns.

    Attributes:
        names: of the columns.
        values: float64 ``(sentences, columns)``.
    """

    names: tuple[str, ...]
    values: Array

    @classmethod
    def of(cls, rows: Sequence[SentenceFeatures]) -> FeatureTable:
        """Return the table of some sentences.

        Args:
            rows: one for each sentence; may be empty.
        """
        names = SentenceFeatures._fields
        return cls(names, np.array(rows, np.float64).reshape(-1, len(names)))

    def column(self, name: str) -> Array:
        """Return one feature of all sentences, float64 ``(sentences,)``.

        Args:
            name: of the feature.

        Raises:
            ValueError: there is no such feature.
        """
        column: Array = self.values[:, self.names.index(name)]
        return column

    def with_columns(self, **columns: Array) -> FeatureTable:
        """Return the table with further columns.

        Args:
            columns: name → values, float64 ``(sentences,)``.
        """
        values = np.column_stack([self.values, *columns.values()])
        return FeatureTable((*self.names, *columns), values)

    def weighted_sum(self, weights: Mapping[str, float]) -> Array:
        """Return the weighted sum of each sentence's features, float64 ``(sentences,)``.

        Args:
            weights: feature → weight, of every column and no other.

        Raises:
            ValueError: the weights are those of other features.
        """
        if weights.keys() != set(self.names):
            differing = sorted(weights.keys() ^ set(self.names))
            msg = f"The weights do not fit the features; only one of them has {differing}."
            raise ValueError(msg)
        scores: Array = self.values @ np.array([weights[name] for name in self.names])
        return scores
