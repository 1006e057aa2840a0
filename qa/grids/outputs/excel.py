"""What Excel allows: the texts of cells, the heights of rows, and files without times."""

from __future__ import annotations

import io
import re
import zipfile

LONGEST_CELL = 32_767
"""Characters that a cell can have."""

_CUT = " […]"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first time that a zip archive can have
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]{0,400}>)[^<]{0,40}")


def fitting(text: str) -> str:
    """Return what a cell can have: no control characters, and no more than there is room for.

    Args:
        text: to write.
    """
    clean = _ILLEGAL.sub("\ufffd", text.replace("\r", "\n"))
    units = len(clean.encode("utf-16-le")) // 2  # Excel counts those
    if units <= LONGEST_CELL:
        return clean
    cut = clean.encode("utf-16-le")[: 2 * (LONGEST_CELL - len(_CUT))]
    return cut.decode("utf-16-le", "ignore") + _CUT


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
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return out.getvalue()
