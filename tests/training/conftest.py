"""A backbone like MPNet, as small as can be, and questions to train on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import MPNetConfig, MPNetModel

from qa.records import Span
from training.reader_examples import Example

if TYPE_CHECKING:
    from pathlib import Path

WORDS = (
    "who when where keeps opens the key gate port office at nine is kept by mara in a box ? . mill"
)


@pytest.fixture(scope="session")
def backbone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a backbone of twelve layers, 24 wide."""
    folder = tmp_path_factory.mktemp("backbone")
    pieces = ["<s>", "<pad>", "</s>", "[UNK]", *dict.fromkeys(WORDS.split())]
    tokenizer = Tokenizer(
        models.WordPiece({piece: i for i, piece in enumerate(pieces)}, unk_token="[UNK]")
    )
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0))
    tokenizer.save(str(folder / "tokenizer.json"))
    torch.manual_seed(0)
    config = MPNetConfig(
        vocab_size=len(pieces),
        hidden_size=24,
        num_hidden_layers=12,
        num_attention_heads=2,
        intermediate_size=48,
        max_position_embeddings=400,
    )
    MPNetModel(config, add_pooling_layer=False).save_pretrained(folder)
    return folder


@pytest.fixture
def asked() -> list[tuple[Example, ...]]:
    """Return questions: one asked of two passages, one of a passage that does not answer it."""
    key = "The gate is at the mill. The key is kept by Mara in a box."
    port = "The port office opens at nine."

    def example(question: str, text: str, *words: str) -> Example:
        spans = tuple(Span(text.index(w), text.index(w) + len(w)) for w in words)
        return Example(question, "Mill", text, spans, False, 1.0, "answer")  # noqa: FBT003

    return [
        (example("Who keeps the key?", key, "Mara"), example("Who keeps the key?", port)),
        (example("When is the gate kept?", port),),
    ]
