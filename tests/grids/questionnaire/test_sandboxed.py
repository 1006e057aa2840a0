"""A questionnaire from outside is read in a process of its own, and as any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from qa.errors import QuestionnaireError
from qa.grids.questionnaire.reading import read_questionnaire
from qa.grids.questionnaire.sandboxed import read_in_sandbox

if TYPE_CHECKING:
    from pathlib import Path


def test_a_workbook_is_read_as_in_this_process(tmp_path: Path) -> None:
    """Ids, sections, sheets and rows included."""
    book = openpyxl.Workbook()
    for row in (("Id", "Section", "Question"), ("1", "Animals", "What do zebras eat?")):
        book.active.append(row)
    path = tmp_path / "form.xlsx"
    book.save(path)
    assert read_in_sandbox(path, "form.xlsx") == read_questionnaire(path)


@pytest.mark.parametrize("name", ["file.xlsx", "file.csv"])
def test_an_error_names_the_file_as_its_owner_does(tmp_path: Path, name: str) -> None:
    """And not the path that it has for the moment."""
    path = tmp_path / name
    path.write_bytes(b"1,2\n")
    with pytest.raises(QuestionnaireError) as error:
        read_in_sandbox(path, "mine.xlsx")
    assert "mine.xlsx" in str(error.value)
    assert str(tmp_path) not in str(error.value)
