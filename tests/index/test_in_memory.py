"""A generation in memory returns what one on disk returns, method by method."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.files.hashing import sha256_of_text
from qa.indexing.build import index_documents
from qa.indexing.in_memory import index_in_memory
from qa.progress import silent
from qa.records import Document
from qa.stores.folder import building
from tests.support.indexes import AxisEmbedder

if TYPE_CHECKING:
    import random

    from qa.index.protocol import Searchable

pytestmark = pytest.mark.long

EMBEDDER = AxisEmbedder()
WORDS = ("apple", "bird", "cloud", "Stone", "über", "100%", "a_b")
texts = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(lambda some: " ".join(some) + "."),
    min_size=1,
    max_size=30,
).map("\n\n".join)


def document(doc_id: str, text: str) -> Document:
    """Return a plain document."""
    return Document(doc_id, "A title", text, sha256_of_text(doc_id), sha256_of_text(text), "t/p")


def both(some: list[str], folder: Path) -> tuple[Searchable, Searchable]:
    """Return the generations on disk and in memory over texts."""
    documents = [document(f"d{number}", text) for number, text in enumerate(some)]
    with building(folder):
        disk, _ = index_documents(documents, folder, EMBEDDER, silent)
    memory = index_in_memory(documents, EMBEDDER)
    assert memory is not None
    return disk.generation, memory.generation


@given(st.lists(texts, min_size=1, max_size=3), st.randoms())
@settings(max_examples=25)
def test_it_returns_what_one_on_disk_returns(some: list[str], chance: random.Random) -> None:
    """Passages, vectors, scores and counts, exactly."""
    with tempfile.TemporaryDirectory() as folder:
        disk, memory = both(some, Path(folder))
        assert disk.manifest.fingerprint == memory.manifest.fingerprint
        assert disk.manifest.counts == memory.manifest.counts
        numbers = list(range(disk.manifest.counts["passages"]))
        chance.shuffle(numbers)
        among = sorted(numbers[: len(numbers) // 2])
        vector = EMBEDDER.embed_question("An apple, a bird and a stone")
        doc_ids = sorted(disk.manifest.documents)
        for method, arguments in (
            ("numbers_of", (doc_ids[-1:],)),
            ("nearest", (vector, 7)),
            ("nearest", (vector, 7, among)),
            ("matching", (["appl", "stone", "unknown"], 7)),
            ("matching", (["appl", "stone"], 7, among)),
            ("document_frequencies", (["appl", "stone", "unknown"],)),
            ("terms_in_document", (doc_ids[0], ["appl", "titl", "unknown"])),
            ("terms_in_document", ("unknown", ["appl"])),
            ("documents_containing", (["apple", "BIRD"], 2)),
            ("documents_containing", (["00%"], 9)),
            ("documents_containing", (["ÜBER"], 9)),
            ("documents_containing", (["a_b", "cloud"], 9)),
            ("words_beginning_with", ("a",)),
            ("words_beginning_with", ("ü",)),
            ("passages", (numbers,)),
            ("document", (doc_ids[0],)),
            ("facts", ()),
        ):
            expected = getattr(disk, method)(*arguments)
            assert getattr(memory, method)(*arguments) == expected, (method, arguments)
        assert list(memory.documents()) == list(disk.documents())
        for method, argument in (
            ("passage_vectors", numbers),
            ("sentence_vectors", numbers),
            ("sentence_vectors", []),
            ("postings", "appl"),
            ("postings", "unknown"),
        ):
            expected, found = getattr(disk, method)(argument), getattr(memory, method)(argument)
            np.testing.assert_array_equal(found, expected)
            assert (found.dtype, found.shape) == (expected.dtype, expected.shape)
        disk.close()


def test_a_document_without_words_has_no_passages() -> None:
    """It is in the index all the same."""
    documents = [document("apples", "An apple."), document("blank", " ")]
    index = index_in_memory(documents, EMBEDDER)
    assert index is not None
    generation = index.generation
    assert generation.numbers_of(["blank"]) == []
    assert generation.terms_in_document("blank", ["appl"]) == set()
    assert generation.nearest(EMBEDDER.embed_question("apple"), 5, []) == []
    assert [facts.passages for facts in generation.facts()] == [1, 0]
    with pytest.raises(KeyError):
        generation.document("other")
