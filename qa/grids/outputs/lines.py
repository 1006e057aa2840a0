"""A grid as CSV and as JSON Lines: a line for each cell."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from qa.grids.outputs.entries import entries

if TYPE_CHECKING:
    from qa.grids.outputs.entries import Entry, Link
    from qa.grids.records import Grid

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_COLUMNS = (
    *("id", "section", "question", "document", "title", "label", "probability", "lead_in", "quote"),
    *("where", "headings", "start", "end", "remarks", "link"),
)


def to_csv(grid: Grid, link: Link) -> bytes:
    """Return a grid as CSV in UTF-8, with a byte order mark, by which Excel knows it.

    What a spreadsheet would take for a formula begins with an apostrophe.

    Args:
        grid: to write.
        link: returns the address of a quote's source.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")  # as RFC 4180 has it
    writer.writerow(_COLUMNS)
    for entry in entries(grid):
        row = _plain(entry, link)
        row |= {"headings": " › ".join(row["headings"]), "remarks": " ".join(row["remarks"])}
        writer.writerow([_text(row[name]) for name in _COLUMNS])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def to_jsonl(grid: Grid, link: Link) -> bytes:
    """Return a grid as JSON Lines, each cell with its receipt.

    Args:
        grid: to write.
        link: returns the address of a quote's source.
    """
    lines = []
    for entry in entries(grid):
        answer = entry.cell.answer
        receipt = answer.receipt().to_dict() if answer else None
        row = _plain(entry, link) | {"index": grid.index, "receipt": receipt}
        lines.append(json.dumps(row, ensure_ascii=False))
    return "".join(f"{line}\n" for line in lines).encode()


def _plain(entry: Entry, link: Link) -> dict[str, Any]:
    question, cell, quote = entry.question, entry.cell, entry.cell.quote
    citation = quote.citation if quote else None
    return {
        "id": question.id,
        "section": question.section,
        "question": question.text,
        "document": citation.doc_id if citation and not cell.doc_id else cell.doc_id,
        "title": citation.title if citation and not cell.doc_id else entry.column.title,
        "label": cell.label,
        "probability": round(cell.probability, 4),
        "lead_in": (quote.lead_in() or None) if quote else None,
        "quote": quote.text if quote else None,
        "where": citation.where() if citation else None,
        "headings": list(citation.sections()) if citation else [],
        "start": citation.start if citation else None,
        "end": citation.end if citation else None,
        "remarks": list(entry.remarks),
        "link": (link(quote) or None) if quote else None,
    }


def _text(value: Any) -> Any:
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
