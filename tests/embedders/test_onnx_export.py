"""What cannot be exported is an error, and leaves nothing behind."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from qa.embedders import onnx_export
from qa.embedders.choice import EXACTLY, Sample
from qa.embedders.onnx import write_files
from qa.embedders.onnx_export import choose, exact_encoder_of_default_model, export
from qa.embedders.protocol import EmbedderIdentity
from qa.errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_model_of_another_kind_is_refused(tmp_path: Path) -> None:
    """The error names it; no folder is left, finished or not."""
    other = SimpleNamespace(identity=EmbedderIdentity("mine", "0" * 64, 8), model=object())
    with pytest.raises(ModelError, match="The model 'mine' cannot be exported to ONNX"):
        export(cast("Any", other), tmp_path / "cache" / "made", Sample((), ()))
    assert list((tmp_path / "cache").iterdir()) == []


def test_without_a_small_encoder_the_exact_one_is_chosen(tmp_path: Path) -> None:
    """As of a model whose vectors 8 bits change too much."""
    encoder = exact_encoder_of_default_model()
    write_files(tmp_path / EXACTLY, encoder.files())
    assert choose(tmp_path, Sample((), ())).card == encoder.card


def test_a_few_texts_do_not_decide_for_all_corpora(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where 8 bits are too far from the model on these, the next corpus is tried anew."""
    monkeypatch.setattr(onnx_export, "CLOSE", 1.1)
    encoder = exact_encoder_of_default_model()
    few = Sample(["The harbour was deepened in 1998."], ["It was deepened again."])
    assert export(encoder, tmp_path / "made", few).card.precision == "fp32"
    assert list(tmp_path.iterdir()) == []


def test_a_graph_with_other_vectors_of_sentences_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Although its vectors of passages are close enough."""
    monkeypatch.setattr(onnx_export, "CLOSE_SENTENCES", 1.1)
    encoder = exact_encoder_of_default_model()
    few = Sample(["The harbour was deepened in 1998. " * 5] * 2, ["It was deepened again."] * 2)
    assert export(encoder, tmp_path / "made", few).card.precision == "fp32"
