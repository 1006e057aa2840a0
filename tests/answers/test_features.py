"""What speaks for a sentence, computed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa.answers.features import COLUMN, FEATURES, names
from qa.answers.quoting import gather
from qa.pipeline import ask

if TYPE_CHECKING:
    from qa.answers.features import Weighed
    from qa.index.search import Index
    from tests.support.library import Library


def weighed(library: Library, question: str, **files: str) -> Weighed:
    """Weigh the sentences of a small library."""
    index = library.build(**files)
    return gather(index, index.query(question))


def row(found: Weighed, library: Library, words: str) -> dict[str, float]:
    """Return the features of the one sentence with these words."""
    texts = [
        (library.corpus / item.hit.passage.doc_id).read_text()[item.span.start : item.span.end]
        for item in found.evidence
    ]
    return dict(zip(FEATURES, found.features[texts.index(words)].tolist(), strict=True))


def test_features_of_a_sentence_by_hand(library: Library) -> None:
    """Cosine of (1, 1, 0, 0) and (1, 0, 0, 3); coverage from the shares that the query has."""
    found = weighed(
        library, "apple bird", a="Apple pie tastes sweet. Some bird sings.", b="Grey cloud."
    )
    first = row(found, library, "Apple pie tastes sweet.")
    assert first["cosine"] == pytest.approx(1 / np.sqrt(2) / np.sqrt(10), abs=1e-3)
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
    found = weighed(library, "apple bird", a="An apple bird flies. A bird apple rots.")
    assert row(found, library, "An apple bird flies.")["pairs"] == 1
    assert row(found, library, "A bird apple rots.")["pairs"] == 0


@pytest.mark.parametrize(
    ("question", "gives", "feature"),
    [
        ("How many apples fell?", "Then 40 of them fell.", "number_asked"),
        ("When did the apple fall?", "It fell in 1666.", "time_asked"),
        ("Who saw the apple?", "There stood Isaac Newton.", "person_asked"),
        ("Where did the apple fall?", "It fell in Woolsthorpe.", "place_asked"),
        ("Why did the apple fall?", "It fell because of gravity.", "reason_asked"),
        ("Which firm sells apples?", "They are sold by Orchards.", "name_asked"),
    ],
)
def test_what_is_asked_for_is_noticed_where_it_is_given(
    library: Library, question: str, gives: str, feature: str
) -> None:
    """And not in a sentence that gives nothing of the kind."""
    found = weighed(library, question, a=f"The apple is green and round. {gives}")
    assert row(found, library, gives)[feature] > 0
    assert row(found, library, "The apple is green and round.")[feature] == 0


def test_what_the_question_holds_is_not_what_it_asks_for(library: Library) -> None:
    """A year in the question is no answer to "when"."""
    found = weighed(library, "When in 1666 did it fall?", a="It fell in 1666. It fell in May 1667.")
    assert row(found, library, "It fell in 1666.")["time_asked"] == 0
    assert row(found, library, "It fell in May 1667.")["time_asked"] == 1


def test_passages_are_ranked_again(library: Library) -> None:
    """By their best sentence and what they cover; sentences stay with their passages."""
    clouds = {f"cloud{n}": f"Cloud number {n}." for n in range(8)}
    found = weighed(
        library, "apple bird", a="A bird. An apple. A dog runs off.", b="An apple bird.", **clouds
    )
    assert [hit.passage.doc_id for hit in found.hits][:2] == ["b.txt", "a.txt"]
    assert [found.hits[i] for i in found.passage] == [item.hit for item in found.evidence]
    assert found.features.shape == (12, len(FEATURES))
    assert found.column("cosine").tolist() == found.features[:, COLUMN["cosine"]].tolist()


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("How many EVs did Xiaomi deliver in October 2024?", {"ev", "xiaomi", "octob", "2024"}),
        ("Describe the U.S. tariffs of 20,000 dollars.", {"us", "20000"}),
        ("NIO or iPhone?", {"nio"}),
        ("what about tesla?", set()),
        ("WHAT ABOUT TESLA?", set()),
    ],
)
def test_names_and_numbers_of_a_question(question: str, found: set[str]) -> None:
    """Told by their capitals; the first word and shouted questions tell nothing."""
    assert set(names(question)) == found


def test_a_name_that_a_document_does_not_hold_speaks_against_it(article_index: Index) -> None:
    """The same question with another company's name is less likely to be answered."""
    asked, other = (
        ask(f"How many EVs did {name} deliver in October 2024?", article_index)
        for name in ("Xiaomi", "Tesla")
    )
    assert asked.likely
    assert not other.likely
    assert other.confidence < asked.confidence
    assert (asked.unknown, other.unknown) == ((), ("Tesla",))
