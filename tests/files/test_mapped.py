"""Arrays are mapped as they were saved, and nothing else is taken for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa.files.mapped import mapped

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("shape", [(0,), (5,), (0, 3), (4, 3)])
def test_an_array_comes_back(tmp_path: Path, shape: tuple[int, ...]) -> None:
    """Empty ones too."""
    array = np.arange(np.prod(shape), dtype=np.float32).reshape(shape)
    np.save(tmp_path / "a.npy", array)
    np.testing.assert_array_equal(mapped(tmp_path / "a.npy", "<f4", *shape[1:]), array)


@pytest.mark.parametrize("cut", [1, 4, 12, 130])
def test_a_cut_file_is_damaged(tmp_path: Path, cut: int) -> None:
    """Unless whole rows are missing, which only the manifest can tell."""
    np.save(tmp_path / "a.npy", np.ones((4, 3), np.float32))
    (tmp_path / "a.npy").write_bytes((tmp_path / "a.npy").read_bytes()[:-cut])
    if cut == 12:
        assert mapped(tmp_path / "a.npy", "<f4", 3).shape == (3, 3)
        return
    with pytest.raises(ValueError, match=r"a\.npy is damaged"):
        mapped(tmp_path / "a.npy", "<f4", 3)


def test_another_file_is_damaged(tmp_path: Path) -> None:
    """It has no header."""
    (tmp_path / "a.npy").write_bytes(b"x" * 200)
    with pytest.raises(ValueError, match=r"a\.npy is damaged"):
        mapped(tmp_path / "a.npy", "<f4")
