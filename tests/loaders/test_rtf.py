"""Rich text gives its words, in a time in proportion to its length."""

from __future__ import annotations

import pytest

from qa.errors import DocumentError
from tests.support.office import read


def test_rich_text_gives_its_words() -> None:
    """Characters beyond ASCII too."""
    data = rb"{\rtf1\ansi{\info{\title Fruit}}\b Apples\b0  are r\'e9d.\par It was good.\par}"
    found = read("rtf", data)
    assert found.text == "Apples are réd.\nIt was good."
    assert found.title == "Fruit"
    with pytest.raises(DocumentError, match=r"is not a \.rtf file"):
        read("rtf", b"hello")


def test_the_address_of_a_link_is_no_part_of_the_text() -> None:
    """No reader sees it."""
    link = rb'{\rtf1 See {\field{\*\fldinst HYPERLINK "http://example.org"}{\fldrslt this}}.}'
    assert read("rtf", link).text == "See this."


def test_a_font_decides_the_characters() -> None:
    """Of its table, the character set is what counts."""
    fonts = rb"{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset204 Arial;}}"
    data = rb"{\rtf1\ansi" + fonts + rb"\f1 \'d1\'eb\'ee\'e2\'ee}"
    assert read("rtf", data).text == "Слово"


def test_a_character_beyond_the_first_plane_is_one_character() -> None:
    """RTF writes it as two numbers."""
    assert read("rtf", rb"{\rtf1 \u-10179?\u-8704?}").text == "\U0001f600"


def test_raised_digits_are_no_digits_of_the_number_before() -> None:
    """A position holds up to the end of its group, or until it is taken back."""
    data = rb"{\rtf1 10{\super 6}, H\sub 2\nosupersub O, 5 m{\b{\up6 2}} of ice\super 3\plain .}"
    assert read("rtf", data).text == "10⁶, H₂O, 5 m² of ice[3]."
    assert read("rtf", rb"{\rtf1 It is {\super 9 open\par\par and ends.}").text.endswith("ends.")


def test_outline_levels_are_those_of_headings() -> None:
    """Whatever the lines look like: a short line below a title is none, if it has no level."""
    source = (
        rb"{\rtf1{\stylesheet{\s1\outlinelevel0 Heading 1;}}"
        rb"\pard\plain\s1\outlinelevel0{\b THE MILL}\par"
        rb"\pard\plain From Ida Roe to the farmers. 2 May\par"
        rb"\pard\plain\s2\outlinelevel1\keepn{1. Grain}\par\pard\plain Grain is ground.\par"
        rb"\pard\plain\s2\outlinelevel1\keepn{2. Flour}\par\pard\plain Flour is sold.\par}"
    )
    found = read("rtf", source)
    assert [(one.level, one.title) for one in found.headings] == [
        (1, "THE MILL"),
        (2, "1. Grain"),
        (2, "2. Flour"),
    ]
    for one in found.headings:
        assert found.text[one.start : one.end] == one.title
