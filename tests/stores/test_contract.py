"""What every store guarantees: the folder, a second one, servers on loopback, any address named.

What clusters guarantee beyond it is in ``test_clusters.py``. A real Milvus of 2.3, for which the
field of terms is left out, is checked by ``make test-milvus``, a cluster of your own by
``QA_TEST_STORE=milvus://host:19530``; the tests use indexes of names that begin with
``quoth_test_`` there, and drop them.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from qa.errors import QuestionError
from qa.pipeline import ask
from qa.stores.registry import STORES
from qa.verification.checking import check
from tests.support.clusters import CLUSTERS, OLD, empty_index, use_store
from tests.support.indexes import AxisEmbedder, Library, found_texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.long


ODD = 'An apple\t and a \U0001f426.\n\n“Birds” \\ % _ \' "sing" é e\u0301.\u2028Cloud。雲。'
"""What a store might not give back as it was."""


ADDRESSES = {
    "mirror": "mirror://{folder}/mirror",
}
"""Store → address of an index that does not exist yet; ``{folder}`` is the folder of the test."""


@pytest.fixture(params=CLUSTERS if OLD else ["folder", *ADDRESSES, *CLUSTERS])
def store(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[str]:
    """The address of a store with no index yet; empty for the folder."""
    if request.param == "folder":
        yield ""
    elif request.param in ADDRESSES:
        monkeypatch.setitem(STORES, "mirror", "tests.support.mirror:MirrorStore")
        address = ADDRESSES[request.param].format(folder=tmp_path)
        use_store(address, monkeypatch)
        yield address
    else:
        pytest.importorskip("pymilvus", reason="make test-cluster installs it")
        with empty_index(request, monkeypatch) as address:
            yield address


@pytest.fixture
def terms() -> None:
    """Skip what needs BM25 where there is none."""
    if OLD:
        pytest.skip("a server of 2.3 has no sparse vectors")


def test_texts_come_back_as_they_were(library: Library, store: str) -> None:
    """Every character of every document, and every passage is a slice of it."""
    long = "Apple pie, an \U0001f34e a day; bird’s song. " * 6_000
    library.build(odd=ODD, long=long)
    index = library.load()
    assert [document.text for document in index.documents()] == [long, ODD]
    numbers = index.generation.numbers_of(["long.txt", "odd.txt"])
    for passage in index.passages(numbers):
        text = index.document(passage.doc_id).text
        assert text[passage.start : passage.end].strip()
        assert "".join(text[s.start : s.end] for s in passage.sentences)


def test_words_are_found_by_their_first_letter(library: Library, store: str) -> None:
    """Also of an alphabet of its own, and where no word begins so."""
    library.build(a="An apple, an ant. The apples sing. 𐐨𐐩 Éclair.", b="Ants.")
    index = library.load()
    assert sorted(index.generation.words_beginning_with("a")) == [
        ("a", 1),
        ("an", 1),
        ("ant", 1),
        ("ants", 1),
        ("apple", 1),
        ("apples", 1),
    ]
    assert index.generation.words_beginning_with("𐐨") == [("𐐨𐐩", 1)]
    assert index.generation.words_beginning_with("e") == [("eclair", 1)]
    assert index.generation.words_beginning_with("z") == []


def test_equal_scores_come_in_order_of_passages(library: Library, store: str, terms: None) -> None:
    """Also where more of them are equal than are asked for."""
    library.build(**{f"d{n:03}": f"An apple.{' ' * n}" for n in range(300)}, z="A bird.")
    index = library.load()
    query = index.query("apple")
    for found in (
        index.generation.nearest(query.vector, 100),
        index.generation.matching(["appl"], 100),
    ):
        assert [number for number, _ in found] == list(range(100))


def test_search_is_limited_to_documents(library: Library, store: str) -> None:
    """All the ten nearest among those allowed are found, as by comparing all."""
    chance = np.random.default_rng(5)
    words = np.array(["apple", "bird", "cloud", "stone"])
    files = {f"f{n:03}": " ".join(chance.choice(words, 12)) + f" {n}." for n in range(200)}
    library.build(**files)
    index = library.load()
    for _ in range(5):
        chosen = sorted(f"f{n:03}.txt" for n in chance.permutation(200)[:60])
        query = index.query(" ".join(chance.choice(words, 5)))
        among = index.generation.numbers_of(chosen)
        found = index.generation.nearest(query.vector, 10, among)
        cosines = index.generation.passage_vectors(among) @ query.vector
        order = sorted(zip(among, cosines.tolist(), strict=True), key=lambda p: (-p[1], p[0]))
        assert [c for _, c in found] == pytest.approx([c for _, c in order[:10]], abs=1e-5)
        assert {number for number, _ in found} <= set(among)
    with pytest.raises(QuestionError):
        index.search(index.query("apple"), 3, ["nothing.txt"])


def test_a_document_of_headings_alone_has_nothing_to_find(library: Library, store: str) -> None:
    """Asked alone it answers nothing, and does not fail."""
    library.write(a="A bird sings.")
    (library.corpus / "plan.md").write_text("# Clouds\n\n## Apples\n", encoding="utf-8")
    library.build_as_it_is()
    index = library.load()
    assert index.search(index.query("apple"), 5, ["plan.md"]) == []
    assert index.generation.passages([]) == []
    assert index.generation.passage_vectors([]).shape == (0, 4)
    assert index.generation.sentence_vectors([]).shape == (0, 4)
    answer = ask("apple", index, documents=["plan.md"], evidence_model="none")
    assert (answer.found, answer.quotes, answer.nearest) == (False, (), ())


def test_what_is_unchanged_is_not_embedded_again(library: Library, store: str) -> None:
    """A build costs what changed; one that changes nothing makes no generation."""
    library.build(a="An apple. A bird.", b="A cloud.")
    library.embedder.embedded.clear()
    library.build(a="An apple. A bird.", b="A cloud.", c="A cloud and a bird.")
    assert not [text for text in library.embedder.embedded if "An apple" in text]
    assert found_texts(library.load(), "cloud")


def test_a_removed_document_is_gone(library: Library, store: str) -> None:
    """Its text, terms and vectors are in nothing that a question can reach."""
    library.build(a="An apple zebra.", b="A cloud.")
    before = library.load()
    assert before.generation.document_frequencies(["zebra"]) == {"zebra": 1}
    library.remove("a.txt")
    index = library.load()
    assert index.fingerprint != before.fingerprint
    assert index.generation.document_frequencies(["zebra"]) == {"zebra": 0}
    assert index.generation.matching(["zebra"], 10) == []
    assert list(index.generation.manifest.documents) == ["b.txt"]
    assert all("zebra" not in text for text in found_texts(index, "apple zebra"))
    with pytest.raises(KeyError):
        index.document("a.txt")


def test_a_reader_keeps_its_generation_and_the_next_one_sees_the_new(
    library: Library, store: str
) -> None:
    """An index that is open stays as it is while a newer one is built."""
    library.build(a="The old apple.")
    old = library.load()
    library.build(a="The new apple.")
    assert found_texts(old, "apple") == ["The old apple."]
    assert found_texts(library.load(), "apple") == ["The new apple."]


def test_claims_are_checked(library: Library, store: str, terms: None) -> None:
    """Word for word, by rare words and by signs alone."""
    library.build(a="Only an apple may sing of the.", b="A bird.")
    assert check("an apple may sing", library.root).verdict == "exact"
    assert check("a stone may sing", library.root).verdict != "exact"
    assert check("of the", library.root).verdict == "exact"


def test_a_text_too_long_for_a_row_is_stored(tmp_path: Any, store: str, terms: None) -> None:
    """A long word, the longest heading and a list of sentences of any length."""
    library = Library(tmp_path, AxisEmbedder(limit=4_000))
    word = "bird" * 375
    many = "Yes. No. " * 900
    library.write(word=f"An apple {word} sings.", many=many)
    (library.corpus / "head.md").write_text("# " + "Apple pie " * 50 + "\n\nA cloud.\n")
    report = library.build_as_it_is()
    assert not report.skipped
    index = library.load()
    assert index.generation.document_frequencies([word]) == {word: 1}
    (found,) = index.generation.matching([word], 5)
    (passage,) = index.passages([found[0]])
    assert passage.doc_id == "word.txt"
    for number in index.generation.numbers_of(["head.md"]):
        (passage,) = index.passages([number])
        assert passage.headings == ("Apple pie " * 49 + "Apple pie",)
    numbers = index.generation.numbers_of(["many.txt"])
    sentences = sum(len(passage.sentences) for passage in index.passages(numbers))
    assert index.generation.sentence_vectors(numbers).shape == (sentences, 4)


def test_wide_vectors_of_many_sentences_fit(tmp_path: Any, store: str) -> None:
    """Of 1,024 numbers, as large models have."""
    library = Library(tmp_path, AxisEmbedder(tuple(f"w{i}" for i in range(1_023)), limit=2_000))
    index = library.build(a="W1 w2 w3. " * 100)
    index = library.load()
    numbers = index.generation.numbers_of(["a.txt"])
    assert index.generation.sentence_vectors(numbers).shape == (100, 1_024)


def test_questions_go_on_while_builds_swap(library: Library, store: str) -> None:
    """No question fails, and none is answered from half of a generation."""
    library.build(a="Bird 0 sings.")
    ended, failed, seen = threading.Event(), [], set()

    def asking() -> None:
        while not ended.is_set():
            try:
                index = library.load()
                answer = ask("Which bird sings?", index, evidence_model="none")
                seen.add((answer.quotes or answer.nearest)[0].text)
            except Exception as error:  # noqa: BLE001 - whatever it is, it must not be
                failed.append(error)

    asker = threading.Thread(target=asking)
    asker.start()
    for number in range(1, 6):
        library.build(a=f"Bird {number} sings.")
    ended.set()
    asker.join()
    assert not failed
    assert seen <= {f"Bird {number} sings." for number in range(6)}
