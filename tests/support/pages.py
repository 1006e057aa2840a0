"""The examples of a page of the documentation, played as a reader would play them."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def commands(text: str) -> list[tuple[str, str]]:
    """Return the commands of a page's console blocks, each with what it prints.

    Args:
        text: the Markdown of the page.
    """
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    parts = re.split(r"^\$ ", "\n".join(blocks), flags=re.MULTILINE)[1:]
    return [(command, printed) for command, _, printed in (part.partition("\n") for part in parts)]


def play_console(text: str, folder: Path) -> int:
    """Run the console blocks of a page, compare what they print, and return how many ran.

    Args:
        text: the Markdown of the page; ``...`` in what is printed stands for any text.
        folder: where the commands run.
    """
    shown = commands(text)
    for command, expected in shown:
        name, *arguments = shlex.split(command)
        assert name == "qa"
        done = subprocess.run(
            [sys.executable, "-m", "qa", *arguments],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        # `qa check` exits with 1 for every verdict but "exact".
        status = 1 if expected.startswith("altered") else 0
        assert done.returncode == status, done.stderr
        matches = doctest.OutputChecker().check_output(
            expected.strip() + "\n", done.stdout.strip() + "\n", doctest.ELLIPSIS
        )
        assert matches, f"{command}\n{done.stdout}"
    return len(shown)


def play_python(text: str, name: str) -> int:
    """Run the Python sessions of a page as one, and return how many lines ran.

    Args:
        text: the Markdown of the page.
        name: of the page, for the report of a failure.
    """
    sessions = [
        block for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if ">>>" in block
    ]
    examples = doctest.DocTestParser().get_doctest("\n".join(sessions), {}, name, None, None)
    assert doctest.DocTestRunner().run(examples).failed == 0
    return len(examples.examples)
