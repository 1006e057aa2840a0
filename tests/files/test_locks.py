"""One run at a time writes a file, and a killed run blocks none."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from qa.files.locks import Lock

if TYPE_CHECKING:
    from pathlib import Path

_HOLDING = """
import sys
from pathlib import Path
from qa.files.locks import Lock
lock = Lock(Path(sys.argv[1]))
print("locked", flush=True)
sys.stdin.read()
"""


def test_a_second_lock_is_refused_until_the_first_is_released(tmp_path: Path) -> None:
    """Its file is gone then; releasing twice takes no lock away from another."""
    path = tmp_path / "a.part"
    first = Lock(path)
    with pytest.raises(BlockingIOError):
        Lock(path)
    first.release()
    assert not any(tmp_path.iterdir())
    second = Lock(path)
    first.release()
    with pytest.raises(BlockingIOError):
        Lock(path)
    second.release()


def test_a_lock_of_another_process_counts_until_it_is_killed(tmp_path: Path) -> None:
    """Its file stays, and blocks nobody."""
    path = tmp_path / "a.part"
    command = [sys.executable, "-c", _HOLDING, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"locked\n"
        with pytest.raises(BlockingIOError):
            Lock(path)
        other.kill()
    assert any(tmp_path.iterdir())
    Lock(path).release()
    assert not any(tmp_path.iterdir())
