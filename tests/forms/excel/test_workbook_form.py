"""Questionnaires in Excel are read without being described, and only their answers change."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from qa.errors import FormError
from qa.forms.certainty import STYLE_NAMES, Certainty
from qa.forms.excel.workbook_form import WorkbookForm
from qa.forms.form import ANSWERED, Choice, Entry
from tests.support.forms import (
    QUESTIONS,
    caiq,
    changed,
    hecvat,
    parts_of,
    prefixed,
    rich,
    sig_lite,
    without,
)
from tests.support.spreadsheets import excel

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xlsxwriter

ANSWER = Entry("“<Apples> & pears”\nSource: fruit.txt", Certainty.LIKELY)


def form(data: bytes, **said: str | bool) -> WorkbookForm:
    return WorkbookForm(data, Path("form.xlsx"), Choice(**said))  # type: ignore[arg-type]


def targets(read: WorkbookForm) -> list[str]:
    return [one.target for one in read.items]


def rows(*lines: Sequence[object], **rules: dict[str, object]) -> bytes:
    """Return a form of these rows, with rules for the cells of columns, or for one cell."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Form")
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
        for column, rule in rules.items():
            is_cell = column[-1].isdigit()
            sheet.data_validation(column if is_cell else f"{column}2:{column}{len(lines)}", rule)

    return excel(fill)


YES_NO: dict[str, object] = {"validate": "list", "source": ["Yes", "No"]}


@pytest.mark.parametrize(
    ("data", "cells"),
    [
        (caiq(), ["E4", "E5", "E6"]),
        (hecvat(), ["D5", "D6", "D8"]),
        (sig_lite(), ["D3", "D4", "D5"]),
    ],
)
def test_public_templates_are_read(data: bytes, cells: list[str]) -> None:
    """Answers go into the column for text, not into the one in which Yes or No is chosen."""
    read = form(data)
    assert [one.question for one in read.items] == list(QUESTIONS)
    assert targets(read) == cells


def test_an_answer_that_is_there_stays() -> None:
    """It is read with what was chosen, and can be replaced only on demand."""
    item = form(hecvat()).items[1]
    assert item.left == ANSWERED
    assert [one.text for one in item.existing] == ["Yes", "Two of them."]
    assert [one.place for one in item.existing] == ["C6", "D6"]
    assert not form(hecvat(), replace=True).items[1].left


def test_sections_are_no_questions() -> None:
    """They say what the questions below them are about."""
    assert [one.section for one in form(hecvat()).items] == [
        "Company Overview",
        "Company Overview",
        "Documentation",
    ]


def test_only_the_answers_change(tmp_path: Path) -> None:
    """Formulas, rules, comments, pictures, charts, macros and names stay, to the byte."""
    data = rich(tmp_path)
    filled = form(data).filled({0: ANSWER, 1: Entry("", Certainty.NOT_FOUND)})
    assert changed(data, filled) == {"xl/worksheets/sheet1.xml", "xl/styles.xml"}
    old, new = (parts_of(one)["xl/worksheets/sheet1.xml"] for one in (data, filled))
    assert new.count(b"inlineStr") == 1
    assert without(new, "C2", "C3") == without(old, "C2", "C3") != old
    assert list(parts_of(filled)) == list(parts_of(data))


def test_styles_are_only_added_to(tmp_path: Path) -> None:
    """What was in the styles is all still there, in its order, with the numbers it had."""
    data = rich(tmp_path)
    filled = form(data).filled({0: ANSWER, 1: Entry("", Certainty.NOT_FOUND)})
    old, new = (parts_of(one)["xl/styles.xml"].decode() for one in (data, filled))
    rest = iter(re.findall(r"<[^>]+>", re.sub(r' count="\d+"', "", new)))
    assert all(tag in rest for tag in re.findall(r"<[^>]+>", re.sub(r' count="\d+"', "", old)))


def test_a_written_cell_has_a_named_style_and_its_own_format(tmp_path: Path) -> None:
    """Another program reads the words, the name of the style, the border, the font, the lock."""
    entries = {at: Entry("“It is.”", one) for at, one in enumerate(Certainty)}
    data = rich(tmp_path)
    sheet = load_workbook(io.BytesIO(form(data).filled(dict(list(entries.items())[:3]))))["Form"]
    for cell, certainty in zip(("C2", "C3", "C4"), Certainty, strict=False):
        assert sheet[cell].value == "“It is.”"
        assert sheet[cell].style == STYLE_NAMES[certainty]
        assert sheet[cell].border.left.style == "medium"
        assert sheet[cell].font.color.rgb == "FF990000"
        assert not sheet[cell].protection.locked
        assert sheet[cell].alignment.wrap_text


