"""Rows come back as they were saved, whichever are asked for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.files.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ARRAY = np.arange(300, dtype=np.float16).reshape(100, 3)


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rows]:
    """A hundred rows of three numbers."""
    path = tmp_path_factory.mktemp("rows") / "a.npy"
    np.save(path, ARRAY)
    with closing(Rows(path, "<f2", 3)) as opened:
        yield opened


@given(numbers=st.lists(st.integers(0, 99)))
def test_any_rows_in_any_order(rows: Rows, numbers: list[int]) -> None:
    """Twice where they are asked for twice."""
    np.testing.assert_array_equal(rows.at(numbers), ARRAY[np.array(numbers, int)])


@pytest.mark.parametrize(("first", "end"), [(0, 0), (0, 100), (99, 100), (100, 100), (7, 19)])
def test_rows_that_follow_each_other(rows: Rows, first: int, end: int) -> None:
    """And all there are."""
    assert len(rows) == 100
    np.testing.assert_array_equal(rows.between(first, end), ARRAY[first:end])


@pytest.mark.parametrize("numbers", [[-1], [100], [98, 99, 100]])
def test_rows_that_are_not_there(rows: Rows, numbers: list[int]) -> None:
    """Never are others given instead."""
    with pytest.raises(IndexError, match="of 100"):
        rows.at(numbers)


def test_threads_do_not_disturb_each_other(rows: Rows) -> None:
    """All read from one file."""
    chance = np.random.default_rng(1)
    wanted = [chance.integers(0, 100, 50) for _ in range(200)]
    with ThreadPoolExecutor(8) as pool:
        for numbers, found in zip(wanted, pool.map(rows.at, wanted), strict=True):
            np.testing.assert_array_equal(found, ARRAY[numbers])


def test_a_file_that_was_cut_says_so(tmp_path: Path) -> None:
    """Before it is opened, and while it is open."""
    path = tmp_path / "a.npy"
    np.save(path, ARRAY)
    with closing(Rows(path, "<f2", 3)) as opened:
        whole = path.read_bytes()
        path.write_bytes(whole[:-7])
        with pytest.raises(OSError, match="shorter than it was"):
            opened.at([5, 99])
        with pytest.raises(ValueError, match=r"a\.npy is damaged"):
            Rows(path, "<f2", 3)
