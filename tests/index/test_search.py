"""Search, against an oracle: NumPy for vectors, the published formulas for terms."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

from qa.errors import IndexMismatchError
from qa.indexing.splitting.contexts import embedded_text, new_passages
from qa.pipeline import load
from tests.support.indexes import AxisEmbedder, Library

SMALL = {"one": "Apple bird.", "three": "Cloud.", "two": "Bird."}


def bm25(weight: float, length: int, mean: float, passages: int, holding: int) -> float:
    """Return BM25 with k1 = 1.2 and b = 0.75, as SQLite documents it."""
    idf = max(1e-6, math.log((passages - holding + 0.5) / (holding + 0.5)))
    return idf * weight * 2.2 / (weight + 1.2 * (0.25 + 0.75 * length / mean))


def test_a_passage_is_found_by_cosine_and_terms(library: Library) -> None:
    """Both scores of "bird", computed by hand, are brought to [0, 1] and averaged.

    With its title, "One Apple bird." is (1, 1, 0, 1) / √3 and has 3 terms; "Two Bird." is
    (0, 1, 0, 1) / √2 and has 2; "Three Cloud." has no bird.
    """
    index = library.build(**SMALL)
    hits = index.search(index.query("bird"), 5)
    assert [hit.passage.doc_id for hit in hits] == ["two.txt", "one.txt", "three.txt"]
    assert [hit.number for hit in hits] == [2, 0, 1]
    np.testing.assert_allclose([hit.dense for hit in hits], [2**-0.5, 3**-0.5, 0], atol=1e-6)
    np.testing.assert_allclose(
        [hit.lexical for hit in hits], [bm25(1, 2, 7 / 3, 3, 2), bm25(1, 3, 7 / 3, 3, 2), 0]
    )
    np.testing.assert_allclose([hit.score for hit in hits], [1, 0.5 * (2 / 3) ** 0.5, 0], atol=1e-6)


def test_dense_search_is_what_brute_force_finds(library: Library) -> None:
    """Every cosine of every passage, sorted, is what comes out."""
    chance = random.Random(7)
    words = ["apple", "bird", "cloud", "dove", "egg"]
    files = {f"f{i:02}": " ".join(chance.choices(words, k=9)) for i in range(60)}
    index = library.build(**files)
    texts = [
        embedded_text(new.context, doc.text[new.passage.start : new.passage.end])
        for doc in index.documents()
        for new in new_passages(doc, library.embedder)
    ]
    vectors = library.embedder.embed_passages(texts)
    question = library.embedder.embed_question("apple apple bird egg")
    cosines = vectors @ question
    found = index.generation.nearest(question, 20)
    np.testing.assert_allclose([score for _, score in found], np.sort(cosines)[::-1][:20], 1e-6)
    np.testing.assert_allclose([score for _, score in found], [cosines[n] for n, _ in found], 1e-6)
    np.testing.assert_allclose(index.generation.passage_vectors([3, 1]), vectors[[3, 1]])


def test_equal_scores_come_in_passage_order(library: Library) -> None:
    """Also where more passages are equal than a search brings to the fusion."""
    index = library.build(**{f"f{i:03}": "Bird." + "\n" * i for i in range(150)})
    hits = index.search(index.query("bird"), 150)
    assert [hit.number for hit in hits[:100]] == list(range(100))
    assert len({hit.score for hit in hits[:100]}) == 1


def test_a_title_counts_half_as_much_as_the_words(library: Library) -> None:
    """BM25 sums over both columns, the context weighted by one half."""
    index = library.build(zebra="Bird.", two="Zebra.", three="Cloud.", four="Apple.", five="Egg.")
    lexical = dict(index.generation.matching(["zebra"], 5))
    numbers = {p.doc_id: n for n, p in enumerate(index.passages(range(5)))}
    assert set(lexical) == {numbers["zebra.txt"], numbers["two.txt"]}
    assert lexical[numbers["zebra.txt"]] == pytest.approx(bm25(0.5, 2, 2, 5, 2))
    assert lexical[numbers["two.txt"]] == pytest.approx(bm25(1, 2, 2, 5, 2))


def test_a_decimal_number_is_found_as_one_term(library: Library) -> None:
    """2.5 is neither 2 nor 5, and is counted like any term."""
    index = library.build(a="It grew by 2.5 percent.", b="It grew by 5 percent.", c="2 birds.")
    assert [n for n, _ in index.generation.matching(["2.5"], 5)] == [0]
    assert index.generation.document_frequencies(["2.5"]) == {"2.5": 1}
    assert index.generation.document_frequencies(["5"]) == {"5": 1}


def test_a_passage_found_by_its_terms_has_its_cosine_too(library: Library) -> None:
    """Also where the search by vectors did not bring it."""
    index = library.build(one="Cloud.", two="Zebra zap bird bird.", three="Bird bird egg.")
    hits = index.search(index.query("Cloud cloud cloud zebra zap"), 5, depth=1)
    dense = {hit.passage.doc_id: hit.dense for hit in hits}
    assert dense == pytest.approx({"one.txt": 5 / 26**0.5, "two.txt": 6 / 13})


def test_no_more_hits_come_than_asked_for(library: Library) -> None:
    """And no more than there are passages."""
    index = library.build(**SMALL)
    query = index.query("bird")
    assert [hit.number for hit in index.search(query, 1)] == [2]
    assert len(index.search(query, 100)) == 3


def test_another_embedder_is_refused(library: Library) -> None:
    """The message names both and says what to run."""
    library.build(**SMALL)
    with pytest.raises(
        IndexMismatchError,
        match=r"was made with the model 'axes' \(weights .{12}, dimension 4\), not with 'axes' "
        r"\(weights .{12}, dimension 3\)\. Build it again with: qa build FOLDER --model axes",
    ):
        load(library.root, embedder=AxisEmbedder(("apple", "bird")))
    with pytest.raises(IndexMismatchError):
        load(library.root, embedder=AxisEmbedder(("apple", "bird", "dove")))


def test_a_document_comes_back_as_it_was_indexed(library: Library) -> None:
    """By its ``doc_id``; an unknown one is a KeyError; all come in order."""
    index = library.build(**SMALL)
    assert index.document("one.txt").text == "Apple bird."
    assert [document.doc_id for document in index.documents()] == [
        "one.txt",
        "three.txt",
        "two.txt",
    ]
    with pytest.raises(KeyError, match="missing"):
        index.document("missing")
