"""The column of the questions is found by its name, or by how its cells read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from qa.errors import QuestionnaireError
from qa.grids.questionnaire.reading import read_questionnaire

if TYPE_CHECKING:
    from pathlib import Path


def test_a_sheet_with_a_title_and_merged_cells(tmp_path: Path) -> None:
    """A title, instructions on another sheet, and cells merged over several rows mislead nobody."""
    book = Workbook()
    book.active.append(["How do I fill this in? What is this?"])
    sheet = book.create_sheet("Controls")
    sheet.append(["Security questions"])
    sheet.append(["Question ID", "Question", "Answer", "Control Specification", "Domain"])
    sheet.append(["A-1", "Are policies reviewed?", None, "Review the policies.", "Audit"])
    sheet.append(["A-2", "Who approves them?"])
    sheet.append(["A-3", "Is there one question over two rows?", None, "Ask.", "Scope"])
    sheet.append([])
    sheet.merge_cells("E3:E4")
    sheet.merge_cells("B5:B6")
    book.save(tmp_path / "form.xlsx")

    read = read_questionnaire(tmp_path / "form.xlsx")

    assert [(one.id, one.section, one.row) for one in read.questions] == [
        ("A-1", "Audit", 3),
        ("A-2", "Audit", 4),
        ("A-3", "Scope", 5),
    ]
    assert read.layouts[0].sheet == "Controls"
    assert (read.layouts[0].names, read.layouts[0].question) == (2, 1)


@pytest.mark.parametrize("chosen", ["B", "b", "2"])
def test_a_column_has_letters_and_a_number(tmp_path: Path, chosen: str) -> None:
    """In either case, as on a keyboard."""
    (tmp_path / "a.csv").write_text("Are birds fed?,The barn\nWho feeds them?,The mill\n")
    read = read_questionnaire(tmp_path / "a.csv", chosen)
    assert [one.text for one in read.questions] == ["The barn", "The mill"]


def test_a_sheet_that_names_no_questions(tmp_path: Path) -> None:
    """The column that reads like questions is the one, and rows in bold between them are titles."""
    book = Workbook()
    sheet = book.active
    for row in (
        ["Documentation", None, "Vendor Answers", "Guidance"],
        ["DOCU-01", "Have you undergone an audit?", None, "Answer with yes or with no."],
        ["DOCU-02", "Describe your data centres in full.", None, "Say where they are."],
        ["Access", None, "Vendor Answers", "Guidance"],
        ["ACCS-01", "Can users be given roles?", None, "See the other sheet."],
    ):
        sheet.append(row)
    for place in ("A1", "A4"):
        sheet[place].font = Font(bold=True)
    book.save(tmp_path / "form.xlsx")

    read = read_questionnaire(tmp_path / "form.xlsx")

    assert [(one.id, one.section) for one in read.questions] == [
        ("DOCU-01", "Documentation"),
        ("DOCU-02", "Documentation"),
        ("ACCS-01", "Access"),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "Ref;Requirement;Compliant?;Comment",
        "Nr.;Anforderung;Antwort;Kommentar",
        "#;Question/Request;Response;Additional Information",
        "CID;Consensus Assessment Questions;Consensus Assessment Answers;Notes",
        "No;Control description;Status;Owner",
    ],
)
def test_names_of_columns(tmp_path: Path, header: str) -> None:
    """Requirements are asked like questions, and a number beside them is their id."""
    file = tmp_path / "form.csv"
    file.write_text(
        f"{header}\n1;The supplier shall encrypt all data;;\n\n2;Backups are made daily;;\n",
        encoding="utf-8",
    )
    read = read_questionnaire(file)
    assert [(one.id, one.text, one.row) for one in read.questions] == [
        ("1", "The supplier shall encrypt all data", 2),
        ("2", "Backups are made daily", 4),
    ]


@pytest.mark.parametrize("chosen", ["to find out", "C", "3"])
def test_the_user_chooses_a_column(tmp_path: Path, chosen: str) -> None:
    """By its name, in any case, by its letters, or by its number."""
    file = tmp_path / "form.csv"
    file.write_text("ID,Question,To find out\n1,Who?,rent per month\n", encoding="utf-8")
    read = read_questionnaire(file, chosen)
    assert [(one.id, one.text) for one in read.questions] == [("1", "rent per month")]


def test_a_column_that_is_not_there(tmp_path: Path) -> None:
    """The message lists those that are."""
    file = tmp_path / "form.csv"
    file.write_text("ID,Question\n1,Who is it?\n", encoding="utf-8")
    with pytest.raises(QuestionnaireError, match="no column 'Query'; its columns are 'ID', 'Que"):
        read_questionnaire(file, "Query")
