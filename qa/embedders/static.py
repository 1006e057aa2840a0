"""A static model: a vector for each word piece, learnt from the default model.

The vector of a text is the sum of those of its word pieces, brought to unit norm. Nothing is read
in order or in context, so that a text takes microseconds. ``training/train_static_model.py`` made
the vectors; decision 19 has what they were measured to do.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from qa.embedders.protocol import EmbedderIdentity
from qa.errors import ModelError
from qa.files.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qa.embedders.protocol import Vectors

STATIC_MODEL = "static"
"""The name of the model."""

LIMIT = 254
"""The most word pieces of a text that count, as with the default model: documents are split alike,
and the reader reads the same passages."""

VECTORS = "embedders/static_model/vectors.safetensors"
TOKENIZER = "embedders/static_model/tokenizer.json"

_RECIPE = b"the sum of the pieces, unit norm, cosines mapped; "  # hashed: another has other vectors
_AXES = 3  # that cosines are mapped with, see _mapped


class Table(NamedTuple):
    """The weights of a static model, as they are on file.

    Attributes:
        pieces: vector of each word piece, int8 ``(pieces, dimension)``; 0 for one that does not
            count.
        scales: what the numbers of each are multiples of, float32 ``(pieces,)``.
        scale: what a cosine of these vectors is multiplied by to be one of the default model.
        shift: what is then added.
    """

    pieces: NDArray[np.int8]
    scales: NDArray[np.float32]
    scale: float
    shift: float


class StaticEmbedder:
    """The static model that comes with Quoth; it needs no other library than ``tokenizers``.

    Safe to share between threads.
    """

    def __init__(self, model: str = STATIC_MODEL) -> None:
        """Load the model (31 MB in memory).

        Args:
            model: its name, :data:`STATIC_MODEL`.

        Raises:
            ModelError: the name is another, or a file of the model is missing or was altered.
        """
        if model != STATIC_MODEL:
            msg = f"There is no model {model!r}. The name of the static model is {STATIC_MODEL!r}."
            raise ModelError(msg)
        from tokenizers import Tokenizer  # noqa: PLC0415 - needed only for questions and builds

        weights, tokenizer = shipped(VECTORS), shipped(TOKENIZER)
        table = read_table(weights)
        self._pieces = table.pieces * table.scales[:, None]
        self._scale, self._shift = table.scale, table.shift
        self._counting = Tokenizer.from_str(tokenizer.decode())
        self._counting.no_padding()
        self._counting.no_truncation()
        self._truncating = Tokenizer.from_str(tokenizer.decode())
        self._truncating.no_padding()
        self._truncating.enable_truncation(LIMIT)
        self._identity = EmbedderIdentity(
            name=model,
            sha256=hashlib.sha256(_RECIPE + weights + tokenizer).hexdigest(),
            dimension=self._pieces.shape[1] + _AXES,
        )

    @property
    def identity(self) -> EmbedderIdentity:
        """Name, weights and dimension."""
        return self._identity

    @property
    def limit(self) -> int:
        """The most word pieces of a text that count."""
        return LIMIT

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of word pieces of each text.

        Args:
            texts: of any length; none is cut.
        """
        encoded = self._counting.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding) for encoding in encoded]

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 of shape ``(len(texts), dimension)``, rows of unit norm.

        Args:
            texts: of any length; what is beyond :attr:`limit` does not count.
        """
        return self._mapped(self._summed(texts), own=-1)

    def embed_question(self, text: str) -> Vectors:
        """Return float32 of shape ``(dimension,)``, of unit norm.

        Args:
            text: of any length; what is beyond :attr:`limit` does not count.
        """
        vector: Vectors = self._mapped(self._summed([text]), own=-2)[0]
        return vector

    def _summed(self, texts: Sequence[str]) -> Vectors:
        """Return the vector of each text, of unit norm; 0 for one without a known word piece."""
        encoded = self._truncating.encode_batch_fast(list(texts), add_special_tokens=False)
        vectors = np.empty((len(texts), self._pieces.shape[1]), np.float32)
        for number, one in enumerate(encoded):
            # Integers also where there are none: an empty list would be of floats.
            self._pieces[np.array(one.ids, np.int64)].sum(axis=0, out=vectors[number])
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        norms[norms == 0] = 1
        unit: Vectors = vectors / norms
        return unit

    def _mapped(self, vectors: Vectors, own: int) -> Vectors:
        """Return vectors of unit norm whose cosines have the distribution of the default model's.

        Scores and thresholds are fitted to its cosines. If a question and a text have the cosine
        ``c``, their vectors here have ``scale · c + shift``: the shift is on an axis that both
        have, and what is left to unit norm on one that only questions, or only texts, have.

        Args:
            vectors: of unit norm or 0.
            own: which axis the others do not have.
        """
        rows = np.zeros((len(vectors), vectors.shape[1] + _AXES), np.float32)
        rows[:, :-_AXES] = vectors * np.sqrt(self._scale)
        # Of a negative shift, questions have the other sign.
        rows[:, -_AXES] = np.sqrt(abs(self._shift))
        if own == -2 and self._shift < 0:  # noqa: PLR2004 - the axis of questions
            rows[:, -_AXES] *= -1
        rows[:, own] = np.sqrt(np.maximum(0, 1 - (rows**2).sum(axis=1)))
        return rows


def read_table(content: bytes) -> Table:
    """Return the weights of a static model.

    Args:
        content: of their file.
    """
    from safetensors.numpy import load  # noqa: PLC0415 - as above

    arrays = load(content)
    scale, shift = arrays["map"].tolist()
    return Table(arrays["pieces"], arrays["scales"], scale, shift)


def written_table(table: Table) -> bytes:
    """Return the content of the file of a static model's weights.

    Args:
        table: the weights.
    """
    from safetensors.numpy import save  # noqa: PLC0415 - as above

    arrays: dict[str, NDArray[Any]] = {
        "pieces": table.pieces,
        "scales": table.scales,
        "map": np.array([table.scale, table.shift]),
    }
    content: bytes = save(arrays)
    return content
