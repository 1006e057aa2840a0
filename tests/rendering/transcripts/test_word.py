"""A transcript as a Word document, read back by python-docx."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import datetime, timezone
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from docx import Document

from qa.receipts import Source
from qa.records import PDF, Answer, Citation, Quote, Span, Why
from qa.rendering.transcripts.word import to_word
from tests.rendering.transcripts.conftest import WORDS
from tests.support.tables import COLUMNS, OOLONG, PRICES, TABLE, answering, quoted, wide_row

if TYPE_CHECKING:
    from docx.table import Table

NOON = datetime(2026, 6, 3, 12, tzinfo=timezone.utc)


def _of_pdf(words: str) -> Quote:
    """Return a quote of a PDF."""
    source = Source(media_type=PDF, sha256="", text_sha256="", loader="pdf")
    citation = Citation("a.pdf", "A", (), 1, 0, len(words), "", "", source=source)
    return Quote(words, citation, 0.8, Span(0, 90), Why(0.5, 2.5, 0.75, 1.0, ()))


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


def test_words_of_a_script_from_right_to_left_are_written_so() -> None:
    """Of a question and a quote, in a size that such letters have of their own; notes are not."""
    words = "الإيجار الشهري هو 4500 جنيه."
    written = to_word([replace(answering(_of_pdf(words), _of_pdf("Rent: 4500.")), question=words)])
    paragraphs = [
        (each.style.name, each._p.xpath("boolean(./w:pPr/w:bidi)"), bool(each.runs[0].font.rtl))
        for each in Document(BytesIO(written)).paragraphs
        if each.style.name in {"Heading 1", "Quote"}
    ]
    assert paragraphs == [
        ("Heading 1", True, True),
        ("Quote", True, True),
        ("Quote", False, False),
    ]
    with zipfile.ZipFile(BytesIO(written)) as parts:
        assert "<w:rtl/>" not in parts.read("word/footnotes.xml").decode()
        assert '<w:sz w:val="24"/><w:szCs w:val="24"/>' in parts.read("word/styles.xml").decode()


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
    """Without a time of writing, none is in the file; with one, it is the only difference."""
    assert to_word(conversation) == to_word(conversation)
    assert to_word(conversation, exported=NOON) == to_word(conversation, exported=NOON)


def test_the_day_of_writing_is_below_the_heading_and_in_the_properties(
    conversation: list[Answer],
) -> None:
    """As a person writes it; Word shows the other, with the name, in the window of the file."""
    made = Document(BytesIO(to_word(conversation, "Talk", NOON)))
    line = made.paragraphs[1]
    assert line.style.name == "Subtitle"
    assert line.text.startswith("Exported from Quoth on 3 June 2026.")
    assert made.core_properties.title == "Talk"
    assert made.core_properties.created == NOON
    with zipfile.ZipFile(BytesIO(to_word(conversation, "Talk", NOON))) as parts:
        assert {part.date_time[:3] for part in parts.infolist()} == {(2026, 6, 3)}


@pytest.mark.parametrize("name", ["What do birds do?", "What do bir…"])
def test_a_name_that_is_the_first_question_is_not_said_twice(
    conversation: list[Answer], name: str
) -> None:
    """The heading is another then."""
    first, second = Document(BytesIO(to_word(conversation, name))).paragraphs[:2]
    assert (first.text, second.text) == ("Conversation", "What do birds do?")
    first = Document(BytesIO(to_word(conversation[:1], name))).paragraphs[0]
    assert first.text == "Answer"


def test_a_sentence_of_a_pdf_does_not_break_where_its_lines_did() -> None:
    """A list of the document has its lines; the words are the same."""
    lines = (
        "The tenant pays the rent in advance on the",
        "first day of each month to Mill,",
        "Inc.",
    )
    words = "\n".join(lines)
    made = Document(BytesIO(to_word([answering(_of_pdf(words))])))
    (quote,) = (each for each in made.paragraphs if each.style.name == "Quote")
    assert quote.text == " ".join(lines)
    items = "1. Rent of the mill and of its yard\n2. Light"
    made = Document(BytesIO(to_word([answering(_of_pdf(items))])))
    assert items in [each.text for each in made.paragraphs]


def test_quotes_are_apart_by_space_and_not_by_empty_lines() -> None:
    """Two tables would be one without a paragraph between them: it is lower than a line."""
    answers = [answering(quoted(PRICES, OOLONG), quoted(PRICES, TABLE))]
    made = Document(BytesIO(to_word(answers)))
    empty = [each for each in made.paragraphs if not each.text]
    assert [each.style.name for each in empty] == ["Between quotes"] * 2
    height = made.styles["Between quotes"].paragraph_format
    assert (height.line_spacing.pt, height.space_after.pt, height.space_before.pt) == (10, 0, 0)


def test_pages_are_numbered() -> None:
    """In the footer, which each page has."""
    (section,) = Document(BytesIO(to_word([]))).sections
    assert re.findall(r'w:instr="(\w+)"', section.footer._element.xml) == ["PAGE", "NUMPAGES"]
    assert round(section.page_width.mm) == 210


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
