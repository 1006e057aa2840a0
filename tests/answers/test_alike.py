"""Where two documents say the same of different things, both are quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.answers.alike import lowest_alike, lowest_parallel
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
    assert lowest_parallel(index, ranking) == ranking.scores[1] < ranking.scores[0]


def test_sentences_of_one_document_or_in_other_words_are_not_parallel(
    real_library: Library,
) -> None:
    """Those of one document are told apart by its own words."""
    index = real_library.build(a="The alpha port is 8080.\n\nThe beta port is 9090.")
    ranking = rank(index, index.query("What is the port?"))
    assert lowest_parallel(index, ranking) == ranking.scores[0]
    assert lowest_alike(ranking) < ranking.scores[0]
