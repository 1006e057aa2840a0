"""Processes of Quoth's own have the modules of this one, and none of the current folder."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

from qa.loaders.sandbox.process import Sandbox
from qa.loaders.sandbox.starting import command, environment

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_no_module_of_the_current_folder_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Documents of others may be next to a ``csv.py`` of theirs."""
    for name in ("csv", "json", "runpy", "qa"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('a module of the folder')\n")
    (tmp_path / "note.txt").write_text("The mill has nine wheels.\n")
    monkeypatch.chdir(tmp_path)
    with closing(Sandbox()) as sandbox:
        _, (extract,) = sandbox.extract(tmp_path / "note.txt")
    assert extract.text == "The mill has nine wheels.\n"


def test_it_finds_what_this_process_would_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also what a program has put on its path; arguments are those of any program."""
    (tmp_path / "added.py").write_text("import json, sys, qa\nprint(json.dumps(sys.argv[1:]))\n")
    monkeypatch.syspath_prepend(tmp_path)
    done = subprocess.run(
        command("added", "a b", ""), env=environment(), capture_output=True, check=True
    )
    assert json.loads(done.stdout) == ["a b", ""]
    assert command("added")[0] == sys.executable
