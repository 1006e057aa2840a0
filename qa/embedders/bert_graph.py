"""The graph of the default model, written straight from its weights, without PyTorch.

PyTorch and sentence-transformers take seconds to import and more to trace a model. The default
model is a BERT (Devlin et al. 2019) with the mean of its token states as the vector, so its graph
is a list of layers that are all alike. Other models are traced, see :mod:`qa.embedders.onnx_graph`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Weights = Mapping[str, NDArray[np.float32]]

INPUTS = ("input_ids", "token_type_ids")
"""What the graph reads, int64 ``(texts, tokens)`` each; texts of one length, without padding."""

SENTENCES = "sentences"
"""A further input of a graph with a sentence layer: 1 where a word piece is of a sentence, else 0;
float32 ``(texts, sentences, tokens)``."""

OF_SENTENCES = "sentence_"
"""The beginning of the names of all that only the vectors of sentences need."""

SPECIAL = 2
"""Word pieces that are put around every text: [CLS] and [SEP]."""

_OPSET, _IR = 17, 8
_FUSED = "com.microsoft"  # operators of onnxruntime that do a whole step of a layer at once
_LEAST = 1e-12  # of a norm that is divided by
_FAR = 1e4  # what is taken from attention that is not wanted
_VECTORS = f"{OF_SENTENCES}vectors"


@dataclass(frozen=True, slots=True)
class BertConfig:
    """The numbers that the weights do not say.

    Attributes:
        layers: number of layers.
        heads: of attention, in each.
        epsilon: that layer normalisation adds to the variance.
        longest: the most word pieces of a text that count, special ones included.
        dimension: of a vector.
    """

    layers: int
    heads: int
    epsilon: float
    longest: int
    dimension: int


def read_config(folder: Path) -> BertConfig:
    """Return the configuration of a model.

    Args:
        folder: of a model of sentence-transformers.

    Raises:
        ModelError: it is no BERT whose vector is the mean of its token states.
    """
    try:
        model = json.loads((folder / "config.json").read_bytes())
        pooling = json.loads((folder / "1_Pooling" / "config.json").read_bytes())
        lengths = json.loads((folder / "sentence_bert_config.json").read_bytes())
        modes = {name for name, on in pooling.items() if name.startswith("pooling_mode") and on}
        expected = (model["model_type"], model["hidden_act"], model["position_embedding_type"])
        config = BertConfig(
            layers=int(model["num_hidden_layers"]),
            heads=int(model["num_attention_heads"]),
            epsilon=float(model["layer_norm_eps"]),
            longest=int(lengths["max_seq_length"]),
            dimension=int(model["hidden_size"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        msg = f"The configuration of the model in {str(folder)!r} cannot be read ({error!r})."
        raise ModelError(msg) from error
    if expected != ("bert", "gelu", "absolute") or modes != {"pooling_mode_mean_tokens"}:
        msg = f"The model in {str(folder)!r} is no BERT with a mean: {expected}, {sorted(modes)}."
        raise ModelError(msg)
    return config


def write_bert_graph(
    weights: Weights, config: BertConfig, path: Path, sentence_layer: Weights | None = None
) -> None:
    """Write a graph of 32 bits; its output ``vector`` is float32 ``(texts, dimension)``.

    Args:
        weights: of the model, by the names that transformers gives them.
        config: of the model.
        path: of the file to write.
        sentence_layer: see :mod:`qa.embedders.sentence_layer`. With it, the graph has the input
            :data:`SENTENCES`, and the output ``sentence_vectors``, float32
            ``(texts, sentences, dimension)``.

    Raises:
        ModelError: a weight is missing.
    """
    import onnx  # noqa: PLC0415 - needed only to write a graph

    of_sentences = {f"{OF_SENTENCES}{n}": array for n, array in (sentence_layer or {}).items()}
    graph = _Graph({**weights, **of_sentences})
    try:
        states = [_embedded(graph, config)]
        for number in range(config.layers):
            layer = f"encoder.layer.{number}"
            states.append(_layer(graph, config, layer, states[-1], f"layer_{number}"))
        _pooled(graph, states[-1])
        if sentence_layer:
            _sentences(graph, config, states)
    except KeyError as error:
        msg = f"The model has no weights named {error}."
        raise ModelError(msg) from error
    helper, kinds = onnx.helper, onnx.TensorProto
    inputs = [helper.make_tensor_value_info(n, kinds.INT64, ["texts", "tokens"]) for n in INPUTS]
    outputs = [helper.make_tensor_value_info("vector", kinds.FLOAT, ["texts", config.dimension])]
    if sentence_layer:
        shape = ["texts", "sentences"]
        inputs.append(helper.make_tensor_value_info(SENTENCES, kinds.FLOAT, [*shape, "tokens"]))
        outputs.append(
            helper.make_tensor_value_info(_VECTORS, kinds.FLOAT, [*shape, config.dimension])
        )
    arrays = [onnx.numpy_helper.from_array(array, name) for name, array in graph.arrays.items()]
    made = helper.make_graph(graph.nodes, "encoder", inputs, outputs, arrays)
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_FUSED, 1)]
    onnx.save(helper.make_model(made, opset_imports=opsets, ir_version=_IR), path)


class _Graph:
    """A graph in the making: its nodes in order, and the arrays they use."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.nodes: list[Any] = []
        self.arrays: dict[str, NDArray[Any]] = {}

    def add(
        self, operator: str, *inputs: str, into: str | list[str], domain: str = "", **settings: Any
    ) -> str:
        """Add a node; return the name of its first output, of which it has the name."""
        import onnx  # noqa: PLC0415 - needed only to write a graph

        outputs = [into] if isinstance(into, str) else into
        (name, *_) = outputs
        node = onnx.helper.make_node(operator, inputs, outputs, name, domain=domain, **settings)
        self.nodes.append(node)
        return name

    def weight(self, name: str) -> str:
        """Use a weight of the model as it is."""
        return self.array(name, self.weights[name])

    def matrix(self, *names: str) -> str:
        """Use the matrices of linear layers side by side, from input to output."""
        joined = np.concatenate([self.weights[name].T for name in names], axis=1)
        return self.array(names[0], np.ascontiguousarray(joined))

    def biases(self, *names: str) -> str:
        """Use the biases of linear layers one after the other."""
        return self.array(names[0], np.concatenate([self.weights[name] for name in names]))

    def array(self, name: str, values: Any) -> str:
        """Use an array."""
        self.arrays[name] = np.asarray(values)
        return name


