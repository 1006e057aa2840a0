"""Some units are not quoted without what stands near them."""

from __future__ import annotations

import pytest

from qa.records import Span
from qa.text.nearby import (
    is_heading,
    is_lead_in,
    nearby,
    with_reply,
    with_what_is_introduced,
    with_what_it_heads,
)


def spanned(text: str, words: str) -> Span:
    """Return the span of some words."""
    start = text.index(words)
    return Span(start, start + len(words))


def test_a_colon_introduces() -> None:
    """Mark-up may follow it."""
    assert all(map(is_lead_in, ["Bring these:", "**Bring these:**", "需要：", "## Tools"]))
    assert not any(map(is_lead_in, ["", "At 9:30", "Note: bring these."]))


def test_mark_up_makes_a_heading() -> None:
    """Number signs in front, or a whole line in bold that is no sentence."""
    assert all(map(is_heading, ["# Tools", "### Tools", "**Tools**", "**2 May**"]))
    assert not any(map(is_heading, ["#1 tool", "**Tools** are here", "**Stop.**", "Tools"]))


def test_what_introduces_is_quoted_with_the_paragraph_below() -> None:
    """Where one follows it in the section."""
    text = "Hello. The rule is:\n\nNo nails. Ever.\n\nBye."
    whole = Span(0, len(text))
    found = with_what_is_introduced(text, spanned(text, "The rule is:"), whole)
    assert found == spanned(text, "The rule is:\n\nNo nails. Ever.")
    assert with_what_is_introduced(text, spanned(text, "Bye."), whole) is None
    assert with_what_is_introduced(text, spanned(text, "The rule is:"), Span(0, 19)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is old. Why? Rust. And salt. Who knows? I do.", "Why? Rust. And salt."),
        ("Why? How so? Rust.", "Why? How so? Rust."),
        ("Why?\n\nRust. And salt.", "Why?\n\nRust."),
        ("It is old. Why?", None),
        ("Why?\n\nWho knows?", None),
    ],
)
def test_a_question_is_quoted_with_its_reply(text: str, expected: str | None) -> None:
    """The sentences of its paragraph up to the next question, or the first of the next one."""
    found = with_reply(text, spanned(text, "Why?"), Span(0, len(text)))
    assert (found and text[found.start : found.end]) == expected


def test_a_unit_that_was_cut_apart_has_no_paragraph() -> None:
    """Where it begins in white space or outside of the section."""
    assert nearby("One.\n\nTwo.", Span(4, 5), Span(0, 10)) is None


def test_a_heading_within_a_paragraph_is_quoted_with_the_sentence_behind_it() -> None:
    """Not one in the middle, nor one that nothing follows."""
    text = "Lead engineer. Olga Brandner runs it. Tim helps.\n\nScope."
    whole = Span(0, len(text))
    found = with_what_it_heads(text, spanned(text, "Lead engineer."), whole)
    assert found == spanned(text, "Lead engineer. Olga Brandner runs it.")
    assert with_what_it_heads(text, spanned(text, "Tim helps."), whole) is None
    assert with_what_it_heads(text, spanned(text, "Scope."), whole) is None
