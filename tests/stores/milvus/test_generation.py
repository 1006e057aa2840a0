"""A generation on a cluster answers as that in the folder does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa.errors import IndexCorruptError
from qa.stores.folder import open_current
from qa.stores.milvus.generation import MilvusGeneration
from qa.stores.milvus.schema import live
from tests.support.clusters import OLD

if TYPE_CHECKING:
    from qa.index.generations.generation import Generation
    from qa.stores.milvus.client import Cluster
    from tests.support.indexes import Library

pytestmark = pytest.mark.long

TEXTS = {f"d{n:02}": f"Apple {n}. A bird.\n\nA cloud of {n} drops." for n in range(20)}


@pytest.fixture
def both(library: Library, cluster: Cluster) -> tuple[Generation, MilvusGeneration]:
    """The same generation in the folder and on the cluster."""
    library.build(**TEXTS)
    collections = live(cluster)
    assert collections
    return open_current(library.root), MilvusGeneration(cluster, collections)


def test_documents_and_passages_are_the_same(both: tuple[Generation, MilvusGeneration]) -> None:
    """To the last character, and in the same order."""
    here, there = both
    assert (there.manifest, there.bytes) == (here.manifest, here.bytes)
    assert [*there.documents()] == [*here.documents()]
    assert there.facts() == here.facts()
    numbers = here.numbers_of(["d03.txt", "d01.txt"])
    assert there.numbers_of(["d03.txt", "d01.txt"]) == numbers
    assert there.passages(numbers[::-1]) == here.passages(numbers[::-1])


def test_searches_find_the_same(both: tuple[Generation, MilvusGeneration]) -> None:
    """By cosine and by BM25, among all and among some."""
    here, there = both
    vector = np.array([1, 0, 0, 0], np.float32)
    for among in (None, here.numbers_of(["d05.txt", "d11.txt"])):
        found = there.nearest(vector, 7, among)
        assert [number for number, _ in found] == [n for n, _ in here.nearest(vector, 7, among)]
        if OLD:  # a server of 2.3 has no sparse vectors
            continue
        scores, expected = (
            there.matching(["appl", "cloud"], 7, among),
            here.matching(["appl", "cloud"], 7, among),
        )
        assert [number for number, _ in scores] == [number for number, _ in expected]
        assert [score for _, score in scores] == pytest.approx([score for _, score in expected])


@pytest.mark.skipif(bool(OLD), reason="a server of 2.3 has no sparse vectors")
def test_terms_and_words_are_the_same(both: tuple[Generation, MilvusGeneration]) -> None:
    """Also those that occur nowhere."""
    here, there = both
    terms = ["appl", "bird", "zebra"]
    assert there.document_frequencies(terms) == here.document_frequencies(terms)
    for term in terms:
        assert np.array_equal(there.postings(term), here.postings(term))
    assert (
        there.terms_in_document("d05.txt", terms)
        == here.terms_in_document("d05.txt", terms)
        == {"appl", "bird"}
    )
    assert there.words_beginning_with("b") == here.words_beginning_with("b")
    assert there.words_beginning_with("z") == []
    for words in (["apple", "5"], ["of", "7"], ["zebra"]):
        assert there.documents_containing(words, 3) == here.documents_containing(words, 3)


def test_a_missing_row_is_damage(
    both: tuple[Generation, MilvusGeneration], cluster: Cluster
) -> None:
    """The collection and the key are named."""
    _, there = both
    collections = live(cluster)
    assert collections
    cluster.call("delete", collections.of("passages"), ids=[3])
    with pytest.raises(IndexCorruptError, match="_passages lacks 3"):
        MilvusGeneration(cluster, collections).passages([2, 3])
    with pytest.raises(KeyError):
        there.document("none.txt")
