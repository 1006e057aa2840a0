"""How probable a sentence is one of many answers."""

from __future__ import annotations

import numpy as np

from qa.answers.everything_scores import (
    everything_model,
    more_common,
    near_best,
    read_features,
    unread_features,
)

PASSAGE = np.array([0, 0, 1, 2])
SCORES = np.array([4.0, 1.0, 3.5, 0.0])
COSINES = np.array([0.6, 0.1, 0.5, 0.2])


def test_a_surer_reader_makes_a_sentence_more_probable() -> None:
    """Of two sentences that are alike in all else."""
    low, high = (
        everything_model(read=True).of_sentences(
            read_features(SCORES, PASSAGE, np.array([odds, -6.0, 2.0, np.nan]), best=2.0)
        )[0]
        for odds in (-2.0, 2.0)
    )
    assert low < high


def test_a_passage_answers_by_its_best_sentence() -> None:
    """One without a sentence does not."""
    model = everything_model(read=False)
    sentences = model.of_sentences(unread_features(SCORES, COSINES))
    passages = model.of_passages(sentences, PASSAGE, 4)
    assert passages[0] == model.of_passages(sentences[:1], PASSAGE[:1], 1)[0]
    assert passages[0] > passages[2]
    assert passages[3] == 0.0


def test_the_neighbour_of_an_answer_is_not_quoted_for_being_one() -> None:
    """A reader raises it; that it says something else is seen from its cosine."""
    odds = np.array([2.0, 1.0, -3.0, np.nan])
    assert near_best(odds, COSINES, PASSAGE).tolist() == [True, False, True, True]


def test_what_most_passages_answer_is_more_probable_in_each() -> None:
    """One answer of thirty passages is usual, most of thirty are not."""
    one, most = (np.array([0.3] * n + [0.01] * (30 - n)) for n in (1, 24))
    assert more_common(one) == 0.0
    assert 0.0 < more_common(most) <= 3.0


def test_nothing_read_is_not_common() -> None:
    """Without passages there is nothing to go by."""
    assert more_common(np.zeros(0)) == 0.0
