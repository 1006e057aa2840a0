"""Where the cells of a row are in its line: ``| a | b |``, or a line of a CSV file."""

from __future__ import annotations

from itertools import pairwise
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


def delimiter_of(document: Document) -> str:
    """Return what separates the cells of a file of data; empty for other documents.

    Args:
        document: any.
    """
    usual = _OF_DATA.get(document.media_type)
    if usual is None:
        return ""
    lines = [line for line in document.text[:_LOOKED_AT].split("\n")[:-1] if line.strip()]
    fewest = {mark: min((line.count(mark) for line in lines), default=0) for mark in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda mark: (fewest[mark], mark == usual))
    return best if fewest[best] else usual


def is_rule(line: str) -> bool:
    """Return whether a line is the rule below the names of columns: ``|---|---|``.

    Args:
        line: with its line end.
    """
    return len(line) <= LONGEST and line.lstrip()[:1] == "|" and "-" in line and set(line) <= _RULE


def cells_of(line: str, delimiter: str = "") -> list[int]:
    """Return where each cell begins and ends: two offsets into the line for each cell.

    Args:
        line: with its line end.
        delimiter: of a file of data; empty for the rows that loaders write.
    """
    if len(line) > LONGEST:
        return []
    found = _separated(line, delimiter) if delimiter else _between_bars(line)
    return found if len(found) <= 2 * _MOST_CELLS else []


def _between_bars(line: str) -> list[int]:
    bare = line.strip()
    if len(bare) < 3 or bare[0] != "|" or bare[-1] != "|":  # noqa: PLR2004 - "| |"
        return []
    bars = [at for at, char in enumerate(line) if char == "|" and (not at or line[at - 1] != "\\")]
    found: list[int] = []
    for a, b in pairwise(bars):
        found += _trimmed(line, a + 1, b)
    return found


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
