"""The interface of an embedder: texts in, vectors of unit norm out.

Importing this module loads nothing heavy. To add an embedder, write a module with a class that
satisfies :class:`Embedder`, and a line in :data:`qa.embedders.selection.EMBEDDERS`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeGuard

    import numpy as np
    from numpy.typing import NDArray

    from qa.records import Span

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


class PassageText(NamedTuple):
    """The text of a passage, and whose vectors are wanted.

    Attributes:
        text: of the passage, with its context before it.
        sentences: of the passage, as spans of ``text``, in order.
        is_wanted: whether the vector of the passage is wanted.
        sentences_wanted: whether the vector of each sentence is; empty if all are. In 8 bits, the
            last digits of a sentence's vector depend on which others are embedded with it, so
            that they are always embedded together.
    """

    text: str
    sentences: tuple[Span, ...]
    is_wanted: bool = True
    sentences_wanted: tuple[bool, ...] = ()

    def chosen(self) -> tuple[bool, ...]:
        """Return whether the vector of each sentence is wanted."""
        return self.sentences_wanted or (True,) * len(self.sentences)


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


@runtime_checkable
class PoolingEmbedder(Embedder, Protocol):
    """An embedder that may make vectors of sentences from the states of their passage's pass."""

    @property
    def pools_sentences(self) -> bool:
        """Whether it does; otherwise each sentence is embedded as a text of its own."""

    def embed_sentences(self, passages: Sequence[PassageText]) -> tuple[Vectors, Vectors]:
        """Embed passages and their sentences together.

        Args:
            passages: of any length; a sentence beyond :attr:`limit` is embedded on its own.

        Returns:
            Vectors of all passages, wanted or not, float32 ``(passages, dimension)``, and of all
            sentences, float32 ``(sentences, dimension)``, rows of unit norm.
        """


def pools_sentences(embedder: Embedder) -> TypeGuard[PoolingEmbedder]:
    """Return whether an embedder makes vectors of sentences with those of their passage.

    Args:
        embedder: any.
    """
    return isinstance(embedder, PoolingEmbedder) and embedder.pools_sentences
