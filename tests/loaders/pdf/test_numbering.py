"""Numbers of headings are recognised, and how deep they are."""

from __future__ import annotations

import pytest

from qa.loaders.pdf.numbering import depth, is_numbered, title_key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 Methods", 1),
        ("2.1 Data", 2),
        ("A.3.1 Tables", 3),
        ("Item 7A. Risks", 0),
        ("PART IV", -1),
        ("§ 5 Hire", 0),
        ("Kapitel 3", 0),
    ],
)
def test_numbers_and_words_for_parts(text: str, expected: int) -> None:
    """Item, chapter and the like stand above plain numbers, parts above them."""
    assert is_numbered(text)
    assert depth(text) == expected


@pytest.mark.parametrize("text", ["Methods", "2024", "4,318 crowns", "Section of the pier"])
def test_other_lines_have_none(text: str) -> None:
    """Years, amounts and words that only begin so."""
    assert not is_numbered(text)


def test_titles_are_the_same_without_their_number() -> None:
    """Outlines often lack it."""
    assert title_key(" 1.2  The  Pier ") == title_key("the pier") == "the pier"
