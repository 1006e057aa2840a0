"""What every store keeps: the folder, servers on loopback, and any address that is named.

A real Milvus of 2.3, for which the field of terms is left out, is checked by ``make test-milvus``,
a cluster of your own by ``QA_TEST_STORE=milvus://host:19530``; the tests use indexes of names that
begin with ``quoth_test_`` there, and drop them.
"""

from __future__ import annotations

import os
import threading
import time
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from clusters import Server, drop_index, leave_out_terms, lite_server, old_server
from library import AxisEmbedder, Library

from qa.calibration import Calibration, write_calibration
from qa.checking import check
from qa.embedders import encoder_folder
from qa.encoder import read_files
from qa.errors import IndexMismatchError, IndexStoreError, QuestionError
from qa.milvus.address import parse_address
from qa.milvus.cluster import Cluster
from qa.milvus.layout import generations, live
from qa.pipeline import ask, build_with_report, current_index, load, remove
from qa.storage import open_current
from qa.stores import keep_calibration

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.index import Index

pytest.importorskip("pymilvus", reason="make test-cluster installs it")

_NAMED = os.environ.get("QA_TEST_STORE", "")
_OLD = os.environ.get("QA_TEST_MILVUS", "")
_STORES = ["old"] if _OLD else ["folder", "lite", *(["named"] if _NAMED else [])]

XIAOMI = "How many EVs did Xiaomi deliver in October 2024?"

ODD = 'An apple\t and a \U0001f426.\n\n“Birds” \\ % _ \' "sing" é e\u0301.\u2028Cloud。雲。'
"""What a store might not give back as it was."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for this file: the vendor's small server, or a real Milvus of 2.3."""
    folder = tmp_path_factory.mktemp("milvus")
    started = old_server(folder, _OLD) if _OLD else lite_server(folder)
    started.start()
    yield started
    started.kill()


@pytest.fixture(params=_STORES)
def store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a store with no index yet; empty for the folder."""
    if request.param == "folder":
        yield ""
        return
    if request.param == "old":
        leave_out_terms(monkeypatch)
    there = _NAMED if request.param == "named" else request.getfixturevalue("server").address
    address = f"{there}?index=quoth_test_{uuid.uuid4().hex[:12]}"
    monkeypatch.setenv("QA_STORE", address)
    yield address
    drop_index(address)


@pytest.fixture
def terms() -> None:
    """Skip what needs BM25 where there is none."""
    if _OLD:
        pytest.skip("a server of 2.3 has no sparse vectors")


def texts(index: Index, question: str, **options: Any) -> list[str]:
    """Return the passages found, best first."""
    hits = index.search(index.query(question), 10, **options)
    return [
        index.document(hit.passage.doc_id).text[hit.passage.start : hit.passage.end] for hit in hits
    ]


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


def test_what_is_unchanged_is_not_embedded_again(library: Library, store: str) -> None:
    """A build costs what changed; one that changes nothing makes no generation."""
    library.build(a="An apple. A bird.", b="A cloud.")
    library.embedder.embedded.clear()
    library.build(a="An apple. A bird.", b="A cloud.", c="A cloud and a bird.")
    assert not [text for text in library.embedder.embedded if "An apple" in text]
    assert texts(library.load(), "cloud")


def test_what_is_on_the_cluster_is_not_embedded_on_another_machine(
    tmp_path: Any, store: str
) -> None:
    """Neither where it has no index nor where its own is older; what is new is embedded."""
    if not store:
        pytest.skip("two folders are two indexes")
    one, two, three = (Library(tmp_path / name, AxisEmbedder()) for name in ("one", "two", "three"))
    first, second = "An apple. A bird.", "A cloud sings."
    one.build(a=first)
    two.write(a=first)
    report = build_with_report([two.corpus], into=two.root, embedder=two.embedder)
    assert report.embedded == 0
    assert not two.embedder.embedded
    one.build(a=first, b=second)
    two.write(a=first, b=second, c="A bird flies.")
    report = build_with_report([two.corpus], into=two.root, embedder=two.embedder)
    assert set(two.embedder.embedded) == {"A bird flies.", "C\nA bird flies."}
    three.write(a=first, b=second, c="A bird flies.")
    build_with_report([three.corpus], into=three.root, embedder=three.embedder)
    assert not three.embedder.embedded
    here, there = open_current(two.root), open_current(three.root)
    numbers = range(here.manifest.counts["passages"])
    assert there.manifest == here.manifest
    assert np.array_equal(there.passage_vectors(numbers), here.passage_vectors(numbers))
    assert np.array_equal(there.sentence_vectors(numbers), here.sentence_vectors(numbers))


def test_a_machine_that_only_asks_needs_the_address(
    tmp_path: Any, article: Path, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The encoder comes from the cluster, once where it can be kept, and is that of the build."""
    if not store:
        pytest.skip("the folder is the index")
    build_with_report([article], into=tmp_path / "built")
    answer = ask(XIAOMI, load(tmp_path / "built"))
    made = open_current(tmp_path / "built").manifest.embedder
    here = encoder_folder(tmp_path / "asked", made.sha256)
    assert ask(XIAOMI, load(tmp_path / "asked")) == answer
    assert read_files(here) == read_files(encoder_folder(tmp_path / "built", made.sha256))
    (tmp_path / "file").touch()  # where no folder can be made
    monkeypatch.setattr("qa.embedders.SentenceTransformerEmbedder", None)
    assert ask(XIAOMI, load(tmp_path / "file")) == answer
    monkeypatch.setattr("qa.pipeline.fetched_encoder", lambda _: pytest.fail("fetched again"))
    assert ask(XIAOMI, load(tmp_path / "asked")) == answer


