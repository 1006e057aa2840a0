"""Vectors that a draft's texts have already are found, and only the others are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa.files.hashing import content_key
from qa.indexing.vectors.checkpoint import Checkpoint
from qa.indexing.vectors.known import Source
from tests.support.indexes import AxisEmbedder

if TYPE_CHECKING:
    from pathlib import Path

EMBEDDER = AxisEmbedder()
TEXTS = ["apple", "bird", "cloud", "apple bird"]
KEYS = [content_key(text) for text in TEXTS]
VECTORS = EMBEDDER.embed_passages(TEXTS)


@pytest.fixture
def source(tmp_path: Path) -> Source:
    """The generation before has the first text, as its row 5, and a checkpoint the second."""
    Checkpoint(tmp_path / "saved", EMBEDDER.identity, "<f4").add(KEYS[1], VECTORS[1:2])
    stored = np.zeros((6, 4), np.float32)
    stored[5] = VECTORS[0]
    checkpoint = Checkpoint(tmp_path / "saved", EMBEDDER.identity, "<f4")
    old = np.array([5, -1, -1, -1])
    return Source(old, lambda rows: stored[rows], checkpoint, np.dtype("<f4"))


def test_known_vectors_are_distinguished_by_their_source(source: Source) -> None:
    """Three are new to the generation before; one of these is saved."""
    rows = source.rows(slice(0, 4), lambda: KEYS)
    assert (source.missing, rows.saved) == (3, 1)
    assert rows.missing.tolist() == [False, False, True, True]
    assert rows.keys == KEYS[2] + KEYS[3]


@pytest.mark.parametrize("saves", [True, False])
def test_rows_are_filled_from_all_sources(source: Source, tmp_path: Path, *, saves: bool) -> None:
    """Those that were made are saved for a later build, if they are to be."""
    rows = source.rows(slice(0, 4), lambda: KEYS)
    np.testing.assert_array_equal(rows.filled(VECTORS[2:], saves=saves), VECTORS)
    later = Checkpoint(tmp_path / "saved", EMBEDDER.identity, "<f4")
    assert (later.find(b"".join(KEYS)) >= 0).tolist() == [False, True, saves, saves]


def test_keys_are_read_only_where_something_is_new(source: Source) -> None:
    """Most blocks of a large index are as they were."""
    rows = source.rows(slice(0, 1), lambda: pytest.fail("read"))
    np.testing.assert_array_equal(rows.filled(None, saves=True), VECTORS[:1])
