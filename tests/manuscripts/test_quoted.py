"""What is a quotation, a term, a title, or a mark that nothing closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.manuscripts.markdown import read_markdown
from qa.manuscripts.quoted import quotations_in

if TYPE_CHECKING:
    from qa.manuscripts.records import Quotations


def _found(text: str) -> Quotations:
    return quotations_in(read_markdown(text, "a.md"), lambda words: words == "The Long Title")


@pytest.mark.parametrize(
    "marks",
    ["“{}”", '"{}"', "„{}“", "«{}»", "»{}«", "‹{}›", "‘{}’", "‚{}‘", "'{}'", "「{}」", "『{}』"],
)
def test_every_style_of_marks_quotes(marks: str) -> None:
    """Apostrophes inside are a part of the words."""
    (found,) = _found(f"He says {marks.format('it’s all of these words')}.").checkable
    assert found.text == "it’s all of these words"


def test_marks_inside_marks_are_a_part_of_the_words() -> None:
    """A quotation in a quotation is checked with it."""
    (found,) = _found("He says „all of ‚these few words‘ and “more” here“.").checkable[:1]
    assert "‚these few words‘" in found.text


def test_one_or_two_words_are_a_term() -> None:
    """It is listed apart, with its line; so is a title, by name or in a note."""
    found = _found(
        'The "mill question" in "The Long Title".[^1]\n\n'
        '[^1]: Smith, "A Tale of Many Mills," Mill Journal 12 (2020), 4.\n'
    )
    assert not found.checkable
    assert found.terms == (
        ("line 1", "mill question"),
        ("line 1", "The Long Title"),
        ("line 3", "A Tale of Many Mills,"),
    )


def test_marks_that_nothing_closes_are_named() -> None:
    """Twenty of them, and a count; feet and inches are none."""
    assert _found('A 5" board.\n\n“open and\n\nso "on here').unclosed == ("line 3", "line 5")
    many = _found("“open\n\nand on\n\n" * 100).unclosed
    assert (len(many), many[-1]) == (21, "80 more")


def test_a_source_in_brackets_is_no_part_of_a_block_quote() -> None:
    """Nor are the marks around the whole of it."""
    (found,) = _found("> “The big wheel turned.” (Smith 2020: 4)\n").checkable
    assert found.text == "The big wheel turned."
    assert found.sources[0].authors == ("Smith",)


def test_a_paragraph_of_two_megabytes_is_read() -> None:
    """Many quotations are in it, with apostrophes, brackets and years between them."""
    filler = "It’s [the tenants’ rights that (nobody 2020 knows and no mark closes. " * 28
    text = f"{filler}“the big wheel of it” (Smith 2020: 4). " * 1_100
    assert len(text) > 2_000_000
    assert len(_found(text).checkable) == 1_100
