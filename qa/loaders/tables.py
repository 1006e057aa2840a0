"""Tables of data (CSV, TSV): a row is a passage, the names of the columns its heading.

The text stays as it is in the file. Spreadsheets put more into such files than a table: a
title, blank rows and remarks above it, a line that names the delimiter. Others leave out the
names of the columns. So the table is searched for, and its first row is a heading only where it
differs from the rows below as names differ from values.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from qa.errors import DocumentError
from qa.loaders.extraction import LONGEST_HEADING, Extract
from qa.loaders.text import decode
from qa.records import Heading, Span
from qa.records.documents import COLUMN_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_LOOKED_AT = 64 << 10  # characters in which the delimiter is looked for
_DELIMITERS = ",;\t|"
_ROWS_LOOKED_AT = 100
_MOST_ABOVE = 20  # rows above a table
_NAMED = re.compile(r"sep=([^\w\s\"]|\t)(?:\n|\Z)", re.IGNORECASE)  # Excel's own line above a table
_SHORT = 3  # characters of a name such as "#" or "#ID", which begins no remark
_NUMBER = re.compile(r"[^\w\s]{0,3}\d[\d.,:/ '’%-]*\w{0,3}[^\w\s]{0,3}")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_LONGEST_NUMBER = 40  # characters


class _Row(NamedTuple):
    """A row that is not blank.

    Attributes:
        start: offset of its first character.
        cells: without white space around them; empty for a row far below the first ones.
    """

    start: int
    cells: tuple[str, ...]

    @property
    def filled(self) -> int:
        """The number of cells with text."""
        return sum(map(bool, self.cells))

    @property
    def is_remark(self) -> bool:
        """Whether it begins as a remark does: with ``#`` and more than a short name."""
        first = self.cells[0]
        return first.startswith("#") and (" " in first or len(first) > _SHORT)


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read a table.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: the bytes are not text, or a cell never ends.
    """
    text, notes = decode(data, path)
    begin, delimiter = delimited(text)
    rows = _rows(text, begin, delimiter, path)
    headings = _headings(text, rows)
    above = {heading.start for heading in headings}
    yield Extract(
        text,
        headings=headings,
        breaks=tuple(row.start for row in rows[1:] if row.start not in above),
        asides=(Span(0, begin),) if begin else (),
        notes=notes,
    )


def delimited(text: str) -> tuple[int, str]:
    """Return the offset at which a table begins, and what stands between its cells.

    Args:
        text: of a CSV or TSV file.
    """
    named = _NAMED.match(text)
    return (named.end(), named[1]) if named else (0, _delimiter(text))


def _headings(text: str, rows: Sequence[_Row]) -> tuple[Heading, ...]:
    """Return the title of the table, if it has one, and the names of its columns."""
    looked_at = [row for row in rows[:_ROWS_LOOKED_AT] if row.cells]
    first = _first_of_table(looked_at)
    ends = dict(pairwise([*(row.start for row in rows[: first + 2]), len(text)]))
    found: list[Heading] = []
    above = [row for row in looked_at[:first] if row.filled == 1 and row.cells[0][:1] != "#"]
    if above and first < len(rows):
        title = next(filter(None, above[0].cells))
        found.append(_heading(text, above[0].start, ends, 1, title))
    if first + 1 < len(looked_at) and _names_columns(looked_at[first], looked_at[first + 1 :]):
        names = COLUMN_SEPARATOR.join(looked_at[first].cells)[:LONGEST_HEADING]
        found.append(_heading(text, looked_at[first].start, ends, len(found) + 1, names))
    return tuple(found)


def _heading(text: str, start: int, ends: dict[int, int], level: int, title: str) -> Heading:
    words = text[start : ends[start]].rstrip()
    first_line = words.partition("\n")[0]
    # A blank row below it, such as ",,", is not part of it; a name may go over several lines.
    is_split = first_line.count('"') % 2
    return Heading(start, start + len(words if is_split else first_line), level, title)


def _first_of_table(rows: Sequence[_Row]) -> int:
    """Return the number of the row with which the table begins, below titles and remarks.

    It is as wide as most rows are; ``len(rows)`` if missing.
    """
    widths = Counter(row.filled for row in rows if row.filled > 1)
    usual = widths.most_common(1)[0][0] if widths else 1
    named = _first_with_names(rows, usual)
    for number, row in enumerate(rows):
        is_above = number < named or (row.filled < usual and row.filled <= max(1, usual // 2))
        is_above = is_above or (row.filled < usual and row.cells[0].endswith(":"))
        if (is_above and row.cells[0]) or (row.is_remark and number + 1 < len(rows)):
            continue
        return number
    return len(rows)


def _first_with_names(rows: Sequence[_Row], usual: int) -> int:
    """Return the number of the row below "Account: DE12" and the like that names the columns.

    The rows above it are narrower than the table; 0 where it has no numbers to tell it by.
    """
    for number, row in enumerate(rows[:_MOST_ABOVE]):
        if row.filled >= usual:
            is_first = number > 0 and not any(map(_is_number, row.cells))
            below = rows[number + 1 :]
            columns = range(len(row.cells) if is_first else 0)
            return number if any(_has_numbers(below, column) for column in columns) else 0
    return 0


def _has_numbers(rows: Sequence[_Row], column: int) -> bool:
    """Return whether all values of a column are numbers, and there are two at least."""
    values = [row.cells[column] for row in rows if column < len(row.cells) and row.cells[column]]
    return len(values) > 1 and all(map(_is_number, values))


def _names_columns(first: _Row, below: Sequence[_Row]) -> bool:
    """Return whether a row names columns: it has no number, and some columns have numbers below.

    Years are names as well as values. Where no column has numbers, the first row is taken
    for names, as it mostly is.
    """
    is_header = True
    for column, name in enumerate(first.cells):
        values = [row.cells[column] for row in below if column < len(row.cells)]
        values = [value for value in values if value]
        numbers = sum(map(_is_number, values))
        if not values or 2 * numbers <= len(values):
            continue
        if _is_number(name) and not (_is_year(name) and not all(map(_is_year, values))):
            is_header = False
    return is_header


def _is_number(cell: str) -> bool:
    return len(cell) <= _LONGEST_NUMBER and _NUMBER.fullmatch(cell) is not None


def _is_year(cell: str) -> bool:
    return _YEAR.fullmatch(cell) is not None


def _rows(text: str, begin: int, delimiter: str, path: Path) -> list[_Row]:
    """Return the rows that are not blank; one may go over several lines."""
    lines = _Lines(text, begin)
    rows: list[_Row] = []
    begun = 1  # the line on which a row begins
    start = begin
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        for row in reader:
            if any(map(str.strip, row)):
                is_looked_at = len(rows) <= _ROWS_LOOKED_AT
                rows.append(_Row(start, tuple(map(str.strip, row)) if is_looked_at else ()))
            begun, start = reader.line_num + 1, lines.offset
    except csv.Error as error:
        raise DocumentError(path, f"is not a table (line {begun}: {error})") from error
    return rows


class _Lines:
    """Iterates over the lines of a text: a million rows in a list of their own are too many.

    Attributes:
        offset: of the next line.
    """

    def __init__(self, text: str, begin: int) -> None:
        self._text = text
        self.offset = begin

    def __iter__(self) -> Iterator[str]:
        """Yield each line with its line feed."""
        while self.offset < len(self._text):
            begin = self.offset
            self.offset = self._text.find("\n", begin) + 1 or len(self._text)
            yield self._text[begin : self.offset]


def _delimiter(text: str) -> str:
    """Return the delimiter that gives the most rows of one and the same width.

    ``csv.Sniffer`` would take minutes over some texts made of quotation marks.
    """
    lines = text[:_LOOKED_AT].split("\n", _ROWS_LOOKED_AT)[:_ROWS_LOOKED_AT]

    def rows_alike(delimiter: str) -> tuple[int, int]:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter))
        except csv.Error:
            return 0, 0
        (width, rows), *_ = widths.most_common(1)
        return (rows, width) if width > 1 else (0, 0)

    return max(_DELIMITERS, key=rows_alike)
