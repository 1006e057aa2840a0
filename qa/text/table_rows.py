"""The table around a row: of Markdown, with bars, or of plain text, with its cells in columns."""

from __future__ import annotations

import re

from qa.records import Span
from qa.text.nearby import LONGEST, ROW, header_start

_GAP = re.compile(r"(?<! ) {2,}(?=\S)|(?<!\t)\t+(?=\S)")
_ALIGNED = 3  # lines with wide gaps that are a table


def table_around(text: str, span: Span, within: Span) -> Span | None:
    """Return the table that a row is of, with its header; None of one that is too long.

    Args:
        text: of the document.
        span: of a row, which begins with a bar, or whose cells are parted by wide gaps.
        within: the section; nothing outside of it is looked at.
    """
    if not text.startswith("|", span.start):
        return _aligned_around(text, span, within)
    start, end = header_start(text, span, within), span.end
    while end - start <= LONGEST and (line := ROW.match(text, end, within.end)):
        end = line.end()
    return Span(start, end) if end - start <= LONGEST and end > start else None


def is_row(text: str) -> bool:
    """Return whether a text may be a row of a table.

    Args:
        text: of a unit.
    """
    return text.startswith("|") or ("\n" not in text and _GAP.search(text) is not None)


def cells(row: str) -> list[str]:
    """Return the cells of a row of a table.

    Args:
        row: with bars or wide gaps between its cells.
    """
    if row.startswith("|"):
        return [cell.strip() for cell in row.strip("| \t").split("|")]
    return _GAP.split(row.strip())


def _aligned_around(text: str, span: Span, within: Span) -> Span | None:
    """Return the lines around one whose cells stand in columns, as far as theirs do."""
    if "\n" in text[span.start : span.end] or not _GAP.search(text, span.start, span.end):
        return None
    low, high = max(within.start, span.start - LONGEST), min(within.end, span.end + LONGEST)
    first = text.rfind("\n", low, span.start) + 1 or low
    last = text.find("\n", span.end, high)
    last = high if last < 0 else last
    if text[first : span.start].strip() or text[span.end : last].strip():
        return None
    rows = 1
    while first > low:
        above = text.rfind("\n", low, first - 1) + 1 or low
        if not _GAP.search(text[above : first - 1].strip()):
            break
        first, rows = above, rows + 1
    while last < high:
        below = text.find("\n", last + 1, high)
        below = high if below < 0 else below
        if not _GAP.search(text[last + 1 : below].strip()):
            break
        last, rows = below, rows + 1
    start = first + len(text[first:last]) - len(text[first:last].lstrip())
    end = first + len(text[first:last].rstrip())
    return Span(start, end) if rows >= _ALIGNED and end - start <= LONGEST else None