def _embedded(graph: _Graph, config: BertConfig) -> str:
    """Add what makes the first states, from words, their positions and the kind of text."""
    words = graph.add(
        "Gather", graph.weight("embeddings.word_embeddings.weight"), "input_ids", into="words"
    )
    kinds = graph.add(
        "Gather",
        graph.weight("embeddings.token_type_embeddings.weight"),
        "token_type_ids",
        into="kinds",
    )
    shape = graph.add("Shape", "input_ids", into="shape")
    tokens = graph.add("Gather", shape, graph.array("second", np.array([1])), into="tokens")
    places = graph.add(
        "Slice",
        graph.weight("embeddings.position_embeddings.weight"),
        graph.array("first", np.array([0])),
        tokens,
        graph.array("rows", np.array([0])),
        into="places",
    )
    summed = graph.add("Add", graph.add("Add", words, kinds, into="worded"), places, into="placed")
    return _normalised(graph, config, "embeddings", summed, "states")


def _layer(  # noqa: PLR0913, PLR0917 - what it reads, and how it is named
    graph: _Graph, config: BertConfig, layer: str, states: str, made: str, bias: str = ""
) -> str:
    """Add a layer with the weights of ``layer``; return its states, ``made``.

    ``bias``, if there is one, is added to what each word piece makes of each.
    """
    parts = [f"{layer}.attention.self.{name}" for name in ("query", "key", "value")]
    # One matrix for all three: a wide product takes less time than three narrow ones.
    matrix = graph.matrix(*(f"{part}.weight" for part in parts))
    joined = graph.add("MatMul", states, matrix, into=f"{made}_joined")
    biases = graph.biases(*(f"{part}.bias" for part in parts))
    joined = graph.add("Add", joined, biases, into=f"{made}_biased")
    three = [f"{made}_{name}" for name in ("query", "key", "value")]
    graph.add("Split", joined, into=three, axis=-1)
    attended = graph.add(
        "MultiHeadAttention",
        *three,
        *(("", "", bias) if bias else ()),
        into=f"{made}_attention",
        domain=_FUSED,
        num_heads=config.heads,
    )
    attended = _linear(graph, f"{layer}.attention.output.dense", attended, f"{made}_attended")
    states = _added(graph, config, f"{layer}.attention.output", (attended, states), f"{made}_own")
    wide = _linear(graph, f"{layer}.intermediate.dense", states, f"{made}_wide")
    wide = graph.add(
        "BiasGelu",
        wide,
        graph.weight(f"{layer}.intermediate.dense.bias"),
        into=f"{made}_gelu",
        domain=_FUSED,
    )
    narrow = _linear(graph, f"{layer}.output.dense", wide, f"{made}_narrow")
    return _added(graph, config, f"{layer}.output", (narrow, states), made)


