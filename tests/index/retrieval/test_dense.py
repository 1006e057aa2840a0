"""What is nearest, in indexes of either type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import faiss
import numpy as np
import pytest

from qa.index.retrieval import dense
from qa.index.retrieval.dense import Dense

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


@pytest.fixture(scope="module")
def vectors() -> NDArray[np.float32]:
    """Vectors around two hundred centres, as texts on some subjects are."""
    chance = np.random.default_rng(3)
    centres = chance.normal(size=(200, 32))
    drawn = centres[chance.integers(0, 200, 6_000)] + chance.normal(size=(6_000, 32)) * 0.7
    unit: NDArray[np.float32] = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype("f4")
    return unit


@pytest.fixture(params=["flat", "cells"])
def index(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    vectors: NDArray[np.float32],
    monkeypatch: pytest.MonkeyPatch,
) -> Dense:
    """An index of these."""
    monkeypatch.setattr(dense, "FLAT_UP_TO", 100_000 if request.param == "flat" else 1_000)
    monkeypatch.setattr(dense, "_EXACT_UP_TO", 500)
    dense.write(tmp_path, vectors)
    return Dense(tmp_path)


def nearest(
    vectors: NDArray[np.float32], question: NDArray[np.float32], among: NDArray[np.int64]
) -> list[int]:
    """Return the ten nearest, by comparing all."""
    order = np.argsort(-(vectors[among] @ question), kind="stable")
    return [int(number) for number in among[order][:10]]


@pytest.mark.parametrize("among", [None, 100, 400, 2_000, 5_000])
def test_nearly_all_of_the_nearest_are_found(
    index: Dense, vectors: NDArray[np.float32], among: int | None
) -> None:
    """Of all passages, of a few, and of many of them; with the cosines they have."""
    chance = np.random.default_rng(5)
    found = 0
    for _ in range(100):
        question = vectors[chance.integers(len(vectors))] + chance.normal(size=32).astype("f4") / 9
        question /= np.linalg.norm(question)
        only = np.sort(chance.permutation(len(vectors))[: among or len(vectors)])
        best = index.nearest(question, 10, None if among is None else only.tolist())
        assert [number for number, _ in best] == sorted(
            (number for number, _ in best), key=lambda n: (-dict(best)[n], n)
        )
        for number, cosine in best:
            assert cosine == pytest.approx(float(vectors[number] @ question), abs=2e-3)
        found += len(set(nearest(vectors, question, only)) & {number for number, _ in best})
    assert found >= 990


def test_vectors_come_back(index: Dense, vectors: NDArray[np.float32]) -> None:
    """To three digits, in the order of the numbers."""
    np.testing.assert_allclose(index.vectors([5, 2, 5_999]), vectors[[5, 2, 5_999]], atol=1e-3)
    assert index.shape == vectors.shape


def test_among_no_passage_nothing_is_found(index: Dense, vectors: NDArray[np.float32]) -> None:
    """And never more than there are."""
    assert index.nearest(vectors[0], 10, []) == []
    assert [number for number, _ in index.nearest(vectors[7], 10, [7])] == [7]
    assert len(index.nearest(vectors[0], 10_000)) <= len(vectors)


def test_a_search_leaves_the_number_of_threads_as_it_was(
    index: Dense, vectors: NDArray[np.float32]
) -> None:
    """A program that uses FAISS itself has set its own."""
    before = faiss.omp_get_max_threads()
    try:
        for count in (2, 3):
            faiss.omp_set_num_threads(count)
            index.nearest(vectors[0], 2)
            assert faiss.omp_get_max_threads() == count
    finally:
        faiss.omp_set_num_threads(before)
