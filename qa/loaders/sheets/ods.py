"""OpenDocument spreadsheets: each sheet is a section, its tables are read row by row.

Cells hold their text as it is shown. One element may stand for a million blank rows, or for as
many with text: of those with text, the first ones are written, and it is noted.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from qa.loaders.archives import attribute, every, first, local
from qa.loaders.extraction import BlockText
from qa.loaders.open_document import (
    add_chart,
    count_of,
    opened,
    raised_styles,
    title_and_language,
    words_of,
)
from qa.loaders.refusals import where_in_xml
from qa.loaders.sheets.cells import LAST_COLUMN, LAST_ROW, Lasting
from qa.loaders.sheets.sheet_text import SheetText
from qa.loaders.sheets.table_shape import Cell
from qa.loaders.sheets.xlsx import hidden_note
from qa.loaders.spanning import MOST_ROWS, times_written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from qa.loaders.archives import Zipped
    from qa.loaders.extraction import Extract

_CONTENT = "content.xml"
_MOST_COLUMNS = 1000  # that one element stands for
_VALUES = frozenset({"float", "percentage", "currency", "date", "time", "boolean"})


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read a spreadsheet. Hidden sheets, which no reader sees, are left out and noted.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: it is damaged or encrypted, or unpacks to too much.
    """
    archive = opened(data, path)
    reading = _Reading(archive, path)
    try:
        reading.read()
    except (ET.ParseError, ValueError, LookupError) as error:
        msg = f"its cells are not well-formed{where_in_xml(error)}"
        raise archive.damaged(msg) from error
    title, language = title_and_language(archive)
    yield reading.blocks.extract(title, language, list(reading.notes()))


