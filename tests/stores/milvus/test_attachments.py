"""Encoder and calibration are on the cluster, whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from qa.embedders.encoders import encoder_folder
from qa.embedders.onnx import read_files
from qa.index.calibration import Calibration, write_calibration
from qa.indexing.build import build_with_report
from qa.pipeline import ask, load
from qa.stores.attachments import store_calibration
from qa.stores.folder import open_current
from qa.stores.milvus import attachments
from qa.stores.milvus.store import MilvusStore

if TYPE_CHECKING:
    from pathlib import Path

    from qa.stores.milvus.client import Cluster
    from tests.support.indexes import Library

pytestmark = pytest.mark.long

XIAOMI = "How many EVs did Xiaomi deliver in October 2024?"


def test_files_of_any_size_come_back(cluster: Cluster) -> None:
    """Also those that take many rows; later files replace them."""
    assert attachments.read(cluster, "some") == {}
    assert not attachments.has(cluster, "some")
    for files in ({"a": bytes(range(256)) * 20_000, "b": b""}, {"a": b"short"}):
        attachments.write(cluster, "some", files)
        assert attachments.has(cluster, "some")
        assert attachments.read(cluster, "some") == files


def test_an_attachment_that_was_not_written_to_its_end_is_none(cluster: Cluster) -> None:
    """A killed build leaves its last rows, but not the first."""
    attachments.write(cluster, "some", {"a": bytes(200_000)})
    cluster.call("delete", attachments.collection_of(cluster, "some"), ids=[0])
    assert not attachments.has(cluster, "some")
    assert attachments.read(cluster, "some") == {}


def test_encoders_of_other_models_are_named(cluster: Cluster) -> None:
    """By their collections, so that they can be dropped."""
    used, other = attachments.encoder_of("a" * 64), attachments.encoder_of("b" * 64)
    attachments.write(cluster, used, {"graph": b"used"})
    attachments.write(cluster, other, {"graph": b"other"})
    named = attachments.other_encoders(cluster, used)
    assert named == [attachments.collection_of(cluster, other)]


def test_a_machine_that_only_asks_needs_the_address(
    tmp_path: Any, article: Path, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The encoder comes from the cluster, once where it can be stored, and is that of the build."""
    build_with_report([article], into=tmp_path / "built", store=store)
    answer = ask(XIAOMI, load(tmp_path / "built"))
    made = open_current(tmp_path / "built").manifest.embedder
    here = encoder_folder(tmp_path / "questions", made.sha256)
    assert ask(XIAOMI, load(tmp_path / "questions")) == answer
    assert read_files(here) == read_files(encoder_folder(tmp_path / "built", made.sha256))
    (tmp_path / "file").touch()  # where no folder can be made
    monkeypatch.setattr("qa.embedders.sentence_transformer.SentenceTransformerEmbedder", None)
    assert ask(XIAOMI, load(tmp_path / "file")) == answer
    monkeypatch.setattr(MilvusStore, "read_encoder", lambda *_: pytest.fail("fetched again"))
    assert ask(XIAOMI, load(tmp_path / "questions")) == answer


def test_a_calibration_goes_with_the_index(library: Library, tmp_path: Any, store: str) -> None:
    """To the cluster with a build; one that is made there stays there."""
    fitted = Calibration("none", 0.5, 0.25, 0.75)
    library.build(a="An apple.")
    assert load(tmp_path / "questions", embedder=library.embedder).calibration is None
    write_calibration(library.root, fitted)
    library.build(a="An apple.")
    assert load(tmp_path / "questions", embedder=library.embedder).calibration == fitted
    newer = replace(fitted, slope=0.75)
    assert "__calibration" in store_calibration(tmp_path / "questions", newer, store)
    library.build(a="An apple.", b="A bird.")
    assert load(tmp_path / "questions", embedder=library.embedder).calibration == newer
