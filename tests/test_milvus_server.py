"""What a real Milvus server of 2.3 keeps; run by ``make test-milvus``, in a network of its own.

It is the newest that comes as a package. It has no sparse vectors, so that Quoth refuses it. All
else that Quoth asks of a server is tested on it with the field of terms left out: writing,
checking, swapping, dense search, filters, dropping, and what a kill leaves.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from clusters import Server, drop_index, old_server
from library import AxisEmbedder, Library

from qa.errors import IndexStoreError
from qa.milvus import layout, publishing, writing
from qa.pipeline import remove

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.index import Index

_PROGRAM = os.environ.get("QA_TEST_MILVUS", "")

pytestmark = pytest.mark.skipif(not _PROGRAM, reason="run by make test-milvus")

ODD = 'An apple\t and a \U0001f426.\n\n“Birds” \\ % _ \' "sing" é e\u0301.\u2028Cloud。雲。'


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for this file."""
    started = old_server(tmp_path_factory.mktemp("milvus"), _PROGRAM)
    started.start()
    yield started
    started.kill()


@pytest.fixture
def store(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An index on it, which everything asks."""
    address = f"{server.address}?index=quoth_test"
    monkeypatch.setenv("QA_STORE", address)
    yield address
    drop_index(address)


@pytest.fixture
def dense_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the field of terms out, and ask for no newer server."""
    from pymilvus import CollectionSchema  # noqa: PLC0415 - a second, for these tests only
    from pymilvus.milvus_client.index import IndexParams  # noqa: PLC0415

    for kind, method in ((CollectionSchema, "add_field"), (IndexParams, "add_index")):
        whole = getattr(kind, method)

        def without(self: Any, name: str, *given: Any, _whole: Any = whole, **named: Any) -> Any:
            return self if name == "terms" else _whole(self, name, *given, **named)

        monkeypatch.setattr(kind, method, without)
    rows = writing._passage_rows

    def without_terms(*given: Any) -> Any:
        passages, sentences = rows(*given)
        for row in passages:
            del row["terms"]
        return passages, sentences

    monkeypatch.setattr(writing, "_passage_rows", without_terms)
    monkeypatch.setattr(publishing, "check_version", lambda _: None)


def nearest(index: Index, question: str) -> str:
    """Return the passage nearest to a question."""
    ((number, _),) = index.generation.nearest(index.embedder.embed_question(question), 1)
    (passage,) = index.passages([number])
    return index.document(passage.doc_id).text[passage.start : passage.end]


def test_a_server_without_sparse_vectors_is_refused(library: Library, store: str) -> None:
    """In a sentence that names its version; nothing is left on it."""
    from pymilvus import MilvusClient  # noqa: PLC0415

    with pytest.raises(IndexStoreError, match=r"Milvus v2\.3\.5.* no sparse vectors.*2\.4"):
        library.build(a="An apple.")
    client = MilvusClient(store.split("?", 1)[0].replace("milvus", "http"))
    assert client.list_collections() == []


def test_texts_come_back_as_they_were(library: Library, store: str, dense_only: None) -> None:
    """Every character of every document, and every passage is a slice of it."""
    long = "Apple pie, an \U0001f34e a day; bird’s song. " * 6_000
    library.build(odd=ODD, long=long)
    index = library.load()
    assert [document.text for document in index.documents()] == [long, ODD]
    for passage in index.passages(index.generation.numbers_of(["long.txt", "odd.txt"])):
        text = index.document(passage.doc_id).text
        assert "".join(text[s.start : s.end] for s in passage.sentences)


@pytest.mark.parametrize("kept", ["flat", "cells"])
def test_dense_search_is_that_of_the_embedded_index(
    kept: str, tmp_path: Path, store: str, dense_only: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of all passages and of some documents: the same cosines, in cells nearly all of them."""
    monkeypatch.setattr(layout, "cells_of", lambda _: 0 if kept == "flat" else 219)
    words = tuple(f"w{n}" for n in range(63))
    library = Library(tmp_path, AxisEmbedder(words))
    chance = np.random.default_rng(5)
    files = {f"f{n:04}": " ".join(chance.choice(words, 12)) + f" {n}." for n in range(3_000)}
    library.build(**files)
    there = library.load()
    monkeypatch.delenv("QA_STORE")
    here = library.load()
    wanted = 100 if kept == "flat" else 10  # of three thousand, nine cells do not hold a hundred
    reached = {"all": 0, "some": 0}
    for _ in range(20):
        vector = library.embedder.embed_question(" ".join(chance.choice(words, 5)))
        chosen = sorted(f"f{n:04}.txt" for n in chance.permutation(3_000)[:300])
        among = here.generation.numbers_of(chosen)
        for asked, only in (("all", None), ("some", among)):
            expected = here.generation.nearest(vector, wanted, only)
            found = there.generation.nearest(vector, wanted, only)
            cosines = here.generation.passage_vectors([number for number, _ in found]) @ vector
            assert [c for _, c in found] == pytest.approx(cosines.tolist(), abs=1e-5)
            assert only is None or {number for number, _ in found} <= set(only)
            reached[asked] += sum(cosine > expected[-1][1] - 1e-5 for _, cosine in found)
    assert reached["some"] == 20 * wanted
    assert reached["all"] >= 20 * wanted * (1.0 if kept == "flat" else 0.95)


def test_a_removed_document_is_gone(
    library: Library, store: str, dense_only: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A query after the swap does not find it, and no collection of before is left."""
    monkeypatch.setattr("qa.pipeline.embedder_of", lambda *_: library.embedder)
    library.build(a="An apple zebra.", b="A cloud.")
    assert library.load().generation.passages_with(["zebra"]) == {"zebra": 1}
    remove("a.txt", index=library.root)
    index = library.load()
    assert index.generation.passages_with(["zebra"]) == {"zebra": 0}
    assert nearest(index, "apple") == "A cloud."
    with pytest.raises(KeyError):
        index.document("a.txt")
    from pymilvus import MilvusClient  # noqa: PLC0415

    names = MilvusClient(store.split("?", 1)[0].replace("milvus", "http")).list_collections()
    assert len({name.split("_")[2] for name in names}) == 1, names


def test_a_reader_keeps_its_generation_and_the_next_one_sees_the_new(
    library: Library, store: str, dense_only: None
) -> None:
    """The alias is moved under a reader, which goes on with what it opened."""
    library.build(a="The old apple.")
    old = library.load()
    library.build(a="The new apple.")
    assert nearest(old, "apple") == "The old apple."
    assert nearest(library.load(), "apple") == "The new apple."


def test_a_killed_server_loses_nothing_that_was_published(
    library: Library, server: Server, store: str, dense_only: None
) -> None:
    """Killed in a build and started again: what was live is whole, and the next build goes on."""
    library.build(a="Bird 0 sings.")
    before = library.load().fingerprint
    files = {f"b{n:03}": f"Cloud {n}." for n in range(400)}
    killer = threading.Timer(1.0, server.kill)
    killer.start()
    with pytest.raises(IndexStoreError):
        library.build(a="Bird 1 sings.", **files)
    killer.join()
    server.start()
    index = library.load()
    assert index.fingerprint == before
    assert nearest(index, "bird") == "Bird 0 sings."
    library.build(a="Bird 1 sings.", **files)
    index = library.load()
    everything = index.generation.numbers_of(list(index.generation.manifest.documents))
    assert len(index.passages(everything)) == index.generation.manifest.counts["passages"] == 401
    assert nearest(index, "bird") == "Bird 1 sings."
