"""The coefficients of everything that answers, fitted on planted answers."""

from __future__ import annotations

import json
import pickle
import sys
from typing import TYPE_CHECKING

import numpy as np

from training.fit_everything import Asked, main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def _asked(part: str, seed: int) -> Asked:
    """A question of which the sentences that the reader prefers answer, in ten passages."""
    draw = np.random.default_rng(seed)
    passage = np.repeat(np.arange(10), 3)
    right = np.isin(np.arange(30), draw.choice(30, 4, replace=False))
    own = passage < 8
    odds = np.where(right, 2.0, -4.0) + draw.normal(0, 1.5, 30)
    scores = np.where(right, 3.0, 1.0) + draw.normal(0, 1.0, 30)
    answer = np.where(right, np.cumsum(right) - 1, -1)
    return Asked(part, scores, scores / 10, passage, odds, own, 4, answer)


def test_what_the_reader_prefers_weighs_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And what is printed is measured on sets that were left out of the fit."""
    for number in range(2):
        folder = tmp_path / f"own_words_{number}"
        folder.mkdir()
        (folder / "questions.jsonl").write_text("", encoding="utf-8")
        asked = [_asked(folder.name, 20 * number + i) for i in range(20)]
        (tmp_path / f"{folder.name}.pickle").write_bytes(pickle.dumps(asked))
    into = tmp_path / "everything.json"
    sets = [str(path) for path in sorted(tmp_path.glob("own_words_?"))]
    options = ["--work", str(tmp_path), "--into", str(into)]
    monkeypatch.setattr(sys, "argv", ["fit_everything", *sets, *options])
    main()
    fitted = json.loads(into.read_text(encoding="utf-8"))
    assert fitted["read"]["sentence"]["reader"] > 0
    assert fitted["unread"]["sentence"]["score"] > 0
    assert fitted["read"]["passage_slope"] > 0
    printed = capsys.readouterr().out
    assert "own_words_0: 20 questions, 80 answers" in printed
    assert "read: 40 questions, 160 answers, found" in printed
