"""What a real Milvus server of 2.3 keeps; run by ``make test-milvus``, in a network of its own.

It is the newest that comes as a package. It has no sparse vectors, so that Quoth refuses it. What
every store keeps is tested on it in ``test_contract.py``, with the field of terms left out;
here, what is its own: search in cells, and what a kill leaves.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa.errors import IndexStoreError
from qa.stores.milvus import schema
from tests.support.clusters import Server, drop_index, leave_out_terms, old_server
from tests.support.indexes import AxisEmbedder, Library

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.index.search import Index

_PROGRAM = os.environ.get("QA_TEST_MILVUS", "")

pytestmark = [pytest.mark.long, pytest.mark.skipif(not _PROGRAM, reason="run by make test-milvus")]


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
    monkeypatch.setattr(Library, "store", address)
    yield address
    drop_index(address)


@pytest.fixture
def dense_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask for no more than it has."""
    leave_out_terms(monkeypatch)


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


@pytest.mark.parametrize("kept", ["flat", "cells"])
def test_dense_search_is_that_of_the_embedded_index(
    kept: str, tmp_path: Path, store: str, dense_only: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of all passages and of some documents: the same cosines, in cells nearly all of them."""
    monkeypatch.setattr(schema, "cells_of", lambda _: 0 if kept == "flat" else 219)
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
