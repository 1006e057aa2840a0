"""What a store on a cluster guarantees beyond ``test_contract.py``, on the same servers."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from qa.errors import IndexMismatchError, IndexStoreError
from qa.stores.folder import open_current
from qa.stores.live import current_index
from qa.stores.milvus.address import parse_address
from qa.stores.milvus.client import Cluster
from qa.stores.milvus.schema import generations, live
from tests.support.clusters import CLUSTERS, OLD, Server, empty_index, lite_server
from tests.support.indexes import AxisEmbedder, Library, found_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest.importorskip("pymilvus", reason="make test-cluster installs it")

pytestmark = pytest.mark.long

XIAOMI = "How many EVs did Xiaomi deliver in October 2024?"


@pytest.fixture(params=CLUSTERS)
def store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a cluster with no index yet."""
    with empty_index(request, monkeypatch) as address:
        yield address


def test_what_is_on_the_cluster_is_not_embedded_on_another_machine(
    tmp_path: Any, store: str
) -> None:
    """Neither where it has no index nor where its own is older; what is new is embedded."""
    one, two, three = (Library(tmp_path / name, AxisEmbedder()) for name in ("one", "two", "three"))
    first, second = "An apple. A bird.", "A cloud sings."
    one.build(a=first)
    two.write(a=first)
    report = two.build_as_it_is()
    assert report.embedded == 0
    assert not two.embedder.embedded
    one.build(a=first, b=second)
    two.write(a=first, b=second, c="A bird flies.")
    report = two.build_as_it_is()
    assert set(two.embedder.embedded) == {"A bird flies.", "C\nA bird flies."}
    three.write(a=first, b=second, c="A bird flies.")
    three.build_as_it_is()
    assert not three.embedder.embedded
    here, there = open_current(two.root), open_current(three.root)
    numbers = range(here.manifest.counts["passages"])
    assert there.manifest == here.manifest
    assert np.array_equal(there.passage_vectors(numbers), here.passage_vectors(numbers))
    assert np.array_equal(there.sentence_vectors(numbers), here.sentence_vectors(numbers))


def remove_while_away(library: Library) -> None:
    """Remove the document ``a.txt`` from the folder only, for the cluster goes away."""

    def fails(*_: Any) -> None:
        msg = "It is away."
        raise IndexStoreError(msg)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("qa.stores.milvus.publishing._copy", fails)
        with pytest.raises(IndexStoreError, match="away"):
            library.remove("a.txt")


def assert_live_alone(store: str) -> None:
    """No other generation is on the cluster."""
    cluster = Cluster(parse_address(store))
    assert generations(cluster) == [live(cluster)]
    cluster.close()


def test_a_removal_that_failed_is_ended_by_the_next_build(library: Library, store: str) -> None:
    """What was removed is then nowhere on the cluster, although it was there before."""
    library.build(a="An apple zebra.", b="A cloud.")
    remove_while_away(library)
    assert library.load().generation.document_frequencies(["zebra"]) == {"zebra": 1}
    (library.corpus / "a.txt").unlink()
    library.build_as_it_is()
    assert library.load().generation.document_frequencies(["zebra"]) == {"zebra": 0}
    assert_live_alone(store)


