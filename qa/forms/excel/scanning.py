"""Reads where the cells of a sheet are, in one pass over its XML."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from qa.forms.excel.ranges import range_of
from qa.forms.excel.sheet import Line, Place, Sheet
from qa.loaders.sheets.cells import LAST_COLUMN, column_of

if TYPE_CHECKING:
    from collections.abc import Collection

_TRUE = frozenset({"1", "true", "on"})
_LARGEST = 10_000  # points or characters; a row has at most 409, a column 255
_TAKEN_APART = frozenset({"f", "v", "is"})


def sheet_of(data: bytes, rows: Collection[int], blank_texts: Collection[int] = ()) -> Sheet:
    """Return where everything is in a sheet.

    Args:
        data: the XML of the sheet.
        rows: numbers of those that matter; a sheet may have a million others.
        blank_texts: numbers of the workbook's texts in which nothing is.

    Raises:
        ValueError: it is not well-formed, or is not in UTF-8.
    """
    sheet = Sheet()
    _Scan(data, sheet, rows, blank_texts).run()
    return sheet


class _Scan:
    """One pass over the XML of a sheet; a tree of a large one would not fit into memory."""

    def __init__(
        self, data: bytes, sheet: Sheet, rows: Collection[int], blank_texts: Collection[int]
    ) -> None:
        self._data = data
        self._rows = rows
        self._blank_texts = blank_texts
        self._sheet = sheet
        self._row, self._column = 0, -1
        self._line: Line | None = None
        self._cell_at = -1  # offset of the cell that is being read
        self._style = 0
        self._is_shared = False  # whether its value is the number of a text
        self._has_formula = self._is_filled = False
        self._is_list = False  # whether the rule that is being read has a list
        self._words: list[str] | None = None  # of a list's cells, or of a cell, being read

    def run(self) -> None:
        if self._data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            msg = "it is not in UTF-8"
            raise ValueError(msg)
        parser = self._parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.XmlDeclHandler = _check_encoding
        try:
            parser.Parse(self._data, True)  # noqa: FBT003 - takes no keyword
        except expat.ExpatError as error:
            msg = f"it is not well-formed in line {error.lineno:,}"
            raise ValueError(msg) from error

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        prefix, _, name = tag.rpartition(":")
        if name == "c" and self._line is not None:
            column = column_of(attributes.get("r", ""))
            self._column = column if column >= 0 else self._column + 1
            self._cell_at = self._parser.CurrentByteIndex
            self._style = _whole(attributes.get("s", "0"))
            self._is_shared = attributes.get("t") == "s"
            self._has_formula = self._is_filled = False
        elif name in _TAKEN_APART and self._cell_at >= 0:
            self._has_formula = self._has_formula or name == "f"
            self._is_filled = self._is_filled or name == "f"
            self._words = [] if self._words is None else self._words
        elif name == "row":
            self._row = _whole(attributes.get("r", "")) or self._row + 1
            self._column = -1
            self._line = self._new_line(attributes) if self._row in self._rows else None
        elif name == "sheetData":
            self._sheet.prefix = prefix
        else:
            self._start_outside(name, attributes)

    def _new_line(self, attributes: dict[str, str]) -> Line:
        return Line(
            _whole(attributes.get("s", "0")) if attributes.get("customFormat") else 0,
            attributes.get("hidden") in _TRUE,
            self._parser.CurrentByteIndex,
            _number(attributes.get("ht", "")),
            attributes.get("customHeight") in _TRUE,
        )

    def _start_outside(self, name: str, attributes: dict[str, str]) -> None:
        if name == "mergeCell":
            self._sheet.merged.add(attributes.get("ref", ""))
        elif name == "dimension":
            extent = range_of(attributes.get("ref", ""))
            self._sheet.extent = (self._parser.CurrentByteIndex, extent) if extent else None
        elif name == "sheetProtection":
            self._sheet.is_protected = attributes.get("sheet") in _TRUE
        elif name == "sheetFormatPr":
            sheet = self._sheet
            sheet.usual_width = _number(attributes.get("defaultColWidth", "")) or sheet.usual_width
            height = _number(attributes.get("defaultRowHeight", ""))
            sheet.usual_height = height or sheet.usual_height
        elif name == "col":
            self._start_column(attributes)
        elif name == "dataValidation":
            self._is_list = attributes.get("type") == "list"
            if self._is_list and "sqref" in attributes:
                self._sheet.choices.add(attributes["sqref"])
        elif name == "sqref" and self._is_list:  # of a rule whose list is on another sheet
            self._words = []

    def _start_column(self, attributes: dict[str, str]) -> None:
        first, last = (_whole(attributes.get(end, "")) for end in ("min", "max"))
        style, width = _whole(attributes.get("style", "")), _number(attributes.get("width", ""))
        for column in range(first - 1, min(last, LAST_COLUMN)):
            if style:
                self._sheet.column_styles[column] = style
            if width:
                self._sheet.column_widths[column] = width

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        at = self._parser.CurrentByteIndex
        if name == "c" and self._line is not None:
            self._end_cell(at, tag)
        elif name in _TAKEN_APART and self._words is not None and self._cell_at >= 0:
            value = "".join(self._words).strip()
            if name != "f" and value:
                self._is_filled |= not (self._is_shared and _whole(value) in self._blank_texts)
            self._words = None
        elif name == "row" and self._line is not None:
            self._line.end = at
            self._sheet.lines.setdefault(self._row, self._line)
            self._line = None
        elif name == "sqref" and self._words is not None:
            self._sheet.choices.add("".join(self._words))
            self._words = None
        elif name == "dataValidation":
            self._is_list = False

    def _end_cell(self, at: int, tag: str) -> None:
        assert self._line is not None
        # Of ``<c/>``, expat says where it ends; of ``<c></c>``, where its end tag begins.
        has_end_tag = self._data.startswith(f"</{tag}".encode(), at)
        end = self._data.index(b">", at) + 1 if has_end_tag else at
        found = Place(self._cell_at, end, self._style, self._has_formula, self._is_filled)
        if self._column < LAST_COLUMN:
            self._line.cells[self._column] = found
        self._cell_at = -1

    def _text(self, words: str) -> None:
        if self._words is not None:
            self._words.append(words)


def _check_encoding(version: str, encoding: str | None, standalone: int) -> None:
    del version, standalone
    if encoding and encoding.lower() not in {"utf-8", "utf8", "us-ascii", "ascii"}:
        msg = f"it is in {encoding}, not in UTF-8"
        raise ValueError(msg)


def _number(digits: str) -> float:
    """Return a number such as ``15.75``; 0 for what is none."""
    try:
        number = float(digits)
    except ValueError:
        return 0.0
    return number if 0 < number < _LARGEST else 0.0


def _whole(digits: str) -> int:
    return int(digits[:9]) if digits.isascii() and digits.isdecimal() else 0
