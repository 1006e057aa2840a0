"""Rows come in the order of their keys, and a text is whole or damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.errors import IndexCorruptError
from qa.stores.milvus.codec import DOCUMENT, LONGEST_TEXT, MANIFEST, WORDS, text_key
from qa.stores.milvus.rows import RowReader
from qa.stores.milvus.schema import live

if TYPE_CHECKING:
    from qa.stores.milvus.client import Cluster
    from tests.support.indexes import Library

pytestmark = pytest.mark.long


@pytest.fixture
def reader(library: Library, cluster: Cluster) -> RowReader:
    """A generation of two documents, one of them longer than a row."""
    library.build(a="An apple.", b="A bird sings. " * (LONGEST_TEXT // 10))
    collections = live(cluster)
    assert collections
    return RowReader(cluster, collections)


def test_rows_come_in_the_order_of_their_keys(reader: RowReader) -> None:
    """A missing one is damage, unless only existing rows are wanted."""
    keys = [row["key"] for row in reader.rows("documents", [1, 0], ["first"])]
    assert keys == [1, 0]
    assert [row["key"] for row in reader.existing("documents", [7, 0], ["first"])] == [0]
    with pytest.raises(IndexCorruptError, match="_documents lacks 7"):
        reader.rows("documents", [7, 0], ["first"])


def test_a_long_text_is_joined_from_its_pieces(reader: RowReader, cluster: Cluster) -> None:
    """Without one of them it is damaged."""
    assert reader.text(MANIFEST, 0).startswith("{")
    assert len(reader.text(DOCUMENT, 1)) > LONGEST_TEXT
    assert reader.text_if_any(WORDS, ord("z")) == ""
    collections = live(cluster)
    assert collections
    cluster.call("delete", collections.of("texts"), ids=[text_key(DOCUMENT, 1, 1)])
    with pytest.raises(IndexCorruptError, match="_texts lacks"):
        RowReader(cluster, collections).text(DOCUMENT, 1)
