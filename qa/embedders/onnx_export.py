"""A sentence-transformers model into an ONNX graph that gives the same vectors.

The graph holds all of the model, pooling and normalisation included. It is made twice, with
weights of 32 and of 8 bits, and both are held against the model itself; the small one is
kept where it finds as much in the corpus.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
import warnings
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.embedders.onnx import GRAPH, TOKENIZER, Card, OnnxEmbedder, write_card
from qa.errors import ModelError
from qa.files.hashing import sha256_of_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from qa.embedders.sentence_transformer import SentenceTransformerEmbedder

_log = logging.getLogger(__name__)

EXACT = 0.9999
"""Least cosine of a 32-bit graph's vectors with the model's own."""

CLOSE = 0.997
"""Least mean cosine of an 8-bit graph's vectors with the model's own."""

LOSS = 0.002
"""Share of the sample's questions that an 8-bit graph must lose less than, among the first five."""

EXACTLY, SMALL = "exact", "small"
"""Folders of the encoders of 32 and of 8 bits."""

_FIRST = 5
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_MOST_IN_A_BYTE = 127
_LARGE = 1_000_000  # numbers of a table that is worth it
_WIDER = 1.5  # times its output that a layer's input must be to be one that narrows
_PROBE = (
    "The harbour was deepened in 1998, and again ten years later.",
    "Wer öffnet die Tür?",
    "a",
    "word " * 600,  # more than the model reads
)


@dataclass(frozen=True, slots=True)
class Sample:
    """Some of what is to be indexed.

    Attributes:
        passages: texts of passages.
        questions: for each, one of its sentences.
    """

    passages: Sequence[str]
    questions: Sequence[str]


