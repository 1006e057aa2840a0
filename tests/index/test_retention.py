"""The live generation and those right before it stay; all others go."""

from __future__ import annotations

import pytest

from qa.index.retention import superseded


@pytest.mark.parametrize(
    ("generations", "live", "keep", "gone"),
    [
        ([1, 2, 3], 3, 2, [1]),
        ([1, 2, 3], 3, 1, [1, 2]),
        ([1, 2, 3], 2, 2, [3]),
        ([1, 3, 7], 7, 2, [1]),
        ([5], 5, 2, []),
        ([1, 2], None, 2, [1, 2]),
        ([], None, 2, []),
    ],
)
def test_what_goes(generations: list[int], live: int | None, keep: int, gone: list[int]) -> None:
    """One with a higher number than the live one was never published."""
    assert superseded(generations, live, keep, int) == gone