class _Reading:
    """One pass over the content of a file."""

    def __init__(self, archive: Zipped, path: Path) -> None:
        self.blocks = BlockText()
        self._archive = archive
        self._sheets = SheetText(self.blocks, path)
        self._hidden: list[str] = []
        self._raised: dict[str, str] = {}
        self._marked: set[str] = set()
        self._invisible: set[str] = set()
        self._hidden_rows = 0
        self._is_shown = False
        self._comments: list[str] = []  # of the sheet, as are those below
        self._frames: list[Element] = []
        self._number = 0  # of the row
        self._above: dict[int, Lasting] = {}  # what goes on below
        self._unwritten: dict[str, int] = {}  # the same rows or cells again, by their sheet
        self._name = ""

    def read(self) -> None:
        """Read the styles and the sheets."""
        depth = 0  # of tables: a cell may hold another one
        data = self._archive.plain_xml(_CONTENT)
        for event, element in ET.iterparse(io.BytesIO(data), events=("start", "end")):  # noqa: S314
            name = local(element)
            if name == "table":
                depth += 1 if event == "start" else -1
                if event == "start" and depth == 1:
                    self._begin(element)
                elif depth == 0:
                    self._end()
                    element.clear()
            elif event == "end" and depth <= 1:
                self._add(element, name)

    def _add(self, element: Element, name: str) -> None:
        """Add what has been read to its end."""
        if name == "automatic-styles":
            self._styles(element)
        elif name == "shapes":
            self._frames.extend(every(element, "frame"))
        elif name == "table-row":
            if self._is_shown:
                self._row(element)
                self._frames.extend(every(element, "frame"))
            element.clear()

    def notes(self) -> Iterator[str]:
        """Yield what was left out, or is doubtful."""
        if self._hidden:
            yield hidden_note(self._hidden)
        if self._hidden_rows:
            yield f"{self._hidden_rows:,} rows are hidden; they are read"
        for name, times in self._unwritten.items():
            yield (
                f"sheet {name!r}: rows or cells that repeat the one before were left out "
                f"{times:,} times"
            )

    def _styles(self, root: Element) -> None:
        self._raised = raised_styles(root)
        for style in every(root, "style"):
            name = attribute(style, "name")
            text, cell = first(style, "text-properties"), first(style, "table-cell-properties")
            colour = attribute(cell, "background-color") if cell is not None else ""
            if (text is not None and attribute(text, "font-weight") == "bold") or (
                colour not in {"", "transparent"}
            ):
                self._marked.add(name)
            table = first(style, "table-properties")
            if table is not None and attribute(table, "display") == "false":
                self._invisible.add(name)

    def _begin(self, table: Element) -> None:
        name = attribute(table, "name")
        self._number, self._above, self._name = 0, {}, name
        self._comments.clear()
        self._frames.clear()
        self._is_shown = attribute(table, "style-name") not in self._invisible
        if self._is_shown:
            self._sheets.begin(name)
        else:
            self._hidden.append(name)

    def _end(self) -> None:
        if not self._is_shown:
            return
        self._sheets.end()
        if self._frames or self._comments:
            self._sheets.head()
        for frame in self._frames:
            for box in every(frame, "text-box"):
                for paragraph in every(box, "p"):
                    self.blocks.paragraph(words_of(paragraph, self._raised))
            for chart in every(frame, "object"):
                if not attribute(chart, "notify-on-update-of-ranges"):  # those cells are read
                    add_chart(self._archive, chart, self.blocks)
        for comment in self._comments:
            self.blocks.paragraph(f"Comment: {comment}")

    def _row(self, row: Element) -> None:
        repeated = count_of(row, "number-rows-repeated")
        cells, spans = self._cells(row)
        if not cells:
            until = max((one.last_row for one in self._above.values()), default=0)
            for number in range(self._number + 1, min(self._number + repeated, until) + 1):
                self._sheets.covered(number)
            self._number = min(self._number + repeated, LAST_ROW)
            return
        if attribute(row, "visibility") in {"collapse", "filter"}:
            self._hidden_rows += 1
        begin = self._number
        characters = sum(len(cell.text) for cell in cells.values())
        written = times_written(repeated, MOST_ROWS, characters)
        for _ in range(min(written, LAST_ROW - begin)):
            self._number += 1
            self._above = {i: one for i, one in self._above.items() if one.last_row >= self._number}
            filled = cells
            if self._above:
                above = {i: one.cell for i, one in self._above.items() if one.until >= self._number}
                filled = dict(sorted({**above, **cells}.items()))
            self._sheets.row(self._number, filled)
        if repeated > written:
            # The rows are counted as they are written: what goes on below ends earlier.
            left = repeated - written
            self._leave(left)
            self._above = {
                i: one._replace(last_row=one.last_row - left, until=one.until - left)
                for i, one in self._above.items()
            }
        for i, span in spans.items():
            if begin + span > self._number:
                self._above[i] = Lasting.below(cells[i], self._number, begin + span)

    def _cells(self, row: Element) -> tuple[dict[int, Cell], dict[int, int]]:
        """Return the cells with text, and the rows that each goes over, by their column."""
        cells: dict[int, Cell] = {}
        spans: dict[int, int] = {}
        column = 0
        for cell in row:
            times = count_of(cell, "number-columns-repeated")
            for note in every(cell, "annotation"):
                words = " ".join(words_of(p, self._raised) for p in every(note, "p"))
                self._comments.extend([words] if words.strip() else [])
            shown = self._cell(cell) if local(cell) == "table-cell" else None
            if shown:
                written = times_written(times, _MOST_COLUMNS, len(shown.text))
                self._leave(times - written)
                for i in range(column, min(column + written, LAST_COLUMN)):
                    cells[i] = shown
                    spans[i] = count_of(cell, "number-rows-spanned")
            column += times
        return cells, spans

    def _leave(self, times: int) -> None:
        """Count what is there once more with the same text, and is not written."""
        if times > 0:
            self._unwritten[self._name] = self._unwritten.get(self._name, 0) + times

    def _cell(self, cell: Element) -> Cell | None:
        paragraphs = [part for part in cell if local(part) == "p"]
        text = " ".join(words_of(paragraph, self._raised) for paragraph in paragraphs).strip()
        if not text:
            return None
        return Cell(
            text,
            attribute(cell, "value-type") in _VALUES,
            attribute(cell, "style-name") in self._marked,
            count_of(cell, "number-columns-spanned"),
        )
