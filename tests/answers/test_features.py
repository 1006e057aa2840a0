"""The features of a sentence, computed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa.answers.feature_table import SentenceFeatures
from qa.answers.ranking import collect_candidates

if TYPE_CHECKING:
    from qa.answers.features import Candidates
    from tests.support.indexes import Library


def candidates(library: Library, question: str, **files: str) -> Candidates:
    """Return the sentences of a small library with their features."""
    index = library.build(**files)
    return collect_candidates(index, index.query(question))


def row(found: Candidates, library: Library, words: str) -> dict[str, float]:
    """Return the features of the one sentence with these words."""
    texts = [
        (library.corpus / item.hit.passage.doc_id).read_text()[item.span.start : item.span.end]
        for item in found.evidence
    ]
    table = found.features
    return dict(zip(table.names, table.values[texts.index(words)].tolist(), strict=True))


def test_features_of_a_sentence_by_hand(library: Library) -> None:
    """Cosine of (1, 1, 0, 0) and (1, 0, 0, 3); coverage from the shares that the query has."""
    found = candidates(
        library, "apple bird", a="Apple pie tastes sweet. Some bird sings.", b="Grey cloud."
    )
    first = row(found, library, "Apple pie tastes sweet.")
    assert first["cosine"] == pytest.approx(1 / np.sqrt(2) / np.sqrt(10), abs=2e-3)
    idf = library.load().query("apple bird").idf
    apple, bird = (idf[term] / sum(idf.values()) for term in ("appl", "bird"))
    assert first["coverage"] == pytest.approx(apple)
    assert first["coverage_after"] == pytest.approx(bird)
    assert first["passage_coverage"] == pytest.approx(1)
    assert first["density"] == pytest.approx(1 / 4)
    assert first["length"] == pytest.approx(np.log(5))
    assert first["reciprocal_rank"] == 1
    assert first["bm25_share"] == 1
    assert first["pairs"] == 0
    second = row(found, library, "Some bird sings.")
    assert second["coverage_with_sentence_before"] == pytest.approx(1)
    assert row(found, library, "Grey cloud.")["reciprocal_rank"] == 0.5


def test_two_terms_side_by_side_are_a_pair(library: Library) -> None:
    """In the question's order."""
    found = candidates(library, "apple bird", a="An apple bird flies. A bird apple rots.")
    assert row(found, library, "An apple bird flies.")["pairs"] == 1
    assert row(found, library, "A bird apple rots.")["pairs"] == 0


def test_passages_are_ranked_again(library: Library) -> None:
    """By their best sentence and what they cover; sentences stay with their passages."""
    clouds = {f"cloud{n}": f"Cloud number {n}." for n in range(8)}
    found = candidates(
        library, "apple bird", a="A bird. An apple. A dog runs off.", b="An apple bird.", **clouds
    )
    assert [hit.passage.doc_id for hit in found.hits][:2] == ["b.txt", "a.txt"]
    assert [found.hits[i] for i in found.passage] == [item.hit for item in found.evidence]
    assert found.features.values.shape == (12, len(SentenceFeatures._fields))
    cosines = [item.cosine for item in found.evidence]
    assert found.features.column("cosine").tolist() == cosines


def test_a_sentence_with_what_is_asked_for_has_that_feature(library: Library) -> None:
    """Its neighbour without it has not."""
    words = "Then 40 of them fell."
    found = candidates(library, "How many apples fell?", a=f"The apple is green. {words}")
    assert row(found, library, words)["number_asked"] == pytest.approx(np.log(2))
    assert row(found, library, "The apple is green.")["number_asked"] == 0
