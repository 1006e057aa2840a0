"""What the README says a user sees is what a user sees."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the article in which the README's session is played."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    return folder


def commands() -> list[tuple[str, str]]:
    """Return the commands of the README's console blocks and what they print."""
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    parts = re.split(r"^\$ ", "\n".join(blocks), flags=re.MULTILINE)[1:]
    return [(part.split("\n", 1)[0], part.split("\n", 1)[1]) for part in parts]


def test_the_session_prints_what_the_readme_shows(session: Path) -> None:
    """Every command of the README's session prints what stands below it."""
    shown = commands()
    assert len(shown) >= 3
    for command, expected in shown:
        name, *arguments = shlex.split(command)
        assert name == "qa"
        done = subprocess.run(
            [sys.executable, "-m", "qa", *arguments],
            cwd=session,
            env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        status = 1 if expected.startswith("altered") else 0
        assert done.returncode == status, done.stderr
        matches = doctest.OutputChecker().check_output(
            expected.strip() + "\n", done.stdout.strip() + "\n", doctest.ELLIPSIS
        )
        assert matches, f"{command}\n{done.stdout}"


def test_the_python_session_is_true(session: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The README's Python session gives what stands below each line."""
    monkeypatch.chdir(session)
    examples = doctest.DocTestParser().get_doctest(
        "\n".join(re.findall(r"```python\n(.*?)```", README, re.DOTALL)), {}, "README", None, None
    )
    assert len(examples.examples) >= 5
    assert doctest.DocTestRunner().run(examples).failed == 0


def test_every_file_named_is_there() -> None:
    """Every path in the README's table and links exists."""
    table = re.findall(r"^\| (.*?) \|", README, re.MULTILINE)
    named = re.findall(r"`([\w./-]+)`", " ".join(table))
    linked = re.findall(r"\]\(([\w./-]+)\)", README)
    assert len(named) > 20
    for path in [*named, *linked]:
        assert (ROOT / path).exists(), path
