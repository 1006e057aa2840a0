"""A bar for each stage, on standard error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.progress import ProgressBar

if TYPE_CHECKING:
    import pytest


def test_each_stage_has_its_bar(capsys: pytest.CaptureFixture[str]) -> None:
    """With its total; it is wiped away in the end, and nothing goes to standard output."""
    with ProgressBar() as bar:
        bar("Reading", 1, 2)
        bar("Reading", 2, 2)
        bar("Embedding", 5, 7)
        bar("Embedding", 7, 7)
    shown = capsys.readouterr()
    assert shown.out == ""
    drawn = [line.strip() for line in shown.err.split("\r") if line.strip()]
    assert drawn[0].startswith("Reading:   0%")
    assert "0/2" in drawn[0]
    assert drawn[-1].startswith("Embedding: ")
    assert "/7" in drawn[-1]
    assert shown.err.split("\r")[-2].isspace()


def test_a_hidden_bar_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """For ``--quiet``."""
    with ProgressBar(hidden=True) as bar:
        bar("Reading", 1, 2)
        bar("Reading", 2, 2)
        bar("Embedding", 1, 1)
    assert capsys.readouterr() == ("", "")
