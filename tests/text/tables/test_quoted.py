"""A quote that is rows of a table, as it is drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.loaders.extraction import BlockText
from qa.records import Heading, Span, Table
from qa.text.tables.quoted import quoted_table
from tests.support.tables import OOLONG, PRICES, TABLE, of_type
from tests.support.webs import document

GAPS = "Leave\n\n  Role     Days      Pay\n  Baker    30 days   full\n  Waiter   26 days   half\n"
DATA = "Name;Role;Rate\nInes Brill;Baker;24,50\nOtto Zander;Waiter;15,20\n"


def table_of(text: str, words: str, media_type: str = "text/plain") -> Table | None:
    """Return the table of a quote."""
    start = text.index(words)
    return quoted_table(of_type(text, media_type), Span(start, start + len(words)))


@pytest.mark.parametrize(
    ("text", "row", "media_type", "names", "cells"),
    [
        (PRICES, "| Assam | 4.20 | |", "text/markdown", ("Tea", "Pot", "Note"),
         ("Assam", "4.20", "")),
        (PRICES.replace("|---|---|---|\n", ""), "| Assam | 4.20 | |", "text/markdown",
         ("Tea", "Pot", "Note"), ("Assam", "4.20", "")),
        (GAPS, "Waiter   26 days   half", "text/plain", ("Role", "Days", "Pay"),
         ("Waiter", "26 days", "half")),
    ],
)  # fmt: skip
def test_a_row_stands_below_the_top_of_its_table(
    text: str, row: str, media_type: str, names: tuple[str, ...], cells: tuple[str, ...]
) -> None:
    """Every cell, and every name, is a span of the document."""
    table = table_of(text, row, media_type)
    assert table is not None
    assert table.names() == names
    assert [tuple(text[one.start : one.end] for one in cut) for cut in table.rows] == [cells]
    assert all(text[one.start : one.end] == one.text for above in table.header for one in above)
    assert not table.is_headed


def test_a_quoted_header_is_quoted() -> None:
    """It is not context too, and the rule below it is no row."""
    table = table_of(PRICES, TABLE)
    assert table is not None
    assert not table.header
    assert table.is_headed
    assert len(table.rows) == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (PRICES, "All include milk."),
        (PRICES, "| Assam | 4.20"),  # part of a row
        (PRICES, f"{OOLONG}\n\nAll include milk."),
        ("One.  Two.", "One.  Two."),
        (GAPS.replace("Baker    30 days   full", "Baker    30 days"), "Baker    30 days"),
        (GAPS.replace("Days", "1st "), "Baker    30 days   full"),  # the first line has a number
    ],
)
def test_other_words_are_not_drawn(text: str, words: str) -> None:
    """What is not whole rows, or whose columns cannot be told for sure."""
    assert table_of(text, words) is None


def test_a_first_row_with_a_number_names_nothing() -> None:
    """The row is drawn, below nothing."""
    table = table_of("| Saw | 20 |\n| Axe | 35 |\n", "| Axe | 35 |")
    assert table is not None
    assert table.header == ()


def test_rows_without_a_rule_have_a_head_where_the_first_one_names_the_columns() -> None:
    """A row of data is no head, and rows from further down have none."""
    whole = "| Tool | Use |\n| Saw | cutting |\n| Axe | felling |"
    table = table_of(f"{whole}\n", whole)
    assert table is not None
    assert table.is_headed
    data = "| Saw | cutting |\n| Axe | felling |\n| Awl | boring |"
    for words in (data, data.partition("\n")[2]):
        table = table_of(f"{data}\n", words)
        assert table is not None
        assert not table.is_headed
        assert table.header == ()


def test_a_heading_names_the_columns_of_a_table_of_data() -> None:
    """However far above it is; a sheet may have several rows of names."""
    names = Heading(0, len("Name;Role;Rate"), 1, "Name · Role · Rate")
    owner = replace(document(DATA, (names,)), media_type="text/csv")
    start = DATA.index("Otto")
    table = quoted_table(owner, Span(start, len(DATA) - 1))
    assert table is not None
    assert table.names() == ("Name", "Role", "Rate")
    assert table.place() == Span(0, len("Name;Role;Rate"))

    blocks = BlockText()
    blocks.names(1, [["Mill", "Orders", ""], ["", "spring", "autumn"]], "Mill · Orders spring")
    for number in range(9_000):
        blocks.record([f"Mill {number}", "120", "140"])
    blocks.paragraph("Remark")
    blocks.row(["a", "b", "c"])
    sheet = blocks.extract("Mills")
    owner = document(sheet.text, sheet.headings)
    start = sheet.text.index("| Mill 8999 |")
    table = quoted_table(owner, Span(start, sheet.text.index("\n", start)))
    assert table is not None
    assert table.names() == ("Mill", "Orders spring", "Orders autumn")
    start = sheet.text.index("| a |")
    below = quoted_table(owner, Span(start, len(sheet.text)))
    assert below is not None
    assert below.header == ()  # another table


def test_a_row_that_is_too_long_to_draw_is_not_drawn() -> None:
    """More cells than a page has room for."""
    assert table_of("|" + " a |" * 300, "|" + " a |" * 300) is None


def test_a_last_row_with_more_cells_than_are_drawn_is_quoted_as_text() -> None:
    """Its empty cells are no wide gaps."""
    row = f"| {' | '.join(['7', ''] * 130)} |"
    assert table_of(f"Sheet\n\n{row}", row) is None
    assert table_of(f"Sheet\n\n{row}\n{row}\n", row) is None


@pytest.mark.parametrize("around", ["{far}\n| 7 | 8 |", "| 7 | 8 |{far}"])
def test_a_line_that_is_too_long_for_a_row_is_none(around: str) -> None:
    """Its end is not looked for everywhere; a long line above a row does not matter."""
    text = around.format(far="far " * 6_000)
    assert (table_of(text, "| 7 | 8 |") is not None) == ("\n" in around)
    assert table_of(text, "far far") is None


def test_the_delimiter_is_found_below_a_title() -> None:
    """Which has none."""
    text = "Statement\nAccount;DE12\n\nDate;Text;Sum\n02.01.2024;Rent;-900,00\n"
    at = text.index("Date")
    named = replace(
        of_type(text, "text/csv"), headings=(Heading(at, at + 13, 1, "Date · Text · Sum"),)
    )
    start = text.index("02.01")
    table = quoted_table(named, Span(start, len(text) - 1))
    assert table is not None
    assert table.names() == ("Date", "Text", "Sum")


def test_a_title_names_no_columns() -> None:
    """It stands in the first cell of a row that is empty otherwise."""
    text = "Open orders,,\nUser:,brill,\n"
    titled = replace(of_type(text, "text/csv"), headings=(Heading(0, 13, 1, "Open orders"),))
    table = quoted_table(titled, Span(14, 26))
    assert table is not None
    assert table.names() == ()