def _linear(graph: _Graph, name: str, states: str, into: str) -> str:
    return graph.add("MatMul", states, graph.matrix(f"{name}.weight"), into=into)


def _added(
    graph: _Graph, config: BertConfig, name: str, summands: tuple[str, str], into: str
) -> str:
    """Add the sum of two states and a bias, normalised."""
    made, states = summands
    biased = graph.add("Add", made, graph.weight(f"{name}.dense.bias"), into=f"{into}_biased_sum")
    summed = graph.add("Add", biased, states, into=f"{into}_sum")
    return _normalised(graph, config, name, summed, into)


def _normalised(graph: _Graph, config: BertConfig, name: str, states: str, into: str) -> str:
    return graph.add(
        "LayerNormalization",
        states,
        graph.weight(f"{name}.LayerNorm.weight"),
        graph.weight(f"{name}.LayerNorm.bias"),
        into=into,
        axis=-1,
        epsilon=config.epsilon,
    )


def _pooled(graph: _Graph, states: str) -> None:
    """Add the mean of the states of each text's word pieces, of unit norm."""
    axis = graph.array("axis", np.array([1]))
    summed = graph.add("ReduceSum", states, axis, into="sum", keepdims=0)
    _of_unit_norm(graph, summed, "", "vector")


def _sentences(graph: _Graph, config: BertConfig, states: list[str]) -> None:
    """Add the sentence layer, and the mean of its states of each sentence's word pieces."""
    name = OF_SENTENCES
    *_, before, last = states
    # One matrix for each state that is read, in place of a wide one: it can be of 8 bits.
    whole = graph.weights[f"{name}mix.weight"].T
    mixed = graph.array(f"{name}mix.bias", graph.weights[f"{name}mix.bias"])
    for number, read in enumerate((before, states[0], last)):
        part = whole[number * config.dimension : (number + 1) * config.dimension]
        matrix = graph.array(f"{name}mix_{number}", np.ascontiguousarray(part))
        product = graph.add("MatMul", read, matrix, into=f"{name}part_{number}")
        mixed = graph.add("Add", product, mixed, into=f"{name}mixed_{number}")
    turned = graph.add("Transpose", SENTENCES, into=f"{name}turned", perm=[0, 2, 1])
    same = graph.add("MatMul", turned, SENTENCES, into=f"{name}same")
    # 0 within a sentence, and so far below between two that nothing is left of it.
    apart = graph.add(
        "Sub", same, graph.array(f"{name}one", np.array(1, np.float32)), into=f"{name}apart"
    )
    least = graph.array(f"{name}far", np.array(_FAR, np.float32))
    far = graph.add("Mul", apart, least, into=f"{name}far_apart")
    heads = graph.array(f"{name}heads", np.array([1]))
    bias = graph.add("Unsqueeze", far, heads, into=f"{name}bias")
    made = _layer(graph, config, f"{name}layer", mixed, f"{name}states", bias)
    summed = graph.add("MatMul", SENTENCES, made, into=f"{name}sum")
    _of_unit_norm(graph, summed, name, _VECTORS)


def _of_unit_norm(graph: _Graph, summed: str, name: str, into: str) -> None:
    norm = graph.add("ReduceL2", summed, into=f"{name}norm", axes=[-1], keepdims=1)
    least = graph.array("least", np.array(_LEAST, np.float32))
    graph.add("Div", summed, graph.add("Max", norm, least, into=f"{name}divisor"), into=into)
