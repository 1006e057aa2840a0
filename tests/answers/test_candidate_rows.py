"""Rows are gathered by table, with the names of their columns and what the table is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.answers.candidate_rows import tables_among
from qa.answers.ranking import collect_candidates

if TYPE_CHECKING:
    from tests.support.indexes import Library

TEXT = (
    "# Boats\n\n| Boat | Feet |\n|---|---|\n| Heron | 9 |\n| Gannet | 7 |\n\nThe quay is long.\n\n"
    "| Berth | Fee |\n|---|---|\n| North | 40 |\n"
)


def test_each_table_has_its_rows_in_order(library: Library) -> None:
    """And no prose."""
    index = library.build(boats=TEXT)
    candidates = collect_candidates(index, index.query("boat berth quay"))
    tables = {table.names: table for table in tables_among(candidates.evidence, index.document)}
    assert set(tables) == {("boat", "feet"), ("berth", "fee")}
    boats = tables["boat", "feet"]
    assert [row.cells for row in boats.rows] == [("heron", "9"), ("gannet", "7")]
    assert {"boat", "feet"} <= boats.called <= boats.known
    assert not boats.is_data
