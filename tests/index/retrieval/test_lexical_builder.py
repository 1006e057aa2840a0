"""Postings of new and of copied passages become one index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.errors import IndexStoreError
from qa.index.retrieval.lexical_builder import LexicalBuilder, PreviousPostings
from tests.support.postings import made, random_passages, written

if TYPE_CHECKING:
    from pathlib import Path


def test_copied_passages_count_as_if_they_were_new(tmp_path: Path) -> None:
    """Whatever comes before, between and after them."""
    old, new = random_passages(40, 7), random_passages(9, 8)
    lexical, terms = made(tmp_path / "old", old)
    builder = LexicalBuilder()
    previous = PreviousPostings(lexical, terms, builder)
    for number, (body, context) in enumerate(new[:4]):
        builder.add(number, body, context)
    previous.copy(5, 20, 4)
    previous.copy(30, 40, 19)
    for number, (body, context) in enumerate(new[4:], start=29):
        builder.add(number, body, context)
    joined, _ = written(tmp_path / "joined", builder)
    expected, _ = made(tmp_path / "all", [*new[:4], *old[5:20], *old[30:], *new[4:]])
    for i in range(30):
        assert joined.search([f"t{i}"], 99) == expected.search([f"t{i}"], 99)


def test_a_count_ends_at_the_largest_byte(tmp_path: Path) -> None:
    """255 halves: BM25 hardly distinguishes more."""
    lexical, _ = made(tmp_path / "made", [(["a"] * 300, ["a"]), (["a"], ["a"])])
    assert lexical.counts.tolist() == [255, 3]
    assert lexical.lengths.tolist() == [301, 2]


def test_more_words_than_an_index_takes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A term's number has 24 bits; one more would be taken for a passage's."""
    monkeypatch.setattr("qa.index.retrieval.lexical_builder._MOST_TERMS", 3)
    builder = LexicalBuilder()
    builder.add(0, ["one", "two", "three"], ["one"])
    with pytest.raises(IndexStoreError, match=r"more than 3 different words, .* Build several"):
        builder.add(1, ["two", "four"], [])
