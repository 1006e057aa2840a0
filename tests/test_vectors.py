"""What is embedded for a passage, and what is not embedded twice."""

from __future__ import annotations

import numpy as np
from library import AxisEmbedder, Library
from nasty import document

from qa.records import Heading
from qa.vectors import embed, passage_texts


def ignore(stage: str, done: int, total: int) -> None:
    """Report no progress."""


def test_title_and_headings_stand_in_front_of_a_passage() -> None:
    """They are embedded with it, but are no part of it; sentences are embedded bare."""
    text = "Part\nOne. Two."
    (item,) = passage_texts(document(text, headings=(Heading(0, 4, 1, "Part"),)), AxisEmbedder())
    assert item.text == "Nasty › Part\nOne. Two."
    assert item.sentences == ("One.", "Two.")
    assert item.stored.context == "Nasty › Part"
    assert text[item.stored.passage.start : item.stored.passage.end] == "One. Two."


def test_the_context_leaves_three_quarters_of_the_room_to_the_words() -> None:
    """Outer headings go first, then the title; the innermost stays where it fits."""
    text = "aa\nbb\ncc\nWords."
    headings = tuple(
        Heading(text.index(title), text.index(title) + 2, level, title)
        for level, title in enumerate(("aa", "bb", "cc"), start=1)
    )
    contexts = {}
    for limit in (32, 24, 16, 8, 4):
        (item,) = passage_texts(document(text, headings=headings), AxisEmbedder(limit=limit))
        contexts[limit] = item.stored.context
    assert contexts == {
        32: "Nasty › aa › bb › cc",
        24: "Nasty › bb › cc",
        16: "Nasty › cc",
        8: "cc",
        4: "",
    }


def test_passage_and_context_fit_the_model_together() -> None:
    """No word of a passage goes unread."""
    embedder = AxisEmbedder(limit=20)
    text = "A Heading of Four\n" + "Word and " * 40 + "end."
    items = list(passage_texts(document(text, headings=(Heading(0, 17, 1, text[:17]),)), embedder))
    assert len(items) > 1
    assert max(embedder.count_tokens([item.text for item in items])) <= 20


def test_vectors_come_in_the_order_of_the_texts() -> None:
    """A row a passage in float32, a row a sentence in float16."""
    embedder = AxisEmbedder()
    items = list(passage_texts(document("Apple. Bird bird apple.", pages=(0, 7)), embedder))
    vectors = embed(items, embedder, None, ignore)
    np.testing.assert_allclose(
        vectors.passages,
        [[2**-0.5, 0, 0, 2**-0.5], [6**-0.5, 2 * 6**-0.5, 0, 6**-0.5]],
        atol=1e-6,
    )
    np.testing.assert_allclose(
        vectors.sentences.astype(np.float64),
        np.array([[1.0, 0, 0, 0], [5**-0.5, 2 * 5**-0.5, 0, 0]]),
        atol=1e-3,
    )
    assert str(vectors.passages.dtype) == "float32"
    assert str(vectors.sentences.dtype) == "float16"
    assert vectors.embedded == 4


def test_known_vectors_are_taken_over(library: Library) -> None:
    """Those of another passage with the same words, too; only new texts are embedded."""
    known = library.build(a="Apple. Bird.").generation.known_vectors()
    library.embedder.embedded.clear()
    items = list(passage_texts(document("Bird. Cloud."), library.embedder))
    vectors = embed(items, library.embedder, known, ignore)
    assert library.embedder.embedded == ["Nasty\nBird. Cloud.", "Cloud."]
    assert vectors.embedded == 2
    np.testing.assert_array_equal(vectors.sentences, [[0, 1, 0, 0], [0, 0, 1, 0]])


def test_progress_is_told_up_to_the_end() -> None:
    """In steps of at most 128 texts, passages and sentences in one count."""
    embedder = AxisEmbedder()
    text = "\n\n".join(f"Bird {i}. It sings." for i in range(100))
    items = list(passage_texts(document(text), embedder))
    told: list[tuple[str, int, int]] = []
    embed(items, embedder, None, lambda *step: told.append(step))
    total = len(items) + 200
    assert told == [
        ("Embedding", len(items), total),
        ("Embedding", len(items) + 128, total),
        ("Embedding", total, total),
    ]
