"""Graphs of a small model give its vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from qa.embedders.onnx_graph import write_graph
from qa.processors import session

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = ["An apple is red.", "birds", "The harbour was deepened in 1998."]
_WORDS = 20_000  # times 64 is a table large enough for 8 bits


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A BERT of two layers with random weights, as sentence-transformers loads one."""
    import torch  # noqa: PLC0415 - seconds
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    from sentence_transformers.models import Pooling, Transformer  # noqa: PLC0415
    from transformers import BertConfig, BertModel, BertTokenizerFast  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("bert")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *(f"w{i}" for i in range(_WORDS))]
    words += ["an", "apple", "is", "red", "birds", "the", "harbour", "."]
    (folder / "vocab.txt").write_text("\n".join(words))
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=256,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(folder)
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    transformer = Transformer(str(folder), max_seq_length=32)
    return SentenceTransformer(
        modules=[transformer, Pooling(transformer.get_word_embedding_dimension())], device="cpu"
    )


@pytest.fixture(scope="module")
def exact(model: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its graph of 32 bits."""
    path = tmp_path_factory.mktemp("graph") / "exact.onnx"
    write_graph(model, path)
    return path


def vectors(graph: Path, model: Any) -> Any:
    """Return the vectors that a graph gives, one text at a time."""
    running = session(graph, 1)
    rows = []
    for text in TEXTS:
        encoded = model.tokenizer([text], return_tensors="np")
        feed = {one.name: encoded[one.name].astype(np.int64) for one in running.get_inputs()}
        rows.append(running.run(None, feed)[0][0])
    return np.stack(rows)


def test_a_graph_gives_the_vectors_of_its_model(model: Any, exact: Path) -> None:
    """Pooling and normalisation included."""
    expected = model.encode(TEXTS, normalize_embeddings=True)
    np.testing.assert_allclose(vectors(exact, model), expected, atol=1e-5)


def test_the_model_computes_as_before(model: Any, exact: Path) -> None:
    """The attention that the export needs is not left behind."""
    assert exact.exists()
    assert model[0].auto_model.config._attn_implementation != "eager"
