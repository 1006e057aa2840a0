"""The process that reads files answers each path, and is bounded."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from qa.loaders.sandbox.pipe import Read, Refused, read_answer
from qa.loaders.sandbox.worker import READY, serve

if TYPE_CHECKING:
    from pathlib import Path


def environment() -> dict[str, str]:
    """Return the environment of a process that imports Quoth."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def test_every_path_is_answered(tmp_path: Path) -> None:
    """In their order, with the file's documents or the reason why there are none."""
    (tmp_path / "a.txt").write_text("An apple.")
    (tmp_path / "empty.txt").touch()
    paths = [tmp_path / name for name in ("a.txt", "empty.txt", "missing.txt")]
    answers = io.BytesIO()
    serve(io.StringIO("".join(f"{json.dumps(str(path))}\n" for path in paths)), answers)
    answers.seek(0)
    first, *others = [read_answer(answers) for _ in paths]
    assert isinstance(first, Read)
    assert [item.text for item in first.extracts] == ["An apple."]
    assert [type(other) for other in others] == [Refused, Refused]
    assert "No such file" in str(others[1])


def test_the_process_reads_cells_that_python_would_refuse(tmp_path: Path) -> None:
    """A cell may have a million characters there; the bound of this process stays."""
    bound = csv.field_size_limit()
    table = tmp_path / "a.csv"
    table.write_text("name,note\nx," + "y" * (bound + 1) + "\n")
    done = subprocess.run(
        [sys.executable, "-m", "qa.loaders.sandbox.worker"],
        input=json.dumps(str(table)).encode() + b"\n",
        capture_output=True,
        env=environment(),
        check=True,
    )
    assert done.stdout.startswith(READY)
    answer = read_answer(io.BytesIO(done.stdout.removeprefix(READY)))
    assert isinstance(answer, Read)
    assert csv.field_size_limit() == bound


def test_a_process_that_is_bound_writes_no_file(tmp_path: Path) -> None:
    """Nor takes more memory than it may."""
    pytest.importorskip("resource")
    script = f"""
from qa.loaders.sandbox.worker import bind
bind(64 << 20)
try:
    bytearray(256 << 20)
except MemoryError:
    print("no memory")
try:
    with open({str(tmp_path / "file")!r}, "wb", buffering=0) as file:
        file.write(b"x")
except OSError as error:
    print("no file")
"""
    ignoring = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    done = subprocess.run(
        [sys.executable, "-c", ignoring + script],
        capture_output=True,
        text=True,
        env=environment(),
        check=True,
    )
    assert done.stdout.split("\n")[:2] == ["no memory", "no file"]
