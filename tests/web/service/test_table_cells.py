"""Where the cells of a row are in its line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.web.service.table_cells import cells_of, delimiter_of, is_rule
from tests.support.webs import document


@pytest.mark.parametrize(
    ("line", "delimiter", "cells"),
    [
        ("| a | b c |\n", "", ["a", "b c"]),
        ("  |a|b|", "", ["a", "b"]),
        ("| | b |", "", ["", "b"]),
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
