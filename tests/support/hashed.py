"""A small embedder of its own kind, as a contributor would add one."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import numpy as np

from qa.embedders.protocol import EmbedderIdentity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.embedders.protocol import Vectors

_WORD = re.compile(r"\w+")


class HashedEmbedder:
    """Counts words on as many axes as its name says, each word on the axis of its hash.

    ``hashed:256`` has 256 axes (feature hashing, Weinberger et al. 2009).
    """

    limit = 200

    def __init__(self, model: str) -> None:
        size = int(model.partition(":")[2])
        recipe = hashlib.sha256(f"hashed words, {size}".encode()).hexdigest()
        self.identity = EmbedderIdentity(model, recipe, size)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of words of each text."""
        return [len(_WORD.findall(text)) for text in texts]

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row of unit norm for each text."""
        if not texts:
            return np.empty((0, self.identity.dimension), np.float32)
        return np.stack([self.embed_question(text) for text in texts])

    def embed_question(self, text: str) -> Vectors:
        """Return a vector of unit norm; that of a text without words is the first axis."""
        counts = np.zeros(self.identity.dimension, np.float32)
        for word in _WORD.findall(text.lower()):
            digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
            counts[int.from_bytes(digest, "big") % len(counts)] += 1
        if not counts.any():
            counts[0] = 1
        unit: Vectors = counts / np.linalg.norm(counts)
        return unit
