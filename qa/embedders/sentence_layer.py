"""The layer that makes the vectors of sentences from the states of their passage.

A pass over a passage has read all its words. One more layer, which attends within a sentence only,
gives each sentence a vector that knows its passage, for a seventh of the work of the passage, where
a pass of its own costs as much again. The layer belongs to the default model. It was trained by
``training/train_sentence_layer.py``; decision 2 has what it was measured to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qa.files.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from qa.records import Span

_WEIGHTS = "embedders/sentence_layer.safetensors"


def read_sentence_layer() -> Mapping[str, NDArray[np.float32]]:
    """Return the weights of the layer.

    ``mix.weight``, ``(dimension, 3 · dimension)``, and ``mix.bias`` make the layer's input of the
    states after the last layer but one, of the word pieces alone, and after the last layer. The
    others are those of a layer of BERT, by the names that transformers gives them, after
    ``layer.``.

    Raises:
        ModelError: the file is missing or was altered.
    """
    from safetensors.numpy import load  # noqa: PLC0415 - needed only to make an encoder

    return {name: array.astype(np.float32) for name, array in load(shipped(_WEIGHTS)).items()}


def word_pieces_of(
    sentences: Sequence[Span], offsets: Sequence[tuple[int, int]]
) -> NDArray[np.float32]:
    """Return which word pieces are of which sentence: 1 or 0, float32 ``(sentences, tokens)``.

    Args:
        sentences: in order, none within another.
        offsets: first character of each word piece and the one after its last; special ones, which
            are of no sentence, have none.
    """
    begins, ends = np.array(offsets).reshape(-1, 2).T
    starts = np.array([sentence.start for sentence in sentences])
    stops = np.array([sentence.end for sentence in sentences])
    within = (begins >= starts[:, None]) & (begins < stops[:, None]) & (ends > begins)
    return np.asarray(within, np.float32)
