"""The encoders of a sentence-transformers model: ONNX graphs with the same vectors.

Two are made, with weights of 32 and of 8 bits, and both are compared with the model itself. The
small one is for a corpus in which it finds as much.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qa.embedders.bert_graph import SPECIAL, read_config, write_bert_graph
from qa.embedders.choice import ENOUGH, EXACTLY, SMALL, Sample, note_choice
from qa.embedders.onnx import GRAPH, TOKENIZER, Card, OnnxEmbedder, write_card, write_files
from qa.embedders.onnx_graph import write_graph
from qa.embedders.protocol import EmbedderIdentity, PassageText
from qa.embedders.sentence_layer import read_sentence_layer
from qa.embedders.sentence_transformer import (
    SentenceTransformerEmbedder,
    model_folder,
    weights_sha256,
)
from qa.embedders.small_graph import write_small_graph
from qa.errors import ModelError
from qa.files.hashing import sha256_of_file
from qa.records import Span
from qa.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from qa.embedders.protocol import Vectors

    Model = SentenceTransformerEmbedder | OnnxEmbedder  # an OnnxEmbedder of 32 bits

_log = logging.getLogger(__name__)

EXACT = 0.9999
"""Least cosine of a 32-bit graph's vectors with the model's own."""

CLOSE = 0.997
"""Least mean cosine of an 8-bit graph's vectors with the model's own."""

CLOSE_SENTENCES = 0.99
"""The same for vectors of sentences from a sentence layer, which is a layer more."""

LOSS = 0.002
"""Share of the sample's questions that an 8-bit graph must lose less than, among the first five."""

_FIRST = 5
_PROBE = (
    "The harbour was deepened in 1998, and again ten years later.",
    "Wer öffnet die Tür?",
    "a",
    "word " * 600,  # more than the model reads
)


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
            weights = load_file(folder / "model.safetensors")
            write_bert_graph(weights, config, made / GRAPH, read_sentence_layer())
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
            pools_sentences=True,
        )
        write_card(made, card)
        return OnnxEmbedder(made)


