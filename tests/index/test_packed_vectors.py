"""Vectors of sentences are stored in 8 bits a number, and lose little."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from qa.index.packed_vectors import packed, unpacked

_RANDOM = np.random.default_rng(3)


def unit(count: int, dimension: int = 384) -> Any:
    """Return vectors of unit norm in all directions."""
    vectors = _RANDOM.normal(size=(count, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_a_cosine_hardly_changes() -> None:
    """By less than two thousandths, whatever the two vectors are."""
    vectors, questions = unit(500), unit(20)
    read = unpacked(packed(vectors))
    assert np.abs(read @ questions.T - vectors @ questions.T).max() < 0.002
    assert (read * vectors).sum(axis=1).min() > 0.9998
    np.testing.assert_allclose(np.linalg.norm(read, axis=1), 1, atol=1e-6)


def test_a_vector_that_was_read_is_stored_as_it_was() -> None:
    """So that a copy on a cluster, and one of the copy, has the same numbers."""
    rows = packed(unit(2_000))
    np.testing.assert_array_equal(packed(unpacked(rows)), rows)


@pytest.mark.filterwarnings("error")
def test_no_row_and_a_row_of_zeros_are_no_error() -> None:
    """There is none where a document has only headings, and one where a file is damaged."""
    assert packed(unit(0)).shape == unpacked(packed(unit(0))).shape == (0, 384)
    assert not unpacked(np.zeros((1, 4), np.int8)).any()
    assert not packed(np.zeros((1, 4), np.float32)).any()
