"""Encoders belong to a model and to an index; a wrong one is never used."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from qa.embedders.encoders import (
    check_card,
    described,
    encoder_folder,
    forget_encoders,
    load_encoder,
    store_encoder,
    with_encoder,
)
from qa.embedders.onnx import CARD, GRAPH, TOKENIZER, card_sha256
from qa.embedders.protocol import EmbedderIdentity
from qa.errors import ModelError
from tests.support.indexes import AxisEmbedder

if TYPE_CHECKING:
    from pathlib import Path

    from qa.embedders.choice import Sample

SHA256 = "0123456789abcdef" * 4
FILES = {GRAPH: b"graph", TOKENIZER: b"{}", CARD: b"{}"}


def test_an_embedder_of_another_kind_needs_no_encoder(tmp_path: Path) -> None:
    """It embeds questions itself; no sample is taken and nothing is written."""
    embedder = AxisEmbedder()

    def no_sample() -> Sample:
        pytest.fail("a sample was taken")

    assert with_encoder(embedder, tmp_path, no_sample, lambda *_: None) is embedder
    assert list(tmp_path.iterdir()) == []
    assert described(embedder.identity, tmp_path) == "none: the model itself embeds questions"


def test_a_damaged_encoder_is_not_loaded(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It is stored as it came, and a warning says what to do."""
    with caplog.at_level(logging.WARNING):
        assert store_encoder(tmp_path, FILES, SHA256) is None
    assert "Delete that folder and build the index again: qa build" in caplog.text
    folder = encoder_folder(tmp_path, SHA256)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["encoders"]


def test_an_index_without_an_encoder_has_none(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """That is not a reason for a warning."""
    assert load_encoder(tmp_path, SHA256) is None
    assert caplog.records == []


def test_a_card_is_the_one_of_the_manifest_or_an_error(tmp_path: Path) -> None:
    """An empty one in the manifest stands for any."""
    (tmp_path / CARD).write_bytes(b"{}")
    check_card(tmp_path, card_sha256(tmp_path))
    check_card(tmp_path, "")
    with pytest.raises(ModelError, match="was altered: it is not the one that the index"):
        check_card(tmp_path, SHA256)


def test_the_encoders_of_other_models_are_removed(tmp_path: Path) -> None:
    """That of the index's model stays."""
    for sha256 in (SHA256, "f" * 64):
        encoder_folder(tmp_path, sha256).mkdir(parents=True)
    forget_encoders(tmp_path, EmbedderIdentity("mine", SHA256, 8))
    assert list((tmp_path / "encoders").iterdir()) == [encoder_folder(tmp_path, SHA256)]
