"""Sentences get their vectors in the pass over their passage, with PyTorch and without."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa.embedders.encoders import encoder_folder
from qa.embedders.onnx import OnnxEmbedder, read_card, write_card, write_files
from qa.embedders.onnx_export import exact_encoder_of_default_model
from qa.embedders.protocol import PassageText, pools_sentences
from qa.embedders.selection import embedder_for
from qa.embedders.sentence_layer import read_sentence_layer, word_pieces_of
from qa.embedders.sentence_transformer import SentenceTransformerEmbedder
from qa.errors import ModelError
from qa.files import shipped
from qa.records import Span
from qa.settings import DEFAULT_MODEL
from tests.support.indexes import AxisEmbedder

if TYPE_CHECKING:
    from pathlib import Path

LONG = "Harbours\nThe harbour was deepened in 1998. It took " + "many " * 300 + "years. It opened."
PASSAGES = [
    PassageText(LONG, (Span(9, 42), Span(43, len(LONG) - 11), Span(len(LONG) - 10, len(LONG)))),
    PassageText("中文 and émigrés\n👩‍👩‍👧‍👦. Wer öffnet?", (Span(16, 24), Span(25, 36))),
    PassageText("", ()),
    PassageText("Title\nAn answer. \u200b\u200b", (Span(6, 16), Span(17, 19)), is_wanted=False),
]


@pytest.fixture(scope="module")
def exact() -> OnnxEmbedder:
    """The default model's encoder of 32 bits."""
    return exact_encoder_of_default_model()


def test_the_encoder_gives_the_vectors_that_the_model_gives(exact: OnnxEmbedder) -> None:
    """Also beyond the limit, in other scripts, and where there is no word piece."""
    model = SentenceTransformerEmbedder()
    for mine, its in zip(
        exact.embed_sentences(PASSAGES), model.embed_sentences(PASSAGES), strict=True
    ):
        np.testing.assert_allclose(mine, its, atol=2e-6)
        np.testing.assert_allclose(np.linalg.norm(mine, axis=1), 1, atol=1e-5)
    assert pools_sentences(exact)
    assert pools_sentences(model)
    assert not pools_sentences(AxisEmbedder())


def test_a_passage_has_the_vector_that_it_has_alone(exact: OnnxEmbedder) -> None:
    """The layer changes nothing for passages."""
    vectors, _ = exact.embed_sentences(PASSAGES)
    expected = exact.embed_passages([passage.text for passage in PASSAGES])
    np.testing.assert_array_equal(vectors, expected)


def test_a_sentence_beyond_the_limit_is_embedded_on_its_own(exact: OnnxEmbedder) -> None:
    """So that no quote is out of reach."""
    _, of_sentences = exact.embed_sentences(PASSAGES[:1])
    np.testing.assert_array_equal(of_sentences[2], exact.embed_passages(["It opened."])[0])


def test_a_sentence_knows_its_passage(exact: OnnxEmbedder) -> None:
    """The same words get another vector under another subject, nearer to its question."""
    question = exact.embed_question("When was the lighthouse opened?")
    cosines = []
    for subject in ("The lighthouse stands on a rock.", "The market sells fish and salt."):
        text = f"Town\n{subject} It opened in 1871."
        _, made = exact.embed_sentences([PassageText(text, (Span(len(subject) + 6, len(text)),))])
        cosines.append(float(made[0] @ question))
    assert cosines[0] > cosines[1]


def test_word_pieces_belong_to_sentences() -> None:
    """Special ones and those of the title belong to none."""
    offsets = [(0, 0), (0, 5), (6, 9), (9, 10), (11, 14), (0, 0)]
    inside = word_pieces_of([Span(6, 10), Span(11, 14), Span(20, 25)], offsets)
    assert inside.tolist() == [[0, 0, 1, 1, 0, 0], [0, 0, 0, 0, 1, 0], [0, 0, 0, 0, 0, 0]]
    assert word_pieces_of([], offsets).shape == (0, 6)


def test_an_altered_layer_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its vectors would be of another kind than those that scores were fitted to."""
    copy = tmp_path / "embedders"
    copy.mkdir()
    for name in ("SHA256SUMS", "embedders/sentence_layer.safetensors"):
        shutil.copy(shipped.PACKAGE / name, tmp_path / name)
    content = bytearray((copy / "sentence_layer.safetensors").read_bytes())
    content[-1] ^= 1
    (copy / "sentence_layer.safetensors").write_bytes(content)
    monkeypatch.setattr(shipped, "PACKAGE", tmp_path)
    with pytest.raises(ModelError, match="was altered"):
        read_sentence_layer()


def test_an_encoder_of_an_earlier_version_is_not_built_with(
    exact: OnnxEmbedder, tmp_path: Path
) -> None:
    """It gave each sentence a pass of its own; the next build has the index store a new one."""
    folder = encoder_folder(tmp_path, exact.identity.sha256)
    folder.parent.mkdir()
    write_files(folder, exact.files())
    assert isinstance(embedder_for(DEFAULT_MODEL, tmp_path), OnnxEmbedder)
    write_card(folder, replace(read_card(folder), pools_sentences=False))
    assert not OnnxEmbedder(folder).pools_sentences
    assert pools_sentences(embedder_for(DEFAULT_MODEL, tmp_path))
