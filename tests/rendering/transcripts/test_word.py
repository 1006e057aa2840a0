"""A transcript as a Word document, read back by python-docx."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from docx import Document

from qa.records import Answer
from qa.rendering.transcripts.word import to_word
from tests.rendering.transcripts.conftest import WORDS
from tests.support.tables import COLUMNS, OOLONG, PRICES, TABLE, answering, quoted, wide_row

if TYPE_CHECKING:
    from docx.table import Table


def test_word_has_the_quotes_as_paragraphs_of_their_own(conversation: list[Answer]) -> None:
    """Headings are the questions; a line break of the document stays one."""
    paragraphs = Document(BytesIO(to_word(conversation, "Talk"))).paragraphs
    assert (paragraphs[0].style.name, paragraphs[0].text) == ("Title", "Talk")
    headings = [each.text for each in paragraphs if each.style.name == "Heading 1"]
    assert headings[:2] == ["What do birds do?", "Do they swim?"]
    assert [each.text for each in paragraphs if each.style.name == "Quote"] == [WORDS] * 4


def test_each_quote_has_a_footnote_with_its_citation(conversation: list[Answer]) -> None:
    """Text and notes have the same numbers, and each note names the file and the page."""
    with zipfile.ZipFile(BytesIO(to_word(conversation))) as parts:
        body = parts.read("word/document.xml").decode()
        notes = parts.read("word/footnotes.xml").decode()
    marks = re.findall(r'<w:footnoteReference w:id="(\d+)"/>', body)
    assert marks == ["1", "2", "3", "4"]
    cited = re.findall(r'<w:footnote w:id="(\d+)">(.*?)</w:footnote>', notes)
    assert [number for number, _ in cited] == marks
    assert all("Birds › Air, page 3 (a/birds.txt" in note for _, note in cited)


def test_a_question_of_any_characters_makes_a_file_that_opens() -> None:
    """XML has no NUL and no half of a surrogate pair."""
    question = "a\x00b\x0bc\ufffe <w:p> ]]> \ud800?"
    answer = Answer(question, (), found=False, confidence=0.1, nearest=(), index="")
    headings = [
        each.text
        for each in Document(BytesIO(to_word([answer]))).paragraphs
        if each.style.name == "Heading 1"
    ]
    assert headings == ["a�b�c� <w:p> ]]> �?"]


def test_the_same_conversation_is_the_same_bytes(conversation: list[Answer]) -> None:
    """No time of writing is in the file."""
    assert to_word(conversation) == to_word(conversation)


def test_rows_of_a_table_are_a_table_below_the_names_of_their_columns() -> None:
    """Names that are not quoted have a style of their own; the last cell has the footnote."""
    answers = [answering(quoted(PRICES, OOLONG), quoted(PRICES, TABLE), wide_row())]
    made = Document(BytesIO(to_word(answers)))
    first, second, third = made.tables

    def styles(table: Table) -> list[list[str]]:
        return [[cell.paragraphs[0].style.name for cell in row.cells] for row in table.rows]

    assert styles(first) == [["Column names (not quoted)"] * 3, ["Quoted cell"] * 3]
    assert [cell.text for cell in first.rows[1].cells] == OOLONG.strip("| ").split(" | ")
    assert "footnoteReference" in first.rows[1].cells[2]._tc.xml
    assert styles(second) == [["Quoted cell"] * 3] * 3
    assert styles(third) == [["Column names (not quoted)", "Quoted cell"]] * 9
    assert [row.cells[0].text for row in third.rows] == COLUMNS
