"""The next build copies what did not change, and nothing that is damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import qa.index.generations.manifest
from qa.errors import IndexCorruptError
from qa.index.generations.generation import Generation
from qa.index.generations.takeover import (
    stored_documents,
    stored_keys,
    stored_sentences,
    stored_terms,
    stored_texts,
    stored_words,
)
from qa.index.packed_vectors import unpacked
from qa.stores.folder import verify

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.indexes import Library


@pytest.fixture
def generation(library: Library) -> Generation:
    """Two documents, of two passages and one."""
    generation = library.build(a="An apple. A bird.\n\nA cloud.", b="Birds.").generation
    assert isinstance(generation, Generation)
    return generation


def flipped(path: Path) -> None:
    """Flip a bit in the middle of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x10
    path.write_bytes(data)


def test_documents_come_with_their_passages_and_sentences(generation: Generation) -> None:
    """In order, each where the one before ends."""
    first, second = stored_documents(generation)
    assert (first.doc_id, second.doc_id) == ("a.txt", "b.txt")
    assert (first.first, first.first_sentence) == (0, 0)
    assert (first.end, first.end_sentence) == (second.first, second.first_sentence)
    counts = generation.manifest.counts
    assert (second.end, second.end_sentence) == (counts["passages"], counts["sentences"])


def test_every_passage_and_sentence_has_a_content_key(generation: Generation) -> None:
    """Of 16 bytes each, by which its vector is found again."""
    of_passages, of_sentences = stored_keys(generation)
    counts = generation.manifest.counts
    assert len(of_passages) == 16 * counts["passages"]
    assert len(of_sentences) == 16 * counts["sentences"]


def test_terms_and_words_come_with_the_number_of_their_passages(generation: Generation) -> None:
    """A word is not stemmed, a term is."""
    assert dict(stored_terms(generation))["bird"] == 2
    words = stored_words(generation)
    assert (words["bird"], words["birds"]) == (1, 1)


def test_texts_of_passages_are_slices_of_their_document(generation: Generation) -> None:
    """In order, of the documents that are named only."""
    assert [text for _, text in stored_texts(generation, ["b.txt"])] == ["Birds."]
    document = generation.document("a.txt").text
    assert all(text in document for _, text in stored_texts(generation, ["a.txt"]))


def test_sentence_vectors_come_by_their_numbers(generation: Generation) -> None:
    """As they are stored, 8 bits a number."""
    vectors = stored_sentences(generation, np.array([3, 0]))
    assert vectors.dtype == np.int8
    assert np.array_equal(unpacked(vectors[1:]), generation.sentence_vectors([0])[:1])


def test_damage_to_a_large_index_is_not_taken_over_into_the_next_one(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be sealed as sound: a build reads the files again, and a removal refuses."""
    library.build(a="An apple.", b="A bird.")
    monkeypatch.setattr(qa.index.generations.manifest, "_HASHED_AT_OPEN", 0)
    flipped(library.live / "sentences.npy")
    with pytest.raises(IndexCorruptError, match=r"sentences\.npy has been changed"):
        library.remove("a.txt")
    library.embedder.embedded.clear()
    library.build(a="An apple.", b="A bird.", c="A cloud.")
    assert len(library.embedder.embedded) == 6
    verify(library.root)
