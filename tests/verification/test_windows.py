"""The windows that are searched are few, and have what is looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.text.folding import tokens
from qa.verification.windows import Windows

if TYPE_CHECKING:
    from tests.support.indexes import Library


def documents(windows: list[tuple[str, int, int]]) -> list[str]:
    """Return the documents of windows, without duplicates."""
    return list(dict.fromkeys(doc_id for doc_id, _, _ in windows))


def test_windows_with_the_rarest_words_come_first(library: Library) -> None:
    """A document without any of the words is not read."""
    index = library.build(a="An apple is red.", b="A bird is red.", c="A cloud is red.")
    windows = Windows(index.generation)
    assert documents(windows.likely("the red bird", tokens("the red bird")))[0] == "b.txt"
    assert documents(windows.likely("the bird", tokens("the bird"))) == ["b.txt"]


def test_a_window_reaches_beyond_its_passage(library: Library) -> None:
    """So that a claim may begin before and end after it."""
    text = "\n\n".join(["An apple is red."] * 90 + ["A bird sings."] + ["A cloud is white."] * 90)
    windows = Windows(library.build(a=text).generation)
    ((_, start, end),) = windows.likely("A bird", tokens("A bird"))
    at = text.index("A bird")
    assert 100 < at - start < at
    assert at + 100 < end < len(text)


def test_only_the_documents_named_are_searched(library: Library) -> None:
    """By the numbers of their passages."""
    index = library.build(a="An apple is red.", b="An apple is green.")
    numbers = index.generation.numbers_of(["b.txt"])
    windows = Windows(index.generation, numbers, frozenset(["b.txt"]))
    assert documents(list(windows.every("an apple", tokens("an apple")))) == ["b.txt"]


def test_signs_that_the_lexical_index_leaves_out_are_scanned_for(library: Library) -> None:
    """In the texts as they are."""
    index = library.build(a="An apple is red.", b="A bird § a cloud.")
    windows = Windows(index.generation)
    assert documents(windows.likely("§", tokens("§"))) == ["b.txt"]
    assert windows.likely("¶", tokens("¶")) == []


def test_a_number_is_found_in_its_other_spellings(library: Library) -> None:
    """With and without separators."""
    index = library.build(a="The lake has 1,200,000 carp.", b="A bird.")
    windows = Windows(index.generation)
    assert documents(list(windows.every("1200000", tokens("1200000")))) == ["a.txt"]
