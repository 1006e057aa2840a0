"""Raised and lowered words stay apart from those on the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.loaders.webpage import extract


def text(content: str) -> str:
    """Return the text of a page."""
    (found,) = extract(content.encode(), Path("a.html"))
    return found.text


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("3 × 10<sup>8</sup> m/s", "3 × 10⁸ m/s"),
        ("10<sup>−9</sup> m", "10⁻⁹ m"),
        ("60 km<sup>2</sup>", "60 km²"),
        ("CO<sub>2</sub> and a<sub>max</sub>", "CO₂ and amax"),
        ("the 2<sup>nd</sup> of May", "the 2nd of May"),
        ("1.7<sup><a href='#fn4'>4</a></sup> billion", "1.7[4] billion"),
        ("1.7<a href='#fn4'><sup>4</sup></a> billion", "1.7[4] billion"),
        ("in 1998<sup id=cite><a href='#note'>[4]</a></sup> it", "in 1998[4] it"),
        ("in 1998<sup>*</sup> it", "in 1998* it"),
        ("oil.<a role=doc-noteref href='#n'>7</a> It", "oil.[7] It"),
        ("<sup><sup><sup>2</sup></sup></sup>", "²"),
        ("a<sup>" + "b" * 200 + "</sup>", "a" + "b" * 200),
        ("<sup>1<p>2</p></sup>3", "¹\n\n2\n\n3"),
    ],
)
def test_raised_and_lowered_digits_change_no_number(content: str, expected: str) -> None:
    """A power has raised digits; the mark of a note stands in brackets."""
    assert text(f"<p>{content}") == expected


def test_words_that_are_not_shown_are_left_out() -> None:
    """But for a formula, of which only a picture is shown."""
    math = "<math><mi>y</mi><mo>=</mo><mn>1</mn></math>"
    assert text("<p>One<span hidden>, two</span><i aria-hidden=true>x</i>.") == "One."
    assert text(f"<p>So <span style='display: none'>{math}</span><img>.") == "So y = 1 ."


def test_nested_marks_take_no_long_time() -> None:
    """Each level would join all words in it again."""
    assert text("<sup>" * 4000 + "word " * 4000).startswith("word word")
