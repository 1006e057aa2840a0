"""Tables of data (CSV, TSV): a row is a passage, the header its heading.

The text stays as it stands in the file.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

from qa.errors import DocumentError
from qa.loaders.extract import Extract
from qa.loaders.text import decode
from qa.records import Heading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LOOKED_AT = 64 << 10  # characters in which the delimiter is looked for
_DELIMITERS = ",;\t|"
_ROWS_LOOKED_AT = 100
_WIDEST = 1 << 20  # characters of a cell


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read a table; its first row names the columns.

    Raises:
        DocumentError: the bytes are no text, or a cell never ends.
    """
    text = decode(data, path)
    starts = _row_starts(text, path)
    if not starts:
        yield Extract(text)
        return
    header = text[starts[0] : starts[1] if starts[1:] else len(text)].rstrip("\n")
    columns = next(csv.reader([header], delimiter=_delimiter(text)))
    names = " · ".join(name.strip() for name in columns)
    heading = Heading(starts[0], starts[0] + len(header), 1, names)
    yield Extract(text, headings=(heading,) if starts[1:] else (), breaks=tuple(starts[1:]))


def _row_starts(text: str, path: Path) -> list[int]:
    """Return the offsets at which rows begin; one may go over several lines."""
    lines = list(io.StringIO(text, newline="\n"))
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line))
    csv.field_size_limit(_WIDEST)
    reader = csv.reader(iter(lines), delimiter=_delimiter(text))
    starts: list[int] = []
    begun = 0  # the line on which a row begins
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                starts.append(offsets[begun])
            begun = reader.line_num
    except csv.Error as error:
        raise DocumentError(path, f"is no table (line {begun + 1}: {error})") from error
    return starts


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
