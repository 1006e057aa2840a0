"""Which passages the reader reads."""

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

PASSAGES_READ = 6
"""Passages that a reader reads: those with the best sentences. Fewer lose answers in long papers,
more take longer (docs/decisions/0003-reader.md)."""


def read_best(
    query: Query,
    candidates: Candidates,
    page_at: Callable[[int], Page],
    reader: Reader,
    scores: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Have the reader read the passages with the best sentences.

    Args:
        query: the question as the index sees it.
        candidates: the sentences.
        page_at: position of a passage among the candidates' → what a reader reads of it.
        reader: the reader.
        scores: of the sentences without a reader, float64 ``(sentences,)``.

    Returns:
        Log odds of each sentence, float64 ``(sentences,)``; NaN where it was not read.
    """
    best = np.full(len(candidates.hits), -np.inf)
    np.maximum.at(best, candidates.passage, scores)
    odds = np.full(len(scores), np.nan)
    chosen = np.argsort(-best, kind="stable")[:PASSAGES_READ]
    pages = [page_at(i) for i in chosen.tolist()]
    if roles := Roles(query.text):
        # A reader hardly knows that the lessor of a lease is the landlord of the question.
        worded = [roles.in_words_of(page.front + page.text) for page in pages]
        read = [reader.read(words, [page])[0] for words, page in zip(worded, pages, strict=True)]
    else:
        read = reader.read(query.text, pages)
    for i, found in zip(chosen, read, strict=True):
        odds[candidates.passage == i] = found
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
