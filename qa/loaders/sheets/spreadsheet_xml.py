"""Excel's older XML ("XML Spreadsheet 2003"), which many programs export, often named ``.xls``."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qa.loaders.archives import attribute, every, first, local, text_of
from qa.loaders.extraction import BlockText
from qa.loaders.sheets.cells import LAST_COLUMN, LAST_ROW, Lasting
from qa.loaders.sheets.number_formats import number_shown
from qa.loaders.sheets.sheet_text import SheetText
from qa.loaders.sheets.table_shape import Cell
from qa.loaders.sheets.xlsx import hidden_note

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from qa.loaders.extraction import Extract

ROOT = "{urn:schemas-microsoft-com:office:spreadsheet}Workbook"
"""The outermost element of such a file."""

_VALUES = frozenset({"Number", "DateTime", "Boolean"})
_CODES = {
    "Percent": "0.00%",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Scientific": "0.00E+00",
    "Currency": "#,##0.00",
}
_MIDNIGHT = "T00:00:00"


class _Style(NamedTuple):
    code: str = ""
    is_marked: bool = False


def spreadsheet(root: Element, path: Path) -> Extract:
    """Read a workbook. Hidden sheets, which no reader sees, are left out and noted.

    Args:
        root: the outermost element.
        path: of the file, for errors.

    Raises:
        DocumentError: the text of the file becomes too long.
    """
    blocks = BlockText()
    sheets = SheetText(blocks, path)
    styles = {attribute(style, "ID"): _style(style) for style in every(root, "Style")}
    hidden: list[str] = []
    for sheet in every(root, "Worksheet"):
        name = attribute(sheet, "Name")
        visible = first(sheet, "Visible")
        if text_of(visible).strip() in {"SheetHidden", "SheetVeryHidden"}:
            hidden.append(name)
            continue
        sheets.begin(name)
        _add_rows(sheet, styles, sheets)
        sheets.end()
        for cell in every(sheet, "Comment"):
            words = " ".join(text_of(cell).split())
            if words:
                sheets.head()
                blocks.paragraph(f"Comment: {words}")
    title = first(root, "Title")
    return blocks.extract(text_of(title) or None, notes=[hidden_note(hidden)] if hidden else [])


def _add_rows(sheet: Element, styles: dict[str, _Style], sheets: SheetText) -> None:
    number = 0
    above: dict[int, Lasting] = {}
    for row in every(sheet, "Row"):
        number = _index(row, number + 1)
        if number > LAST_ROW:
            return
        above = {column: one for column, one in above.items() if one.last_row >= number}
        cells = _cells(row, styles, number, above)
        if cells:
            sheets.row(number, cells)
        elif above:
            sheets.covered(number)
        # A row may stand for several blank ones, as many as its Span says.
        number = min(number + _whole(attribute(row, "Span")), LAST_ROW)


def _cells(
    row: Element, styles: dict[str, _Style], number: int, above: dict[int, Lasting]
) -> dict[int, Cell]:
    """Return the cells with text by their column; remember those that go on below."""
    cells: dict[int, Cell] = {}
    below: dict[int, Lasting] = {}
    column = -1
    for cell in row:
        if local(cell) != "Cell":
            continue
        column = _index(cell, column + 2) - 1
        if column >= LAST_COLUMN:
            break
        across = min(_whole(attribute(cell, "MergeAcross")), LAST_COLUMN)
        text, is_value = _shown(cell, styles.get(attribute(cell, "StyleID"), _Style()))
        if text:
            style = styles.get(attribute(cell, "StyleID"), _Style())
            cells[column] = Cell(text, is_value, style.is_marked, across + 1)
            if down := _whole(attribute(cell, "MergeDown")):
                below[column] = Lasting.below(cells[column], number, min(number + down, LAST_ROW))
        column += across
    if cells:
        lasting = {i: one.cell for i, one in above.items() if one.until >= number}
        cells = dict(sorted({**lasting, **cells}.items()))
    above.update(below)
    return cells


def _shown(cell: Element, style: _Style) -> tuple[str, bool]:
    """Return what a cell shows, and whether it is a value and no text."""
    data = next((part for part in cell if local(part) == "Data"), None)
    if data is None:
        return "", False
    text = " ".join(text_of(data).split())
    kind = attribute(data, "Type")
    if kind == "DateTime":
        day, _, _ = text.partition(_MIDNIGHT)
        text = day.partition(".")[0].replace("T", " ")
    elif kind == "Boolean":
        text = "TRUE" if text == "1" else "FALSE"
    elif kind == "Number" and style.code:
        try:
            text = number_shown(float(text), style.code) or text
        except (ValueError, OverflowError):
            return text, False
    return text, kind in _VALUES


def _style(style: Element) -> _Style:
    font, fill, code = (first(style, name) for name in ("Font", "Interior", "NumberFormat"))
    named = attribute(code, "Format") if code is not None else ""
    return _Style(
        _CODES.get(named, "" if " " in named and named.endswith(("Date", "Number")) else named),
        (font is not None and attribute(font, "Bold") == "1")
        or (fill is not None and attribute(fill, "Pattern") == "Solid"),
    )


def _index(element: Element, otherwise: int) -> int:
    """Return the number that an element says to have, from 1, or that which follows."""
    return max(otherwise, _whole(attribute(element, "Index")))


def _whole(digits: str) -> int:
    return int(digits[:9]) if digits.isascii() and digits.isdecimal() else 0
