"""`qa fill` says what it wrote and which rows a person should look at."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from qa.cli.fill import _rows, _summary
from qa.cli.main import main
from qa.forms.certainty import Certainty
from qa.forms.filling import FilledForm, FilledItem
from qa.forms.form import Item
from qa.records import Answer
from tests.support.forms import hecvat
from tests.support.webs import document, quote


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "form.xlsx"
    path.write_bytes(hecvat())
    return path


def test_a_form_is_filled(form: Path, index: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The summary counts every question, names the rows to look at, and offers what was closest."""
    assert main(["fill", str(form), "--index", index, "--quiet", "--json", "--closest"]) == 0
    written = json.loads(capsys.readouterr().out)
    assert [item["row"] for item in written["items"]] == [5, 6, 8]
    assert [item["target"] for item in written["items"]] == ["D5", "D6", "D8"]
    assert [item["certainty"] for item in written["items"]] == ["closest", None, "closest"]
    assert main(["fill", str(form), "--index", index, "--force"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith(f"{form.with_name('form.filled.xlsx')}: 3 questions\n")
    offered = "look at rows 5, 8; --closest writes the closest passages\n"
    assert f"      2 not found   {offered}" in printed
    assert "1 left as they were\n        already answered: row 6" in printed


def test_what_cannot_be_filled_is_one_sentence(
    form: Path, index: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It ends with status 1, and nothing is written."""
    assert main(["fill", str(form), "--index", index, "--answer-column", "Z9"]) == 1
    error = capsys.readouterr().err
    assert "has no column 'Z9'; it has 'ID', 'Question', 'Answer'" in error
    assert not form.with_name("form.filled.xlsx").exists()


def test_nothing_closest_is_offered_where_it_is_written() -> None:
    """Nor where no document has anything."""
    blank = Answer("?", (), found=False, confidence=0.0, nearest=(), index="")
    near = replace(blank, nearest=(quote(document("Apples."), 0, 7),))

    def lines(answer: Answer, certainty: Certainty, *, closest: bool) -> list[str]:
        filled = FilledForm(Path("a.xlsx"), (FilledItem(Item("?", 4, "A"), certainty, "", answer),))
        return list(_summary(filled, closest=closest))[1:]

    (offered,) = lines(near, Certainty.NOT_FOUND, closest=False)
    assert offered.endswith("row 4; --closest writes the closest passages")
    assert lines(blank, Certainty.NOT_FOUND, closest=False)[0].endswith("not found   look at row 4")
    (written,) = lines(near, Certainty.CLOSEST, closest=True)
    assert written.endswith("1 not found, with the closest passage   look at row 4")


def test_rows_are_named_in_runs() -> None:
    """Those of each sheet together; a long list ends with an ellipsis."""

    def items(sheet: str, *rows: int) -> list[FilledItem]:
        return [FilledItem(Item("?", row, sheet)) for row in rows]

    assert _rows(items("A", 4)) == "row 4"
    assert _rows(items("A", 4, 7, 8, 9)) == "rows 4, 7–9"
    assert _rows(items("", 1, 2)) == "questions 1–2"
    assert _rows([*items("A", 4), *items("B", 1, 3)]) == "row 4 of A; rows 1, 3 of B"
    assert _rows(items("A", *range(1, 60, 2))).endswith("21, 23, …")
