"""Answers in the XML of a sheet: only the cells that are written change, and their rows grow."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from qa.forms.answer_columns import letters
from qa.forms.elements import Edit, as_xml, spliced, with_attribute
from qa.grids.outputs.excel import escaped

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from qa.forms.excel.cell_styles import CellStyles
    from qa.forms.excel.sheet import Sheet
    from qa.forms.form import Entry

_HIGHEST = 409  # points that a row can have


def written(
    data: bytes, sheet: Sheet, entries: Mapping[tuple[int, int], Entry], styles: CellStyles
) -> bytes:
    """Return the XML of a sheet with answers in it.

    Args:
        data: the XML.
        sheet: what was read of it.
        entries: by the row, from 1, and the column, from 0, of their cell.
        styles: of the workbook; the formats of the cells are added to them.
    """
    edits = list(_widened(data, sheet, entries))
    for (row, column), entry in sorted(entries.items()):
        line = sheet.lines[row]
        number = styles.number(sheet.style_of(row, column), entry.certainty)
        cell = _cell(sheet.prefix, f"{letters(column)}{row}", number, entry.text)
        edits += _grown(data, sheet, row, column, entry.text)
        known = line.cells.get(column)
        if known is not None:
            edits.append(Edit(known.start, known.end, cell))
            continue
        behind = [one for at, one in line.cells.items() if at > column]
        at = min((one.start for one in behind), default=line.end)
        edits.append(Edit(at, at, cell))
    return spliced(data, edits)


def _widened(data: bytes, sheet: Sheet, entries: Collection[tuple[int, int]]) -> Iterator[Edit]:
    """Yield the change after which the sheet says that it has the written cells too.

    Programs that read a sheet row by row rely on it.
    """
    if sheet.extent is None or all(sheet.extent[1].has(*cell) for cell in entries):
        return
    start, known = sheet.extent
    rows, columns = zip(*entries, strict=True)
    top, left = min(known.top, *rows), min(known.left, *columns)
    bottom, right = max(known.bottom, *rows), max(known.right, *columns)
    cells = f"{letters(left)}{top}:{letters(right)}{bottom}"
    yield with_attribute(data, start, "ref", cells)


def _grown(data: bytes, sheet: Sheet, row: int, column: int, text: str) -> Iterator[Edit]:
    """Yield the change after which a row shows all of a text, as if it had been typed there.

    A height that the author has set stays, and so does one of cells that go over several rows.
    """
    line = sheet.lines[row]
    merged = sheet.merged_at(row, column)
    if not text or line.is_fixed or (merged and merged.bottom > merged.top):
        return
    width = max(1.0, sheet.width_of(row, column))
    lines = sum(max(1, math.ceil(len(one) / width)) for one in text.split("\n"))
    height = min(lines * sheet.usual_height, _HIGHEST)
    if height > max(line.height, sheet.usual_height):
        yield with_attribute(data, line.start, "ht", f"{height:g}")


def _cell(prefix: str, place: str, style: int, text: str) -> bytes:
    before = f"{prefix}:" if prefix else ""
    if not text:
        return f'<{before}c r="{place}" s="{style}"/>'.encode()
    words = as_xml(escaped(text.replace("\r\n", "\n").replace("\r", "\n")))
    return (
        f'<{before}c r="{place}" s="{style}" t="inlineStr"><{before}is>'
        f'<{before}t xml:space="preserve">{words}</{before}t></{before}is></{before}c>'
    ).encode()
