"""A generation that is wrong somewhere is found out before it is used."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

import qa.index.generations.manifest
from qa.errors import IndexCorruptError
from qa.index.generations.codec import packed_spans
from qa.index.generations.consistency import check_contents, check_hashes
from qa.index.generations.generation import Generation
from qa.index.generations.manifest import write_manifest
from qa.records import Span

if TYPE_CHECKING:
    from tests.support.indexes import Library

TEXT = "First Part\n\nAn apple. A bird.\n\nSecond Part\n\nA cloud."


@pytest.fixture
def generation(library: Library) -> Generation:
    """A small generation: one document with two sections."""
    generation = library.build(text=TEXT).generation
    assert isinstance(generation, Generation)
    return generation


def test_every_file_is_hashed_whatever_its_size(
    generation: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening a large index does not hash its files; this does."""
    monkeypatch.setattr(qa.index.generations.manifest, "_HASHED_AT_OPEN", 0)
    check_hashes(generation)
    path = generation.path / "sentences.npy"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with (
        closing(Generation(generation.path)) as opened,
        pytest.raises(IndexCorruptError, match=r"sentences\.npy has been changed"),
    ):
        check_hashes(opened)


def test_a_generation_verifies_that_every_span_lies_in_its_document(
    generation: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build checks what it has written before it is used."""
    check_contents(generation)
    with closing(sqlite3.connect(generation.path / "store.sqlite")) as database:
        database.execute(
            "UPDATE passages SET end = 53, sentences = ? WHERE number = 1",
            (packed_spans([Span(44, 53)]),),
        )
        database.commit()
    write_manifest(generation.path, generation.manifest)
    monkeypatch.setattr(qa.index.generations.manifest, "_HASHED_AT_OPEN", 0)
    with pytest.raises(IndexCorruptError, match=r"passage 1 is outside 'text\.txt'"):
        check_contents(Generation(generation.path))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("sentences = x'2C00000033000000'", "does not agree with its sentences"),
        ("number = 7", "passage 7 is not where it should be"),
        ("first_sentence = 1", "passage 1 is not where it should be"),
        ("doc_id = 'none.txt'", "is outside 'none.txt'"),
    ],
)
def test_a_generation_verifies_that_its_parts_agree(
    generation: Generation, monkeypatch: pytest.MonkeyPatch, change: str, reason: str
) -> None:
    """Passages with sentences, and both with their numbers."""
    with closing(sqlite3.connect(generation.path / "store.sqlite")) as database:
        database.execute(f"UPDATE passages SET {change} WHERE number = 1")
        database.commit()
    write_manifest(generation.path, generation.manifest)
    monkeypatch.setattr(qa.index.generations.manifest, "_HASHED_AT_OPEN", 0)
    with pytest.raises(IndexCorruptError, match=reason):
        check_contents(Generation(generation.path))
