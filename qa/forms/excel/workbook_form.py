"""A form in Excel: its questions, the cells of their answers, and the file with these written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from qa.errors import FormError
from qa.forms.answer_columns import answer_columns, letters
from qa.forms.certainty import STYLE_NAMES
from qa.forms.container import Container
from qa.forms.excel.cell_styles import CONTENT_TYPE, EMPTY, CellStyles
from qa.forms.excel.scanning import sheet_of
from qa.forms.excel.writing import written
from qa.forms.form import ANSWERED, Existing, Item
from qa.grids.questionnaire.columns import sheet_layouts
from qa.grids.questionnaire.reading import MOST_QUESTIONS
from qa.grids.questionnaire.sheet_questions import sheet_questions
from qa.grids.questionnaire.tables import tables_of_workbook
from qa.loaders.archives import local
from qa.loaders.sheets.workbook import workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from qa.forms.answer_columns import AnswerColumns
    from qa.forms.excel.sheet import Sheet
    from qa.forms.form import Choice, Entry
    from qa.grids.questionnaire.records import Layout, Question
    from qa.grids.questionnaire.tables import Table

_NAMED = frozenset(STYLE_NAMES.values())
_FORMULA = re.compile(rb"<(?!xm:)(?:\w{1,32}:)?f[\s/>]")  # xm: sources of lists and sparklines

T = TypeVar("T")


class _Target(NamedTuple):
    """The cell of an answer.

    Attributes:
        part: of the file, that has the sheet.
        row: from 1.
        column: from 0.
    """

    part: str
    row: int
    column: int


class WorkbookForm:
    """A form in Excel.

    Attributes:
        items: its questions, in order.
        notes: for the user: what is not filled, and why.
    """

    def __init__(self, data: bytes, path: Path, choice: Choice) -> None:
        """Read the questions, and where their answers go.

        Args:
            data: bytes of the file.
            path: of the file, for errors.
            choice: what the user says about the columns.

        Raises:
            DocumentError: the file is damaged or encrypted, or unpacks to too much.
            FormError: it has no questions, or no room for answers.
        """
        self.items: list[Item] = []
        self.notes: list[str] = []
        self._path = path
        self._choice = choice
        self._container = Container(data, path)
        self._main, root = self._container.package.main("xl/workbook.xml")
        if local(root) != "workbook":
            raise FormError(path, "is not an Excel file; give it the suffix that it should have")
        self._sheets: dict[str, Sheet] = {}
        self._targets: list[_Target | None] = []
        self._styles_part = self._container.linked("styles", self._main)
        styles = self._container.part(self._styles_part) if self._styles_part else EMPTY
        self._styles = self._parsed(CellStyles, styles, "styles")
        self._read(data)
        self.notes += self._container.notes
        if self._has_formulas:
            self.notes.append(
                f"the formulas of {path.name} show their old results until Excel calculates again: "
                "press Ctrl+Alt+F9"
            )

    def filled(self, entries: Mapping[int, Entry]) -> bytes:
        """Return the file with answers; see :meth:`qa.forms.form.Form.filled`.

        Args:
            entries: by the index of their item.
        """
        by_part: dict[str, dict[tuple[int, int], Entry]] = {}
        for at, entry in entries.items():
            target = self._targets[at]
            assert target is not None
            by_part.setdefault(target.part, {})[target.row, target.column] = entry
        changed = {
            part: written(self._container.part(part), self._sheets[part], cells, self._styles)
            for part, cells in by_part.items()
        }
        if changed:
            name = self._styles_part
            if not name:
                name = f"{self._main.rpartition('/')[0]}/styles.xml".lstrip("/")
                changed |= self._container.declared(name, CONTENT_TYPE, "styles", self._main)
            changed[name] = self._styles.data()
        return self._container.with_parts(changed)

    def _read(self, data: bytes) -> None:
        book = workbook(self._container.package)
        tables = tables_of_workbook(data, self._path)
        blank = frozenset(i for i, text in enumerate(book.texts) if not text.strip())
        parts = {sheet.name: sheet.part for sheet in book.sheets}
        # What counts the answers may be on a sheet of its own.
        self._has_formulas = any(
            _FORMULA.search(self._container.part(part))
            for part in parts.values()
            if part in self._container
        )
        if self._choice.sheet is not None:
            tables = [one for one in tables if one.name == self._choice.sheet]
            if not tables:
                shown = ", ".join(repr(one.name) for one in book.sheets if not one.is_hidden)
                reason = f"has no sheet {self._choice.sheet!r} that is shown; it has {shown}"
                raise FormError(self._path, reason)
        layouts = self._layouts(tables)
        problems: list[str] = []
        for table, layout in layouts:
            part = parts[table.name]
            questions = [
                one for one in sheet_questions(table, layout) if any(map(str.isalnum, one.text))
            ]
            numbers = frozenset(one.row for one in questions)
            sheet = self._sheet(table.name, self._container.part(part), numbers, blank)
            self._sheets[part] = sheet
            visible = [one for one in questions if not sheet.is_hidden(one.row)]
            if hidden := len(questions) - len(visible):
                stay = "1 hidden row stays" if hidden == 1 else f"{hidden:,} hidden rows stay"
                self.notes.append(f"sheet {table.name!r}: {stay} unfilled")
            questions = visible
            if not questions:
                continue
            columns = answer_columns(table, layout, questions, sheet, self._choice.answer_column)
            if columns.written is None:
                problems.append(f"sheet {table.name!r} {columns.problem}")
                continue
            self._add(table, layout, questions, columns, part)
        self._check(problems)

    def _sheet(self, name: str, xml: bytes, rows: frozenset[int], blank: frozenset[int]) -> Sheet:
        return self._parsed(lambda data: sheet_of(data, rows, blank), xml, f"sheet {name!r}")

    def _layouts(self, tables: list[Table]) -> list[tuple[Table, Layout]]:
        """Return the sheets that have questions, each with its columns."""
        named = self._choice.question_column
        layouts = sheet_layouts(tables, named)
        if named is not None and not any(layouts):
            raise FormError(self._path, f"has no column {named!r} with anything in it")
        return [(table, one) for table, one in zip(tables, layouts, strict=True) if one]

    def _check(self, problems: list[str]) -> None:
        if not self.items and problems:
            raise FormError(self._path, "; ".join(problems).rstrip("."))
        if not self.items:
            reason = "has no column that reads like questions. Name it: --question-column B"
            raise FormError(self._path, reason)
        self.notes += [f"{problem.rstrip('.')}; it stays as it is" for problem in problems]
        if len(self.items) > MOST_QUESTIONS:
            reason = (
                f"has {len(self.items):,} questions; the limit is {MOST_QUESTIONS:,}. "
                "Fill its sheets one by one (--sheet), or split it"
            )
            raise FormError(self._path, reason)

    def _add(
        self,
        table: Table,
        layout: Layout,
        questions: list[Question],
        columns: AnswerColumns,
        part: str,
    ) -> None:
        texts = {row.number: row for row in table.rows}
        for question in questions:
            assert columns.written is not None
            row = texts[question.row]
            target, left = self._target(part, question.row, columns.written, layout)
            existing = tuple(
                Existing(f"{letters(column)}{question.row}", row.own[column])
                for column in columns.all
                if column in row.own
            )
            style = self._sheets[part].style_of(question.row, columns.written)
            self.items.append(
                Item(
                    question=question.text,
                    row=question.row,
                    sheet=table.name,
                    id=question.id,
                    section=question.section,
                    target=f"{letters(target.column)}{target.row}",
                    existing=existing,
                    is_marked=self._styles.named(style) in _NAMED,
                    left=left,
                )
            )
            self._targets.append(target)

    def _target(self, part: str, row: int, column: int, layout: Layout) -> tuple[_Target, str]:
        """Return the cell of an answer, and why it cannot be written; empty where it can."""
        sheet = self._sheets[part]
        merged = sheet.merged_at(row, column)
        if merged is not None:
            if merged.has(row, layout.question):
                return _Target(part, row, column), "its cell is merged with the question"
            if merged.top < row:
                return _Target(part, row, column), "its cell is merged with the one above"
            column = merged.left
        return _Target(part, row, column), self._forbidden(sheet, row, column)

    def _forbidden(self, sheet: Sheet, row: int, column: int) -> str:
        """Return why a cell cannot be written; empty where it can."""
        if sheet.has_formula(row, column):
            return "a formula is in its cell"
        if sheet.is_filled(row, column) and not self._choice.replace:
            return ANSWERED
        if sheet.is_choice(row, column):
            return "its cell takes a value from a list"
        if sheet.is_protected and self._styles.is_locked(sheet.style_of(row, column)):
            return "its cell is locked (the sheet is protected)"
        return ""

    def _parsed(self, parse: Callable[[bytes], T], data: bytes, what: str) -> T:
        try:
            return parse(data)
        except ValueError as error:
            reason = f"cannot be filled: {what} cannot be read ({error}). Save it again in Excel"
            raise FormError(self._path, reason) from error
