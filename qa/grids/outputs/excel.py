"""What Excel allows: the texts of cells, the heights of rows, and files without times."""

from __future__ import annotations

import io
import re
import zipfile

from qa.characters import NOT_XML
from qa.files.zip_times import UNDATED

LONGEST_ADDRESS = 2_079
"""Characters of a link; Excel takes a file with a longer one for damaged."""

LONGEST_CELL = 32_767
"""Characters that a cell can have."""

_CUT = " […]"
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads "_x0041_" as "A"
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]{0,400}>)[^<]{0,40}")


def fitting(text: str) -> str:
    """Return text as a cell has it: no control characters, and no more than there is room for.

    Args:
        text: to write.
    """
    clean = NOT_XML.sub("\ufffd", text.replace("\r", "\n"))
    units = len(clean.encode("utf-16-le")) // 2  # Excel counts those
    if units <= LONGEST_CELL:
        return escaped(clean)
    cut = clean.encode("utf-16-le")[: 2 * (LONGEST_CELL - len(_CUT))]
    return escaped(cut.decode("utf-16-le", "ignore")) + _CUT


def escaped(text: str) -> str:
    """Return text in which nothing is an escape of Excel, so that a cell shows all of it as it is.

    Args:
        text: of the cell.
    """
    return _ESCAPED.sub("_x005F_", text)


def line_count(text: str, width: int) -> int:
    """Return about how many lines a text takes in a column.

    Args:
        text: of the cell.
        width: of the column, in characters.
    """
    return sum(1 + len(line) // width for line in text.split("\n"))


def letter(column: int) -> str:
    """Return the letters of a column.

    Args:
        column: its number, from 1.
    """
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    return str(get_column_letter(column))


def without_times(data: bytes) -> bytes:
    """Return a workbook in which no time says when it was written.

    Args:
        data: bytes of the workbook.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _TIMES.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(name, UNDATED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return out.getvalue()
