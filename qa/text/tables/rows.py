"""The table around a row: of Markdown, with bars, or of plain text, with its cells in columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.records import Span
from qa.text.nearby import LONGEST
from qa.text.tables.cells import cells, has_gap, is_rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

REACH = 4_000
"""Characters above a row of a table in which its header is looked for."""

_ROW = re.compile(r"\n[ \t]*\|[^\n]*")  # a line break with the row of a table below it
_WORD = re.compile(r"[^\W\d_]+")
_COMPARED = 30  # rows, with which the first one is compared
_NAMED = 2  # columns, of names and of facts
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
    while end - start <= LONGEST and (line := _ROW.match(text, end, within.end)):
        end = line.end()
    return Span(start, end) if end - start <= LONGEST and end > start else None


def header_start(text: str, span: Span, within: Span, reach: int = REACH) -> int:
    """Return the offset where the table of a row begins, with its header; of others, their own.

    Of a row too far below its header, too.

    Args:
        text: of the document.
        span: of the unit.
        within: the section; nothing outside of it is looked at.
        reach: characters above the row in which its header may be.
    """
    start = span.start
    least = max(within.start, start - reach)
    line = text.rfind("\n", least, start) + 1 or least
    if not text.startswith("|", start) or text[line:start].strip():
        return start
    while line > least:
        above = text.rfind("\n", least, line - 1) + 1
        if not above and least > within.start:
            return span.start  # out of reach: a row from the middle is no header
        above = above or least
        row = text[above : line - 1]
        if not row.lstrip().startswith("|"):
            break
        start = above + len(row) - len(row.lstrip())
        line = above
    return start


def ruled_header(text: str, start: int, span: Span) -> Span | None:
    """Return the first row of a table, if a rule below it says that it names the columns.

    Args:
        text: of the document.
        start: of the table, as :func:`header_start` finds it.
        span: of a row below the header.
    """
    end = text.find("\n", start, span.start)
    below = text.find("\n", end + 1, span.start)
    if min(end, below) < 0 or not is_rule(text[end + 1 : below]):
        return None
    return Span(start, end)


def table_lines_above(text: str, span: Span, longest: int) -> list[str]:
    """Return what a row of a table stands below: the last row without values, and the caption.

    Args:
        text: of the document.
        span: of the row.
        longest: caption, in characters; up to two paragraphs.
    """
    start = header_start(text, span, Span(0, len(text)))
    found: list[str] = []
    for row in reversed(text[start : span.start].split("\n")):
        label, *values = cells(row.strip())
        if label and not any(values):
            found.append(label)
            break
    before = text[max(0, start - longest) : start].rstrip()
    return [*found, *before.split("\n\n")[-2:]]


def rows_below_header(text: str, span: Span, within: Span) -> Span | None:
    """Return the header of a table with the rows below it; None where a row is no header.

    The first row is one if a rule stands below it, or if it has no number. Of a long table, the
    span has the first rows.

    Args:
        text: of the document.
        span: of a row.
        within: the section; nothing outside of it is looked at.
    """
    if header_start(text, span, within) != span.start:
        return None
    ends: list[int] = []
    start = span.end
    while start - span.start <= LONGEST and (line := _ROW.match(text, start, within.end)):
        start = line.end()
        ends.append(start)
    rows = [end for end in ends if end - span.start <= LONGEST]
    ruled = bool(rows) and is_rule(text[span.end + 1 : rows[0]])
    below = text[span.end + 1 : rows[-1]].split("\n") if rows else []
    if not rows or (not ruled and not may_name(text[span.start : span.end], below)):
        return None
    return Span(span.start, rows[-1])


def may_name(row: str, below: Sequence[str]) -> bool:
    """Return whether the first row of a table may name its columns.

    A row of data does not: it has a number, a value that is in its column again, or its small and
    capital letters begin the same columns as in the rows below. Nor does the first of the facts
    that are named on the left: "Landlord | Ash Lane Ltd", above "Deposit | £400".

    Args:
        row: with no rule below it.
        below: the next rows of the table; a few of them say enough.
    """
    if _has_digit(row):
        return False
    top = cells(row.strip())
    if top[0].endswith(":"):
        return False  # "Period: | March 2024" has a value
    rows = [cells(line.strip()) for line in below[:_COMPARED]]
    rows = [other for other in rows if len(other) == len(top) and other != top]
    columns = [[other[i] for other in rows] for i in range(len(top))]
    return not _is_like_data(top, columns) and not _is_named_fact(top, columns)


def _is_like_data(top: Sequence[str], columns: Sequence[Sequence[str]]) -> bool:
    """Return whether a first row without numbers is of the kind of the rows below it."""
    if any(_are_most(map(_has_digit, column)) for column in columns):
        return False  # words above numbers are names
    if any(name and name in column for name, column in zip(top, columns, strict=True)):
        return True
    small = [_begins_small(name) for name in top if name]
    below = [
        [_begins_small(words) == _begins_small(name) for words in column]
        for name, column in zip(top, columns, strict=True)
        if name
    ]
    return len(set(small)) > 1 and all(map(_are_most, below))


def _is_named_fact(top: Sequence[str], columns: Sequence[Sequence[str]]) -> bool:
    """Return whether a first row has a name of its own, beside values of several kinds below."""
    if len(top) != _NAMED or len(columns[0]) < _NAMED:
        return False
    labels, values = columns
    numbers = sum(map(_has_digit, values))
    words = _WORD.findall(top[1])
    return (
        0 < numbers < len(values)
        and not any(map(_has_digit, labels))
        and len({*values, top[1]}) > len(values)
        and len(words) > 1
        and all(word[0].isupper() for word in words)
    )


def _are_most(found: Iterable[bool]) -> bool:
    all_found = list(found)
    return len(all_found) > 1 and 4 * sum(all_found) > 3 * len(all_found)


def _begins_small(words: str) -> bool:
    return words[:1].islower()


def _has_digit(words: str) -> bool:
    return any(map(str.isdigit, words))


def _aligned_around(text: str, span: Span, within: Span) -> Span | None:
    """Return the lines around one whose cells stand in columns, as far as theirs do."""
    if not has_gap(text[span.start : span.end]):
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
        if not has_gap(text[above : first - 1].strip()):
            break
        first, rows = above, rows + 1
    while last < high:
        below = text.find("\n", last + 1, high)
        below = high if below < 0 else below
        if not has_gap(text[last + 1 : below].strip()):
            break
        last, rows = below, rows + 1
    start = first + len(text[first:last]) - len(text[first:last].lstrip())
    end = first + len(text[first:last].rstrip())
    return Span(start, end) if rows >= _ALIGNED and end - start <= LONGEST else None
