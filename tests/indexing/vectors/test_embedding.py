"""Texts are embedded together, and those that fail are found."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from qa.embedders.protocol import PassageText
from qa.errors import EmbeddingError, ModelError
from qa.indexing.vectors.embedding import embed, in_steps
from qa.records import Span
from tests.support.indexes import AxisEmbedder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.embedders.protocol import Embedder


class Recording(AxisEmbedder):
    """Notes what it embeds together."""

    def __init__(self) -> None:
        super().__init__()
        self.together: list[int] = []

    def embed_passages(self, texts: Sequence[str]) -> Any:
        """Return what an :class:`AxisEmbedder` does."""
        self.together.append(len(texts))
        return super().embed_passages(texts)


def test_vectors_come_in_the_order_of_the_texts() -> None:
    """Although the longest are made first, for texts of like length are padded little."""
    texts = ["apple", "bird " * 9, "cloud cloud"] * 100
    embedder = Recording()
    reports: list[int] = []
    made = in_steps(embedder, texts, reports.append)
    np.testing.assert_array_equal(made, AxisEmbedder().embed_passages(texts))
    assert embedder.together == reports == [128, 128, 44]
    assert embedder.embedded[0] == "bird " * 9
    assert embedder.embedded[-1] == "apple"


def test_no_text_is_no_vector() -> None:
    """And nothing is embedded for it."""
    embedder = Recording()
    assert in_steps(embedder, []).shape == (0, 4)
    assert embedder.together == []


class Choosy(AxisEmbedder):
    """Fails over the word cloud, and over too many texts."""

    most = 10

    def embed_passages(self, texts: Sequence[str]) -> Any:
        """Return what an :class:`AxisEmbedder` does, or fail."""
        if len(texts) > self.most or any("cloud" in text for text in texts):
            raise ZeroDivisionError
        vectors = super().embed_passages(texts)
        return vectors * np.nan if any("rain" in text for text in texts) else vectors


def test_the_texts_that_fail_are_named() -> None:
    """All of those embedded together, each with its reason; also one without a finite vector."""
    with pytest.raises(EmbeddingError) as caught:
        in_steps(Choosy(), ["apple", "cloud", "bird", "rain"])
    assert caught.value.reasons == {
        "cloud": "cannot be embedded (ZeroDivisionError)",
        "rain": "cannot be embedded (ValueError: the model returns numbers that are not finite)",
    }


def test_texts_that_fail_only_together_are_no_fault_of_theirs() -> None:
    """It is the model that fails."""
    with pytest.raises(ModelError, match="ZeroDivisionError"):
        in_steps(Choosy(), ["apple"] * 11)


def test_a_sentence_has_the_same_vector_whichever_of_its_passage_are_wanted(
    real_embedder: Embedder,
) -> None:
    """To the last bit, in 8 bits too: a checkpoint may end in the middle of a passage."""
    sentences = [f"{'Go ' * (number % 7)}{number}." for number in range(40)]
    edges = np.cumsum([6, *(len(sentence) + 1 for sentence in sentences)]).tolist()
    spans = tuple(Span(first, end - 1) for first, end in pairwise(edges))
    passage = PassageText(f"Title\n{' '.join(sentences)}", spans)
    vectors, whole = embed(real_embedder, [passage])
    reports: list[int] = []
    wanted = tuple(number % 10 == 9 for number in range(40))
    some = passage._replace(is_wanted=False, sentences_wanted=wanted)
    none, made = embed(real_embedder, [some], reports.append)
    assert (vectors.shape, none.shape, reports) == ((1, 384), (0, 384), [4])
    np.testing.assert_array_equal(made, whole[list(wanted)])


def test_sentences_that_are_not_wanted_are_not_embedded_on_their_own() -> None:
    """Where each takes a pass of its own, it would be lost."""
    embedder, spans = AxisEmbedder(), (Span(2, 8), Span(9, 14))
    text = PassageText("T\nApple. Bird.", spans, is_wanted=False, sentences_wanted=(False, True))
    _, made = embed(embedder, [text])
    assert embedder.embedded == ["Bird."]
    np.testing.assert_array_equal(made, [[0, 127, 0, 0]])
