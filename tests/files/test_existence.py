"""Whether a file exists is known, or an error."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from qa.files.existence import exists
from tests.support.privileges import give_up_privileges

if TYPE_CHECKING:
    from pathlib import Path


def test_files_and_folders_exist_and_broken_links_do_not(tmp_path: Path) -> None:
    """A link counts as what it leads to."""
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "file")
    (tmp_path / "broken").symlink_to(tmp_path / "nothing")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert exists(tmp_path)
    assert exists(tmp_path / "file")
    assert exists(tmp_path / "link")
    assert not exists(tmp_path / "broken")
    assert not exists(tmp_path / "loop")


def test_what_cannot_be_a_name_does_not_exist(tmp_path: Path) -> None:
    """Too long, with a null character, or below a file."""
    (tmp_path / "file").touch()
    for name in ("x" * 5000, "a\0b", "file/below"):
        assert not exists(tmp_path / name)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="rights of Linux")
def test_what_is_in_a_closed_folder_is_not_known(tmp_path: Path) -> None:
    """``os.path.exists`` would say that it does not exist."""
    closed = tmp_path / "closed"
    closed.mkdir()
    (closed / "file").touch()
    closed.chmod(0)
    script = (
        "import pathlib, sys; from qa.files.existence import exists\n"
        "try: exists(pathlib.Path(sys.argv[1]))\n"
        "except PermissionError: print('unknown')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(closed / "file")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=give_up_privileges if os.getuid() == 0 else None,
    )
    assert done.stdout == "unknown\n"
