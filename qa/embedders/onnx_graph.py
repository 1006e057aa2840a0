"""ONNX graphs of a model: one in 32 bits, and a smaller one with weights of 8 bits.

A graph is all of the model, pooling and normalisation included.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_LARGEST_INT8 = 127
_LARGE_TABLE = 1_000_000  # numbers; below, 8 bits save nothing that counts
_NARROWING = 1.5  # times its output that a layer's input must be to be one that narrows
_MATRIX = 2  # dimensions


def write_graph(model: Any, path: Path) -> None:
    """Write a model as a graph of 32 bits, whose inputs are what its tokenizer returns.

    Args:
        model: a ``SentenceTransformer`` whose first module is a transformer.
        path: of the file to write.

    Raises:
        Exception: any that PyTorch or onnxruntime raise for a model they cannot export.
    """
    import torch  # noqa: PLC0415 - seconds, and only to export

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.modules_in_turn = model

        def forward(self, *inputs: Any) -> Any:
            features = dict(zip(names, inputs, strict=True))
            for module in self.modules_in_turn:
                features = module(features)
            return torch.nn.functional.normalize(features["sentence_embedding"], dim=-1)

    example = model.tokenizer(["One text.", "And another one."], padding=True, return_tensors="pt")
    names = [name for name in _INPUTS if name in example]
    transformer = model[0].auto_model
    attention = transformer.config._attn_implementation  # noqa: SLF001 - it has no other name
    transformer.set_attn_implementation("eager")  # the only one that _fuse recognises
    try:
        with torch.no_grad(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of tracing: the inputs' shapes are declared dynamic
            torch.onnx.export(
                Whole().eval(),
                tuple(example[name].to(model.device) for name in names),
                str(path),
                input_names=names,
                output_names=["vector"],
                dynamic_axes={name: {0: "texts", 1: "tokens"} for name in names}
                | {"vector": {0: "texts"}},
                opset_version=17,
                dynamo=False,
            )
    finally:
        transformer.set_attn_implementation(attention)
    if transformer.config.model_type == "bert":
        _fuse(path, transformer.config)


def _fuse(path: Path, config: Any) -> None:
    """Join the operations of each layer; 8-bit attention needs it, and 32 bits gain a little."""
    from onnxruntime.transformers.fusion_options import FusionOptions  # noqa: PLC0415
    from onnxruntime.transformers.optimizer import optimize_model  # noqa: PLC0415

    options = FusionOptions("bert")
    options.enable_embed_layer_norm = False  # _shrink_tables needs the table of words on its own
    fused = optimize_model(
        str(path),
        model_type="bert",
        num_heads=config.num_attention_heads,
        hidden_size=config.hidden_size,
        optimization_options=options,
        opt_level=0,
    )
    fused.save_model_to_file(str(path))


def write_small_graph(exact: Path, small: Path) -> None:
    """Write a graph again with weights of 8 bits, except where they would lose too much.

    Layers that narrow, whose inputs have outliers, stay in 32 bits (they cost half of what is
    lost), and so does the widening layer in the middle.

    Args:
        exact: file of the graph of 32 bits.
        small: file to write.
    """
    import onnx  # noqa: PLC0415 - a second, and only to export
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415
    from onnxruntime.quantization.quant_utils import (  # noqa: PLC0415
        add_pre_process_metadata,
        load_model_with_shape_infer,
    )

    model = load_model_with_shape_infer(exact)
    shapes = {weights.name: tuple(weights.dims) for weights in model.graph.initializer}
    layers = [
        (node, shapes[node.input[1]])
        for node in model.graph.node
        if node.op_type in {"MatMul", "Attention"} and len(shapes.get(node.input[1], ())) == _MATRIX
    ]
    narrowing = {node.name for node, (wide, out) in layers if wide > _NARROWING * out}
    widening = [
        node.name
        for node, (wide, out) in layers
        if out > _NARROWING * wide and node.op_type == "MatMul"
    ]
    whole = narrowing | set(widening[(len(widening) - 1) // 2 :][:1])
    marks = len(model.metadata_props)
    add_pre_process_metadata(model)  # or it advises, on the root logger, what _fuse has done
    quantize_dynamic(
        model,
        small,
        weight_type=QuantType.QInt8,
        per_channel=True,
        nodes_to_quantize=[node.name for node, _ in layers if node.name not in whole],
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )
    quantised = onnx.load(small)
    del quantised.metadata_props[marks:]
    _shrink_tables(quantised.graph)
    onnx.save(quantised, small)


def _shrink_tables(graph: Any) -> None:
    """Store the table of words in 8 bits, with a scale for each row.

    This halves the file and the time to load it. A row's largest number becomes 127.
    """
    import onnx  # noqa: PLC0415 - a second, and only to export
    from onnx import numpy_helper  # noqa: PLC0415

    weights = {one.name: one for one in graph.initializer}
    nodes = []
    for node in graph.node:
        name = node.input[0] if node.input else ""
        if node.op_type != "Gather" or not _is_large_table(weights.get(name)) or _axis(node):
            nodes.append(node)
            continue
        small, scale, made = f"{name}_small", f"{name}_scale", node.output[0]
        if small not in weights:  # two nodes may look up the same table
            table = numpy_helper.to_array(weights[name])
            scales = np.abs(table).max(axis=1, keepdims=True) / _LARGEST_INT8
            scales[scales == 0] = 1
            rounded = np.rint(table / scales).astype(np.int8)
            weights[small] = numpy_helper.from_array(rounded, small)
            weights[scale] = numpy_helper.from_array(scales, scale)
        rows = node.input[1]
        new = onnx.helper.make_node
        nodes += [
            new("Gather", [small, rows], [f"{made}_small"]),
            new("Cast", [f"{made}_small"], [f"{made}_whole"], to=onnx.TensorProto.FLOAT),
            new("Gather", [scale, rows], [f"{made}_scale"]),
            new("Mul", [f"{made}_whole", f"{made}_scale"], [made]),
        ]
    used = {name for node in nodes for name in node.input}
    left = [one for name, one in weights.items() if name in used]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(nodes)
    graph.initializer.extend(left)


def _is_large_table(weights: Any) -> bool:
    import onnx  # noqa: PLC0415 - a second, and only to export

    if weights is None or weights.data_type != onnx.TensorProto.FLOAT:
        return False
    return bool(np.prod(weights.dims) > _LARGE_TABLE)


def _axis(node: Any) -> int:
    """Return along which axis a Gather looks up its rows."""
    return next((setting.i for setting in node.attribute if setting.name == "axis"), 0)
