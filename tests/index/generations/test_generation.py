"""One generation, read: what is damaged is refused, never quoted."""

from __future__ import annotations

import json
import random
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pytest

import qa.index.generations.manifest
from qa.errors import IndexCorruptError, QAError
from qa.index.generations.generation import Generation
from qa.index.generations.manifest import write_manifest
from qa.pipeline import ask
from qa.records import Heading, Passage, Span
from qa.stores.folder import open_current

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.indexes import Library

ARRAYS = ["sentences.npy", "passages.npy", "holders.npy", "counts.npy", "lengths.npy"]
FILES = ["manifest.json", "store.sqlite", "passages.faiss", "checksums.npy", *ARRAYS]
TEXT = "First Part\n\nAn apple. A bird.\n\nSecond Part\n\nA cloud."


@pytest.fixture
def generation(library: Library) -> Generation:
    """A small generation: one document with two sections."""
    generation = library.build(text=TEXT).generation
    assert isinstance(generation, Generation)
    return generation


def flipped(path: Path) -> None:
    """Flip a bit in the middle of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x10
    path.write_bytes(data)


def truncated(path: Path) -> None:
    """Cut a file in half."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path) -> None:
    """Leave nothing in a file."""
    path.write_bytes(b"")


def removed(path: Path) -> None:
    """Remove a file."""
    path.unlink()


def replaced_by_a_folder(path: Path) -> None:
    """Put a folder where a file was."""
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", [flipped, truncated, emptied, removed, replaced_by_a_folder])
def test_every_damaged_file_is_noticed(
    generation: Generation, name: str, damage: Callable[[Path], None]
) -> None:
    """Before the first question; the message names the file and says what to run.

    Of two that disagree, the manifest and another, either may be named.
    """
    damage(generation.path / name)
    with pytest.raises(
        IndexCorruptError, match=r"is damaged: .*Build it again with: qa build"
    ) as e:
        Generation(generation.path)
    disagree = FILES if (name, damage) == ("manifest.json", flipped) else [name]
    assert any(file in str(e.value) for file in disagree)
    assert str(generation.path) in str(e.value)


def test_passages_come_back_as_they_were_stored(generation: Generation) -> None:
    """Spans, heading paths and sentences."""
    assert generation.passages([1, 0]) == [
        Passage("text.txt", 44, 52, ("Second Part",), (Span(44, 52),)),
        Passage("text.txt", 12, 29, ("First Part",), (Span(12, 21), Span(22, 29))),
    ]
    document = generation.document("text.txt")
    assert document.text == TEXT
    assert document.headings == (
        Heading(0, 10, 1, "First Part"),
        Heading(31, 42, 1, "Second Part"),
    )


def test_sentence_vectors_come_in_the_passages_order(generation: Generation) -> None:
    """All sentences of the first passage, then those of the next."""
    half = 2**-0.5
    expected = [[0, 0, half, half], [half, 0, 0, half], [0, half, 0, half]]
    vectors = generation.sentence_vectors([1, 0])
    np.testing.assert_allclose(vectors, expected, atol=1e-3)
    assert vectors.dtype == np.float32


def test_a_term_is_counted_once_a_passage(library: Library) -> None:
    """The number of passages that hold it, titles included."""
    generation = library.build(bird="Bird bird.", two="A bird.", three="Cloud.").generation
    assert generation.document_frequencies(["bird"]) == {"bird": 2}
    assert generation.document_frequencies(["zebra"]) == {"zebra": 0}
    assert generation.matching([], 5) == []
    assert generation.matching(["zebra"], 5) == []


def test_a_changed_text_is_never_quoted(
    generation: Generation, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even where file and checksums agree: the text has a hash of its own."""
    with closing(sqlite3.connect(generation.path / "store.sqlite")) as database:
        database.execute("UPDATE documents SET text = replace(text, 'apple', 'grape')")
        database.commit()
    write_manifest(generation.path, generation.manifest)
    monkeypatch.setattr(qa.index.generations.manifest, "_HASHED_AT_OPEN", 0)
    with pytest.raises(IndexCorruptError, match=r"the stored text of 'text\.txt' has changed"):
        ask("apple", library.load())


@pytest.mark.parametrize("name", ["store.sqlite", *ARRAYS])
def test_a_large_damaged_index_gives_no_other_error(
    generation: Generation, library: Library, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Where hashes are not compared, damage is noticed on use or does no harm to a quote."""
    monkeypatch.setattr(qa.index.generations.manifest, "_HASHED_AT_OPEN", 0)
    path = generation.path / name
    original = path.read_bytes()
    chance = random.Random(3)
    for _ in range(150):
        damaged = bytearray(original)
        damaged[chance.randrange(len(original))] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        try:
            answer = ask("apple bird", library.load())
        except QAError:
            continue
        for quote in answer.quotes or answer.nearest:
            assert quote.text == TEXT[quote.citation.start : quote.citation.end]


def test_an_open_generation_can_be_read_after_it_was_pruned(library: Library) -> None:
    """A reader keeps what it has opened."""
    generation = library.build(text=TEXT).generation
    for i in range(3):
        library.build(text=f"A cloud. Number {i}.")
    assert not generation.path.exists()
    assert generation.document("text.txt").text == TEXT
    assert generation.sentence_vectors([0]).shape == (2, 4)
    assert open_current(library.root).document("text.txt").text == "A cloud. Number 2."


def test_a_large_index_that_was_pruned_can_still_be_read_and_checked(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blocks are read from the files that are open, which a pruned folder no longer has."""
    monkeypatch.setattr(qa.index.generations.manifest, "_HASHED_AT_OPEN", 0)
    generation = library.build(text=TEXT).generation
    for i in range(3):
        library.build(text=f"A cloud. Number {i}.")
    assert not generation.path.exists()
    assert generation.document("text.txt").text == TEXT
    assert generation.matching(["appl"], 3)
    assert len(generation.nearest(np.array([1, 0, 0, 0], np.float32), 3)) == 2
    assert generation.sentence_vectors([0]).shape == (2, 4)


def test_words_are_found_by_their_first_letter(generation: Generation) -> None:
    """With the number of passages that hold them, headings included."""
    assert generation.words_beginning_with("a") == [("a", 2), ("an", 1), ("apple", 1)]
    assert generation.words_beginning_with("p") == [("part", 2)]
    assert generation.words_beginning_with("\U0010fffe") == []


def test_the_terms_of_a_document_are_returned(library: Library) -> None:
    """In its text, title or headings; what another document holds does not count."""
    generation = library.build(text=TEXT, other="A plum.").generation
    terms = ["appl", "cloud", "second", "plum", "pear"]
    assert generation.terms_in_document("text.txt", terms) == {"appl", "cloud", "second"}
    assert generation.terms_in_document("none.txt", terms) == set()


def test_a_null_character_counts_as_any_other(library: Library) -> None:
    """A list shows the length of the whole text."""
    library.write()
    row = json.dumps({"text": "An apple.\0 A bird sings."})
    (library.corpus / "rows.jsonl").write_text(row)
    generation = library.build_as_it_is().index.generation
    (document,), (facts,) = generation.documents(), generation.facts()
    assert "\0" in document.text
    assert facts.characters == len(document.text)