def test_a_removal_is_ended_under_another_spelling_of_the_address(
    library: Library, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For it is the same cluster."""
    library.build(a="An apple zebra.", b="A cloud.")
    remove_while_away(library)
    monkeypatch.setattr(library, "store", store.replace("?", "/?"))
    library.build(b="A cloud.")
    assert_live_alone(store)


def test_a_removal_that_failed_does_not_cost_another_index(
    tmp_path: Any, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That another machine has put there since; the next removal says so."""
    one, two = (Library(tmp_path / name, AxisEmbedder()) for name in ("one", "two"))
    one.build(a="An apple.", b="A bird.", c="A cloud.")
    remove_while_away(one)
    with monkeypatch.context() as patch:
        patch.delenv("QA_STORE")
        patch.setattr(one, "store", "")
        (note,) = one.build_as_it_is().notes
    assert note.startswith("What was removed is still on milvus://")
    two.build(d="A bird and a cloud.")
    with pytest.raises(IndexMismatchError, match="is not the one that documents are removed from"):
        one.remove("b.txt")
    assert two.doc_ids() == ["d.txt"]


def test_an_index_that_comes_during_a_removal_is_not_lost(tmp_path: Any, store: str) -> None:
    """From another machine, after the removal has looked and before it swaps."""
    one, two = (Library(tmp_path / name, AxisEmbedder()) for name in ("one", "two"))
    one.build(a="An apple.", b="A bird.")

    def build(stage: str, done: int, total: int) -> None:
        if (stage, done) == ("Writing", 0):
            two.build(d="A bird and a cloud.")

    with pytest.raises(IndexMismatchError, match="is not the one that documents are removed from"):
        one.remove("a.txt", progress=build)
    assert two.doc_ids() == ["d.txt"]
    one.build(b="A bird.")
    assert two.doc_ids() == ["b.txt"]


def test_nothing_is_removed_where_the_cluster_has_another_index(tmp_path: Any, store: str) -> None:
    """For what another machine has put there would be lost."""
    one, two = (Library(tmp_path / name, AxisEmbedder()) for name in ("one", "two"))
    one.build(a="An apple.", b="A cloud.")
    two.build(a="An apple.", b="A cloud.", c="A bird.")
    with pytest.raises(IndexMismatchError, match="is not the one that documents are removed from"):
        one.remove("a.txt")
    assert two.doc_ids() == ["a.txt", "b.txt", "c.txt"]
    one.build(a="An apple.", b="A cloud.", c="A bird.")
    one.remove("a.txt")
    assert two.doc_ids() == ["b.txt", "c.txt"]


def test_only_a_named_cluster_is_written_to(library: Library, store: str) -> None:
    """Where questions go to one, builds and removals that do not name it leave it as it is."""
    library.build(a="An apple zebra.", b="A cloud.")
    there = library.load().fingerprint
    library.store = ""
    notes = library.report(a="An apple zebra.", b="A cloud.").notes
    assert any("questions go to the cluster" in note and store in note for note in notes)
    (note,) = [note for note in library.remove("a.txt").notes if "milvus://" in note]
    assert note.startswith("What was removed is still on milvus://")
    assert (library.load().fingerprint, library.doc_ids()) == (there, ["a.txt", "b.txt"])
    library.store = store
    notes = library.remove("a.txt").notes  # it is out of the folder's index already
    assert any("no longer on milvus://" in note for note in notes)
    assert library.doc_ids() == ["b.txt"]
    assert_live_alone(store)


def test_two_builds_at_once_do_not_mix(tmp_path: Any, store: str) -> None:
    """From two machines: one wins or both do in turn; what is live is whole."""
    one, two = (Library(tmp_path / name, AxisEmbedder()) for name in ("one", "two"))
    one.write(**{f"a{n:02}": f"One apple {n}. " * 40 for n in range(40)})
    two.write(**{f"b{n:02}": f"Two birds {n}. " * 40 for n in range(50)})
    told: list[str] = []

    def build(library: Library) -> None:
        try:
            library.build_as_it_is()
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
    if OLD:
        pytest.skip("test_milvus_server.py kills it, and gives it time to come back")
    server = lite_server(tmp_path)
    server.start()
    monkeypatch.setenv("QA_STORE", f"{server.address}?index=mine")
    monkeypatch.setattr(Library, "store", f"{server.address}?index=mine")
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
        failed = ""
        restart = threading.Timer(3.0, mortal.start)
        restart.start()
        try:
            library.build(a=f"Bird {number} sings.", **files)
        except IndexStoreError as error:
            failed = str(error)
        killer.join()
        restart.join()
        index = library.load()
        total = index.generation.manifest.counts["passages"]
        everything = index.generation.numbers_of(list(index.generation.manifest.documents))
        assert everything == list(range(total))
        assert len(index.passages(everything)) == total
        assert (index.fingerprint == before) == bool(failed)
        library.build(a=f"Bird {number} sings.", **files)
        assert found_texts(library.load(), "bird")[0] == f"Bird {number} sings."


def test_questions_wait_for_a_server_that_was_killed(library: Library, mortal: Server) -> None:
    """For some seconds; then they are answered as before."""
    library.build(a="A bird sings.")
    index = library.load()
    mortal.kill()
    restart = threading.Timer(2.0, mortal.start)
    restart.start()
    assert found_texts(index, "bird") == ["A bird sings."]
    restart.join()


def test_a_cluster_that_is_away_is_named(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a sentence with its address, after some seconds."""
    monkeypatch.setenv("QA_STORE", "milvus://127.0.0.1:9")
    with (
        pytest.raises(IndexStoreError, match=r"127\.0\.0\.1:9.* does not answer"),
        current_index(library.root),
    ):
        pass
