"""A copy on a cluster is checked before it goes live, and clears up what others left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.errors import IndexMismatchError
from qa.index.generations.generation import Generation
from qa.progress import silent
from qa.stores.milvus import attachments, publishing
from qa.stores.milvus.address import parse_address
from qa.stores.milvus.client import Cluster
from qa.stores.milvus.schema import Collections, create, generations, live
from qa.stores.milvus.write_lock import locked
from tests.support.indexes import found_texts

if TYPE_CHECKING:
    from tests.support.indexes import Library

pytestmark = pytest.mark.long


def test_a_generation_that_is_live_is_not_copied_again(
    library: Library, store: str, cluster: Cluster
) -> None:
    """It is compared, and stays as it is."""
    generation = library.build(a="An apple.").generation
    before = live(cluster)
    assert isinstance(generation, Generation)
    publishing.publish(generation, parse_address(store), {}, silent)
    assert live(cluster) == before


def test_another_index_is_replaced_only_where_that_is_allowed(
    library: Library, store: str, cluster: Cluster
) -> None:
    """By its fingerprint; without an index, anything may come."""
    publishing.check_replaceable(cluster, [])
    fingerprint = library.build(a="An apple.").fingerprint
    publishing.check_replaceable(cluster, [fingerprint])
    with pytest.raises(IndexMismatchError, match="is not the one that documents are removed from"):
        publishing.check_replaceable(cluster, ["0" * 16])


def test_what_was_damaged_is_written_anew_by_the_next_build(library: Library, store: str) -> None:
    """Although nothing has changed in the documents."""
    library.build(a="An apple.", b="A bird.")
    cluster = Cluster(parse_address(store))
    current = live(cluster)
    assert current
    lost = {"passages": "key >= 0", "texts": "key >= 0", "sentences": "key >= 0"}
    lost |= {"documents": "key == 1", "terms": 'key == "appl"'}
    for part, rows in lost.items():
        cluster.call("delete", current.of(part), filter=rows)
        library.build(a="An apple.", b="A bird.")
        index = library.load()
        assert found_texts(index, "apple") == ["An apple.", "A bird."]
        assert index.generation.sentence_vectors([0, 1]).shape == (2, 4)
        assert len(index.generation.facts()) == 2
        assert index.generation.document_frequencies(["appl"]) == {"appl": 1}
        current = live(cluster)
        assert current
    cluster.close()


def test_what_a_killed_build_left_is_dropped_by_the_next(library: Library, store: str) -> None:
    """Half a generation and one too many, although nothing has changed in the documents."""
    for number in range(1, 4):
        library.build(a=f"Apple {number}.")
    cluster = Cluster(parse_address(store))
    remaining = generations(cluster)
    assert [found.number for found in remaining] == [2, 3]
    for number in (1, 4):
        create(cluster, Collections(remaining[0].index, number, "abc123"), 4, 1)
    attachments.write(cluster, attachments.encoder_of("f" * 64), {"graph": b"of another model"})
    with locked(cluster):  # another build is at work: it clears up
        library.build(a="Apple 3.")
    assert len(generations(cluster)) == 4
    library.build(a="Apple 3.")
    assert generations(cluster) == remaining
    assert not attachments.has(cluster, attachments.encoder_of("f" * 64))
    cluster.close()
