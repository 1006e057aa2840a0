"""Which passages the reader reads, and when it has read enough.

Reading is most of the time of an answer. So passages are read one by one, the most promising first,
until none that is left can be expected to change which sentence comes first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qa.answers.page import Page, reading_context
from qa.questions.roles import Roles
from qa.records import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from qa.answers.features import Candidates
    from qa.answers.reader import Reader
    from qa.index.query import Query
    from qa.index.search import Index
    from qa.records import Hit

PASSAGES_READ = 12
"""The most passages that a reader reads: those with the best sentences. With twelve in place of
six, 1.7 points more of the questions in people's own words have the right sentence first."""

_AHEAD = -1.8
"""How far the best score of a sentence that was read has to be above the best score, without a
reader, of those that were not. Reading lowers most scores, so that less is enough: of 10,226
questions .5 % then have another first sentence than after twelve passages. Of questions that are
answered, half take 1 passage (SQuAD) or at most 3 (people's own words)."""

_HOPELESS = 0.05
"""Confidence below which no further passage is read, once :data:`_TRIED` were. Of the 10,226
questions, one is then answered otherwise; those from elsewhere take 7.3 passages in place of
11.2."""

_TRIED = 5


def reading(
    index: Index, query: Query, candidates: Candidates, reader: Reader
) -> Callable[[int], NDArray[np.float64]]:
    """Return a function that has a passage read.

    Args:
        index: that was searched.
        query: the question as the index sees it.
        candidates: the sentences.
        reader: the reader.

    Returns:
        Position of a passage among the candidates' → log odds of its sentences, float64
        ``(sentences of the passage,)``.
    """
    roles = Roles(query.text)

    def read(number: int) -> NDArray[np.float64]:
        one = page(index, candidates.hits[number])
        # A reader hardly knows that the lessor of a lease is the landlord of the question.
        words = roles.in_words_of(one.front + one.text) if roles else query.text
        return reader.read(words, [one])[0]

    return read


def read_in_turn(
    candidates: Candidates,
    scores: NDArray[np.float64],
    read: Callable[[int], NDArray[np.float64]],
    scored: Callable[[NDArray[np.float64]], NDArray[np.float64]] | None,
    confidence: Callable[[NDArray[np.float64]], float] | None = None,
) -> NDArray[np.float64]:
    """Have passages read, the most promising first, until it is enough.

    It is enough when no other sentence can be expected to come first, or when nothing that was read
    gives hope that the documents answer.

    What speaks against a sentence has to be taken from both scores: else reading stops at a
    sentence that falls behind afterwards.

    Args:
        candidates: the sentences.
        scores: theirs without a reader, float64 ``(sentences,)``.
        read: position of a passage among the candidates' → log odds of its sentences.
        scored: log odds of the sentences, NaN where they are unknown → scores with a reader; None
            where one sentence is not enough.
        confidence: log odds of the sentences → probability that the documents answer; None to read
            on without hope.

    Returns:
        Log odds of each sentence, float64 ``(sentences,)``; NaN where it was not read.
    """
    best = np.full(len(candidates.hits), -np.inf)
    np.maximum.at(best, candidates.passage, scores)
    odds = np.full(len(scores), np.nan)
    unread = np.argsort(-best, kind="stable")[:PASSAGES_READ].tolist()
    tried = 0
    while unread:
        number = unread.pop(0)
        odds[candidates.passage == number] = read(number)
        tried += 1
        if scored and unread and scored(odds)[~np.isnan(odds)].max() - best[unread[0]] > _AHEAD:
            break
        if confidence and tried >= _TRIED and confidence(odds) < _HOPELESS:
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
