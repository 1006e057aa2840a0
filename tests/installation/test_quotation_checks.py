"""The pre-commit hook and the action that check the quotations of a repository."""

from __future__ import annotations

import os
import shlex
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.support.indexes import Library

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]
TRUE, FALSE = "The rent is due on the first of May", "The rent is due on the fifth of May"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A git repository with documents, an index of their sources, and a command ``qa``."""
    folder = tmp_path_factory.mktemp("repository")
    Library(folder).build(lease=f"{TRUE}. It is paid in coin.\n")
    (folder / "good.md").write_text(f"It says “{TRUE}”.\n", "utf-8")
    (folder / "bad page.md").write_text(f"It says “{FALSE}”.\n", "utf-8")
    (folder / "bad.md").write_text(f"It says “{FALSE}” [the lease](corpus/lease.txt).\n", "utf-8")
    (folder / "none.md").write_text("It says nothing.\n", "utf-8")
    command = folder / "bin" / "qa"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m qa "$@"\n', "utf-8")
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    subprocess.run(["git", "add", "*.md"], cwd=folder, check=True)
    return folder


def _run(
    folder: Path, command: list[str], more: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), **more}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_hook_checks_the_files_that_are_committed(repository: Path) -> None:
    """Their names come last, as pre-commit passes them; a file without quotations passes."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["language"] == "python"
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=repository, capture_output=True, text=True, check=True
    )
    entry = [*shlex.split(hook["entry"]), "--index", "index"]
    done = _run(repository, [*entry, *filter(None, listed.stdout.split("\0"))], {})
    assert done.returncode == 1, done.stderr
    assert "bad page.md, line 1: altered" in done.stdout
    assert "3 quotations: 2 altered, 1 exact" in done.stdout
    done = _run(repository, [*entry, "good.md", "none.md"], {})
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("files", "status"), [("g*.md none.md", 0), ("bad.md good.md", 1)])
def test_the_action_annotates_what_is_not_exact(repository: Path, files: str, status: int) -> None:
    """It writes SARIF too, and fails if a quotation is not exact."""
    action = yaml.safe_load((ROOT / ".github/actions/check/action.yml").read_text("utf-8"))
    step = action["runs"]["steps"][-1]
    names = {name.replace("-", "_").upper(): name for name in action["inputs"]}
    assert set(step["env"]) <= set(names)
    environment = {
        name: str(action["inputs"][names[name]].get("default", "")) for name in step["env"]
    }
    environment |= {"FILES": files, "INDEX": "index", "ONLY_CITED": "true", "SARIF": "out.sarif"}
    done = _run(repository, ["bash", "-eo", "pipefail", "-c", step["run"]], environment)
    assert done.returncode == (status if "bad" in files else 0), done.stderr
    assert ("::error file=bad.md,line=1" in done.stdout) == bool(status)
    assert '"version": "2.1.0"' in (repository / "out.sarif").read_text("utf-8")
