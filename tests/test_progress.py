"""A bar for each stage, on standard error."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from qa.progress import ProgressBar

if TYPE_CHECKING:
    import pytest


class Terminal(io.StringIO):
    """Standard error of a terminal."""

    def isatty(self) -> bool:
        """Return True: bars are drawn."""
        return True


def test_each_stage_has_its_bar(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its total; it is wiped away in the end, and nothing goes to standard output."""
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with ProgressBar() as bar:
        bar("Reading", 1, 2)
        bar("Reading", 2, 2)
        bar("Embedding", 5, 7)
        bar("Embedding", 7, 7)
    assert capsys.readouterr().out == ""
    drawn = [line.strip() for line in terminal.getvalue().split("\r") if line.strip()]
    assert drawn[0].startswith("Reading:   0%")
    assert "0/2" in drawn[0]
    assert drawn[-1].startswith("Embedding: ")
    assert "/7" in drawn[-1]
    assert terminal.getvalue().split("\r")[-2].isspace()


def test_no_bar_is_drawn_into_a_pipe_or_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    """A log has no use for one."""
    with ProgressBar() as bar:
        bar("Reading", 1, 2)
        bar("Reading", 2, 2)
    assert capsys.readouterr() == ("", "")


def test_a_hidden_bar_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """For ``--quiet``, on a terminal too."""
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with ProgressBar(hidden=True) as bar:
        bar("Reading", 1, 2)
        bar("Reading", 2, 2)
        bar("Embedding", 1, 1)
    assert terminal.getvalue() == ""
