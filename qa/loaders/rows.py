"""Tables of data (CSV, TSV): a row is a passage, the header its heading.

The text stays as it stands in the file.
"""

from __future__ import annotations

import csv
import io
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
    names = " · ".join(name.strip() for name in next(csv.reader([header], _dialect(text))))
    heading = Heading(starts[0], starts[0] + len(header), 1, names)
    yield Extract(text, headings=(heading,) if starts[1:] else (), breaks=tuple(starts[1:]))


def _row_starts(text: str, path: Path) -> list[int]:
    """Return the offsets at which rows begin; one may go over several lines."""
    lines = list(io.StringIO(text, newline="\n"))
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line))
    csv.field_size_limit(_WIDEST)
    reader = csv.reader(iter(lines), _dialect(text))
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


def _dialect(text: str) -> type[csv.Dialect]:
    try:
        return csv.Sniffer().sniff(text[:_LOOKED_AT], _DELIMITERS)
    except csv.Error:
        return csv.excel
