"""Saved cells on a disk that is full."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.errors import QAError
from qa.grids.filling import plan
from qa.grids.questionnaire.records import Question
from qa.grids.records import GridCell
from qa.grids.state import Saved, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.index.search import Index

CELL = GridCell(0, "mill.txt", "not_found", 0.1)


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let no file have more bytes than this."""
    import resource  # noqa: PLC0415 - Windows has none

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def state(leases: Index, tmp_path: Path) -> State:
    """The file of a grid of one cell."""
    planned = plan(leases, [Question("How much is the rent?", 1)], ["mill.txt"])
    return State(tmp_path / "a.csv.part", planned, "made with")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has /proc")
def test_a_folder_that_takes_no_file_is_named(leases: Index) -> None:
    """It is not another run that is in the way."""
    with pytest.raises(QAError, match=r"cannot be saved as '/proc/.*' \(No such file"):
        state(leases, Path("/proc"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no sizes of files")
def test_a_cell_without_room_names_its_file(leases: Index, tmp_path: Path) -> None:
    """The cells before it are saved, and the next run finds no lock."""
    first = state(leases, tmp_path)
    first.begin(Saved({}))
    first.add(CELL)
    with room_for((tmp_path / "a.csv.part").stat().st_size):
        with pytest.raises(OSError, match=r"a\.csv\.part"):
            first.add(CELL)
        first.close()
    assert [one.name for one in tmp_path.iterdir()] == ["a.csv.part"]
    second = state(leases, tmp_path)
    assert second.read(leases).cells == {(0, "mill.txt"): CELL}
    second.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no sizes of files")
def test_a_run_without_room_leaves_what_was_saved(leases: Index, tmp_path: Path) -> None:
    """It leaves no half of a file next to it."""
    first = state(leases, tmp_path)
    first.begin(Saved({}))
    first.close()
    before = (tmp_path / "a.csv.part").read_bytes()
    second = state(leases, tmp_path)
    with room_for(10), pytest.raises(OSError, match=r"a\.csv\.part\.new"):
        second.begin(Saved({(0, "mill.txt"): CELL}))
    second.close()
    assert [one.name for one in tmp_path.iterdir()] == ["a.csv.part"]
    assert (tmp_path / "a.csv.part").read_bytes() == before
