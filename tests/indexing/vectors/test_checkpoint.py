"""Vectors of a build that was not finished are found again, or not there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa.files.hashing import content_key
from qa.indexing.vectors.checkpoint import Checkpoint
from tests.support.indexes import AxisEmbedder

if TYPE_CHECKING:
    from pathlib import Path

EMBEDDER = AxisEmbedder()
KEYS = b"".join(content_key(text) for text in ("apple", "bird", "cloud"))
RECORD = 16 + 4 * 4 + 4
"""Bytes of a record: a key, a vector of four numbers, a checksum."""
VECTORS = EMBEDDER.embed_passages(["apple", "bird", "cloud bird"])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three vectors in two steps."""
    saved = Checkpoint(tmp_path / "saved", EMBEDDER.identity, "<f4")
    saved.add(KEYS[:32], VECTORS[:2])
    saved.add(KEYS[32:], VECTORS[2:])
    return tmp_path / "saved"


def found(path: Path) -> list[bool]:
    """Return which of the three are found, after looking at the vectors of these."""
    checkpoint = Checkpoint(path, EMBEDDER.identity, "<f4")
    rows = checkpoint.find(KEYS)
    known = rows >= 0
    np.testing.assert_array_equal(checkpoint.vectors(rows[known]), VECTORS[known])
    return [bool(is_known) for is_known in known]


def test_what_was_added_is_found(path: Path) -> None:
    """By a later build, in any order."""
    assert found(path) == [True, True, True]
    rows = Checkpoint(path, EMBEDDER.identity, "<f4").find(content_key("pear") + KEYS[:16])
    assert (rows >= 0).tolist() == [False, True]


@pytest.mark.parametrize("cut", [1, 35, 36, 37])
def test_half_a_record_is_cut_off(path: Path, cut: int) -> None:
    """As a build that is killed while it writes leaves it; what follows is read again."""
    path.write_bytes(path.read_bytes()[:-cut])
    saved = Checkpoint(path, EMBEDDER.identity, "<f4")
    whole = 3 - -(-cut // RECORD)
    assert (saved.find(KEYS) >= 0).tolist() == [True] * whole + [False] * (3 - whole)
    saved.add(KEYS[16 * whole :], VECTORS[whole:])
    assert found(path) == [True, True, True]


def test_what_is_no_vector_is_not_taken(path: Path) -> None:
    """As zeros that a power failure left, and what stands behind them."""
    data = bytearray(path.read_bytes())
    data[-56:-40] = bytes(16)  # the second vector
    path.write_bytes(data)
    assert found(path) == [True, False, False]


@pytest.mark.parametrize("byte", range(1, RECORD + 1))
def test_a_flipped_bit_anywhere_in_a_record_is_noticed(path: Path, byte: int) -> None:
    """In its key, its vector or its checksum; no vector stands for another text."""
    data = bytearray(path.read_bytes())
    data[-byte] ^= 1
    path.write_bytes(data)
    assert found(path) == [True, True, False]


def test_another_models_vectors_are_not_taken(path: Path) -> None:
    """The file is begun anew."""
    other = replace(EMBEDDER.identity, sha256="0" * 64)
    assert (Checkpoint(path, other, "<f4").find(KEYS) < 0).all()
    assert not path.exists()
