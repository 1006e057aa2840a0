"""Some units are not quoted without what stands near them."""

from __future__ import annotations

import pytest

from qa.records import Span
from qa.text.nearby import (
    header_start,
    is_heading,
    is_lead_in,
    names_of_columns,
    nearby,
    rows_below_header,
    table_lines_above,
    with_reply,
    with_what_is_introduced,
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


def test_a_row_begins_with_the_header_of_its_table() -> None:
    """Other units begin where they begin; the section and a screen are the limits."""
    text = "Text.\n\n  | a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |"
    row = spanned(text, "| 3 | 4 |")
    header = text.index("| a")
    assert header_start(text, row, Span(0, len(text))) == header
    assert header_start(text, Span(0, 5), Span(0, len(text))) == 0
    assert header_start(text, row, Span(text.index("| 1"), len(text))) == text.index("| 1")


@pytest.mark.parametrize("indent", ["  ", "\t", "    "])
def test_a_table_may_be_indented(indent: str) -> None:
    """As below an item."""
    rows = ["| a | b |", "|---|---|", "| 1 | 2 |", "| 3 | 4 |"]
    text = "- Text.\n" + "\n".join(indent + row for row in rows)
    assert header_start(text, spanned(text, "| 3 | 4 |"), Span(0, len(text))) == text.index("| a")


@pytest.mark.parametrize("above", ["", "Text.\n\n"])
def test_a_row_far_below_its_header_begins_where_it_begins(above: str) -> None:
    """A row from the middle of the table is no header."""
    text = above + "| a |\n" * 5_000
    far = Span(len(text) - 6, len(text) - 1)
    assert header_start(text, far, Span(0, len(text))) == far.start
    near = Span(len(above) + 600, len(above) + 605)
    assert header_start(text, near, Span(0, len(text))) == len(above)


def test_a_unit_that_was_cut_apart_has_no_paragraph() -> None:
    """Where it begins in white space or outside of the section."""
    assert nearby("One.\n\nTwo.", Span(4, 5), Span(0, 10)) is None


def test_the_header_of_a_table_is_found_with_its_rows() -> None:
    """By the rule below it, or because it has no number; a row of data is no header."""
    whole = "Tools\n| Tool | Price |\n| --- | --- |\n| Saw | 20 |\n| Axe | 35 |\nPrices in euros."
    header = whole.index("| Tool")
    span = Span(header, header + len("| Tool | Price |"))
    found = rows_below_header(whole, span, Span(0, len(whole)))
    assert found is not None
    assert whole[found.start : found.end].endswith("| Axe | 35 |")
    saw = whole.index("| Saw")
    row = Span(saw, saw + len("| Saw | 20 |"))
    assert rows_below_header(whole, row, Span(0, len(whole))) is None
    data = "| Saw | 20 |\n| Axe | 35 |"
    assert rows_below_header(data, Span(0, 12), Span(0, len(data))) is None


def test_a_row_has_the_names_of_its_columns_above_a_rule() -> None:
    """And what it belongs to: the last row without values, and what stands above the table."""
    text = (
        "Fees of the year:\n\n(in crowns)\n\n| | 2021 | 2020 |\n| --- | --- | --- |\n"
        "| Tolls | | |\n| Boats | 3 | 4 |\n\n| Plums | 2 |\n| Pears | 5 |"
    )
    whole = Span(0, len(text))
    boats, pears = spanned(text, "| Boats | 3 | 4 |"), spanned(text, "| Pears | 5 |")
    assert names_of_columns(text, boats, whole) == "2021 | 2020"
    assert table_lines_above(text, boats, 100) == ["Tolls", "Fees of the year:", "(in crowns)"]
    assert not names_of_columns(text, pears, whole)
    assert not names_of_columns(text, spanned(text, "Fees of"), whole)
    assert not names_of_columns(text, spanned(text, "| | 2021 | 2020 |"), whole)