def test_a_calibration_goes_with_the_index(library: Library, tmp_path: Any, store: str) -> None:
    """To the cluster with a build; one that is made there stays there."""
    if not store:
        pytest.skip("it lies in the folder")
    fitted = Calibration("none", 0.5, 0.25, 0.75)
    library.build(a="An apple.")
    assert load(tmp_path / "asked", embedder=library.embedder).calibration is None
    write_calibration(library.root, fitted)
    library.build(a="An apple.")
    assert load(tmp_path / "asked", embedder=library.embedder).calibration == fitted
    newer = replace(fitted, slope=0.75)
    assert "__calibration" in keep_calibration(tmp_path / "asked", newer)
    library.build(a="An apple.", b="A bird.")
    assert load(tmp_path / "asked", embedder=library.embedder).calibration == newer


def test_a_removed_document_is_gone(
    library: Library, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its text, terms and vectors are in nothing that a question can reach."""
    monkeypatch.setattr("qa.pipeline.embedder_of", lambda *_: library.embedder)
    library.build(a="An apple zebra.", b="A cloud.")
    before = library.load()
    assert before.generation.passages_with(["zebra"]) == {"zebra": 1}
    remove("a.txt", index=library.root)
    index = library.load()
    assert index.fingerprint != before.fingerprint
    assert index.generation.passages_with(["zebra"]) == {"zebra": 0}
    assert index.generation.matching(["zebra"], 10) == []
    assert list(index.generation.manifest.documents) == ["b.txt"]
    assert all("zebra" not in text for text in texts(index, "apple zebra"))
    with pytest.raises(KeyError):
        index.document("a.txt")


def test_what_was_damaged_is_written_anew_by_the_next_build(library: Library, store: str) -> None:
    """Although nothing has changed in the documents."""
    if not store:
        pytest.skip("test_storage.py damages folders")
    library.build(a="An apple.", b="A bird.")
    cluster = Cluster(parse_address(store))
    current = live(cluster)
    assert current
    lost = {"passages": "key >= 0", "texts": "key >= 0", "sentences": "key >= 0"}
    lost |= {"documents": "key == 1", "terms": 'key == "appl"'}
    for part, rows in lost.items():
        cluster.asked("delete", current.of(part), filter=rows)
        library.build(a="An apple.", b="A bird.")
        index = library.load()
        assert texts(index, "apple") == ["An apple.", "A bird."]
        assert index.generation.sentence_vectors([0, 1]).shape == (2, 4)
        assert len(index.generation.facts()) == 2
        assert index.generation.passages_with(["appl"]) == {"appl": 1}
        current = live(cluster)
        assert current
    cluster.close()


def test_a_removal_that_failed_is_ended_by_the_next_build(
    library: Library, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was removed is then nowhere on the cluster, although it was there before."""
    if not store:
        pytest.skip("in the folder it is done at once")
    monkeypatch.setattr("qa.pipeline.embedder_of", lambda *_: library.embedder)
    library.build(a="An apple zebra.", b="A cloud.")
    with monkeypatch.context() as patch:
        patch.setattr("qa.milvus.publishing._put", fails)
        with pytest.raises(IndexStoreError, match="away"):
            remove("a.txt", index=library.root)
    assert library.load().generation.passages_with(["zebra"]) == {"zebra": 1}
    (library.corpus / "a.txt").unlink()
    library.build_as_it_is()
    assert library.load().generation.passages_with(["zebra"]) == {"zebra": 0}
    cluster = Cluster(parse_address(store))
    assert generations(cluster) == [live(cluster)]
    cluster.close()


def fails(*_: Any) -> None:
    """Do what a cluster does that goes away."""
    msg = "It is away."
    raise IndexStoreError(msg)


def test_nothing_is_removed_where_the_cluster_holds_another_index(
    tmp_path: Any, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For what another machine has put there would be lost."""
    if not store:
        pytest.skip("two folders are two indexes")
    one, two = (Library(tmp_path / name, AxisEmbedder()) for name in ("one", "two"))
    monkeypatch.setattr("qa.pipeline.embedder_of", lambda *_: one.embedder)
    one.build(a="An apple.", b="A cloud.")
    two.build(a="An apple.", b="A cloud.", c="A bird.")
    with pytest.raises(IndexMismatchError, match="is another one than that at milvus://"):
        remove("a.txt", index=one.root)
    assert [document.doc_id for document in two.load().documents()] == ["a.txt", "b.txt", "c.txt"]
    one.build(a="An apple.", b="A cloud.", c="A bird.")
    remove("a.txt", index=one.root)
    assert [document.doc_id for document in two.load().documents()] == ["b.txt", "c.txt"]


def test_a_reader_keeps_its_generation_and_the_next_one_sees_the_new(
    library: Library, store: str
) -> None:
    """An index that is open stays as it is while a newer one is built."""
    library.build(a="The old apple.")
    old = library.load()
    library.build(a="The new apple.")
    assert texts(old, "apple") == ["The old apple."]
    assert texts(library.load(), "apple") == ["The new apple."]


def test_claims_are_checked(library: Library, store: str, terms: None) -> None:
    """Word for word, by rare words and by signs alone."""
    library.build(a="Only an apple may sing of the.", b="A bird.")
    assert check("an apple may sing", library.root).verdict == "exact"
    assert check("a stone may sing", library.root).verdict != "exact"
    assert check("of the", library.root).verdict == "exact"


def test_what_is_too_long_for_a_row_is_kept(tmp_path: Any, store: str, terms: None) -> None:
    """A word, a heading and a list of sentences of any length."""
    library = Library(tmp_path, AxisEmbedder(limit=4_000))
    word = "bird" * 375
    many = "Yes. No. " * 900
    library.write(word=f"An apple {word} sings.", many=many)
    (library.corpus / "head.md").write_text("# " + "Apple pie " * 9_000 + "\n\nA cloud.\n")
    report = build_with_report([library.corpus], into=library.root, embedder=library.embedder)
    assert not report.skipped
    index = library.load()
    assert index.generation.passages_with([word]) == {word: 1}
    (found,) = index.generation.matching([word], 5)
    (passage,) = index.passages([found[0]])
    assert passage.doc_id == "word.txt"
    for number in index.generation.numbers_of(["head.md"]):
        (passage,) = index.passages([number])
        assert passage.headings == ("Apple pie " * 8_999 + "Apple pie",)
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


def test_two_builds_at_once_do_not_mix(tmp_path: Any, store: str) -> None:
    """From two machines: one wins or both do in turn; what is live is whole."""
    one, two = (Library(tmp_path / name, AxisEmbedder()) for name in ("one", "two"))
    if not store:
        pytest.skip("two folders are two indexes")
    one.write(**{f"a{n:02}": f"One apple {n}. " * 40 for n in range(40)})
    two.write(**{f"b{n:02}": f"Two birds {n}. " * 40 for n in range(50)})
    told: list[str] = []

    def build(library: Library) -> None:
        try:
            build_with_report([library.corpus], into=library.root, embedder=library.embedder)
        except IndexStoreError as error:
            told.append(str(error))

    threads = [threading.Thread(target=build, args=(library,)) for library in (one, two)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) < 2, told
    index = two.load()
    kinds = {document.doc_id[0] for document in index.documents()}
    assert len(kinds) == 1
    found = index.generation.numbers_of(list(index.generation.manifest.documents))
    assert {passage.doc_id[0] for passage in index.passages(found)} == kinds
    total = index.generation.manifest.counts["passages"]
    assert len(index.generation.nearest(index.query("apple").vector, total)) == total


@pytest.fixture
def mortal(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server of one test's own, which may kill it."""
    if _OLD:
        pytest.skip("test_milvus_server.py kills it, and gives it time to come back")
    server = lite_server(tmp_path)
    server.start()
    monkeypatch.setenv("QA_STORE", f"{server.address}?index=mine")
    yield server
    server.kill()


def test_a_killed_server_loses_nothing_that_was_published(library: Library, mortal: Server) -> None:
    """Killed again and again in builds, and started again: the live index is whole, old or new."""
    library.build(a="Bird 0 sings.")
    for number in range(1, 4):
        before = library.load().fingerprint
        killer = threading.Timer(0.15 * number, mortal.kill)
        killer.start()
        files = {f"b{n:03}": f"Cloud {n} of {number}." for n in range(400)}
        started = time.monotonic()
        failed = ""
        restart = threading.Timer(3.0, mortal.start)
        restart.start()
        try:
            library.build(a=f"Bird {number} sings.", **files)
        except IndexStoreError as error:
            failed = str(error)
        killer.join()
        restart.join()
        assert time.monotonic() - started < 60
        index = library.load()
        total = index.generation.manifest.counts["passages"]
        everything = index.generation.numbers_of(list(index.generation.manifest.documents))
        assert everything == list(range(total))
        assert len(index.passages(everything)) == total
        assert (index.fingerprint == before) == bool(failed)
        library.build(a=f"Bird {number} sings.", **files)
        assert texts(library.load(), "bird")[0] == f"Bird {number} sings."


def test_questions_wait_for_a_server_that_was_killed(library: Library, mortal: Server) -> None:
    """For some seconds; then they are answered as before."""
    library.build(a="A bird sings.")
    index = library.load()
    mortal.kill()
    restart = threading.Timer(2.0, mortal.start)
    restart.start()
    assert texts(index, "bird") == ["A bird sings."]
    restart.join()


def test_a_cluster_that_is_away_is_named(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a sentence with its address, after some seconds."""
    monkeypatch.setenv("QA_STORE", "milvus://127.0.0.1:9")
    with pytest.raises(IndexStoreError, match=r"127\.0\.0\.1:9.* does not answer"):
        current_index(library.root)
