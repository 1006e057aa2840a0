"""The reader reads the most promising passages, and no more than it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa.answers.ranking import collect_candidates
from qa.answers.reader import load_reader
from qa.answers.reading import PASSAGES_READ, read_in_turn, reading
from qa.answers.scoring import load_model, score_without_reader, sentence_features

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from qa.answers.features import Candidates
    from qa.index.search import Index

XIAOMI = "How many EVs did Xiaomi deliver in October 2024?"


@pytest.fixture(scope="module")
def candidates(article_index: Index) -> Candidates:
    """The sentences that may answer a question that the article answers."""
    return collect_candidates(article_index, article_index.query(XIAOMI))


def scored(
    candidates: Candidates, less: float = 0.0, passage: int = -1
) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    """Return what scores sentences, less something for those of a passage."""
    weights = load_model(with_reader=True).sentence
    against = np.where(candidates.passage == passage, less, 0.0)
    return lambda odds: sentence_features(candidates, odds).weighted_sum(weights) - against


def passages_read(candidates: Candidates, odds: NDArray[np.float64]) -> set[int]:
    """Return which passages have log odds; all of their sentences have."""
    read = ~np.isnan(odds)
    passages = set(candidates.passage[read].tolist())
    assert read.tolist() == np.isin(candidates.passage, sorted(passages)).tolist()
    return passages


def test_the_passages_with_the_best_sentences_are_read(
    article_index: Index, candidates: Candidates
) -> None:
    """The sentences of the others have no log odds."""
    reader = load_reader("default")
    assert reader
    query = article_index.query(XIAOMI)
    scores = score_without_reader(candidates)
    every = read_in_turn(
        candidates, scores, reading(article_index, query, candidates, reader), None
    )
    best = [scores[candidates.passage == i].max() for i in range(len(candidates.hits))]
    promising = np.argsort(best)[::-1][:PASSAGES_READ]
    assert passages_read(candidates, every) == set(promising.tolist())
    assert len(candidates.hits) > PASSAGES_READ


def test_it_stops_at_a_passage_that_answers(article_index: Index, candidates: Candidates) -> None:
    """And with the same sentence first; what it read has the same log odds as when it reads all."""
    reader = load_reader("default")
    assert reader
    query = article_index.query(XIAOMI)
    scores = score_without_reader(candidates)
    read_one = reading(article_index, query, candidates, reader)
    every = read_in_turn(candidates, scores, read_one, None)
    few = read_in_turn(candidates, scores, read_one, scored(candidates))
    read = passages_read(candidates, few)
    assert 1 <= len(read) < PASSAGES_READ
    assert np.nanargmax(few) == np.nanargmax(every)
    inside = np.isin(candidates.passage, sorted(read))
    np.testing.assert_array_equal(few[inside], every[inside])


@pytest.mark.parametrize(("odds", "most"), [(12.0, 1), (-12.0, PASSAGES_READ)])
def test_it_reads_on_while_nothing_answers(candidates: Candidates, odds: float, most: int) -> None:
    """A sure answer in the first passage is enough; without any, all that may be read are."""

    def read(number: int) -> NDArray[np.float64]:
        return np.full(int((candidates.passage == number).sum()), odds)

    found = read_in_turn(candidates, score_without_reader(candidates), read, scored(candidates))
    assert len(passages_read(candidates, found)) == most


def test_it_reads_on_where_what_answers_is_contradicted(candidates: Candidates) -> None:
    """What is taken from a score afterwards counts before it stops."""
    scores = score_without_reader(candidates)
    first = int(candidates.passage[np.argmax(scores)])

    def read(number: int) -> NDArray[np.float64]:
        return np.full(int((candidates.passage == number).sum()), 12.0 if number == first else -12)

    found = read_in_turn(candidates, scores, read, scored(candidates))
    assert passages_read(candidates, found) == {first}
    found = read_in_turn(candidates, scores, read, scored(candidates, 30.0, first))
    assert len(passages_read(candidates, found)) > 1


@pytest.mark.parametrize(("confidence", "most"), [(0.01, 5), (0.2, PASSAGES_READ)])
def test_it_stops_where_there_is_no_hope(
    candidates: Candidates, confidence: float, most: int
) -> None:
    """Not before a few passages were tried, also where one sentence would not be enough."""

    def read(number: int) -> NDArray[np.float64]:
        return np.full(int((candidates.passage == number).sum()), -12.0)

    scores = score_without_reader(candidates)
    found = read_in_turn(candidates, scores, read, None, lambda _: confidence)
    assert len(passages_read(candidates, found)) == most
