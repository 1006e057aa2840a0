"""Where the table of a row begins and ends, in Markdown and in plain text."""

from __future__ import annotations

import pytest

from qa.records import Span
from qa.text.nearby import LONGEST
from qa.text.table_rows import cells, is_row, table_around

BARS = "Prices\n\n| Tea | Cost |\n|---|---|\n| Assam | 4 |\n| Oolong | 6 |\n\nAll include milk.\n"
GAPS = "Prices\n\n  Tea      Cost\n  Assam    4 euros\n  Oolong   6 euros\n\nAll include milk.\n"


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


def test_a_row_has_cells() -> None:
    """Between bars, or wide gaps."""
    assert cells("| Assam | 4 |") == ["Assam", "4"]
    assert cells("Night tea   4 euros") == ["Night tea", "4 euros"]
    assert is_row("| Assam |")
    assert is_row("Assam\t4")
    assert not is_row("Assam costs 4 euros.")


def test_runs_of_spaces_cost_no_more_than_their_length() -> None:
    """However long they are."""
    text = " " * 1_000_000 + "\n" + "a" + "\t " * 500_000
    assert not is_row(text)
    assert len(cells("a" + " " * 1_000_000)) == 1
