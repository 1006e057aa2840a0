"""The default model's graph is written from its weights, without PyTorch, and gives its vectors."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from qa.embedders.bert_graph import BertConfig, read_config, write_bert_graph
from qa.embedders.onnx_export import exact_encoder_of_default_model
from qa.embedders.sentence_transformer import SentenceTransformerEmbedder, model_folder
from qa.errors import ModelError
from qa.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = [
    "China’s EV sector also received a boost from Xiaomi, a tech giant known for its electronics.",
    "Who opposed the tariffs?",
    "word " * 400,
    "",
    "中文 and émigrés 👩‍👩‍👧‍👦",
]


def test_its_vectors_are_the_models() -> None:
    """To six digits, for short texts, empty ones, and ones that are longer than what counts."""
    encoder = exact_encoder_of_default_model()
    model = SentenceTransformerEmbedder()
    np.testing.assert_allclose(
        encoder.embed_passages(TEXTS), model.embed_passages(TEXTS), atol=2e-6
    )
    assert encoder.identity == model.identity
    assert (encoder.longest, encoder.limit) == (model.longest, model.limit)
    assert encoder.prompts == model.prompts
    assert encoder.count_tokens(TEXTS) == model.count_tokens(TEXTS)


def test_a_first_build_does_not_import_pytorch(tmp_path: Path) -> None:
    """Which takes seconds; nothing is in the cache yet."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("The harbour was deepened in 1998.\n")
    code = (
        "import sys, qa; qa.build('corpus', into='index'); "
        "answer = qa.ask('When was the harbour deepened?', qa.load('index')); "
        "print(answer.quotes[0].text); assert 'torch' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=os.environ | {"QA_CACHE": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "The harbour was deepened in 1998.\n"), done.stderr


@pytest.mark.parametrize(
    ("file", "changes"),
    [
        ("config.json", {"model_type": "roberta"}),
        ("config.json", {"hidden_act": "relu"}),
        ("config.json", {"num_hidden_layers": None}),
        ("1_Pooling/config.json", {"pooling_mode_cls_token": True}),
        ("sentence_bert_config.json", {"max_seq_length": "many"}),
    ],
)
def test_a_model_of_another_kind_is_refused(
    tmp_path: Path, file: str, changes: dict[str, Any]
) -> None:
    """A graph with the layers of BERT would give vectors without meaning."""
    folder = tmp_path / "model"
    ignored = shutil.ignore_patterns("*.safetensors")
    shutil.copytree(model_folder(DEFAULT_MODEL), folder, ignore=ignored)
    assert read_config(folder) == BertConfig(6, 12, 1e-12, 256, 384)
    content = json.loads((folder / file).read_bytes())
    (folder / file).write_text(json.dumps(content | changes))
    with pytest.raises(ModelError):
        read_config(folder)


def test_missing_weights_are_an_error(tmp_path: Path) -> None:
    """Which names the first of them."""
    with pytest.raises(ModelError, match=r"'embeddings\.word_embeddings\.weight'"):
        write_bert_graph({}, BertConfig(1, 1, 1e-12, 8, 4), tmp_path / "graph.onnx")
