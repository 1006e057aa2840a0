"""Arabic and Hebrew come out in the order in which they are read."""

from __future__ import annotations

import pytest

from qa.loaders.pdf.lines import arrange
from qa.loaders.pdf.right_to_left import leans_right_to_left, logical, visual
from tests.support.pdfs import placed


def letters(text: str, *, leftwards: bool) -> list[tuple[str, float, float]]:
    """Return the letters of a word with their places, as a file may draw them."""
    step = -5.0 if leftwards else 5.0
    return [(char, 100 + step * at, 105 + step * at) for at, char in enumerate(text)]


def test_places_decide_and_not_the_order_of_drawing() -> None:
    """A word drawn from its first letter or from its last is the same word."""
    word = "كتاب"
    for drawn in (letters(word, leftwards=True), letters(word[::-1], leftwards=False)):
        seen = "".join(char for char, _, _ in visual(drawn))
        assert seen == word[::-1]
        assert logical(seen, base=True) == word


def test_a_mark_stays_with_its_letter() -> None:
    """Wherever in the word the file draws it."""
    drawn = [("ב", 10.0, 15.0), ("א", 15.0, 20.0), ("\u05b8", 16.0, 18.0)]
    seen = "".join(char for char, _, _ in visual(drawn))
    assert logical(seen, base=True) == "א\u05b8ב"


def test_one_glyph_for_lam_and_alef_is_two_letters_in_order() -> None:
    """Both have the same place."""
    drawn = [("ل", 10.0, 15.0), ("ا", 10.0, 15.0), ("س", 15.0, 20.0)]
    seen = "".join(char for char, _, _ in visual(drawn))
    assert logical(seen, base=True) == "سلا"


def test_one_glyph_for_any_letters_is_read_in_the_order_of_its_word() -> None:
    """Where the file draws the word as it is read, the first of them stands to the right."""
    drawn = [("ا", 20.0, 25.0), ("ل", 10.0, 20.0), ("خ", 10.0, 20.0), ("ط", 5.0, 10.0)]
    seen = "".join(char for char, _, _ in visual(drawn))
    assert logical(seen, base=True) == "الخط"
    assert logical("".join(c for c, _, _ in visual(drawn[1:3])), base=True) == "لخ"


@pytest.mark.parametrize(
    ("read", "seen"),
    [
        ("טלפון 03-5551234.", ".03-5551234 ןופלט"),
        ("מחיר 12.5% בשנה", "הנשב 12.5% ריחמ"),
        ("תוכנת Quiet Harbour טובה", "הבוט Quiet Harbour תנכות"),
        ("(אבג) דה", "הד (גבא)"),
        ("שנים 2019 2020", "2020 2019 םינש"),
    ],
)
def test_numbers_and_other_words_in_a_row_keep_their_order(read: str, seen: str) -> None:
    """A row from right to left has numbers, names and brackets."""
    assert logical(seen, base=True) == read


def test_a_word_in_a_row_from_left_to_right_is_turned_alone() -> None:
    """With the words beside it where they were."""
    assert logical("the word םולש means peace", base=False) == "the word שלום means peace"
    assert logical("two: םלוע םולש!", base=False) == "two: שלום עולם!"


def test_forms_that_fonts_have_of_letters_are_letters() -> None:
    """Arabic has up to four of each."""
    assert logical("\ufea9\ufe8d\ufead", base=True) == "راد"


def test_a_page_is_read_from_the_right() -> None:
    """Rows and columns begin there, and most of its letters decide."""
    words = [
        placed("םולש", 300, 700),
        placed("םלוע", 277, 700),
        placed("2024", 337, 680),
        placed("תנש", 360, 680),
    ]
    assert [line.text for line in arrange(words, 800)] == ["שלום עולם", "שנת 2024"]
    assert leans_right_to_left("שלום ab")
    assert not leans_right_to_left("שלום in words")
