"""The reader reads the most promising passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qa.answers.ranking import collect_candidates
from qa.answers.reader import load_reader
from qa.answers.reading import PASSAGES_READ, page, read_best
from qa.answers.scoring import score_without_reader

if TYPE_CHECKING:
    from qa.index.search import Index

XIAOMI = "How many EVs did Xiaomi deliver in October 2024?"


def test_the_reader_reads_the_passages_with_the_best_sentences(article_index: Index) -> None:
    """The sentences of the others have no log odds."""
    reader = load_reader("default")
    assert reader
    query = article_index.query(XIAOMI)
    candidates = collect_candidates(article_index, query)
    scores = score_without_reader(candidates)
    odds = read_best(
        query, candidates, lambda i: page(article_index, candidates.hits[i]), reader, scores
    )
    was_read = ~np.isnan(odds)
    best = [scores[candidates.passage == i].max() for i in range(len(candidates.hits))]
    promising = np.argsort(best)[::-1][:PASSAGES_READ]
    assert set(candidates.passage[was_read].tolist()) == set(promising.tolist())
    assert len(candidates.hits) > PASSAGES_READ
