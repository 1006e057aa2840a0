"""A choice of encoder counts for the machine it was made on, if the sample was large enough."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from qa.embedders import choice
from qa.embedders.choice import ENOUGH, Sample, chosen_folder, note_choice

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

LARGE = Sample(["A passage."] * ENOUGH, ["A question."] * ENOUGH)


def encoder(precision: str) -> Any:
    """Return what stands for an encoder of a precision: only its card counts."""
    return cast("Any", SimpleNamespace(card=SimpleNamespace(precision=precision)))


def test_a_choice_is_remembered(tmp_path: Path) -> None:
    """Where 8 bits found less, it may be for the corpus: the next one is tried again."""
    note_choice(tmp_path, encoder("fp32"), LARGE)
    assert chosen_folder(tmp_path) is None
    for precision in ("int8", "fp32"):
        note_choice(tmp_path, encoder(precision), LARGE)
        assert chosen_folder(tmp_path) == tmp_path / "small"


def test_a_small_sample_decides_for_its_own_corpus_only(tmp_path: Path) -> None:
    """One of three passages finds all of them with any vectors."""
    note_choice(tmp_path, encoder("int8"), Sample(LARGE.passages[1:], LARGE.questions[1:]))
    assert chosen_folder(tmp_path) is None


def test_another_machine_chooses_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its processor may compute otherwise, as may another onnxruntime."""
    note_choice(tmp_path, encoder("int8"), LARGE)
    monkeypatch.setattr(choice, "version", lambda _: "0.1")
    assert chosen_folder(tmp_path) is None


def test_a_damaged_choice_is_none(tmp_path: Path) -> None:
    """As one that was altered by hand."""
    note_choice(tmp_path, encoder("int8"), LARGE)
    (file,) = tmp_path.iterdir()
    file.write_text(file.read_text().replace("small", "exact"))
    assert chosen_folder(tmp_path) is None


def test_where_the_cache_cannot_be_written_nothing_is_remembered(tmp_path: Path) -> None:
    """That is no error: it is chosen again."""
    note_choice(tmp_path / "none", encoder("int8"), LARGE)
    assert chosen_folder(tmp_path / "none") is None
