"""Where the cells of a row are in its line.

A row is ``| a | b |``, a line of a CSV file, or a line of plain text with wide gaps.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.records import Document

LONGEST = 20_000
"""Characters of a line that is drawn as a row."""

_DELIMITERS = ",;\t|"
_LOOKED_AT = 4_096  # characters of a CSV file, in which the delimiter is looked for
_MOST_CELLS = 200
_RULE = frozenset("|-: \t\r\n")
_OF_DATA = {"text/csv": ",", "text/tab-separated-values": "\t"}
_GAP = re.compile(r"(?<! ) {2,}(?=\S)|(?<!\t)\t+(?=\S)")


def delimiter_of(document: Document) -> str:
    """Return what separates the cells of a file of data; empty for other documents.

    Args:
        document: any.
    """
    usual = _OF_DATA.get(document.media_type)
    if usual is None:
        return ""
    lines = [line for line in document.text[:_LOOKED_AT].split("\n")[:-1] if line.strip()]

    def alike(mark: str) -> tuple[int, int, bool]:
        """Return how many lines have the same number of a mark: titles above a table have none."""
        counts = Counter(filter(None, (line.count(mark) for line in lines)))
        each, many = max(counts.items(), key=itemgetter(1, 0), default=(0, 0))
        return many, each, mark == usual

    best = max(_DELIMITERS, key=alike)
    return best if alike(best)[0] else usual


def is_rule(line: str) -> bool:
    """Return whether a line is the rule below the names of columns: ``|---|---|``.

    Args:
        line: with or without its line end.
    """
    return len(line) <= LONGEST and line.lstrip()[:1] == "|" and "-" in line and set(line) <= _RULE


def is_row(text: str) -> bool:
    """Return whether a text may be a row of a table.

    Args:
        text: of a unit.
    """
    return text.startswith("|") or has_gap(text)


def has_gap(text: str) -> bool:
    """Return whether a text is a line with a wide gap, as between the cells of plain text.

    Args:
        text: of a unit.
    """
    return "\n" not in text and _GAP.search(text) is not None


def cells(row: str) -> list[str]:
    """Return the words of the cells of a row, however long it is; at least one cell.

    Args:
        row: with bars or wide gaps between its cells.
    """
    bounds = _between_bars(row) if row.startswith("|") else _between_gaps(row)
    return [row[a:b] for a, b in zip(bounds[::2], bounds[1::2], strict=True)] or [""]


def cells_of(line: str, delimiter: str = "") -> list[int]:
    """Return where each cell begins and ends: two offsets into the line for each cell.

    Args:
        line: with or without its line end.
        delimiter: of a file of data; empty for the rows that loaders write.
    """
    if len(line) > LONGEST:
        return []
    return _few(_separated(line, delimiter) if delimiter else _between_bars(line))


def cells_in_columns(line: str) -> list[int]:
    """Return the same for a line of plain text; none if it has no wide gap.

    Args:
        line: without its line end.
    """
    return _few(_between_gaps(line)) if len(line) <= LONGEST and has_gap(line.strip()) else []


def _few(bounds: list[int]) -> list[int]:
    return bounds if len(bounds) <= 2 * _MOST_CELLS else []


def _between_bars(line: str) -> list[int]:
    """Return the cells of a line between bars; the last bar may be missing."""
    bare = line.strip()
    if len(bare) < 3 or bare[0] != "|":  # noqa: PLR2004 - "| |"
        return []
    bars = [at for at, char in enumerate(line) if char == "|" and (not at or line[at - 1] != "\\")]
    end = len(line.rstrip())
    if bars[-1] != end - 1:
        bars.append(end)
    found: list[int] = []
    for a, b in pairwise(bars):
        found += _trimmed(line, a + 1, b)
    return found


def _between_gaps(line: str) -> list[int]:
    start, end = _trimmed(line, 0, len(line))
    bounds = [start]
    for gap in _GAP.finditer(line, start, end):
        bounds += gap.span()
    return [*bounds, end]


def _separated(line: str, delimiter: str) -> list[int]:
    """Return the cells of a line of data; none if a cell goes on below it."""
    end = len(line.rstrip("\r\n"))
    if not line[:end].strip():
        return []
    found: list[int] = []
    begin, quoted = 0, False
    for at in range(end + 1):
        if at < end and line[at] == '"':
            quoted = not quoted
        elif at == end or (line[at] == delimiter and not quoted):
            found += _unquoted(line, *_trimmed(line, begin, at))
            begin = at + 1
    return [] if quoted else found


def _unquoted(line: str, start: int, end: int) -> tuple[int, int]:
    is_quoted = end - start > 1 and line[start] == line[end - 1] == '"'
    return (start + 1, end - 1) if is_quoted else (start, end)


def _trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    words = line[start:end]
    if not words.strip():
        return start, start
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
