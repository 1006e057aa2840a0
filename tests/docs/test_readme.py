"""What the README says a user sees is what a user sees, and it stays short."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.support.pages import ROOT, play_console, play_python

if TYPE_CHECKING:
    from pathlib import Path

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_is_short() -> None:
    """A reader sees on a page or two what Quoth is; the rest is in docs/."""
    assert len(README.splitlines()) <= 120


def test_the_session_prints_what_the_readme_shows(
    new_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every command of the README prints what the README shows, and so does its Python."""
    assert play_console(README, new_folder) >= 3
    monkeypatch.chdir(new_folder)
    assert play_python(README, "README.md") >= 5


@pytest.mark.parametrize(
    "name",
    ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "AGENTS.md", "CHANGELOG.md"],
)
def test_every_link_leads_to_a_file(name: str) -> None:
    """Links and paths of the pages in the root lead to files that exist."""
    text = (ROOT / name).read_text(encoding="utf-8")
    linked = [path.partition("#")[0] for path in re.findall(r"\]\(([\w./#-]+)\)", text)]
    named = re.findall(r"`((?:qa|tests|docs|training)/[\w./-]+)`", text)
    for path in [*linked, *named]:
        assert (ROOT / path).exists(), path
