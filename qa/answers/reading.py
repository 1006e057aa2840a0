"""Which passages the reader reads, and when it has read enough.

Reading is most of the time of an answer. So passages are read one by one, the most promising first,
until none that is left can be expected to change which sentence comes first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qa.answers.page import Page, reading_context
from qa.answers.scoring import score_without_reader, sentence_features
from qa.questions.roles import Roles
from qa.records import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from qa.answers.features import Candidates
    from qa.answers.reader import Reader
    from qa.index.query import Query
    from qa.index.search import Index
    from qa.records import Hit

PASSAGES_READ = 6
"""The most passages that a reader reads: those with the best sentences. Fewer lose answers in long
papers, more take longer and find no more (docs/decisions/0003-reader.md)."""

_AHEAD = -2.0
"""How far the best score of a sentence that was read has to be above the best score, without a
reader, of those that were not. Two points below is enough, as reading lowers most scores: of 9,092
questions .4 % then have another first sentence than after six passages. Questions that are answered
take 2.5 (SQuAD) and 3.2 passages (people's own words) in place of six."""


def read_best(
    index: Index,
    query: Query,
    candidates: Candidates,
    reader: Reader,
    less: NDArray[np.float64],
    weights: Mapping[str, float] | None,
) -> NDArray[np.float64]:
    """Have the reader read passages with the best sentences, until it has read enough.

    Args:
        index: that was searched.
        query: the question as the index sees it.
        candidates: the sentences.
        reader: the reader.
        less: what speaks against each sentence and is taken from its score, read or not, float64
            ``(sentences,)``.
        weights: feature → weight in the score of a sentence that was read; None to read all of
            :data:`PASSAGES_READ`.

    Returns:
        Log odds of each sentence, float64 ``(sentences,)``; NaN where it was not read.
    """
    roles = Roles(query.text)

    def read(number: int) -> NDArray[np.float64]:
        one = page(index, candidates.hits[number])
        # A reader hardly knows that the lessor of a lease is the landlord of the question.
        words = roles.in_words_of(one.front + one.text) if roles else query.text
        return reader.read(words, [one])[0]

    return read_in_turn(candidates, score_without_reader(candidates), less, read, weights)


def read_in_turn(
    candidates: Candidates,
    scores: NDArray[np.float64],
    less: NDArray[np.float64],
    read: Callable[[int], NDArray[np.float64]],
    weights: Mapping[str, float] | None,
) -> NDArray[np.float64]:
    """Read passages, the most promising first, until it is enough.

    Args:
        candidates: the sentences.
        scores: theirs without a reader, float64 ``(sentences,)``.
        less: as in :func:`read_best`.
        read: position of a passage among the candidates' → log odds of its sentences.
        weights: as in :func:`read_best`.

    Returns:
        Log odds of each sentence, float64 ``(sentences,)``; NaN where it was not read.
    """
    best = np.full(len(candidates.hits), -np.inf)
    np.maximum.at(best, candidates.passage, scores - less)
    odds = np.full(len(scores), np.nan)
    unread = np.argsort(-best, kind="stable")[:PASSAGES_READ].tolist()
    while unread:
        number = unread.pop(0)
        odds[candidates.passage == number] = read(number)
        if weights and unread:
            read_scores = sentence_features(candidates, odds).weighted_sum(weights) - less
            if read_scores[~np.isnan(odds)].max() - best[unread[0]] > _AHEAD:
                break
    return odds


def page(index: Index, hit: Hit) -> Page:
    """Return a passage as a reader reads it.

    Args:
        index: that was searched.
        hit: the passage.
    """
    passage = hit.passage
    document = index.document(passage.doc_id)
    first = passage.start
    return Page(
        document.text[first : passage.end],
        tuple(Span(s.start - first, s.end - first) for s in passage.sentences),
        reading_context(document.title, passage.headings),
    )
