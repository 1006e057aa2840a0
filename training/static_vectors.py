"""The static model while it is trained: a vector and a weight for each word piece."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch.nn.functional import embedding_bag, normalize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qa.embedders.protocol import Vectors

_AT_ONCE = 512  # word pieces, or texts


class Bags:
    """Texts as word pieces, one after the other.

    Attributes:
        ids: the word pieces of all texts.
        firsts: where those of each text begin, and the number of all.
    """

    def __init__(self, texts: Sequence[str], tokenizer: Any) -> None:
        """Split texts into word pieces.

        Args:
            texts: any number of them.
            tokenizer: of the library ``tokenizers``; cuts off what does not count.
        """
        found = [np.array(one.ids, np.int64) for one in _encoded(texts, tokenizer)]
        self.ids = np.concatenate([np.empty(0, np.int64), *found])
        self.firsts = np.cumsum([0, *map(len, found)])

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.firsts) - 1

    def chosen(self, numbers: Sequence[int]) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the word pieces of some texts, and where those of each begin.

        Args:
            numbers: of the texts.
        """
        parts = [self.ids[self.firsts[n] : self.firsts[n + 1]] for n in numbers]
        begins = np.cumsum([0, *map(len, parts)])[: len(parts)]
        return torch.from_numpy(np.concatenate([np.empty(0, np.int64), *parts])), torch.from_numpy(
            begins
        )


class StaticVectors(torch.nn.Module):
    """Texts into the weighted mean of the vectors of their word pieces, of unit norm.

    The vector of a word piece is a linear map of what the default model knows of it, so that one
    that no question has learns with the others, and what it learnt on its own.
    """

    def __init__(
        self, known: NDArray[np.float32], start: NDArray[np.float32], weights: NDArray[np.float32]
    ) -> None:
        """Begin without anything learnt.

        Args:
            known: of the word pieces, ``(pieces, numbers)``.
            start: the map to begin with, ``(numbers, dimension)``.
            weights: of the word pieces, above 0; 0 for one that never counts.
        """
        super().__init__()
        self.known: torch.Tensor
        self.counts: torch.Tensor
        self.register_buffer("known", torch.from_numpy(known), persistent=False)
        self.map = torch.nn.Parameter(torch.from_numpy(start).clone())
        self.own = torch.nn.Parameter(torch.zeros(len(known), start.shape[1]))
        self.logs = torch.nn.Parameter(torch.from_numpy(np.log(np.maximum(weights, 1e-6))))
        self.register_buffer("counts", torch.from_numpy((weights > 0).astype(np.float32)))

    def forward(self, ids: torch.Tensor, begins: torch.Tensor) -> torch.Tensor:
        """Return a vector of unit norm for each text.

        Args:
            ids: word pieces of all texts.
            begins: where those of each text begin.
        """
        pieces, places = torch.unique(ids, return_inverse=True)
        summed = embedding_bag(places, self.weighted(pieces), begins, mode="sum")
        return normalize(summed, dim=-1)

    def weighted(self, pieces: torch.Tensor) -> torch.Tensor:
        """Return the vectors of word pieces, as long as they weigh.

        Args:
            pieces: their numbers.
        """
        weights = self.logs[pieces].exp() * self.counts[pieces]
        return (self.known[pieces] @ self.map + self.own[pieces]) * weights[:, None]

    @torch.no_grad()
    def table(self) -> NDArray[np.float32]:
        """Return the vector of each word piece, as long as it weighs."""
        made: NDArray[np.float32] = self.weighted(torch.arange(len(self.known))).numpy()
        return made

    @torch.no_grad()
    def embed(self, bags: Bags) -> Vectors:
        """Return a vector of unit norm for each text.

        Args:
            bags: the texts.
        """
        numbers = range(len(bags))
        made = [
            self(*bags.chosen(numbers[first : first + _AT_ONCE])).numpy()
            for first in range(0, len(bags), _AT_ONCE)
        ]
        return np.concatenate(made)


@torch.no_grad()
def piece_vectors(model: Any) -> tuple[Vectors, Vectors]:
    """Return what a model knows of each word piece of its vocabulary, without what all share.

    Args:
        model: a ``SentenceTransformer`` of the kind of BERT.

    Returns:
        The vector of each as a text of its own, and that which the model reads for it.
    """
    tokenizer = model.tokenizer
    made = []
    for first in range(0, len(tokenizer), _AT_ONCE):
        pieces = torch.arange(first, min(first + _AT_ONCE, len(tokenizer)))
        begin, end = (
            torch.full_like(pieces, special)
            for special in (tokenizer.cls_token_id, tokenizer.sep_token_id)
        )
        ids = torch.stack([begin, pieces, end], dim=1)
        read = model({"input_ids": ids, "attention_mask": torch.ones_like(ids)})
        made.append(normalize(read["sentence_embedding"], dim=-1).numpy())
    alone = np.concatenate(made)
    embedded = model[0].auto_model.get_input_embeddings().weight.numpy()
    embedded = embedded - embedded.mean(axis=0)
    norm = np.linalg.norm(embedded, axis=1).mean()
    return alone - alone.mean(axis=0), embedded / norm


def axes(vectors: NDArray[Any], dimension: int) -> NDArray[np.float32]:
    """Return the axes on which vectors differ most, ``(their dimension, dimension)``.

    Cosines of vectors change least by it, so their mean is not subtracted.

    Args:
        vectors: rows.
        dimension: number of axes.
    """
    rows = vectors.astype(np.float32)
    _, found = np.linalg.eigh(rows.T @ rows)  # in rising order
    return np.ascontiguousarray(found[:, ::-1][:, :dimension], np.float32)


def rarity(ids: NDArray[np.int64], pieces: int, common: float) -> NDArray[np.float32]:
    """Return the weight of each word piece, the higher the rarer (SIF, Arora et al. 2017).

    Args:
        ids: the word pieces of texts.
        pieces: the number of different ones.
        common: share of a piece whose weight is one half.
    """
    counts = np.bincount(ids, minlength=pieces)
    return (common / (common + counts / len(ids))).astype(np.float32)


def uncounted(tokenizer: Any) -> list[int]:
    """Return the pieces that are no words, such as the one for what is unknown.

    Args:
        tokenizer: of the library ``tokenizers``.
    """
    return sorted(tokenizer.get_added_tokens_decoder())


def packed(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return vectors in 8 bits a number, and what the numbers of each are multiples of.

    Args:
        table: rows.
    """
    scales = (np.abs(table).max(axis=1) / 127).astype(np.float32)
    numbers = np.rint(table / np.where(scales > 0, scales, 1)[:, None])
    return numbers.astype(np.int8), scales


def _encoded(texts: Sequence[str], tokenizer: Any) -> list[Any]:
    return [
        one
        for first in range(0, len(texts), _AT_ONCE)
        for one in tokenizer.encode_batch_fast(
            list(texts[first : first + _AT_ONCE]), add_special_tokens=False
        )
    ]
