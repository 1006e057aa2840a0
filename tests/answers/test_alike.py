"""Where two documents say the same of different things, both are quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.answers.alike import lowest_alike, parallel
from qa.answers.ranking import rank
from qa.answers.reader import load_reader
from qa.pipeline import ask
from tests.support.indexes import Library

if TYPE_CHECKING:
    from pathlib import Path

    from qa.embedders.protocol import Embedder


@pytest.fixture
def real_library(real_embedder: Embedder, tmp_path: Path) -> Library:
    """Return a folder of documents with the real embedder."""
    return Library(tmp_path, real_embedder)  # type: ignore[arg-type]


def test_parallel_sentences_of_two_documents_are_both_quoted(real_library: Library) -> None:
    """The question does not say which port is meant, so that neither answers alone."""
    index = real_library.build(
        alpha="The alpha port is 8080.\n\nIt was chosen by the board.",
        beta="The beta port is 9090.\n\nA dog sleeps in the yard.",
    )
    answer = ask("What is the port?", index)
    assert {quote.text for quote in answer.quotes} == {
        "The alpha port is 8080.",
        "The beta port is 9090.",
    }
    ranking = rank(index, index.query("What is the port?"), load_reader("default"))
    assert parallel(index, ranking) == {1}


def test_sentences_of_one_document_or_in_other_words_are_not_parallel(
    real_library: Library,
) -> None:
    """Where one document has both, a reader of it sees them together."""
    index = real_library.build(a="The alpha port is 8080.\n\nThe beta port is 9090.")
    assert parallel(index, rank(index, index.query("What is the port?"))) == set()
    index = real_library.build(
        a="The alpha port is 8080.",
        b="On board, port is what sailors call the left side.",
    )
    assert parallel(index, rank(index, index.query("What is the port?"))) == set()


def test_what_ranks_between_parallel_sentences_is_not_quoted_for_that(
    real_library: Library,
) -> None:
    """Only the parallel sentence has a claim on being shown."""
    index = real_library.build(
        alpha="The alpha port is 8080.",
        beta="The beta port is 9090.",
        ships="In spring, ships leave the port of the old town for the islands.",
    )
    quotes = {quote.text for quote in ask("What is the port?", index).quotes}
    assert quotes == {"The beta port is 9090.", "The alpha port is 8080."}


def test_all_that_have_the_words_of_the_best_one_answer_a_question_for_several(
    real_library: Library,
) -> None:
    """Within its document: "Who plays chess?" is answered by both."""
    index = real_library.build(a="Mona plays chess.\n\nPavel plays chess.\n\nA dog barks.")
    ranking = rank(index, index.query("Who plays chess?"))
    assert lowest_alike(ranking) == ranking.scores[1] < ranking.scores[0]
