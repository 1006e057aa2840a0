"""A folder of damaged files of every format is built in one go."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("resource")

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "tests" / "benchmarks" / "damaged_files.py"
FILES = 260  # 1,400 in the benchmark


def test_damaged_files_are_indexed_or_skipped_with_a_reason() -> None:
    """Each is one or the other, sound ones are indexed, and memory stays within bounds."""
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--files", str(FILES), "--seed", "1"],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == 0, done.stdout
    result = json.loads(done.stdout)
    assert result["indexed"] + result["skipped"] == result["files"]
    assert min(result["indexed"], result["skipped"]) > 20
    assert result["mib_of_build"] < 1024
    assert result["mib_of_reading"] < 1024
