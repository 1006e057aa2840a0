"""The plot shows what was measured, and the same figures give the same file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from qa.errors import QAError
from qa.evaluation.metrics import evaluate
from qa.evaluation.plots import save_plot
from tests.support.outcomes import outcome

if TYPE_CHECKING:
    from pathlib import Path

    from qa.evaluation.metrics import Evaluation

BLUE, ORANGE = (0, 114, 178), (213, 94, 0)


def evaluated(name: str) -> Evaluation:
    """Return the evaluation of forty questions, half of them from here."""
    random = np.random.default_rng(3)
    asked = [
        outcome(kind, float(confidence), sentence_rank=int(random.integers(1, 3)))
        for kind in ("here", "far")
        for confidence in random.random(20)
    ]
    return evaluate(name, asked, 0.5)


def test_each_set_has_a_colour_of_its_own(tmp_path: Path) -> None:
    """In both diagrams, side by side."""
    path = tmp_path / "plot.png"
    save_plot([evaluated("one"), evaluated("two")], path)
    with Image.open(path) as picture:
        assert picture.width > 1.8 * picture.height
        for side in (0, picture.width // 2):
            half = picture.crop((side, 0, side + picture.width // 2, picture.height))
            colours = {colour for _, colour in half.convert("RGB").getcolors(1 << 20) or ()}
            assert {BLUE, ORANGE} <= colours


def test_the_same_figures_give_the_same_file(tmp_path: Path) -> None:
    """But for the date that matplotlib writes into it."""
    lines = []
    for name in ("a.svg", "b.svg"):
        save_plot([evaluated("one")], tmp_path / name)
        drawn = (tmp_path / name).read_text(encoding="utf-8").splitlines()
        lines.append([line for line in drawn if "dc:date" not in line])
    assert lines[0] == lines[1]


def test_a_set_with_near_questions_only_is_drawn_empty(tmp_path: Path) -> None:
    """It has neither a reliability diagram nor a risk-coverage curve."""
    near = evaluate("near", [outcome("near", 0.3)], 0.5)
    assert (near.reliability, near.risk_coverage) == ([], [])
    save_plot([near], tmp_path / "plot.svg")
    assert (tmp_path / "plot.svg").exists()


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A folder that is missing, a format that matplotlib does not know."""
    for name in ("none/plot.png", "plot.xyz"):
        with pytest.raises(QAError, match=r"The plot '.*' cannot be written"):
            save_plot([evaluated("one")], tmp_path / name)


def test_drawing_leaves_the_environment_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The configuration of fonts is set for matplotlib's import only."""
    monkeypatch.setenv("FONTCONFIG_FILE", "mine.conf")
    save_plot([evaluated("one")], tmp_path / "plot.svg")
    assert os.environ["FONTCONFIG_FILE"] == "mine.conf"
