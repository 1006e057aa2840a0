"""Where the cells of a row are in its line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text.tables.cells import cells, cells_in_columns, cells_of, delimiter_of, is_row, is_rule
from tests.support.webs import document


@pytest.mark.parametrize(
    ("line", "delimiter", "cells"),
    [
        ("| a | b c |\n", "", ["a", "b c"]),
        ("  |a|b|", "", ["a", "b"]),
        ("| | b |", "", ["", "b"]),
        ("| a | b", "", ["a", "b"]),
        ("| a \\| b |", "", ["a \\| b"]),
        ("a | b", "", []),
        ("||", "", []),
        ("", ",", []),
        ("a,b", ",", ["a", "b"]),
        ('"a,b",c\n', ",", ["a,b", "c"]),
        ('"a', ",", []),
        ("a;;b", ";", ["a", "", "b"]),
        ("| a |" + " b |" * 300, "", []),
        ("| " + "a" * 30_000 + " |", "", []),
    ],
)
def test_cells_are_spans_of_the_line(line: str, delimiter: str, cells: list[str]) -> None:
    """A line that is no row, or too long for one, has none."""
    at = cells_of(line, delimiter)
    assert [line[a:b] for a, b in zip(at[::2], at[1::2], strict=True)] == cells


@given(st.text(alphabet='|,"\\ ab\n-', max_size=30), st.sampled_from(["", ",", "|"]))
def test_cells_follow_one_another(line: str, delimiter: str) -> None:
    """None overlaps another, or leaves the line."""
    at = cells_of(line, delimiter)
    assert at == sorted(at)
    assert not at or (at[0] >= 0 and at[-1] <= len(line))


@pytest.mark.parametrize(
    ("line", "expected"),
    [("|---|:-:|\n", True), ("| - |", True), ("| a |", False), ("---", False), ("| |", False)],
)
def test_a_rule_is_drawn_below_the_names_of_columns(line: str, *, expected: bool) -> None:
    """Not a row, nor a line across the page."""
    assert is_rule(line) is expected


@pytest.mark.parametrize(
    ("text", "media_type", "delimiter"),
    [
        ("a;b\n1,5;2\n", "text/csv", ";"),
        ("a,b\nc,d\n", "text/csv", ","),
        ("word\nwords\n", "text/csv", ","),
        ("a\tb\nc\td\n", "text/tab-separated-values", "\t"),
        ("a,b\nc,d\n", "text/plain", ""),
    ],
)
def test_the_delimiter_is_what_separates_every_line(
    text: str, media_type: str, delimiter: str
) -> None:
    """Only files of data have one."""
    assert delimiter_of(replace(document(text), media_type=media_type)) == delimiter


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


def test_an_empty_cell_is_a_cell() -> None:
    """At either end too, so that each value stays below the name of its column."""
    assert cells("| | 2021 | |") == ["", "2021", ""]
    assert cells(r"| a \| b | c |") == [r"a \| b", "c"]
    assert cells("|") == [""]


def test_cells_in_columns_are_parted_by_wide_gaps() -> None:
    """A line of prose has none."""
    line = "  Night tea   4 euros"
    at = cells_in_columns(line)
    assert [line[a:b] for a, b in zip(at[::2], at[1::2], strict=True)] == ["Night tea", "4 euros"]
    assert not cells_in_columns("  Night tea is 4 euros")
    assert not cells_in_columns("a  " * 300)
