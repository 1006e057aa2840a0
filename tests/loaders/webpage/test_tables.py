"""Tables of a page are rows, each whole; those that only place parts of the page are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.loaders.webpage.nesting import parse_page
from qa.loaders.webpage.tables import Rows, layout_tables

LONG = "A long text of a page, which is no value of a table. " * 12


def layouts(content: str) -> list[str]:
    """Return the ids of the tables that only place parts."""
    tree = parse_page(content, Path("a.html"))
    found = layout_tables(tree.body, ())
    return [node.attributes["id"] or "" for node in tree.css("table") if node.mem_id in found]


@pytest.mark.parametrize(
    "content",
    [
        "<table id=a role=presentation><tr><td>1<td>2</table>",
        "<table id=a><tr><td>all in one cell</table>",
        "<table id=a><tr><td>Menu<td><h2>Title</h2>Text</table>",
        f"<table id=a><tr><td>Menu<td><p>{LONG}</table>",
        f"<table id=a><tr><td>1<td><table><tr><td>{LONG}<td>2</table></table>",
    ],
)
def test_what_holds_parts_of_the_page_is_layout(content: str) -> None:
    """By its role, its only cell, a heading, long text, or a large table in a cell."""
    assert layouts(content) == ["a"]


@pytest.mark.parametrize(
    "content",
    [
        "<table id=a><tr><td>1<td>2</table>",
        "<table id=a><tr><td>1<td><p>two</p><p>three</p></table>",
        f"<table id=a><tr><th>Name<th>Use<tr><td>-v<td><p>{LONG}</p></table>",
        f"<table id=a><tr><td>1<td>{LONG}</table>",
        "<table id=a><caption><h2>Sales</h2></caption><tr><td>1<td>2</table>",
        "<table id=a><tr><td>1<td><table id=b><tr><td>x<td>y</table></table>",
    ],
)
def test_what_holds_values_is_data(content: str) -> None:
    """Below names of columns, values may be long."""
    assert layouts(content) == []


def test_a_cell_over_rows_is_in_each_of_them() -> None:
    """A row alone says what it is about."""
    rows = Rows()
    found = []
    for cells in (
        [("Silver", None, "2"), ("10 euros", None, None)],
        [("20 users", None, None)],
        [("Gold", None, None), ("30 euros", None, None)],
    ):
        rows.begin()
        for cell in cells:
            rows.add(*cell)
        found.append(rows.end())
    assert found == [["Silver", "10 euros"], ["Silver", "20 users"], ["Gold", "30 euros"]]


def test_a_cell_over_columns_keeps_the_others_below_their_names() -> None:
    """Empty cells stand for it; a title over all columns is one cell."""
    rows = Rows()
    rows.begin()
    rows.add("Price", "2", None)
    rows.add("Users", None, None)
    assert rows.end() == ["Price", "", "Users"]
    rows.begin()
    rows.add("Prices and users", "3", None)
    assert rows.end() == ["Prices and users"]


@pytest.mark.parametrize("span", ["0", "-1", "x", "", "9" * 5000, "٣"])
def test_spans_are_bounded(span: str) -> None:
    """And one that is no number is none."""
    rows = Rows()
    rows.begin()
    rows.add("a", span, span)
    rows.add("b", None, None)
    assert len(rows.end()) <= 101


def test_long_cells_are_not_repeated() -> None:
    """One over a thousand rows would fill the memory."""
    rows = Rows()
    rows.begin()
    rows.add("x" * 201, None, "1000")
    rows.add("1", None, None)
    assert len(rows.end()[0]) == 201
    rows.begin()
    rows.add("2", None, None)
    rows.add("3", None, None)
    assert rows.end() == ["", "2", "3"]


def test_short_cells_are_repeated_a_hundred_times() -> None:
    """Their columns stay empty below."""
    rows = Rows()
    found = []
    for number in range(105):
        rows.begin()
        if number == 0:
            rows.add("North", None, "1000")
        rows.add(str(number), None, None)
        rows.add("ok", None, None)
        found.append(rows.end())
    assert found[100:102] == [["North", "100", "ok"], ["", "101", "ok"]]


def test_many_cells_over_many_rows_do_not_make_a_huge_text() -> None:
    """Though each of them would be repeated by itself."""
    rows = Rows()
    written = 0
    for number in range(100):
        rows.begin()
        for _ in range(500 if number == 0 else 0):
            rows.add("x" * 200, None, "100")
        rows.add(str(number), None, None)
        rows.add("ok", None, None)
        written += sum(map(len, rows.end()))
    assert written < 1_200_000
