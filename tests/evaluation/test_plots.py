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

BLUE, ORANGE, TRUE = (0, 114, 178), (213, 94, 0), (143, 184, 160)


def colours(picture: Image.Image) -> set[object]:
    """Return all colours of a picture."""
    return {colour for _, colour in picture.convert("RGB").getcolors(1 << 24) or ()}


def evaluated(name: str, kind: str | None = None) -> Evaluation:
    """Return the evaluation of forty questions of a kind, half of them from here."""
    random = np.random.default_rng(3)
    asked = [
        outcome(origin, float(confidence), sentence_rank=int(random.integers(1, 3)), kind=kind)
        for origin in ("here", "far")
        for confidence in random.random(20)
    ]
    return evaluate(name, asked, 0.5)


def test_each_set_has_a_colour_of_its_own(tmp_path: Path) -> None:
    """In both curves, side by side, and below them right in the kinds."""
    path = tmp_path / "plot.png"
    save_plot([evaluated("one", "why"), evaluated("two", "list")], path)
    with Image.open(path) as picture:
        half, upper = picture.width // 2, 750
        for box in (
            (0, 0, half, upper),
            (half, 0, picture.width, upper),
            (half, upper, picture.width, picture.height),
        ):
            assert {BLUE, ORANGE} <= colours(picture.crop(box))


def test_labels_are_drawn_below_and_kinds_where_a_set_has_them(tmp_path: Path) -> None:
    """Without kinds the labels have the whole width; a dollar is a dollar."""
    without, with_kind = tmp_path / "without.png", tmp_path / "with.png"
    save_plot([evaluated("one")], without)
    save_plot([evaluated("one", "what $ and $_{ mean")], with_kind)
    for path, wide in ((without, True), (with_kind, False)):
        with Image.open(path) as picture:
            assert picture.height > 800
            right = picture.crop((picture.width // 2 + 100, 800, picture.width, picture.height))
            assert (TRUE in colours(right)) is wide


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
