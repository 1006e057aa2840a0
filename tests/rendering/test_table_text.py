"""A quote that is rows of a table, drawn in a terminal."""

from __future__ import annotations

from qa.records import Span
from qa.rendering.layout import PLAIN, Layout
from qa.rendering.table_text import names_line, table_text
from tests.support.tables import OOLONG, PRICES, TABLE, quoted, wide_row


def test_cells_stand_below_the_names_of_their_columns() -> None:
    """What is quoted is in quotation marks; the names are not."""
    row = quoted(PRICES, "| Assam | 4.20 | |")
    assert table_text(row, Layout(60), "  ", None).split("\n") == [
        "   Tea     Pot    Note",
        "   ─────   ────   ────",
        "  “Assam   4.20”",
    ]


def test_a_quoted_header_is_in_the_quotation_marks() -> None:
    """With a line below it."""
    lines = table_text(quoted(PRICES, TABLE), Layout(60), "", None).split("\n")
    assert lines[0] == "“Tea        Pot    Note"
    assert set(lines[1]) == {" ", "─"}
    assert lines[3] == " *Oolong*   6.00   <b>rare</b> & dear”"


def test_the_answering_words_are_in_a_style_in_each_cell() -> None:
    """Also if they go over several cells; the names are quiet."""
    row = quoted(PRICES, OOLONG)
    start, end = OOLONG.index("Oolong"), OOLONG.index("6.00") + 4
    shown = table_text(row, Layout(60, styled=True), "", Span(start, end))
    assert "“*\x1b[1;32mOolong*\x1b[0m   \x1b[1;32m6.00\x1b[0m   <b>" in shown
    assert shown.startswith("\x1b[2m Tea")


def test_rows_that_are_too_wide_have_a_line_for_each_cell() -> None:
    """With the name before it; long words are wrapped."""
    lines = table_text(wide_row(), Layout(40), " ", None).split("\n")
    assert lines[0] == " Column 1   “cell 1 of many”"
    assert len(lines) == 9
    narrow = table_text(quoted(PRICES, OOLONG), Layout(33), "", None).split("\n")
    assert narrow[2:] == ["Note   “<b>rare</b> & dear”"]


def test_in_a_pipe_nothing_is_drawn() -> None:
    """The names stand above the words of the document, in a line of their own."""
    row = quoted(PRICES, OOLONG)
    assert not table_text(row, PLAIN, "", None)
    assert names_line(row) == "column names, not quoted: Tea | Pot | Note"
    assert not names_line(quoted(PRICES, "All include milk."))
    assert not table_text(quoted(PRICES, "All include milk."), Layout(60), "", None)


def test_a_table_cannot_command_the_terminal() -> None:
    """Neither by a cell nor by a name."""
    text = PRICES.replace("Assam", "A\x1b[31m").replace("Tea", "T\x1b]0;x\x07")
    shown = table_text(quoted(text, "| A\x1b[31m | 4.20 | |"), Layout(60), "", None)
    assert "\x1b" not in shown
    assert "\x07" not in shown
