"""Tables that stand side by side on a sheet are several, and one with room in it is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.office import read
from tests.support.spreadsheets import excel_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.loaders.extraction import Extract


def sheet(*rows: Sequence[object]) -> Extract:
    """Return what is read of a sheet of these rows."""
    return read("sheets.xlsx", excel_rows(*rows))


def test_each_table_has_its_own_names_and_rows() -> None:
    """One after the other, whichever is longer."""
    found = sheet(
        ["Boat", "Berth", None, "Skipper", "Radio"],
        ["Tern", 4, None, "Ida", "ch. 9"],
        ["Gull", 6, None, "Ben", "ch. 12"],
        ["Skua", 9],
    )
    assert found.text == (
        "Depots\n\n| Boat | Berth |\n| Tern | 4 |\n| Gull | 6 |\n| Skua | 9 |\n\n"
        "| Skipper | Radio |\n| Ida | ch. 9 |\n| Ben | ch. 12 |"
    )
    assert [(h.level, h.title) for h in found.headings[1:]] == [
        (2, "Boat · Berth"),
        (2, "Skipper · Radio"),
    ]


def test_each_table_has_its_own_title_and_all_end_at_a_blank_row() -> None:
    """A title above all of them is above all of them."""
    found = sheet(
        ["Harbour"],
        ["Boats", None, None, "People"],
        ["Boat", "Berth", None, "Skipper", "Age"],
        ["Tern", 4, None, "Ida", 40],
        ["Gull", 6, None, "Ben", 30],
        [None, None, None, "Zoe", 20],
        [],
        ["Counted in May."],
    )
    assert [(h.level, h.title) for h in found.headings[1:]] == [
        (2, "Harbour"),
        (3, "Boats"),
        (4, "Boat · Berth"),
        (3, "People"),
        (4, "Skipper · Age"),
    ]
    assert found.text.endswith("| Ben | 30 |\n| Zoe | 20 |\n\nCounted in May.")


def test_numbers_may_name_rows_where_the_tables_are_of_different_length() -> None:
    """Such as those of orders."""
    found = sheet(
        ["Order", "Total", None, "Order", "Total"],
        [17, 4, None, 30, 1],
        [18, 4, None, 31, 2],
        [19, 5],
    )
    assert "| 18 | 4 |\n| 19 | 5 |\n\n| Order | Total |\n| 30 | 1 |" in found.text


def test_rows_far_below_the_first_ones_belong_to_their_table() -> None:
    """Also those that come after the shape was seen."""
    rows = [[f"Boat {n}", n, None, f"Person {n}", n] for n in range(300)]
    found = sheet(["Boat", "Berth", None, "Skipper", "Age"], *rows)
    assert found.text.count("| Boat 299 | 299 |\n\n| Skipper | Age |\n| Person 0 | 0 |") == 1
    assert found.text.endswith("| Person 299 | 299 |")


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([["", "Q1", "Q2", "", "Q3", "Q4"], ["Sales", 4, 5, "", 6, 7]], "Q1 · Q2 · Q3 · Q4"),
        ([["Item", "", "2022", "", "2021"], ["Sales", "", 4, "", 5]], "Item · 2022 · 2021"),
        ([["Item", "Price", "", "Remark"], ["Rope", 4, "", "old"]], "Item · Price · Remark"),
    ],
)
def test_a_blank_column_within_a_table_is_room(rows: list[list[object]], names: str) -> None:
    """Where what follows does not name its rows, or is one column."""
    filled = [[cell if cell != "" else None for cell in row] for row in (*rows, rows[1])]
    assert sheet(*filled).headings[-1].title == names


def test_thousands_of_blank_columns_are_room_within_one_table() -> None:
    """To look at each pair of columns as a table of its own takes minutes, and reads as none."""
    row = [cell for n in range(1500) for cell in (f"Boat {n}", n, None)]
    names = [cell for n in range(1500) for cell in (f"Name {n}", f"Berth {n}", None)]
    found = sheet(names, *[row] * 30)
    assert len(found.headings) == 2
    assert found.text.count("| Boat 7 | 7 | Boat 8 | 8 |") == 30
