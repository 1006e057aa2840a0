"""The embedding model as an ONNX graph: texts into vectors without PyTorch.

Made by :mod:`qa.embedders.onnx_export` when an index is first built, and stored in the index's
folder, so that questions need the index and nothing else.
"""

from __future__ import annotations

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.embedders.bert_graph import SENTENCES
from qa.embedders.protocol import EmbedderIdentity  # noqa: TC001 - msgspec looks it up
from qa.embedders.sentence_layer import word_pieces_of
from qa.errors import JsonError, ModelError
from qa.files.hashing import sha256_of_file
from qa.files.typed_json import LARGEST_RECORD, Sha256, converted, read_bytes, sealed, unsealed
from qa.processors import cores, session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.embedders.protocol import PassageText, Vectors

GRAPH, TOKENIZER, CARD = "encoder.onnx", "tokenizer.json", "encoder.json"
"""The files of an encoder."""

RECIPE = 6
"""Version of how encoders are made; saved ones of another version are not used."""


@dataclass(frozen=True, slots=True)
class Card:
    """The card of an encoder: how it was made, and how exact it is.

    Attributes:
        identity: of the model it was made from.
        longest: the most word pieces of a text that count, special ones included.
        special: word pieces that are put around every text.
        question_prompt: put before every question.
        passage_prompt: put before every passage and sentence.
        precision: of its weights, ``int8`` or ``fp32``.
        graph_sha256: of the graph.
        tokenizer_sha256: of the tokenizer.
        cosine: mean cosine of its vectors with the model's own, on the texts it was checked on.
        pools_sentences: whether the graph has a sentence layer.
    """

    identity: EmbedderIdentity
    longest: int
    special: int
    question_prompt: str
    passage_prompt: str
    precision: str
    graph_sha256: Sha256
    tokenizer_sha256: Sha256
    cosine: float
    pools_sentences: bool = False  # encoders of earlier versions say nothing of it


class OnnxEmbedder:
    """An embedder that needs neither PyTorch nor sentence-transformers.

    Safe to share between threads.

    Attributes:
        card: how it was made.
    """

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        """Load an encoder.

        Args:
            folder: with :data:`GRAPH`, :data:`TOKENIZER` and :data:`CARD`.
            threads: that it may keep busy (default: one for each processor).

        Raises:
            ModelError: it is missing or damaged.
        """
        self._threads = threads or cores()
        try:
            self.card = read_card(folder)
            self._graph = _unchanged(folder / GRAPH, self.card.graph_sha256)
            tokenizer = _unchanged(folder / TOKENIZER, self.card.tokenizer_sha256)
            self._tokenizer = tokenizer.decode()
            self._asking = session(self._graph, self._threads)
            self._truncating = self._new_tokenizer(truncating=True)
        except Exception as error:  # each library has its own
            raise _not_loaded(folder, error) from error
        self._inputs = [one.name for one in self._asking.get_inputs()]

    @property
    def identity(self) -> EmbedderIdentity:
        """Name, weights and dimension."""
        return self.card.identity

    @property
    def limit(self) -> int:
        """The most word pieces of a text that count; the model ignores what follows."""
        return self.card.longest - self.card.special

    @property
    def longest(self) -> int:
        """The most word pieces of a text that count, special ones included."""
        return self.card.longest

    @property
    def prompts(self) -> tuple[str, str]:
        """What is put before every question, and before every passage."""
        return self.card.question_prompt, self.card.passage_prompt

    def files(self) -> dict[str, bytes]:
        """Return the files of this encoder by name; they need not be on the disk any more."""
        return {
            GRAPH: self._graph,
            TOKENIZER: self._tokenizer.encode(),
            CARD: sealed(asdict(self.card)),
        }

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of word pieces of each text, special ones not counted.

        Args:
            texts: of any length; none is cut.
        """
        if not texts:
            return []
        encoded = self._counting.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding) for encoding in encoded]

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 of shape ``(len(texts), dimension)``, rows of unit norm.

        One text at a time on each core: a text's vector is then the same whatever the
        other texts are, nothing is spent on padding, and no core waits for another.

        Args:
            texts: of any length; what is beyond :attr:`limit` does not count.
        """
        vectors = np.empty((len(texts), self.identity.dimension), np.float32)
        prompted = [self.card.passage_prompt + text for text in texts]
        encoded = self._truncating.encode_batch(prompted)

        def embed(number: int) -> None:
            vectors[number] = self._vector(self._embedding, encoded[number])

        with self._filling:  # one build at a time is as fast as two
            list(self._pool.map(embed, range(len(texts))))
        return vectors

    @property
    def pools_sentences(self) -> bool:
        """Whether it makes the vectors of sentences in the pass over their passage."""
        return self.card.pools_sentences

    def embed_sentences(self, passages: Sequence[PassageText]) -> tuple[Vectors, Vectors]:
        """Embed passages and their sentences together, one passage at a time on each core.

        Args:
            passages: of any length; a sentence beyond :attr:`limit` is embedded on its own.

        Returns:
            Vectors of all passages, float32 ``(passages, dimension)``, and of all sentences,
            float32 ``(sentences, dimension)``, rows of unit norm.
        """
        dimension = self.identity.dimension
        vectors = np.empty((len(passages), dimension), np.float32)
        firsts = np.cumsum([0, *(len(passage.sentences) for passage in passages)])
        of_sentences = np.empty((firsts[-1], dimension), np.float32)
        prompt = self.card.passage_prompt
        encoded = self._truncating.encode_batch([prompt + passage.text for passage in passages])

        def embed(number: int) -> None:
            vectors[number], inside = self._with_sentences(passages[number], encoded[number])
            of_sentences[firsts[number] : firsts[number + 1]] = inside

        with self._filling:
            list(self._pool.map(embed, range(len(passages))))
        return vectors, of_sentences

    def embed_question(self, text: str) -> Vectors:
        """Return float32 of shape ``(dimension,)``, of unit norm.

        Args:
            text: of any length; what is beyond :attr:`limit` does not count.
        """
        return self._vector(self._asking, self._truncating.encode(self.card.question_prompt + text))

    def _with_sentences(self, passage: PassageText, encoding: Any) -> tuple[Vectors, Vectors]:
        """Return the vector of a passage, and those of its sentences."""
        begin = len(self.card.passage_prompt)
        offsets = [(first - begin, end - begin) for first, end in encoding.offsets]
        inside = word_pieces_of(passage.sentences, offsets)
        vector, of_sentences = self._run(self._embedding, encoding, inside)
        # Of a sentence that is beyond the limit, or of characters that are no word pieces.
        for i in np.flatnonzero(~inside.any(axis=1)).tolist():
            span = passage.sentences[i]
            text = self.card.passage_prompt + passage.text[span.start : span.end]
            of_sentences[i] = self._vector(self._embedding, self._truncating.encode(text))
        return vector, of_sentences

    def _vector(self, graph: Any, encoding: Any) -> Vectors:
        return self._run(graph, encoding, np.zeros((1, len(encoding.ids)), np.float32))[0]

    def _run(
        self, graph: Any, encoding: Any, sentences: NDArray[np.float32]
    ) -> tuple[Vectors, Vectors]:
        """Return the vector of a text, and those of sentences in it; none from other graphs."""
        inputs = {
            "input_ids": np.array([encoding.ids], np.int64),
            "attention_mask": np.array([encoding.attention_mask], np.int64),
            "token_type_ids": np.array([encoding.type_ids], np.int64),
            SENTENCES: sentences[None],
        }
        made = graph.run(None, {name: inputs[name] for name in self._inputs})
        return made[0][0], made[-1][0]

    @cached_property
    def _counting(self) -> Any:
        return self._new_tokenizer(truncating=False)

    @cached_property
    def _embedding(self) -> Any:
        return session(self._graph, 1)

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._threads, thread_name_prefix="embed")

    @cached_property
    def _filling(self) -> threading.Lock:
        return threading.Lock()

    def _new_tokenizer(self, *, truncating: bool) -> Any:
        from tokenizers import Tokenizer  # noqa: PLC0415 - needed only for questions and builds

        tokenizer = Tokenizer.from_str(self._tokenizer)
        tokenizer.no_padding()
        if truncating:
            tokenizer.enable_truncation(self.card.longest)
        else:
            tokenizer.no_truncation()
        return tokenizer


