"""Export a trained reader to ONNX with 8-bit weights, and compare it with PyTorch.

python -m training.export_reader build/reader-small/best
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from qa.answers.reader import SHIPPED
from qa.embedders.small_graph import write_small_graph
from training.reader_model import Reader

LENGTHS = (12, 97, 200, 321)  # tried; the graph is traced with another
EXACT = 1e-3  # the most that scores may differ before weights have 8 bits


def main() -> None:
    """Export, quantise, compare."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("reader", type=Path, help="folder")
    parser.add_argument("--into", type=Path, default=SHIPPED)
    options = parser.parse_args()
    reader = Reader(options.reader).eval()
    options.into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        whole = Path(work) / "reader.onnx"
        export(reader, whole)
        target = options.into / "reader.onnx"
        write_small_graph(whole, target)
        shutil.copy(reader.tokenizer, options.into)
        for path in (whole, target):
            apart = largest_difference(reader, path)
            print(path.stat().st_size, "bytes, largest difference", apart)
            if path == whole and apart > EXACT:
                msg = "The graph does not compute what the reader does."
                raise SystemExit(msg)


def export(reader: Reader, path: Path) -> None:
    """Write a reader as a graph for any number of passages of any length.

    Args:
        reader: not in training.
        path: to write to.
    """
    names = reader.inputs
    torch.onnx.export(
        reader,
        tuple(_inputs(reader, 2, 40).values()),
        str(path),
        input_names=names,
        output_names=["scores"],
        dynamic_axes={name: {0: "batch", 1: "tokens"} for name in [*names, "scores"]},
        opset_version=17,
        dynamo=False,
    )


def largest_difference(reader: Reader, path: Path) -> float:
    """Return the largest difference between a graph's scores and the reader's.

    Args:
        reader: not in training.
        path: of the graph.
    """
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    apart = 0.0
    for rows, length in enumerate(LENGTHS, start=1):
        given = _inputs(reader, rows, length)
        with torch.inference_mode():
            expected = reader(*given.values()).numpy()
        feed = {name: tensor.numpy() for name, tensor in given.items()}
        (scores,) = session.run(None, feed)
        apart = max(apart, float(np.abs(scores - expected).max()))
    return apart


def _inputs(reader: Reader, rows: int, length: int) -> dict[str, torch.Tensor]:
    """Return word pieces drawn at random, half of them a passage, the last row padded."""
    pieces = reader.backbone.config.vocab_size
    ids = torch.randint(pieces // 10, pieces, (rows, length))  # beyond the special ones
    mask = torch.ones_like(ids)
    mask[rows - 1, length - 3 :] = 0
    types = (torch.arange(length) >= length // 2).long().expand(rows, length)
    made = (ids, mask, types)
    return dict(zip(reader.inputs, made, strict=False))


if __name__ == "__main__":
    main()
