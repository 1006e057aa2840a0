"""Settings come from the environment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qa.settings import Settings

if TYPE_CHECKING:
    import pytest


def test_without_an_environment_there_are_defaults() -> None:
    """The index lies in ``index``, the model is the one that is shipped."""
    assert Settings() == Settings(index=Path("index"), model="all-MiniLM-L6-v2")


def test_the_environment_is_read_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not when the module is imported."""
    monkeypatch.setenv("QA_INDEX", "elsewhere")
    monkeypatch.setenv("QA_MODEL", "other")
    assert Settings() == Settings(index=Path("elsewhere"), model="other")


def test_an_empty_variable_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """``QA_INDEX=`` does not mean the current folder."""
    monkeypatch.setenv("QA_INDEX", "")
    monkeypatch.setenv("QA_MODEL", "")
    assert Settings() == Settings(index=Path("index"), model="all-MiniLM-L6-v2")
