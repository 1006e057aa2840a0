"""Where the table of a row begins and ends, in Markdown and in plain text."""

from __future__ import annotations

import pytest

from qa.records import Span
from qa.text.nearby import LONGEST
from qa.text.tables.rows import (
    header_start,
    may_name,
    rows_below_header,
    table_around,
    table_lines_above,
)

BARS = "Prices\n\n| Tea | Cost |\n|---|---|\n| Assam | 4 |\n| Oolong | 6 |\n\nAll include milk.\n"
GAPS = "Prices\n\n  Tea      Cost\n  Assam    4 euros\n  Oolong   6 euros\n\nAll include milk.\n"


def spanned(text: str, words: str) -> Span:
    """Return the span of some words."""
    start = text.index(words)
    return Span(start, start + len(words))


def table(text: str, row: str) -> str | None:
    """Return the words of the table around a row."""
    start = text.index(row)
    found = table_around(text, Span(start, start + len(row)), Span(0, len(text)))
    return text[found.start : found.end] if found else None


@pytest.mark.parametrize(
    ("text", "row"),
    [(BARS, "| Assam | 4 |"), (BARS, "| Tea | Cost |"), (GAPS, "Oolong   6 euros")],
)
def test_a_table_has_all_its_rows_and_its_header(text: str, row: str) -> None:
    """And nothing above or below."""
    found = table(text, row)
    assert found == text[text.index("Tea") - 2 * (text is BARS) : text.index("\n\nAll")]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("One.  Two.\nThree goes on here\nand here.", "One.  Two."),
        ("Name:   Berta\n\nAge:    40", "Name:   Berta"),
        ("All include milk.", "All include milk."),
        (GAPS, "6 euros"),  # part of a row
        ("| a |" + "\n| b |" * LONGEST, "| a |"),
        ("a  1" + "\nb  2" * LONGEST, "a  1"),
    ],
)
def test_other_lines_are_no_table(text: str, row: str) -> None:
    """Fewer than three rows in columns, words in the midst of a line, or more than a unit has."""
    assert table(text, row) is None


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


def test_a_row_belongs_to_what_it_stands_below() -> None:
    """The last row without values, and what stands above the table."""
    text = (
        "Fees of the year:\n\n(in crowns)\n\n| | 2021 | 2020 |\n| --- | --- | --- |\n"
        "| Tolls | | |\n| Boats | 3 | 4 |\n"
    )
    boats = spanned(text, "| Boats | 3 | 4 |")
    assert table_lines_above(text, boats, 100) == ["Tolls", "Fees of the year:", "(in crowns)"]


_SMITH = "| Ansel Dray | smith | Upper Forge |"


@pytest.mark.parametrize(
    ("first", "below", "names"),
    [
        ("| Name | Trade | Place |", [_SMITH, "| Ida Roe | cooper | Lower Mill |"], True),
        ("| name | trade | place |", [_SMITH, "| Ida Roe | cooper | Lower Mill |"], True),
        ("| Name | years of work | Place |", ["| Ansel Dray | 7 | Forge |"] * 2, True),
        ("| Name | Trade | Place |", [], True),
        # Small and capital letters begin the same columns.
        (_SMITH, ["| Ida Roe | cooper | Lower Mill |", "| Odo Fenn | miller | Weir |"], False),
        # A value is in its column again; a header that is repeated on the next page is none.
        ("| Dray | Smith | Forge |", ["| Roe | Cooper | Mill |", "| Fenn | Smith | Weir |"], False),
        ("| Name | Trade |", ["| Roe | Cooper |", "| Name | Trade |", "| Fenn | Smith |"], True),
        ("| Dray | Smith | 1874 |", ["| Roe | Cooper | 1880 |"], False),
        # Facts that are named on the left.
        ("| Owner | Ida Roe |", ["| Keeper | Odo Fenn |", "| Wage | 9 crowns |"], False),
        ("| Meal | Price |", ["| Soup | 3 crowns |", "| Bread | none |"], True),
        ("| Clerk | Date paid |", ["| Roe | 3 March |", "| Fenn | not yet |"], True),
    ],
)
def test_a_first_row_that_is_like_the_others_names_nothing(
    first: str, below: list[str], *, names: bool
) -> None:
    """Words above numbers do, and so do words of which nothing speaks against it."""
    assert may_name(first, below) is names


def test_a_label_with_its_value_names_no_columns() -> None:
    """As above the table of a spreadsheet."""
    assert not may_name("| Supplier: | Brill |", ["| Period: | March |"])
    assert may_name("| Supplier | Period |", ["| Brill | March |"])
