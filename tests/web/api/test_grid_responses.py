"""Cells of grids as the routes answer with them."""

from __future__ import annotations

from qa.web.api.grid_responses import row_cells
from tests.support.tables import PRICES, quoted


def test_the_cells_of_a_quoted_row_have_the_names_of_their_columns() -> None:
    """Without them nobody can tell what a number is; a sentence has none."""
    (row,) = row_cells(quoted(PRICES, "| Assam | 4.20 | |"))
    assert [(cell.name, cell.words) for cell in row] == [
        ("Tea", "Assam"),
        ("Pot", "4.20"),
        ("Note", ""),
    ]
    assert row_cells(quoted(PRICES, "All include milk.")) == []