def test_text_stays_text() -> None:
    """Line breaks and signs of XML are read back; nothing becomes a formula or a character code."""
    words = "“a < b & c”\n=1+1 \x00"
    filled = form(caiq()).filled({0: Entry(words, Certainty.LIKELY)})
    cell = load_workbook(io.BytesIO(filled)).active["E4"]
    assert cell.value == "“a < b & c”\n=1+1 \ufffd"
    assert cell.data_type == "s"
    filled = form(caiq()).filled({0: Entry("_x0041_", Certainty.LIKELY)})
    assert b"_x005F_x0041_" in parts_of(filled)["xl/worksheets/sheet1.xml"]


def test_a_row_grows_with_its_answer_unless_its_author_set_the_height(tmp_path: Path) -> None:
    """As it would if the answer were typed."""
    long = Entry("word " * 100, Certainty.LIKELY)
    filled = form(rich(tmp_path)).filled({0: long, 1: long})
    xml = parts_of(filled)["xl/worksheets/sheet1.xml"].decode()
    grown = re.findall(r'<row ht="(\d+)" r="(\d)"', xml)
    assert [(int(height) > 100, row) for height, row in grown] == [(True, "2")]
    assert 'r="3" spans="1:4" ht="39.75" customHeight="1"' in xml


def test_a_filled_form_can_be_filled_again() -> None:
    """Blank answers are still blank, the others stay, and no style is added twice."""
    entries = {0: ANSWER, 1: Entry("", Certainty.NOT_FOUND)}
    once = form(caiq()).filled(entries)
    read = form(once)
    assert [one.left for one in read.items] == [ANSWERED, "", ""]
    assert [one.is_marked for one in read.items] == [True, True, False]
    twice = form(once, replace=True).filled(entries)
    names = re.findall(rb'<cellStyle name="(Quoth[^"]*)"', parts_of(twice)["xl/styles.xml"])
    assert names == [b"Quoth likely", b"Quoth not found"]


def test_yes_or_no_is_never_chosen() -> None:
    """Without a column for comments, the form is refused, and the option is named."""
    data = rows(["Question", "Answer"], *([one, ""] for one in QUESTIONS), B=YES_NO)
    with pytest.raises(FormError, match=r"choose from a list in column B.*--answer-column"):
        form(data)
    assert targets(form(data, answer_column="C")) == ["C2", "C3", "C4"]
    with pytest.raises(FormError, match="choose from a list in column 'Answer'"):
        form(data, answer_column="Answer")


def test_a_column_of_yes_and_no_needs_no_list() -> None:
    """What was answered shows that it is one."""
    data = rows(
        ["Question", "Response", "Remarks"], [QUESTIONS[0], "Yes", ""], [QUESTIONS[1], "no", ""]
    )
    assert targets(form(data)) == ["C2", "C3"]


def test_a_name_can_say_that_a_column_is_for_yes_or_no() -> None:
    """Also where no list is in its cells."""
    data = rows(["Request", "Response (Yes/No)", "Details"], ["Describe how apples are washed."])
    assert targets(form(data)) == ["C2"]


@pytest.mark.parametrize(
    "name",
    ["CSP CAIQ Answer", "Answer: Y/N/NA", "Antwort [Ja/Nein]", "Réponse (oui ou non)",
     "Response (select one)", "Answer – drop-down"],
)  # fmt: skip
def test_a_column_of_choices_takes_no_text_where_another_does(name: str) -> None:
    """No cell needs a list, and no question needs to be one for Yes or No."""
    names = ["Question", name, "CSP Implementation Description"]
    data = rows(names, ["How are apples washed?"], ["Which birds are kept?"])
    assert targets(form(data)) == ["C2", "C3"]


def test_one_list_shows_that_a_column_is_for_choices() -> None:
    """Its author may have forgotten the others; nothing goes into a cell that has one."""
    names = ["Question", "Answer", "Description"]
    asked = ["Which apples are washed?", "How many birds do you keep?", "Who reviews the policy?"]
    data = rows(names, *([one] for one in asked), B3=YES_NO)
    assert targets(form(data)) == ["C2", "C3", "C4"]
    alone = form(rows(names[:2], *([one] for one in asked), B3=YES_NO))
    assert [one.left for one in alone.items] == ["", "its cell takes a value from a list", ""]


def test_german_names_are_known() -> None:
    """As are those of other languages in which questionnaires are sent."""
    data = rows(["Nr.", "Frage", "Antwort", "Bemerkung"], [1, "Wie werden Äpfel gewaschen?"])
    assert targets(form(data)) == ["C2"]


def test_questions_that_are_no_yes_no_questions_are_answered_next_to_them() -> None:
    """The column of answers comes before that of comments."""
    data = rows(["Question", "Answer", "Comments"], ["How are apples washed?", "", ""])
    assert targets(form(data)) == ["B2"]


def test_a_list_of_questions_needs_no_names() -> None:
    """The answers go into the next column."""
    assert targets(form(rows(*([one] for one in QUESTIONS)))) == ["B1", "B2", "B3"]
    titled = rows(["Questions for the farm"], *([one] for one in QUESTIONS))
    assert targets(form(titled)) == ["B2", "B3", "B4"]


