"""The ONNX graph of a model once more, with most of its weights in 8 bits.

The layers are those that onnxruntime's own quantiser makes, with the same numbers. That one works
through every column of every matrix in Python, and takes most of a first build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

_LARGEST = 127
_LEAST = 1e-30
_LARGE_TABLE = 1_000_000  # numbers; below, 8 bits save nothing that counts
_MATRIX = 2  # dimensions
_FUSED = "com.microsoft"


def write_small_graph(exact: Path, small: Path) -> None:
    """Write a graph again whose linear layers compute with 8 bits.

    A column of a matrix has a scale of its own, and so has a row of states, that is, a word piece:
    the states of some are many times as large as those of others, which would lose most with one
    scale for all (dynamic quantisation per token, as in ZeroQuant, Yao et al. 2022). Attention that
    is one operator with its matrix has one scale for all its states.

    Args:
        exact: file of the graph of 32 bits.
        small: file to write.
    """
    import onnx  # noqa: PLC0415 - needed only to write a graph

    model = onnx.load(exact)
    graph = model.graph
    writer = _Writer({one.name: one for one in graph.initializer})
    layers = _layers(graph, writer.weights)
    for node in graph.node:
        if node.name in layers:
            writer.add_layer(node)
        elif node.op_type == "Gather" and _is_large_table(writer.weights, node):
            writer.add_table(node)
        else:
            writer.nodes.append(node)
    used = {name for node in writer.nodes for name in node.input}
    left = [one for name, one in writer.weights.items() if name in used]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(writer.nodes)
    graph.initializer.extend(left)
    if _FUSED not in {opset.domain for opset in model.opset_import}:
        model.opset_import.append(onnx.helper.make_opsetid(_FUSED, 1))
    onnx.save(model, small)


def _layers(graph: Any, weights: Mapping[str, Any]) -> set[str]:
    """Return the names of the nodes whose weights become 8 bits."""
    return {
        node.name
        for node in graph.node
        if node.op_type in {"MatMul", "Attention"}
        and node.input[1] in weights
        and len(weights[node.input[1]].dims) == _MATRIX
        and not any(setting.name == "qkv_hidden_sizes" for setting in node.attribute)
    }


class _Writer:
    """Writes nodes anew, with their weights in 8 bits."""

    def __init__(self, weights: dict[str, Any]) -> None:
        self.weights = weights
        self.nodes: list[Any] = []
        self._inputs: dict[str, list[str]] = {}
        self._scaled: set[str] = set()

    def add_layer(self, node: Any) -> None:
        """Add a linear layer, or one of attention, that computes with 8 bits."""
        import onnx  # noqa: PLC0415 - as above

        states, matrix, *others = node.input
        small, scale, zero = self._matrix(matrix)
        if node.op_type == "Attention":
            states, states_scale, states_zero = self._input(states)
            bias, lengths, past = (*others, "", "", "")[:3]
            settings = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
            inputs = [states, small, bias, states_scale, scale, lengths, states_zero, zero, past]
            self._add("QAttention", inputs, list(node.output), _FUSED, **settings)
            return
        (made,) = node.output
        rows, largest = self._rows(states)
        states, states_scale, states_zero = self._input(rows)
        self._add("MatMulInteger", [states, small, states_zero, zero], [f"{made}_int"])
        self._add("Cast", [f"{made}_int"], [f"{made}_float"], to=onnx.TensorProto.FLOAT)
        self._add("Mul", [states_scale, scale], [f"{made}_scale"])
        self._add("Mul", [f"{made}_float", f"{made}_scale"], [f"{made}_rows"])
        self._add("Mul", [f"{made}_rows", largest], [made])

    def add_table(self, node: Any) -> None:
        """Add the look-up of words in a table of 8 bits, with a scale for each row.

        This halves the file and the time to load it. A row's largest number becomes 127.
        """
        import onnx  # noqa: PLC0415 - as above

        (name, rows), (made,) = node.input, node.output
        small, scale = f"{name}_small", f"{name}_scale"
        if small not in self.weights:  # two nodes may look up the same table
            table = onnx.numpy_helper.to_array(self.weights[name])
            self._store(table, np.abs(table).max(axis=1, keepdims=True), small, scale)
        self._add("Gather", [small, rows], [f"{made}_small"])
        self._add("Cast", [f"{made}_small"], [f"{made}_whole"], to=onnx.TensorProto.FLOAT)
        self._add("Gather", [scale, rows], [f"{made}_scale"])
        self._add("Mul", [f"{made}_whole", f"{made}_scale"], [made])

    def _matrix(self, name: str) -> tuple[str, str, str]:
        """Return the names of a matrix in 8 bits, and of scale and zero of each column."""
        import onnx  # noqa: PLC0415 - as above

        small, scale, zero = f"{name}_small", f"{name}_scale", f"{name}_zero"
        if small not in self.weights:
            matrix = onnx.numpy_helper.to_array(self.weights[name])
            self._store(matrix, np.abs(matrix).max(axis=0), small, scale)
            zeros = np.zeros(matrix.shape[1], np.int8)
            self.weights[zero] = onnx.numpy_helper.from_array(zeros, zero)
        return small, scale, zero

    def _store(self, numbers: Any, largest: NDArray[np.float32], small: str, scale: str) -> None:
        """Store numbers in 8 bits, the largest of each row or column as 127, and their scales."""
        import onnx  # noqa: PLC0415 - as above

        scales = (largest.astype(np.float64) / _LARGEST).astype(np.float32)
        scales[scales == 0] = 1
        rounded = np.rint(numbers / scales).astype(np.int8)
        self.weights[small] = onnx.numpy_helper.from_array(rounded, small)
        self.weights[scale] = onnx.numpy_helper.from_array(scales, scale)

    def _input(self, states: str) -> list[str]:
        """Return the names of states in 8 bits, and of their scale and zero."""
        if states not in self._inputs:  # layers may share them
            names = [f"{states}_{part}" for part in ("quantised", "range", "zero")]
            self._add("DynamicQuantizeLinear", [states], names)
            self._inputs[states] = names
        return self._inputs[states]

    def _rows(self, states: str) -> tuple[str, str]:
        """Return the names of states whose rows are between -1 and 1, and of what they lack."""
        rows, largest = f"{states}_rows", f"{states}_largest"
        if states not in self._scaled:  # as above
            self._scaled.add(states)
            self._add("Abs", [states], [f"{states}_sizes"])
            self._add("ReduceMax", [f"{states}_sizes"], [f"{states}_max"], axes=[-1], keepdims=1)
            self._add("Max", [f"{states}_max", self._least()], [largest])
            self._add("Div", [states, largest], [rows])
        return rows, largest

    def _least(self) -> str:
        """Return the name of what a row without any number is divided by."""
        import onnx  # noqa: PLC0415 - as above

        name = "least_of_a_row"
        self.weights[name] = onnx.numpy_helper.from_array(np.array(_LEAST, np.float32), name)
        return name

    def _add(
        self,
        operator: str,
        inputs: list[str],
        outputs: list[str],
        domain: str = "",
        **settings: Any,
    ) -> None:
        import onnx  # noqa: PLC0415 - as above

        made = onnx.helper.make_node(
            operator, inputs, outputs, name=f"{outputs[0]}_{operator}", domain=domain, **settings
        )
        self.nodes.append(made)


def _is_large_table(weights: Mapping[str, Any], node: Any) -> bool:
    """Return whether a node looks up rows of a large table of 32 bits."""
    import onnx  # noqa: PLC0415 - as above

    table = weights.get(node.input[0])
    if table is None or table.data_type != onnx.TensorProto.FLOAT:
        return False
    axis = next((setting.i for setting in node.attribute if setting.name == "axis"), 0)
    return not axis and bool(np.prod(table.dims) > _LARGE_TABLE)
