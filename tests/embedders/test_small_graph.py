"""A graph of 8 bits is the one that onnxruntime's quantiser makes, and gives nearly the vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import pytest

from qa.embedders.bert_graph import INPUTS, BertConfig, write_bert_graph
from qa.embedders.small_graph import write_small_graph
from qa.processors import session

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

WORDS, WIDTH = 20_000, 64  # a table large enough for 8 bits
TEXTS = [[2, 9, 17, 3], [2, 19_999, 3], [2, *range(40, 60), 3]]


@pytest.fixture(scope="module")
def exact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of a BERT of three layers with random weights."""
    random = np.random.default_rng(0)

    def weights(*shape: int) -> NDArray[np.float32]:
        return random.normal(0, 0.2, shape).astype(np.float32)

    made = {
        "embeddings.word_embeddings.weight": weights(WORDS, WIDTH),
        "embeddings.position_embeddings.weight": weights(64, WIDTH),
        "embeddings.token_type_embeddings.weight": weights(2, WIDTH),
        "embeddings.LayerNorm.weight": 1 + weights(WIDTH),
        "embeddings.LayerNorm.bias": weights(WIDTH),
    }
    for layer in (f"encoder.layer.{number}." for number in range(3)):
        sizes = dict.fromkeys(("query", "key", "value"), (WIDTH, WIDTH))
        layers = {f"attention.self.{name}": size for name, size in sizes.items()}
        layers["attention.output.dense"] = (WIDTH, WIDTH)
        layers["intermediate.dense"] = (4 * WIDTH, WIDTH)
        layers["output.dense"] = (WIDTH, 4 * WIDTH)
        for name, (out, wide) in layers.items():
            made[f"{layer}{name}.weight"] = weights(out, wide)
            made[f"{layer}{name}.bias"] = weights(out)
        for name in ("attention.output", "output"):
            made[f"{layer}{name}.LayerNorm.weight"] = 1 + weights(WIDTH)
            made[f"{layer}{name}.LayerNorm.bias"] = weights(WIDTH)
    made["encoder.layer.1.intermediate.dense.weight"][5] = 0  # a column without any number
    path = tmp_path_factory.mktemp("graph") / "exact.onnx"
    write_bert_graph(made, BertConfig(3, 4, 1e-12, 64, WIDTH), path)
    return path


@pytest.fixture(scope="module")
def small(exact: Path) -> Path:
    """The same in 8 bits."""
    path = exact.with_name("small.onnx")
    write_small_graph(exact, path)
    return path


def vectors(graph: Path) -> NDArray[np.float32]:
    """Return the vectors that a graph gives, one text at a time."""
    running = session(graph, 1)
    rows = []
    for text in TEXTS:
        ids = np.array([text], np.int64)
        feed = dict(zip(INPUTS, (ids, np.zeros_like(ids)), strict=True))
        rows.append(running.run(None, feed)[0][0])
    return np.stack(rows)


def arrays(graph: Path, kind: int) -> list[NDArray[Any]]:
    """Return a graph's arrays of a kind of numbers, in order of their names."""
    found = {one.name: one for one in onnx.load(graph).graph.initializer if one.data_type == kind}
    return [onnx.numpy_helper.to_array(found[name]) for name in sorted(found)]


def test_its_vectors_are_nearly_the_same_in_less_space(exact: Path, small: Path) -> None:
    """Which is what it is for."""
    cosines = (vectors(small) * vectors(exact)).sum(axis=1)
    assert cosines.min() > 0.99
    assert small.stat().st_size < 0.4 * exact.stat().st_size


def test_its_matrices_are_those_of_the_quantiser_of_onnxruntime(exact: Path, small: Path) -> None:
    """To the number: what was measured with those holds."""
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415 - slow

    nodes = [
        node.name.removesuffix("_MatMulInteger").removesuffix("_int")
        for node in onnx.load(small).graph.node
        if node.op_type == "MatMulInteger"
    ]
    theirs = exact.with_name("theirs.onnx")
    quantize_dynamic(
        exact,
        theirs,
        weight_type=QuantType.QInt8,
        per_channel=True,
        nodes_to_quantize=nodes,
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )
    ours = [array for array in arrays(small, onnx.TensorProto.INT8) if len(array) != WORDS]
    expected = arrays(theirs, onnx.TensorProto.INT8)
    assert len(ours) == len(expected) == 2 * len(nodes)  # the numbers, and a zero for each column
    for made, other in zip(ours, expected, strict=True):
        np.testing.assert_array_equal(made, other)


def test_all_linear_layers_compute_with_8_bits(small: Path) -> None:
    """Also those whose inputs have outliers, since each row has a scale of its own."""
    operators = [node.op_type for node in onnx.load(small).graph.node]
    assert operators.count("MatMulInteger") == 3 * 4
    assert "MatMul" not in operators


def test_a_row_is_as_exact_beside_a_large_one(tmp_path: Path) -> None:
    """And one without any number stays so."""
    random = np.random.default_rng(0)
    matrix = random.normal(0, 1, (64, 16)).astype(np.float32)
    kind, shapes = onnx.TensorProto.FLOAT, {"states": [1, None, 64], "made": [1, None, 16]}
    states, made = (onnx.helper.make_tensor_value_info(n, kind, s) for n, s in shapes.items())
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("MatMul", ["states", "matrix"], ["made"], "linear")],
        "layer",
        [states],
        [made],
        [onnx.numpy_helper.from_array(matrix, "matrix")],
    )
    opsets = [onnx.helper.make_opsetid("", 17)]
    onnx.save(
        onnx.helper.make_model(graph, opset_imports=opsets, ir_version=8), tmp_path / "exact.onnx"
    )
    write_small_graph(tmp_path / "exact.onnx", tmp_path / "small.onnx")
    rows = random.normal(0, 1, (3, 64)).astype(np.float32) * [[1000], [1], [0]]
    feed = {"states": rows[None].astype(np.float32)}
    (result,) = session(tmp_path / "small.onnx", 1).run(None, feed)
    errors = np.linalg.norm(result[0] - rows @ matrix, axis=1)
    assert (errors <= 0.02 * np.linalg.norm(rows @ matrix, axis=1)).all()
