"""The interface of an embedder: texts in, vectors of unit norm out.

Importing this module loads nothing heavy. To add an embedder, write a module with a class that
satisfies :class:`Embedder`, and a line in :data:`qa.embedders.selection.EMBEDDERS`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    """One vector, or a row for each text. Each has unit norm, so the inner product of two is
    their cosine: higher is closer."""


@dataclass(frozen=True, slots=True)
class EmbedderIdentity:
    """The model and weights of vectors; two embedders with the same identity make the same ones.

    Attributes:
        name: as the user names the model; displayed, not compared.
        sha256: of the weights, or of what else decides the vectors.
        dimension: of the vectors.
    """

    name: str = field(compare=False)
    sha256: str
    dimension: int


class Embedder(Protocol):
    """Turns texts into vectors; safe to share between threads."""

    @property
    def identity(self) -> EmbedderIdentity:
        """Stored in the index's manifest, and compared when the index is opened."""

    @property
    def limit(self) -> int:
        """The most word pieces of a text that count, special ones not included."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of word pieces of each text, special ones not counted.

        Args:
            texts: of any length; none gives an empty list.
        """

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed passages or sentences.

        Args:
            texts: of any length; what is beyond :attr:`limit` does not count.

        Returns:
            float32 of shape ``(len(texts), dimension)``, rows of unit norm.
        """

    def embed_question(self, text: str) -> Vectors:
        """Embed a question.

        Args:
            text: of any length; what is beyond :attr:`limit` does not count.

        Returns:
            float32 of shape ``(dimension,)``, of unit norm.
        """