def export(embedder: SentenceTransformerEmbedder, folder: Path, sample: Sample) -> None:
    """Make the encoders of a model: ``exact``, and ``small`` where its vectors are close enough.

    Args:
        embedder: the model.
        folder: is made, and holds the two.
        sample: of a corpus, on which the vectors of the small one are compared.

    Raises:
        ModelError: the model cannot be exported, or its graph gives other vectors.
        OSError: it cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".made-") as work:
        made = Path(work) / "made"
        made.mkdir()
        try:
            _exported(embedder, made / EXACTLY)
            if not _quantised(embedder, made / EXACTLY, made / SMALL, sample):
                shutil.rmtree(made / SMALL)
        except (OSError, ModelError):
            raise
        except Exception as error:  # whatever a foreign model makes the exporter raise
            msg = f"The model {embedder.identity.name!r} cannot be exported to ONNX ({error})."
            raise ModelError(msg) from error
        with suppress(OSError):  # made by another process in the meantime
            made.rename(folder)
        if not folder.exists():
            msg = f"{str(folder)!r} cannot be written"
            raise OSError(msg)


def choose(folder: Path, sample: Sample) -> Path:
    """Return which encoder of a model is for a corpus: the small one, where it finds as much.

    Args:
        folder: was made by :func:`export`.
        sample: of the corpus.

    Raises:
        ModelError: an encoder is damaged.
    """
    exact, small = folder / EXACTLY, folder / SMALL
    if not small.exists():
        return exact
    found = [_found(OnnxEmbedder(path), sample) for path in (exact, small)]
    lost = (found[0] - found[1]) / max(1, len(sample.questions))
    return small if lost < LOSS else exact


def _exported(embedder: SentenceTransformerEmbedder, folder: Path) -> None:
    """Make the graph of 32 bits."""
    folder.mkdir()
    embedder.model.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER))
    _write_graph(embedder.model, folder / GRAPH)
    _checked(embedder, folder, "fp32", _PROBE, (EXACT, min))


def _write_graph(model: Any, path: Path) -> None:
    """Write all of a model as a graph; what it takes is what its tokenizer gives."""
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

    given = model.tokenizer(["One text.", "And another one."], padding=True, return_tensors="pt")
    names = [name for name in _INPUTS if name in given]
    transformer = model[0].auto_model
    attention = transformer.config._attn_implementation  # noqa: SLF001 - it has no other name
    transformer.set_attn_implementation("eager")  # which the fusions below know
    try:
        with torch.no_grad(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                Whole().eval(),
                tuple(given[name].to(model.device) for name in names),
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
    options.enable_embed_layer_norm = False  # its table of words could not be made smaller
    fused = optimize_model(
        str(path),
        model_type="bert",
        num_heads=config.num_attention_heads,
        hidden_size=config.hidden_size,
        optimization_options=options,
        opt_level=0,
    )
    fused.save_model_to_file(str(path))


def _quantised(
    embedder: SentenceTransformerEmbedder, exact: Path, small: Path, sample: Sample
) -> bool:
    """Make the graph of 8 bits; tell whether its vectors are close to the model's.

    Layers that narrow, whose inputs have outliers, stay whole (they cost half of what is lost),
    and so does the other large layer in the middle.
    """
    import onnx  # noqa: PLC0415 - a second, and only to export
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415

    small.mkdir()
    shutil.copy(exact / TOKENIZER, small)
    graph = onnx.load(exact / GRAPH).graph
    shapes = {held.name: tuple(held.dims) for held in graph.initializer}
    layers = [
        (node.name, shapes[node.input[1]])
        for node in graph.node
        if node.op_type in {"MatMul", "Attention"} and len(shapes.get(node.input[1], ())) == 2  # noqa: PLR2004
    ]
    narrowing = {name for name, (wide, out) in layers if wide > _WIDER * out}
    widening = [name for name, (wide, out) in layers if out > _WIDER * wide and "MatMul" in name]
    whole = narrowing | set(widening[(len(widening) - 1) // 2 :][:1])
    logging.disable(logging.WARNING)  # it advises a step that is done
    try:
        quantize_dynamic(
            exact / GRAPH,
            small / GRAPH,
            weight_type=QuantType.QInt8,
            per_channel=True,
            nodes_to_quantize=[name for name, _ in layers if name not in whole],
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )
    finally:
        logging.disable(logging.NOTSET)
    _shrink_tables(small / GRAPH)
    texts = [*sample.passages, *sample.questions]
    try:
        _checked(embedder, small, "int8", texts or _PROBE, (CLOSE, np.mean))
    except ModelError as error:
        _log.info("%s", error)
        return False
    return True


def _shrink_tables(path: Path) -> None:
    """Keep the table of words in 8 bits, a scale a row; it halves the file and the time to load it.

    A row's largest number is 127 then.
    """
    import onnx  # noqa: PLC0415 - a second, and only to export
    from onnx import numpy_helper  # noqa: PLC0415

    model = onnx.load(path)
    graph = model.graph
    tables = {
        held.name: held
        for held in graph.initializer
        if held.data_type == onnx.TensorProto.FLOAT and np.prod(held.dims) > _LARGE
    }
    nodes = []
    for node in graph.node:
        name = node.input[0] if node.input else ""
        if node.op_type != "Gather" or name not in tables or _axis(node):
            nodes.append(node)
            continue
        table = numpy_helper.to_array(tables[name])
        scales = np.abs(table).max(axis=1, keepdims=True) / _MOST_IN_A_BYTE
        scales[scales == 0] = 1
        small, scale, made = f"{name}_small", f"{name}_scale", node.output[0]
        kept = {held.name for held in graph.initializer}
        if small not in kept:
            rounded = np.rint(table / scales).astype(np.int8)
            graph.initializer.append(numpy_helper.from_array(rounded, small))
            graph.initializer.append(numpy_helper.from_array(scales, scale))
        rows = node.input[1]
        new = onnx.helper.make_node
        nodes += [
            new("Gather", [small, rows], [f"{made}_small"]),
            new("Cast", [f"{made}_small"], [f"{made}_whole"], to=onnx.TensorProto.FLOAT),
            new("Gather", [scale, rows], [f"{made}_scale"]),
            new("Mul", [f"{made}_whole", f"{made}_scale"], [made]),
        ]
    used = {name for node in nodes for name in node.input}
    left = [held for held in graph.initializer if held.name in used]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(nodes)
    graph.initializer.extend(left)
    onnx.save(model, path)


def _axis(node: Any) -> int:
    """Return along which axis a Gather takes what it takes."""
    return next((given.i for given in node.attribute if given.name == "axis"), 0)


def _checked(
    embedder: SentenceTransformerEmbedder,
    folder: Path,
    precision: str,
    texts: Sequence[str],
    least: tuple[float, Callable[[NDArray[np.float32]], float]],
) -> None:
    """Write the card of an encoder after its vectors were held against the model's.

    Args:
        embedder: the model.
        folder: of the encoder.
        precision: of its graph.
        texts: on which they are compared, as passages and as questions.
        least: the least cosine, and which one of all counts.

    Raises:
        ModelError: they are others.
    """
    question, passage = embedder.prompts
    card = Card(
        identity=embedder.identity,
        longest=embedder.longest,
        special=embedder.longest - embedder.limit,
        question_prompt=question,
        passage_prompt=passage,
        precision=precision,
        graph_sha256=sha256_of_file(folder / GRAPH),
        tokenizer_sha256=sha256_of_file(folder / TOKENIZER),
        cosine=0.0,
    )
    write_card(folder, card)
    made = OnnxEmbedder(folder)
    pairs = [
        (made.embed_passages(texts), embedder.embed_passages(texts)),
        *((made.embed_question(text), embedder.embed_question(text)) for text in texts),
    ]
    cosines = np.concatenate([np.atleast_1d((ours * its).sum(axis=-1)) for ours, its in pairs])
    bound, counted = least
    if not counted(cosines) >= bound or made.count_tokens(texts) != embedder.count_tokens(texts):
        msg = (
            f"The ONNX graph of {embedder.identity.name!r} in {precision} gives other vectors "
            f"(cosine {counted(cosines):.4f}, not {bound})."
        )
        raise ModelError(msg)
    write_card(folder, replace(card, cosine=float(cosines.mean())))


def _found(embedder: OnnxEmbedder, sample: Sample) -> int:
    passages = embedder.embed_passages(sample.passages)
    questions = np.array([embedder.embed_question(text) for text in sample.questions])
    cosines = questions @ passages.T
    own = cosines[np.arange(len(questions)), np.arange(len(questions))]
    return int(((cosines > own[:, None]).sum(axis=1) < _FIRST).sum())