def test_a_sheet_says_which_cells_it_has() -> None:
    """A program that reads it row by row finds answers in a column that is new."""
    filled = form(rows(*([one] for one in QUESTIONS))).filled({0: ANSWER})
    sheet = load_workbook(io.BytesIO(filled), read_only=True).active
    assert next(iter(sheet.values)) == (QUESTIONS[0], ANSWER.text)


def test_a_user_can_name_the_columns() -> None:
    """By name, by letters or by number; a wrong one is answered with those that there are."""
    data = rows(["Topic", "What we want to know", "Ours", "Yours"], ["Fruit", QUESTIONS[0], "", ""])
    for column in ("Yours", "yours", "D", "4"):
        named = form(data, question_column="What we want to know", answer_column=column)
        assert targets(named) == ["D2"]
    with pytest.raises(FormError, match="no column 'Theirs'; it has 'Topic'"):
        form(data, question_column="B", answer_column="Theirs")
    with pytest.raises(FormError, match="has no column 'Z'"):
        form(data, question_column="Z")


def test_a_user_can_name_the_sheet() -> None:
    """A wrong name is answered with those that are shown."""
    with pytest.raises(FormError, match="it has 'Instructions', 'HECVAT - Full'"):
        form(hecvat(), sheet="Values")
    assert len(form(hecvat(), sheet="HECVAT - Full").items) == 3


def test_a_protected_sheet_is_filled_where_it_is_not_locked() -> None:
    """A locked cell stays, and the reason is named."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Form")
        sheet.write_row("A1", ["Question", "Answer"])
        sheet.write_column("A2", QUESTIONS)
        sheet.write_blank("B2", None, book.add_format({"locked": False}))
        sheet.protect("secret")

    assert [one.left for one in form(excel(fill)).items] == [
        "",
        "its cell is locked (the sheet is protected)",
        "its cell is locked (the sheet is protected)",
    ]


def test_merged_cells_are_written_once_and_at_their_beginning() -> None:
    """One answer that goes over two questions is written for the first."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Form")
        sheet.write_row("A1", ["Question", "Category", "", "Answer"])
        sheet.write_column("A2", QUESTIONS)
        sheet.merge_range("C2:E2", "")
        sheet.merge_range("D3:D4", "")

    read = form(excel(fill), answer_column="D")
    assert targets(read)[:2] == ["C2", "D3"]
    assert [one.left for one in read.items] == ["", "", "its cell is merged with the one above"]


def test_hidden_rows_and_formulas_stay() -> None:
    """Nothing is written where nobody sees it, nor over a formula even on demand."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Form")
        sheet.write_row("A1", ["Question", "Answer"])
        sheet.write_column("A2", QUESTIONS)
        sheet.write_formula("B2", '=IF(1,"","")', None, "")
        sheet.set_row(2, None, None, {"hidden": True})

    read = form(excel(fill), replace=True)
    assert [(one.row, one.left) for one in read.items] == [(2, "a formula is in its cell"), (4, "")]
    assert "sheet 'Form': 1 hidden row stays unfilled" in read.notes


@pytest.mark.parametrize("sheet", ["Form", "Summary"])
def test_formulas_that_count_answers_are_noted(sheet: str) -> None:
    """They show their old results, wherever they are."""

    def fill(book: xlsxwriter.Workbook) -> None:
        form = book.add_worksheet("Form")
        form.write_row("A1", ["Question", "Answer"])
        form.write_column("A2", QUESTIONS)
        summary = book.add_worksheet("Summary")
        (form if sheet == "Form" else summary).write_formula("D9", "=COUNTA(Form!B2:B4)", None, 0)

    (note,) = form(excel(fill)).notes
    assert "show their old results" in note
    assert not form(rows(["Question", "Answer"], *([one, ""] for one in QUESTIONS))).notes


def test_a_sheet_of_another_program_is_filled() -> None:
    """Prefixes of names, rows and cells without a place, and a file without styles are read."""
    sheet = (
        '<x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>Question</x:t></x:is></x:c>'
        '<x:c t="inlineStr"><x:is><x:t>Answer</x:t></x:is></x:c></x:row><x:row>'
        '<x:c t="inlineStr"><x:is><x:t>Who pays the rent?</x:t></x:is></x:c><x:c/></x:row>'
        "</x:sheetData>"
    )
    data = prefixed(sheet)
    filled = form(data).filled({0: ANSWER})
    assert changed(data, filled) == {
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
    }
    cell = load_workbook(io.BytesIO(filled)).active["B2"]
    assert (cell.value, cell.style) == (ANSWER.text, "Quoth likely")


def test_a_file_without_questions_is_refused() -> None:
    """The error names the option."""
    with pytest.raises(FormError, match="--question-column"):
        form(rows(["Name", "Year"], ["Ann", 2001], ["Bob", 2002]))
