"""The examples in docs/ run, and the files that its pages name exist."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.support.pages import ROOT, play_console, play_python

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.long

DOCS = ROOT / "docs"
PAGES = sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))

WITH_CONSOLE = {"index.md": 3, "trust.md": 5}
"""Page → the commands that it shows."""

WITH_PYTHON = {"asking.md": 9, "grids.md": 4, "python.md": 10}
"""Page → the lines of Python that it shows, at least."""


def read(page: str) -> str:
    """Return the Markdown of a page."""
    return (DOCS / page).read_text(encoding="utf-8")


def test_no_page_has_examples_that_do_not_run() -> None:
    """The tables above name every page with a session."""
    assert {page for page in PAGES if "```console" in read(page)} == set(WITH_CONSOLE)
    assert {page for page in PAGES if ">>> " in read(page)} == set(WITH_PYTHON)


@pytest.mark.parametrize("page", WITH_CONSOLE)
def test_every_command_prints_what_the_page_shows(page: str, new_folder: Path) -> None:
    """A reader who types the commands of a page sees what the page shows."""
    assert play_console(read(page), new_folder) == WITH_CONSOLE[page]


@pytest.mark.parametrize("page", WITH_PYTHON)
def test_every_python_session_is_true(
    page: str, indexed_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every line of a page's Python returns what the page shows."""
    monkeypatch.chdir(indexed_folder)
    assert play_python(read(page), page) >= WITH_PYTHON[page]


@pytest.mark.parametrize("page", PAGES)
def test_every_file_named_exists(page: str) -> None:
    """Paths in the text lead to files of the repository."""
    for path in re.findall(r"`((?:qa|tests|training|docs)/[\w./-]+)`", read(page)):
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("page", PAGES)
def test_every_benchmark_named_exists(page: str) -> None:
    """Every command that a page gives to reproduce figures names a module that exists."""
    for module in re.findall(r"python -m ((?:tests|training)\.[\w.]+)", read(page)):
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_named_exists(page: str) -> None:
    """Every `make` command of a page is a target of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(
        r"\bmake ((?:test|bench|run|check|docs|screenshots)[\w-]*)", read(page)
    ):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
