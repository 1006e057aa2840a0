"""Export a trained reader to ONNX with 8-bit weights, and check it against PyTorch.

python -m training.export_reader build/reader/best.pt
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from qa.answers.reader import SHIPPED
from qa.embedders.sentence_transformer import model_folder
from qa.settings import DEFAULT_MODEL
from training.train_reader import Reader


def main() -> None:
    """Export, quantise, compare."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("weights", type=Path)
    parser.add_argument("--backbone", default=DEFAULT_MODEL, help="as in training")
    parser.add_argument("--into", type=Path, default=SHIPPED)
    options = parser.parse_args()
    folder = model_folder(options.backbone)
    reader = Reader(str(folder))
    reader.load_state_dict(torch.load(options.weights, weights_only=True))
    reader.eval()

    options.into.mkdir(parents=True, exist_ok=True)
    shutil.copy(folder / "tokenizer.json", options.into)
    ids = torch.randint(1000, 20_000, (2, 40))
    inputs = (ids, torch.ones_like(ids), torch.zeros_like(ids))
    names = ["input_ids", "attention_mask", "token_type_ids"]
    with tempfile.TemporaryDirectory() as work:
        whole = Path(work) / "reader.onnx"
        torch.onnx.export(
            reader,
            inputs,
            str(whole),
            input_names=names,
            output_names=["scores"],
            dynamic_axes={name: {0: "batch", 1: "tokens"} for name in [*names, "scores"]},
            opset_version=17,
            dynamo=False,
        )
        target = options.into / "reader.onnx"
        quantize_dynamic(whole, target, weight_type=QuantType.QInt8, per_channel=True)
        other = torch.randint(1000, 20_000, (3, 150))
        with torch.inference_mode():
            expected = reader(other, torch.ones_like(other), torch.zeros_like(other)).numpy()
        feed = dict(zip(names, (other.numpy(), *[np.ones((3, 150), np.int64)] * 2), strict=True))
        feed["token_type_ids"] = np.zeros((3, 150), np.int64)
        for path in (whole, target):
            (scores,) = onnxruntime.InferenceSession(str(path)).run(None, feed)
            print(path.stat().st_size, "bytes, largest difference", np.abs(scores - expected).max())


if __name__ == "__main__":
    main()
