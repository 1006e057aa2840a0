"""The live index is loaded in the background, and an error there stops nothing."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

import pytest

from qa.errors import IndexNotFoundError, ModelError
from qa.indexing.build import build_with_report
from qa.web.service.live import LiveIndex

if TYPE_CHECKING:
    from pathlib import Path

    from qa.index.search import Index


def loaded(live: LiveIndex) -> bool:
    """Return whether the model is loaded within half a minute."""
    for _ in range(600):
        if live.loaded:
            return True
        time.sleep(0.05)
    return False


def test_index_and_model_are_loaded_in_the_background(article_index: Index, tmp_path: Path) -> None:
    """At once where a page is opened; a question then finds the model there."""
    root = tmp_path / "index"  # which no other test has opened
    shutil.copytree(article_index.generation.path.parent.parent, root)
    live = LiveIndex(root)
    assert (live.loaded, live.embedder) == (False, None)
    live.page_opened()
    live.load_in_background()
    assert loaded(live)
    with live.current() as index:
        assert live.embedder is index.embedder
        assert index.generation.manifest.fingerprint


def test_a_newer_generation_is_used_by_the_next_question(
    article_index: Index, tmp_path: Path
) -> None:
    """One that is being answered keeps its own."""
    root, folder = tmp_path / "index", tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text("Zebras eat grass.")
    build_with_report([folder], into=root, embedder=article_index.embedder)
    live = LiveIndex(root)
    with live.current() as before:
        (folder / "b.txt").write_text("Okapis eat leaves.")
        build_with_report([folder], into=root, embedder=article_index.embedder)
        with live.current() as after:
            assert set(before.generation.manifest.documents) == {"a.txt"}
            assert set(after.generation.manifest.documents) == {"a.txt", "b.txt"}
        assert before.document("a.txt").text == "Zebras eat grass."


def test_without_an_index_the_log_says_what_to_do(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The server runs on; a question gets the same sentence."""
    live = LiveIndex(tmp_path / "none")
    live.load()
    assert "No index at" in caplog.text
    assert "qa build" in caplog.text
    assert not live.loaded
    with pytest.raises(IndexNotFoundError), live.current():
        pass


def test_an_error_nobody_foresaw_is_logged_with_its_cause(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The thread ends, and the next question tries again."""

    def fail(_: Path) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("qa.web.service.live.current_index", fail)
    LiveIndex(tmp_path).load()
    assert "could not be loaded" in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_the_state_of_an_index_follows_what_is_there(
    tmp_path: Path, article_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Empty, then to be loaded, unusable where that fails, and ready after the next success."""
    live = LiveIndex(tmp_path / "index")
    assert (live.state(), live.tried) == ("empty", False)
    live.load()
    assert (live.state(), live.tried) == ("empty", True)
    shutil.copytree(article_index.generation.path.parent.parent, live.root)
    assert live.state() == "loading"

    def fail(_: Path) -> None:
        msg = "no model"
        raise ModelError(msg)

    with monkeypatch.context() as without:
        without.setattr("qa.web.service.live.current_index", fail)
        live.load()
    assert live.state() == "unusable"
    with live.current():
        assert live.state() == "ready"
