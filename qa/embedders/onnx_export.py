"""The encoders of a sentence-transformers model: ONNX graphs with the same vectors.

Two are made, with weights of 32 and of 8 bits, and both are compared with the model itself. The
small one is for a corpus in which it finds as much.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa.embedders.bert_graph import SPECIAL, read_config, write_bert_graph
from qa.embedders.onnx import GRAPH, TOKENIZER, Card, OnnxEmbedder, write_card
from qa.embedders.onnx_graph import write_graph, write_small_graph
from qa.embedders.protocol import EmbedderIdentity
from qa.embedders.sentence_transformer import model_folder, weights_sha256
from qa.errors import ModelError
from qa.files.hashing import sha256_of_file
from qa.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from qa.embedders.sentence_transformer import SentenceTransformerEmbedder

    Model = SentenceTransformerEmbedder | OnnxEmbedder  # an OnnxEmbedder of 32 bits

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
_PROBE = (
    "The harbour was deepened in 1998, and again ten years later.",
    "Wer öffnet die Tür?",
    "a",
    "word " * 600,  # more than the model reads
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample of what is to be indexed.

    Attributes:
        passages: texts of passages.
        questions: for each passage, one of its sentences.
    """

    passages: Sequence[str]
    questions: Sequence[str]


def exact_encoder_of_default_model() -> OnnxEmbedder:
    """Return the encoder of 32 bits of the default model, made without PyTorch.

    Importing PyTorch and tracing the model would take most of a first build. The weights are those
    of one known model, so that the tests can say how near the vectors are: as near as
    :data:`EXACT` asks of any other.

    Raises:
        ModelError: the model is not installed, damaged, or configured in another way.
    """
    from safetensors import SafetensorError  # noqa: PLC0415 - needed only here
    from safetensors.numpy import load_file  # noqa: PLC0415

    sha256, folder = weights_sha256(DEFAULT_MODEL), model_folder(DEFAULT_MODEL)
    config = read_config(folder)
    with tempfile.TemporaryDirectory(prefix="quoth-") as work:
        made = Path(work)
        try:
            write_bert_graph(load_file(folder / "model.safetensors"), config, made / GRAPH)
            shutil.copy(folder / TOKENIZER, made / TOKENIZER)
        except (OSError, SafetensorError) as error:
            msg = f"The default model at {str(folder)!r} cannot be read ({error})."
            raise ModelError(msg) from error
        card = Card(
            identity=EmbedderIdentity(DEFAULT_MODEL, sha256, config.dimension),
            longest=config.longest,
            special=SPECIAL,
            question_prompt="",
            passage_prompt="",
            precision="fp32",
            graph_sha256=sha256_of_file(made / GRAPH),
            tokenizer_sha256=sha256_of_file(made / TOKENIZER),
            cosine=1.0,
        )
        write_card(made, card)
        return OnnxEmbedder(made)


def export(embedder: Model, folder: Path, sample: Sample) -> None:
    """Make the encoders of a model: ``exact``, and ``small`` where its vectors are close enough.

    Args:
        embedder: the model, or its encoder of 32 bits, which is then the exact one.
        folder: to create, with a folder for each encoder.
        sample: of a corpus, on which the vectors of the small one are compared.

    Raises:
        ModelError: the model cannot be exported, or its graph gives other vectors.
        OSError: the folder cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".made-") as work:
        made = Path(work) / "made"
        made.mkdir()
        try:
            if isinstance(embedder, OnnxEmbedder):
                embedder.write(made / EXACTLY)
            else:
                _make_exact(embedder, made / EXACTLY)
            if not _make_small(embedder, made / EXACTLY, made / SMALL, sample):
                shutil.rmtree(made / SMALL)
        except (OSError, ModelError):
            raise
        except Exception as error:  # whatever a foreign model makes the exporter raise
            msg = f"The model {embedder.identity.name!r} cannot be exported to ONNX ({error})."
            raise ModelError(msg) from error
        with suppress(OSError):  # another process has made it in the meantime
            made.rename(folder)
        if not folder.exists():
            msg = f"{str(folder)!r} cannot be written"
            raise OSError(msg)


def choose(folder: Path, sample: Sample) -> Path:
    """Return the folder of the encoder for a corpus: the small one, where it finds as much.

    Args:
        folder: made by :func:`export`.
        sample: of the corpus.

    Raises:
        ModelError: an encoder is damaged.
    """
    exact, small = folder / EXACTLY, folder / SMALL
    if not small.exists():
        return exact
    hits = [_count_hits(OnnxEmbedder(path), sample) for path in (exact, small)]
    lost = (hits[0] - hits[1]) / max(1, len(sample.questions))
    return small if lost < LOSS else exact


def _make_exact(embedder: SentenceTransformerEmbedder, folder: Path) -> None:
    """Make the encoder of 32 bits."""
    folder.mkdir()
    embedder.model.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER))
    write_graph(embedder.model, folder / GRAPH)
    _check(embedder, folder, "fp32", _PROBE, (EXACT, min))


def _make_small(embedder: Model, exact: Path, small: Path, sample: Sample) -> bool:
    """Make the encoder of 8 bits; return whether its vectors are close to the model's."""
    small.mkdir()
    shutil.copy(exact / TOKENIZER, small)
    write_small_graph(exact / GRAPH, small / GRAPH)
    texts = [*sample.passages, *sample.questions]
    try:
        _check(embedder, small, "int8", texts or _PROBE, (CLOSE, np.mean))
    except ModelError as error:
        _log.info("%s", error)
        return False
    return True


def _check(
    embedder: Model,
    folder: Path,
    precision: str,
    texts: Sequence[str],
    least: tuple[float, Callable[[NDArray[np.float32]], float]],
) -> None:
    """Compare the vectors of an encoder with the model's, and write its card.

    Args:
        embedder: the model.
        folder: of the encoder.
        precision: of its graph.
        texts: to embed, as passages and as questions.
        least: the least cosine, and which one of all cosines counts.

    Raises:
        ModelError: the vectors differ.
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
    write_card(folder, card)  # an encoder is loaded with its card
    made = OnnxEmbedder(folder)
    pairs = [
        (made.embed_passages(texts), embedder.embed_passages(texts)),
        *((made.embed_question(text), embedder.embed_question(text)) for text in texts),
    ]
    cosines = np.concatenate([np.atleast_1d((ours * its).sum(axis=-1)) for ours, its in pairs])
    bound, counted = least
    # Not "<": a cosine that is not a number fails too.
    if not counted(cosines) >= bound or made.count_tokens(texts) != embedder.count_tokens(texts):
        msg = (
            f"The ONNX graph of {embedder.identity.name!r} in {precision} gives other vectors "
            f"(cosine {counted(cosines):.4f}, not {bound})."
        )
        raise ModelError(msg)
    write_card(folder, replace(card, cosine=float(cosines.mean())))


def _count_hits(embedder: OnnxEmbedder, sample: Sample) -> int:
    """Return how many questions have their own passage among the first five."""
    passages = embedder.embed_passages(sample.passages)
    questions = np.array([embedder.embed_question(text) for text in sample.questions])
    cosines = questions @ passages.T
    own = cosines[np.arange(len(questions)), np.arange(len(questions))]
    return int(((cosines > own[:, None]).sum(axis=1) < _FIRST).sum())