def _unchanged(path: Path, sha256: str) -> bytes:
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        msg = f"{path.name} has been changed"
        raise ValueError(msg)
    return content


def read_files(folder: Path) -> dict[str, bytes]:
    """Return the files of an encoder, by their names.

    Args:
        folder: of the encoder.

    Raises:
        OSError: one is missing.
    """
    return {name: (folder / name).read_bytes() for name in (GRAPH, TOKENIZER, CARD)}


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of an encoder into a folder, which is made.

    Args:
        folder: to create.
        files: name → content.

    Raises:
        OSError: it cannot be written.
    """
    folder.mkdir(parents=True)
    for name in (GRAPH, TOKENIZER, CARD):
        (folder / name).write_bytes(files[name])


def write_card(folder: Path, card: Card) -> None:
    """Write the card of an encoder.

    Args:
        folder: of the encoder.
        card: to write.
    """
    (folder / CARD).write_bytes(sealed(asdict(card)))


def read_card(folder: Path) -> Card:
    """Return the card of an encoder.

    Args:
        folder: of the encoder.

    Raises:
        OSError: there is none.
        JsonError: it is damaged, was altered, or is one of an earlier version.
    """
    return converted(unsealed(read_bytes(folder / CARD, LARGEST_RECORD)), Card)


def card_sha256(folder: Path) -> str:
    """Return the sha256 of an encoder's card, which has those of graph and tokenizer.

    Args:
        folder: of the encoder.

    Raises:
        OSError: there is none.
    """
    return sha256_of_file(folder / CARD)


def check_encoder(folder: Path) -> Card:
    """Check all files of an encoder without loading it; return its card.

    Args:
        folder: of the encoder.

    Raises:
        ModelError: one is missing, damaged or was altered.
    """
    try:
        card = read_card(folder)
        _unchanged(folder / GRAPH, card.graph_sha256)
        _unchanged(folder / TOKENIZER, card.tokenizer_sha256)
    except (OSError, ValueError, JsonError) as error:
        raise _not_loaded(folder, error) from error
    return card


def _not_loaded(folder: Path, error: Exception) -> ModelError:
    if isinstance(error, PermissionError):
        return ModelError(
            f"The encoder in {str(folder)!r} may not be read by this user: {error.filename!r} "
            f"({error.strerror}). Ask its owner for permission."
        )
    return ModelError(
        f"The encoder in {str(folder)!r} cannot be loaded ({error}). Delete that folder and build "
        "the index again: qa build"
    )
