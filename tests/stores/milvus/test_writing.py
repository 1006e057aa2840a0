"""Every row of a generation is written once, under a key of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.index.generations.generation import Generation
from qa.stores.milvus.generation import MilvusGeneration
from qa.stores.milvus.schema import Collections, create
from qa.stores.milvus.writing import write
from tests.support.clusters import OLD

if TYPE_CHECKING:
    from qa.stores.milvus.client import Cluster
    from tests.support.indexes import Library

pytestmark = pytest.mark.long


@pytest.fixture
def generation(library: Library, monkeypatch: pytest.MonkeyPatch) -> Generation:
    """A generation that was not published."""
    monkeypatch.setattr(library, "store", "")
    generation = library.build(a="An apple. A bird.\n\nA cloud.", b="Birds.").generation
    assert isinstance(generation, Generation)
    return generation


def test_rows_that_are_written_twice_are_stored_once(
    generation: Generation, cluster: Cluster
) -> None:
    """As when the answer to a request was lost."""
    new = Collections(cluster.address.index, 1, "abcdef")
    counts = generation.manifest.counts
    create(cluster, new, generation.manifest.embedder.dimension, counts["passages"])
    reports: list[tuple[str, int, int]] = []
    write(cluster, new, generation, lambda *step: reports.append(step))
    cluster.call("drop_collection", new.seal)
    write(cluster, new, generation, lambda *step: reports.append(step))
    for part in ("passages", "documents"):
        (counted,) = cluster.call("query", new.of(part), output_fields=["count(*)"])
        assert counted["count(*)"] == counts[part]
    assert reports == [("Sending", counts["passages"], counts["passages"])] * 2
    written = MilvusGeneration(cluster, new)
    assert [*written.documents()] == [*generation.documents()]
    if not OLD:
        assert written.document_frequencies(["bird"]) == {"bird": 2}