def export(embedder: Model, folder: Path, sample: Sample) -> OnnxEmbedder:
    """Make the encoders of a model: ``exact``, and ``small`` where its vectors are close enough.

    Args:
        embedder: the model, or its encoder of 32 bits, which is then the exact one.
        folder: to create, with a folder for each encoder.
        sample: of a corpus, on which the vectors of the small one are compared.

    Returns:
        The encoder for that corpus, as :func:`choose` says.

    Raises:
        ModelError: the model cannot be exported, or its graph gives other vectors.
        OSError: the folder cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".made-") as work:
        made = Path(work) / "made"
        made.mkdir()
        try:
            if isinstance(embedder, SentenceTransformerEmbedder) and not embedder.pools_sentences:
                exact = _make_exact(embedder, made / EXACTLY)
            else:
                exact = _exact(embedder)
                write_files(made / EXACTLY, exact.files())
            chosen = _make_small(embedder, exact, made, sample)
        except (OSError, ModelError):
            raise
        except Exception as error:  # whatever a foreign model makes the exporter raise
            msg = f"The model {embedder.identity.name!r} cannot be exported to ONNX ({error})."
            raise ModelError(msg) from error
        is_settled = (made / SMALL).exists() or len(sample.passages) >= ENOUGH
        if isinstance(embedder, OnnxEmbedder) and not is_settled:
            return chosen  # a few texts must not decide for all corpora: it is soon made again
        with suppress(OSError):  # another process has made it in the meantime
            made.rename(folder)
        if not folder.exists():
            msg = f"{str(folder)!r} cannot be written"
            raise OSError(msg)
    return chosen


def _exact(embedder: Model) -> OnnxEmbedder:
    """Return the encoder of 32 bits of a model, if it is one or is made without PyTorch."""
    if isinstance(embedder, OnnxEmbedder):
        return embedder
    return exact_encoder_of_default_model()


def choose(folder: Path, sample: Sample) -> OnnxEmbedder:
    """Return the encoder for a corpus: the small one, where it finds as much.

    Args:
        folder: made by :func:`export`.
        sample: of the corpus.

    Raises:
        ModelError: an encoder is damaged.
    """
    exact = OnnxEmbedder(folder / EXACTLY)
    if not (folder / SMALL).exists():
        return exact
    small = OnnxEmbedder(folder / SMALL)
    chosen = small if _finds_as_much(_tried(exact, sample), _tried(small, sample)) else exact
    note_choice(folder, chosen, sample)
    return chosen


def _make_exact(embedder: SentenceTransformerEmbedder, folder: Path) -> OnnxEmbedder:
    """Make the encoder of 32 bits."""
    folder.mkdir()
    embedder.model.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER))
    write_graph(embedder.model, folder / GRAPH)
    exact = _with_card(embedder, folder, "fp32")
    probe = Sample(_PROBE, _PROBE)
    _check(embedder, exact, (_tried(exact, probe), _tried(embedder, probe)), min, (EXACT, EXACT))
    _save_card(exact, folder)
    return exact


def _make_small(embedder: Model, exact: OnnxEmbedder, folder: Path, sample: Sample) -> OnnxEmbedder:
    """Make the encoder of 8 bits, unless its vectors differ too much; return the one to use.

    Args:
        embedder: the model.
        exact: its encoder of 32 bits.
        folder: that has this one, and gets the other.
        sample: of a corpus.
    """
    (folder / SMALL).mkdir()
    shutil.copy(folder / EXACTLY / TOKENIZER, folder / SMALL)
    write_small_graph(folder / EXACTLY / GRAPH, folder / SMALL / GRAPH)
    small = _with_card(embedder, folder / SMALL, "int8")
    compared = sample if sample.passages else Sample(_PROBE, _PROBE)
    wanted, made = _tried(embedder, compared), _tried(small, compared)
    try:
        _check(embedder, small, (made, wanted), np.mean, (CLOSE, CLOSE_SENTENCES))
    except ModelError as error:
        _log.info("%s", error)
        shutil.rmtree(folder / SMALL)
        chosen = exact
    else:
        _save_card(small, folder / SMALL)
        chosen = small if _finds_as_much(wanted, made) else exact
    note_choice(folder, chosen, sample)
    return chosen


def _with_card(embedder: Model, folder: Path, precision: str) -> OnnxEmbedder:
    """Return the encoder of a graph, with a card that says nothing yet of its vectors."""
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
        pools_sentences=embedder.pools_sentences,
    )
    write_card(folder, card)  # an encoder is loaded with its card
    return OnnxEmbedder(folder)


def _save_card(encoder: OnnxEmbedder, folder: Path) -> None:
    write_card(folder, encoder.card)


class _Tried(NamedTuple):
    """The vectors of a sample, and the numbers of word pieces of its texts.

    Those of sentences are of one in each passage: all of its words. Without a sentence layer, it
    has none.
    """

    passages: Vectors
    questions: Vectors
    sentences: Vectors
    tokens: list[int]


def _tried(embedder: Model, sample: Sample) -> _Tried:
    dimension = embedder.identity.dimension
    questions = [embedder.embed_question(text) for text in sample.questions]
    # One pass makes the vectors of passages and sentences.
    if embedder.pools_sentences:
        whole = [PassageText(text, (Span(0, len(text)),)) for text in sample.passages]
        passages, sentences = embedder.embed_sentences(whole)
    else:
        passages = embedder.embed_passages(sample.passages)
        sentences = np.empty((0, dimension), np.float32)
    return _Tried(
        passages,
        np.array(questions).reshape(len(questions), dimension),
        sentences,
        embedder.count_tokens([*sample.passages, *sample.questions]),
    )


def _check(
    embedder: Model,
    made: OnnxEmbedder,
    tried: tuple[_Tried, _Tried],
    counted: Callable[[NDArray[np.float32]], float],
    least: tuple[float, float],
) -> None:
    """Compare the vectors of an encoder with the model's, and put the result on its card.

    Args:
        embedder: the model.
        made: the encoder.
        tried: vectors of a sample, of the encoder and of the model.
        counted: which one of all cosines counts.
        least: the least cosine, of texts and of sentences in them.

    Raises:
        ModelError: the vectors differ.
    """
    ours, its = tried
    pairs = [(ours.passages, its.passages), (ours.questions, its.questions)]
    cosines = np.concatenate([(mine * other).sum(axis=1) for mine, other in pairs])
    of_sentences = (ours.sentences * its.sentences).sum(axis=1)
    for some, enough in zip((cosines, of_sentences), least, strict=True):
        if not len(some):
            continue
        # Not "<": a cosine that is not a number fails too.
        if not counted(some) >= enough or ours.tokens != its.tokens:
            msg = (
                f"The ONNX graph of {embedder.identity.name!r} in {made.card.precision} gives "
                f"other vectors (cosine {counted(some):.4f}, not {enough})."
            )
            raise ModelError(msg)
    made.card = replace(made.card, cosine=float(cosines.mean()))


def _finds_as_much(exact: _Tried, small: _Tried) -> bool:
    lost = _count_hits(exact) - _count_hits(small)
    return lost / max(1, len(exact.questions)) < LOSS


def _count_hits(tried: _Tried) -> int:
    """Return how many questions have their own passage among the first five."""
    cosines = tried.questions @ tried.passages.T
    own = cosines[np.arange(len(cosines)), np.arange(len(cosines))]
    return int(((cosines > own[:, None]).sum(axis=1) < _FIRST).sum())
