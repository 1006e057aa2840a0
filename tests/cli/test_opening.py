"""A file is opened by the program that the desktop has for it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from qa.cli.opening import open_file

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems open in other ways")


class Desktop:
    """A desktop with programs that note what they are to open."""

    def __init__(self, folder: Path) -> None:
        """Make a desktop without programs."""
        self.folder = folder
        self.noted = folder / "noted"

    def add(self, name: str, script: str = "") -> None:
        """Install a program."""
        program = self.folder / name
        program.write_text(f'#!/bin/sh\n{script or f"""echo {name} "$@" >> {self.noted}"""}\n')
        program.chmod(0o755)

    @property
    def opened(self) -> list[str]:
        """What was run, one line each."""
        return self.noted.read_text().splitlines() if self.noted.exists() else []


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desktop:
    """A desktop with a screen, and nothing of the real one's programs."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}")
    monkeypatch.setenv("DISPLAY", ":7")
    return Desktop(tmp_path / "bin")


def test_a_pdf_is_opened_at_its_page(desktop: Desktop, tmp_path: Path) -> None:
    """If the program for PDFs is one that can."""
    desktop.add("xdg-open")
    desktop.add("evince")
    desktop.add("xdg-mime", "echo org.gnome.Evince.desktop")
    path = tmp_path / "lease.pdf"
    assert open_file(path, 3)
    assert open_file(path)
    desktop.add("xdg-mime", "echo unknown.desktop")
    assert open_file(path, 3)
    assert desktop.opened == [f"evince --page-index=3 {path}", *[f"xdg-open {path}"] * 2]


def test_a_browser_shows_the_page_of_an_address(desktop: Desktop, tmp_path: Path) -> None:
    """With a name that addresses have to escape."""
    desktop.add("xdg-open")
    desktop.add("firefox")
    desktop.add("xdg-mime", "echo firefox.desktop")
    assert open_file(tmp_path / "the lease.pdf", 3)
    assert desktop.opened == [f"firefox file://{tmp_path}/the%20lease.pdf#page=3"]


@pytest.mark.parametrize("name", ["run.sh", "tool.py", "app.desktop", "page.js", "README"])
def test_what_a_system_may_run_is_not_opened(desktop: Desktop, tmp_path: Path, name: str) -> None:
    """Source code is quoted, too."""
    desktop.add("xdg-open")
    assert not open_file(tmp_path / name)
    assert desktop.opened == []


def test_without_a_screen_or_a_program_nothing_is_opened(
    desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As over ssh; nor if the program fails."""
    assert not open_file(tmp_path / "a.txt")
    desktop.add("xdg-open", "exit 3")
    assert not open_file(tmp_path / "a.txt")
    desktop.add("xdg-open")
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not open_file(tmp_path / "a.txt")
    assert desktop.opened == []
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert open_file(tmp_path / "a.txt")
    assert desktop.opened == [f"xdg-open {tmp_path / 'a.txt'}"]
