"""The commands: two teachers, a small reader, and the same again."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from training import distil_reader, export_reader, train_reader
from training.distil_reader import LAYERS
from training.reader_examples import OWN_WORDS, QuestionSet
from training.reader_training import BEST, TRAINED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from training.reader_examples import Example


@pytest.fixture
def run(
    backbone: Path,
    asked: list[tuple[Example, ...]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., None]:
    """Return a function that runs a command beside sets that were read, each of a document."""
    (right, wrong), (near,) = asked
    kept = tmp_path / "kept"
    kept.mkdir()
    sets = {}
    for number in range(8):
        name = f"Mill {number}"
        examples = [replace(right, context=name)]
        passages = [(name, wrong.text), (name, right.text)]
        near_misses = [replace(near, context=name)]
        sets[name] = QuestionSet(OWN_WORDS, passages, examples, near_misses, [[0]])
    trial = {"gates": [right, wrong, near]}
    (kept / "sets.pickle").write_bytes(pickle.dumps((sets, trial)))

    def command(main: Callable[[], None], *words: object) -> None:
        common = ["-", "-", *words, "--sets-in", kept, "--pieces", 200]
        monkeypatch.setattr("sys.argv", ["command", *map(str, common)])
        main()

    return command


def test_two_teachers_make_a_small_reader(
    run: Callable[..., None],
    backbone: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Its graph can be exported; a training that is over is not done again."""
    teachers = [tmp_path / "0" / BEST, tmp_path / "1" / BEST]
    for half, folder in enumerate(teachers):
        words = ["--half", half, "--epochs", 1, "--work", folder.parent, "--backbone", backbone]
        run(train_reader.main, *words)
        assert json.loads((folder / TRAINED).read_text(encoding="utf-8"))["half"] == half
    small = tmp_path / "small"
    run(distil_reader.main, *teachers, "--steps", 3, "--work", small)
    config = json.loads((small / BEST / "config.json").read_text(encoding="utf-8"))
    assert config["num_hidden_layers"] == len(LAYERS)
    assert np.load(small / "scores-by-0.npy").shape[1] == 2
    capsys.readouterr()
    run(distil_reader.main, *teachers, "--steps", 3, "--work", small)
    assert capsys.readouterr().out.strip() == "16 questions, 3 steps, 3 done"
    monkeypatch.setattr("sys.argv", ["", str(small / BEST), "--into", str(tmp_path / "graph")])
    export_reader.main()
    assert {path.name for path in (tmp_path / "graph").iterdir()} == {
        "reader.onnx",
        "tokenizer.json",
    }
