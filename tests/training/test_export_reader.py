"""The graph of a reader computes what the reader does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from transformers import BertConfig, BertModel

from training.export_reader import EXACT, export, largest_difference
from training.reader_model import Reader

if TYPE_CHECKING:
    from pathlib import Path


def test_passages_of_any_length_are_scored_alike(backbone: Path, tmp_path: Path) -> None:
    """Of a reader of any depth: the graph is traced at one length."""
    reader = Reader(backbone).with_layers((0, 5)).eval()
    assert reader.inputs == ["input_ids", "attention_mask"]
    export(reader, tmp_path / "reader.onnx")
    assert largest_difference(reader, tmp_path / "reader.onnx") < EXACT


def test_bert_is_told_question_and_passage(backbone: Path, tmp_path: Path) -> None:
    """Its graph has a third input, which counts."""
    config = BertConfig(
        vocab_size=30,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(tmp_path)
    reader = Reader(tmp_path).eval()
    export(reader, tmp_path / "reader.onnx")
    assert largest_difference(reader, tmp_path / "reader.onnx") < EXACT
    ids = torch.full((1, 6), 9)
    mask = torch.ones_like(ids)
    assert not torch.allclose(reader(ids, mask, mask), reader(ids, mask, 0 * mask))
