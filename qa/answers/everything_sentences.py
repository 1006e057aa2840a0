"""The sentences among which everything that answers is looked for, and how probably each does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qa.answers.everything_scores import (
    everything_model,
    near_best,
    read_features,
    unread_features,
)
from qa.answers.ranking import Ranking
from qa.answers.scoring import score_without_reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from qa.answers.features import Candidates, Evidence


@dataclass(frozen=True, slots=True)
class Sentences:
    """All sentences that the search finds, by what is known without a reader.

    Attributes:
        candidates: the sentences.
        scores: theirs, float64 ``(sentences,)``.
        cosines: of question and sentence, float64 ``(sentences,)``.
        unread: probability that each answers, float64 ``(sentences,)``.
        settled: positions of those that need no judgement, such as the rows of a table that says
            whether they answer. Their probability is 0 here.
    """

    candidates: Candidates
    scores: NDArray[np.float64]
    cosines: NDArray[np.float64]
    unread: NDArray[np.float64]
    settled: tuple[int, ...]

    @classmethod
    def of(cls, candidates: Candidates, settled: Sequence[int]) -> Sentences:
        """Return the sentences of candidates.

        Args:
            candidates: the sentences.
            settled: positions of those that need no judgement.
        """
        scores = score_without_reader(candidates)
        cosines = candidates.features.column("cosine")
        model = everything_model(read=False)
        unread = model.of_sentences(unread_features(scores, cosines))
        unread[list(settled)] = 0.0
        return cls(candidates, scores, cosines, unread, tuple(settled))

    def odds(
        self, passages: Iterable[int], read: Callable[[int], NDArray[np.float64]]
    ) -> NDArray[np.float64]:
        """Return a reader's log odds of each sentence, NaN for one that was not read or is settled.

        Args:
            passages: positions of those to read.
            read: returns the log odds of the sentences of a passage.
        """
        odds = np.full(len(self.candidates.evidence), np.nan)
        for at in passages:
            odds[self.candidates.passage == at] = read(at)
        odds[list(self.settled)] = np.nan
        return odds

    def read(
        self, odds: NDArray[np.float64], best: float, common: float = 0.0
    ) -> NDArray[np.float64]:
        """Return the probability that each sentence answers, 0 for one without log odds.

        It is 0 too for one that looks like an answer only because the one next to it is one.

        Args:
            odds: see :meth:`odds`.
            best: log odds of the best sentence of the question.
            common: log odds by which an answer is more common than usual.
        """
        passage = self.candidates.passage
        features = read_features(self.scores, passage, odds, best)
        probabilities = everything_model(read=True).of_sentences(features, common)
        chosen = ~np.isnan(odds) & near_best(odds, self.cosines, passage)
        return np.where(chosen, probabilities, 0.0)

    def of_passages(
        self, sentences: NDArray[np.float64], *, read: bool = False
    ) -> NDArray[np.float64]:
        """Return the probability that each passage answers, by its sentences'.

        Args:
            sentences: probabilities, float64 ``(sentences,)``.
            read: whether a reader has read them.
        """
        found = self.candidates
        return everything_model(read=read).of_passages(sentences, found.passage, len(found.hits))


def ranking_of(evidence: Sequence[Evidence], scores: NDArray[np.float64]) -> Ranking:
    """Return sentences as a ranking of which each is quoted for its own score.

    Args:
        evidence: the sentences, best first.
        scores: probability of each that it answers, float64 ``(sentences,)``.
    """
    best = float(scores[0]) if len(scores) else 0.0
    return Ranking(
        evidence=tuple(evidence),
        shares=scores,
        confidence=best,
        scores=scores,
        quoted_from=0.0,
        several_from=0.0,
        first=best,
        likely_from=1.0,
        unknown=(),
    )
