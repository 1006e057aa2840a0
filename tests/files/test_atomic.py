"""A file is replaced whole or stays as it was."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from qa.files.atomic import atomic_write, temporary_name

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("data", [b"new", "näw", ""])
def test_a_file_is_replaced(tmp_path: Path, data: str | bytes) -> None:
    """Text is written as UTF-8, and no other file is left."""
    path = tmp_path / "a.json"
    for _ in range(2):
        atomic_write(path, data)
        assert path.read_bytes() == (data if isinstance(data, bytes) else data.encode())
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_written_leaves_the_old_content(tmp_path: Path) -> None:
    """And no other file."""
    path = tmp_path / "a.json"
    path.mkdir()
    with pytest.raises(OSError, match="directory"):
        atomic_write(path, "new")
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(UnicodeEncodeError):
        atomic_write(tmp_path / "b.json", "\ud800")
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_write_left_is_overwritten(tmp_path: Path) -> None:
    """It always has the same name."""
    path = tmp_path / "a.json"
    temporary_name(path).write_text("half of a much longer text")
    atomic_write(path, "new")
    assert [(left.name, left.read_text()) for left in tmp_path.iterdir()] == [("a.json", "new")]


def test_a_write_killed_at_any_operation_leaves_old_or_new(tmp_path: Path) -> None:
    """The process is killed before each of its operations on a file in turn."""
    if not hasattr(os, "fork"):
        pytest.skip("no fork here")
    path, killed, operation, seen = tmp_path / "a.json", True, 0, set()
    while killed:
        operation += 1
        path.write_text("old")
        child = os.fork()
        if not child:
            count = 0

            def watch(event: str, _: object) -> None:
                nonlocal count
                count += event.startswith(("open", "os."))
                if count == operation:  # noqa: B023 - the child lives for one round
                    os.kill(os.getpid(), signal.SIGKILL)

            sys.addaudithook(watch)
            atomic_write(path, "new")
            os._exit(0)
        killed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        seen.add(path.read_text())
        assert seen <= {"old", "new"}
    assert seen == {"old", "new"}
    assert operation > 3
