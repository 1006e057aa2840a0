"""A confidence fitted to one corpus is stored with its index and used there."""

from __future__ import annotations

import math
import shutil
from typing import TYPE_CHECKING

import pytest

from qa import ask
from qa.errors import IndexCorruptError
from qa.files.typed_json import sealed
from qa.index.calibration import (
    FILE,
    Calibration,
    log_odds,
    read_calibration,
    write_calibration,
)
from qa.pipeline import load
from qa.stores.live import current_index

if TYPE_CHECKING:
    from pathlib import Path

    from qa.embedders.protocol import Embedder
    from qa.index.search import Index

QUESTION = "Who opposed the tariffs?"


@pytest.fixture
def root(article_index: Index, tmp_path: Path) -> Path:
    """A copy of the article's index."""
    return shutil.copytree(article_index.generation.path.parent.parent, tmp_path / "index")


def test_log_odds_by_hand() -> None:
    """Even odds are 0; those of 0 and 1 are not endless."""
    assert log_odds(0.5) == 0
    assert log_odds(0.75) == pytest.approx(math.log(3))
    assert log_odds(1.0) == -log_odds(0.0) == pytest.approx(20.7, abs=0.1)


def test_a_line_through_the_log_odds() -> None:
    """Twice the log odds of 3:1 are those of 9:1."""
    fitted = Calibration("default", slope=2.0, bias=0.0, found_from=0.5)
    assert fitted.applied(0.75) == pytest.approx(0.9)
    assert Calibration("default", 1.0, 0.0, 0.5).applied(0.3) == pytest.approx(0.3)


def test_it_is_written_and_read(tmp_path: Path) -> None:
    """Where there is none, that is no error."""
    assert read_calibration(tmp_path) is None
    fitted = Calibration("none", 1.5, -0.25, 0.6)
    assert read_calibration(write_calibration(tmp_path, fitted).parent) == fitted


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"slope": 1}',
        "\x00",
        '{"evidence_model": "none", "slope": "x", "bias": 0, "found_from": 0}',
        '{"evidence_model": "none", "slope": 1, "bias": 0, "found_from": 0}',
        sealed({"evidence_model": "none", "slope": "x", "bias": 0, "found_from": 0}).decode(),
        sealed({"evidence_model": "none", "slope": 1, "bias": 0, "found_from": 2}).decode(),
        sealed({"evidence_model": "none", "slope": 1e300, "bias": 0, "found_from": 0}).decode(),
    ],
)
def test_a_damaged_one_is_named(tmp_path: Path, content: str) -> None:
    """With the way out."""
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    with pytest.raises(IndexCorruptError, match="Delete it, or make it again with: qa eval"):
        read_calibration(tmp_path)


def test_one_that_was_edited_says_so(tmp_path: Path) -> None:
    """A confidence that nobody measured is not shown as one that was."""
    path = write_calibration(tmp_path, Calibration("none", 1.5, -0.25, 0.6))
    path.write_text(path.read_text().replace("0.6", "0.1"))
    with pytest.raises(IndexCorruptError, match=r"was altered.*Delete it, or make it again with"):
        read_calibration(tmp_path)


def test_an_index_uses_its_calibration(root: Path, real_embedder: Embedder) -> None:
    """Confidence and threshold move; with another reader it does not count."""
    before = ask(QUESTION, load(root, embedder=real_embedder))
    write_calibration(root, Calibration("default", 1.0, -2.0, 0.999))
    index = load(root, embedder=real_embedder)
    after = ask(QUESTION, index)
    assert log_odds(after.confidence) == pytest.approx(log_odds(before.confidence) - 2)
    assert (before.found, after.found) == (True, False)
    plain = ask(QUESTION, index, evidence_model="none")
    assert plain == ask(QUESTION, load(root, embedder=real_embedder), evidence_model="none")
    assert plain.found


def test_a_running_program_takes_up_a_new_one(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Like a new generation."""
    monkeypatch.setenv("QA_INDEX", str(root))
    assert ask(QUESTION).found
    write_calibration(root, Calibration("default", 1.0, 0.0, 1.0))
    assert not ask(QUESTION).found
    (root / FILE).unlink()
    assert ask(QUESTION).found
    with current_index(root) as index:
        assert index.calibration is None
