"""Recipes of CONTRIBUTING.md, followed as written, work."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.pages import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.long

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
FUTURE = "from __future__ import annotations\n"
TALK = """1
00:00:01,000 --> 00:00:04,000
The north gate of the harbour closes at nine.

2
00:00:05,000 --> 00:00:09,000
Boats pay forty euros a night.
"""


def shown(path: str) -> str:
    """Return what the page shows of a file."""
    parts = re.split(
        r"^(?:#|//|<!--) (qa/\S+|tests/\S+)(?: -->)?$|^```.*$", PAGE, flags=re.MULTILINE
    )
    return parts[parts.index(path) + 1].strip() + "\n"


class Copy:
    """A copy of the package, to which a newcomer adds something."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        shutil.copytree(ROOT / "qa", folder / "qa", ignore=shutil.ignore_patterns("__pycache__"))

    def add(self, path: str, first: str = "") -> None:
        """Add the file that the page shows."""
        (self._folder / path).parent.mkdir(exist_ok=True)
        (self._folder / path).write_text(first + shown(path), encoding="utf-8")

    def insert(self, path: str, after: str, line: str) -> None:
        """Add a line to a file."""
        text = (self._folder / path).read_text(encoding="utf-8")
        assert text.count(after) == 1
        (self._folder / path).write_text(text.replace(after, f"{after}{line}\n"), encoding="utf-8")

    def run(self, *arguments: str) -> str:
        """Run Python with the copy, and return what it prints."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self._folder,
            env=os.environ | {"PYTHONPATH": str(self._folder)},
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """A copy of the package as it is."""
    return Copy(tmp_path)


def test_the_loader_reads_and_the_command_counts(copy: Copy, tmp_path: Path) -> None:
    """Each is a module and a line: the new format is quoted, the new command prints a number."""
    copy.add("qa/loaders/cues.py", FUTURE)
    copy.insert("qa/loaders/registry.py", "FORMATS = {\n", shown("qa/loaders/registry.py"))
    copy.add("qa/cli/count.py", FUTURE)
    copy.insert("qa/cli/main.py", "from qa.cli import (\n", "    count,")
    copy.insert("qa/cli/main.py", "COMMANDS: tuple[Command, ...] = (\n", "    count,")
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "talk.cues").write_bytes(TALK.replace("\n", "\r\n").encode())
    copy.run("-m", "qa", "build", "corpus")
    answer = copy.run("-m", "qa", "ask", "When does the north gate close?")
    assert "“The north gate of the harbour closes at nine.”" in answer
    assert "talk.cues" in answer
    assert copy.run("-m", "qa", "count", "--index", "index") == "1\n"


def test_the_view_is_part_of_the_page(copy: Copy, tmp_path: Path) -> None:
    """Its link, its markup with its strings, and its script."""
    folder = "qa/web/page/statistics"
    copy.add(f"{folder}/view.html")
    copy.add(f"{folder}/view.js")
    (tmp_path / folder / "view.css").write_text("")
    (line,) = re.findall(r'View\("statistics".*\)(?=\))', shown("qa/web/page/views.py"))
    copy.insert("qa/web/page/views.py", "VIEWS = (\n", f"    {line},")
    copy.insert("qa/web/strings.py", "# Check\n", shown("qa/web/strings.py"))
    code = "from qa.web.page.views import *; print(masthead(), views(formats='', logout=''))"
    page = copy.run("-c", code)
    assert '<a href="#/statistics" data-view="statistics">Statistics</a>' in page
    assert '<h2 tabindex="-1">Statistics</h2>' in page
    said = set(re.findall(r'say\("(\w+)"', shown(f"{folder}/view.js")))
    assert said <= {
        name.lower() for name in re.findall(r"^\w+", shown("qa/web/strings.py"), re.MULTILINE)
    }


def test_every_list_has_the_name_that_the_page_gives_it() -> None:
    """As FORMATS in ``qa/loaders/registry.py``."""
    named = re.findall(r"`([A-Z]+)` in `((?:qa|tests)/[\w/]+)\.py`", PAGE)
    assert {name for name, _ in named} >= {"FORMATS", "EMBEDDERS", "STORES", "COMMANDS", "VIEWS"}
    for name, path in named:
        assert len(getattr(importlib.import_module(path.replace("/", ".")), name)) > 0
