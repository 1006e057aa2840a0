"""``python app.py`` builds the sample where there is no index, and never for a cluster."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

import qa.web

APP = Path(__file__).parents[1] / "app.py"


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """What the app does in an empty folder: "build" and "serve"."""
    done: list[str] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(qa.web, "serve", lambda *_, **__: done.append("serve"))
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done.append("build"))
    return done


def start(*arguments: str, status: int = 0) -> None:
    """Run the app as a program."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", [str(APP), *arguments])
        with pytest.raises(SystemExit) as ended:
            runpy.run_path(str(APP), run_name="__main__")
    assert ended.value.code == status


def test_without_an_index_the_sample_is_built(done: list[str]) -> None:
    """And then the page is served."""
    start()
    assert done == ["build", "serve"]


def test_help_is_printed_and_options_are_refused(
    done: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is built or served, and the help names the command that has options."""
    start("--help")
    assert "qa serve --help" in capsys.readouterr().out
    start("--port", "1", status=2)
    assert "unrecognized arguments" in capsys.readouterr().err
    assert done == []


def test_where_questions_go_to_a_cluster_nothing_is_built(
    done: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Which is said."""
    monkeypatch.setenv("QA_STORE", "milvus://127.0.0.1:9")
    start()
    assert done == ["serve"]
    assert "QA_STORE is set" in capsys.readouterr().out


def test_an_index_whose_pointer_was_lost_is_not_built_over(
    done: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page opens, and what is wrong is said."""
    (tmp_path / "index" / "generations" / "000001").mkdir(parents=True)
    start()
    assert done == ["serve"]
    assert "qa restore-index" in capsys.readouterr().err
