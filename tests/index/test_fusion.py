"""The scores of both searches are brought to one scale and summed."""

from __future__ import annotations

import pytest

from qa.index.fusion import fuse


def test_scores_are_brought_to_one_scale_before_they_are_summed() -> None:
    """The best of each search gets 1, the worst 0; what was not found gets 0."""
    dense = {0: 0.9, 1: 0.5, 2: 0.1}
    lexical = {1: 4.0, 3: 2.0}
    assert fuse(dense, lexical) == pytest.approx({0: 0.5, 1: 0.75, 2: 0.0, 3: 0.0})


def test_scores_that_are_all_equal_are_all_best() -> None:
    """One hit is the best hit; no hit is none."""
    assert fuse({7: 0.2, 8: 0.2}, {8: 3.0}) == {7: 0.5, 8: 1.0}
    assert fuse({7: -0.4}, {}) == {7: 0.5}
    assert fuse({}, {}) == {}
