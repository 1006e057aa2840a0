"""CSV and JSON Lines have a line for each cell."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from qa.grids.outputs.entries import no_link
from qa.grids.outputs.lines import to_csv, to_jsonl
from qa.receipts import parse_receipt

if TYPE_CHECKING:
    from qa.grids.records import Grid


def test_csv_is_safe_to_open(filled: Grid) -> None:
    """What a spreadsheet would calculate begins with an apostrophe; all else is as it is."""
    rows = list(csv.DictReader(io.StringIO(to_csv(filled, no_link).decode("utf-8-sig"))))
    assert len(rows) == len(filled.cells)
    quotes = [row["quote"] for row in rows if row["quote"]]
    assert any(quote.startswith("'=SUM(A1:A9)") for quote in quotes)
    assert not any(value.startswith(tuple("=+-@")) for row in rows for value in row.values())
    assert {row["label"] for row in rows} <= {"likely", "uncertain", "not_found"}


def test_json_lines_have_the_exact_words_and_a_receipt(filled: Grid) -> None:
    """An empty cell has neither."""
    rows = [json.loads(line) for line in to_jsonl(filled, no_link).splitlines()]
    for row, cell in zip(rows, filled.cells, strict=True):
        assert row["quote"] == (cell.quote.text if cell.quote else None)
        if row["receipt"]:
            assert parse_receipt(json.dumps(row["receipt"]).encode(), "receipt").intact
        else:
            assert row["label"] == "not_found"
