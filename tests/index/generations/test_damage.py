"""Only what damaged files raise is called damage."""

from __future__ import annotations

import struct
from pathlib import Path

import apsw
import pytest

from qa.errors import IndexCorruptError, IndexPermissionError, IndexStoreError
from qa.index.generations.damage import corrupt, damage_reported

PATH = Path("index/generations/000001")


@pytest.mark.parametrize(
    "raised",
    [
        ValueError("a checksum"),
        struct.error("a record"),
        OSError("a disk"),
        apsw.CorruptError("a page"),
    ],
)
def test_what_damage_raises_says_to_build_again(raised: Exception) -> None:
    """With the path, the reason and the command."""
    with pytest.raises(IndexCorruptError, match=r"000001' is damaged: a .*qa build"):
        raise_inside(raised)


@pytest.mark.parametrize("raised", [TypeError(), KeyError(), AttributeError(), ZeroDivisionError()])
def test_a_mistake_of_ours_surfaces(raised: Exception) -> None:
    """Building again would not help."""
    with pytest.raises(type(raised)) as caught:
        raise_inside(raised)
    assert caught.value is raised


def test_a_refused_permission_is_no_damage() -> None:
    """The file that may not be read is named."""
    with pytest.raises(IndexPermissionError, match=r"'manifest\.json' \(Permission denied\)"):
        raise_inside(PermissionError(13, "Permission denied", "manifest.json"))


def test_an_error_that_says_what_to_do_passes() -> None:
    """It is not wrapped into another one."""
    error = corrupt(PATH, "a file is missing")
    with pytest.raises(IndexStoreError) as caught:
        raise_inside(error)
    assert caught.value is error


def raise_inside(error: Exception) -> None:
    """Raise an error where an index is read."""
    with damage_reported(PATH):
        raise error
