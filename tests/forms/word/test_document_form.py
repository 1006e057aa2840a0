"""The questions of Word files are found with their room, and only this room is written."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest

from qa.errors import FormError
from qa.forms.certainty import Certainty
from qa.forms.form import ANSWERED, Choice, Entry
from qa.forms.word.document_form import DocumentForm
from tests.support.forms import changed, parts_of
from tests.support.word_files import package, paragraph

ANSWER = Entry("“<Apples> are washed.”\nSource: fruit.txt", Certainty.LIKELY)
PROMPT = "<w:r><w:t>Click here.</w:t></w:r>"


def form(body: str, *, replace: bool = False, **parts: str) -> DocumentForm:
    data = package(body, **{"styles": "", **parts})
    return DocumentForm(data, Path("form.docx"), Choice(replace=replace))


def filled(body: str, entry: Entry = ANSWER) -> str:
    """Return the XML of a file in which the first question is answered."""
    read = form(body)
    return parts_of(read.filled({0: entry}))["word/document.xml"].decode()


def control(content: str, properties: str = "", shown: str = "<w:showingPlcHdr/>") -> str:
    return (
        f"<w:sdt><w:sdtPr>{properties}{shown}</w:sdtPr><w:sdtContent>{content}</w:sdtContent>"
        "</w:sdt>"
    )


def table(*rows: tuple[str, ...]) -> str:
    cells = (
        "".join(f"<w:tc>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in row)
        for row in rows
    )
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def questions(read: DocumentForm) -> list[tuple[str, str]]:
    return [(one.question, one.left) for one in read.items]


def test_a_blank_paragraph_below_a_question_is_room() -> None:
    """It gets the style and the words; a line to write on gives way to them."""
    xml = filled(f"{paragraph('1.2 Are apples washed?')}<w:p/>")
    assert xml.count("<w:p>") == 2
    assert '<w:pStyle w:val="QuothLikely"/></w:pPr><w:r><w:t xml:space="preserve">“&lt;A' in xml
    assert "<w:br/>" in xml
    xml = filled(paragraph("Are apples washed?") + paragraph("_________"))
    assert "___" not in xml


def test_a_label_says_where_the_answer_goes() -> None:
    """It stays, with the answer behind it, or below the line that is behind it."""
    asked = paragraph("Are apples washed?")
    xml = filled(f"{asked}{paragraph('Answer:')}{paragraph('Thank you.')}")
    assert re.search(r"Answer:</w:t></w:r><w:r><w:t [^>]*>“&lt;Apples", xml)
    xml = filled(f"{asked}{paragraph('Vendor response: ______')}")
    assert re.search(r"______</w:t></w:r></w:p><w:p><w:pPr>.*“&lt;Apples", xml)


def test_numbers_and_sections_are_read() -> None:
    """A number is no word of the question, and a heading says what it is about."""
    styles = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style>'
    heading = paragraph("Fruit", '<w:pStyle w:val="H"/>')
    (item,) = form(f"{heading}{paragraph('1.2) Are apples washed?')}<w:p/>", styles=styles).items
    assert (item.id, item.question, item.section) == ("1.2", "Are apples washed?", "Fruit")


def test_a_question_without_room_gets_a_paragraph() -> None:
    """It is put below the question."""
    body = paragraph("Are apples washed?") + paragraph("Are pears washed?")
    read = form(body)
    xml = parts_of(read.filled({0: ANSWER}))["word/document.xml"].decode()
    assert re.findall(r"washed|preserve\">“", xml)[:3] == ["washed", 'preserve">“', "washed"]
    assert len(read.items) == 2


def test_text_below_a_question_is_its_answer() -> None:
    """It stays, also behind one blank paragraph."""
    body = (
        f"{paragraph('Are apples washed?')}{paragraph('Yes, twice.')}"
        f"{paragraph('Are pears washed?')}<w:p/>{paragraph('No, they are peeled.')}"
    )
    read = form(body)
    assert questions(read) == [("Are apples washed?", ANSWERED), ("Are pears washed?", ANSWERED)]
    assert read.items[1].existing[0].text == "No, they are peeled."


def test_prose_is_no_question() -> None:
    """A letter with blank lines between its paragraphs has none."""
    body = "<w:p/>".join(map(paragraph, ["Dear Ann,", "We wash our apples every day.", "Yours"]))
    with pytest.raises(FormError, match="no question with room"):
        form(body)


def test_numbered_requirements_are_answered_where_nothing_else_is_asked() -> None:
    """An answer to each is put below it."""
    read = form(
        paragraph("3.1 The supplier shall wash all apples before they are sold.")
        + paragraph("3.2 The supplier shall name the orchard on each box.")
    )
    assert [one.id for one in read.items] == ["3.1", "3.2"]


def test_a_table_of_questions_is_read_like_a_sheet() -> None:
    """The answer goes into the cell below the name of the column."""
    body = table(
        ("No.", "Question", "Response"),
        ("1", "Are apples washed?", "<w:p/>"),
        ("2", "Are pears washed?", "Yes."),
    )
    read = form(body)
    assert questions(read) == [("Are apples washed?", ""), ("Are pears washed?", ANSWERED)]
    xml = parts_of(read.filled({0: ANSWER}))["word/document.xml"].decode()
    assert re.search(r"<w:tc><w:p><w:pPr><w:pStyle w:val=\"QuothLikely\"/></w:pPr><w:r>", xml)


def test_labels_with_blank_cells_are_a_form() -> None:
    """Those that say enough to be searched for are questions."""
    read = form(
        table(("Name", "<w:p/>"), ("Who washes the apples?", "<w:p/>"), ("Signature", "<w:p/>"))
    )
    assert questions(read) == [("Who washes the apples?", "")]


def test_a_prompt_gives_way_to_the_answer() -> None:
    """The control stays, with an answer in it, and no longer shows a prompt."""
    asked = paragraph("Are apples washed?")
    for body in (
        asked + control(paragraph(PROMPT)),
        f"{asked}<w:p>{control(PROMPT)}</w:p>",
        table(("Question", "Answer"), ("Are apples washed?", control(paragraph(PROMPT)))),
    ):
        xml = filled(body)
        assert "Click" not in xml
        assert "showingPlcHdr" not in xml
        assert "“&lt;Apples&gt; are washed.”" in xml
        assert xml.count("<w:sdtContent>") == 1
        assert "Click" in filled(body, Entry("", Certainty.NOT_FOUND))


@pytest.mark.parametrize(
    ("properties", "left"),
    [
        ('<w:dropDownList><w:listItem w:value="Yes"/></w:dropDownList>', "offers a choice"),
        ("<w:checkbox/>", "offers a choice"),
        ('<w:lock w:val="contentLocked"/>', "is locked"),
    ],
)
def test_what_only_a_person_can_do_is_left(properties: str, left: str) -> None:
    """A list, a box to tick, and what the author has locked."""
    read = form(paragraph("Are apples washed?") + control(paragraph(PROMPT), properties))
    assert read.items[0].left == f"its control {left}"


def test_a_protected_file_is_filled_in_its_controls_only() -> None:
    """One that allows nothing at all is refused."""
    asked = paragraph("Are apples washed?")
    body = f"{asked}{control(paragraph(PROMPT))}{asked}<w:p/>"
    rule = '<w:documentProtection w:edit="{}" w:enforcement="1"/>'
    read = form(body, settings=rule.format("forms"))
    assert [bool(one.left) for one in read.items] == [False, True]
    with pytest.raises(FormError, match=r"protected against changes \(readOnly\)"):
        form(body, settings=rule.format("readOnly"))


def test_controls_and_tables_may_be_nested_deeply() -> None:
    """As no person writes them; nothing overflows."""
    deep = 3_000
    begin, end = "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"
    asked = paragraph("Are apples washed?")
    assert form(f"{asked}{begin * deep}<w:p/>{end * deep}").items[0].left == ""
    begin, end = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    assert len(form(f"{asked}<w:p/>{begin * deep}<w:p/>{end * deep}").items) == 1


def test_fields_pictures_and_page_breaks_stay() -> None:
    """A blank paragraph that holds one is no room."""
    for held in ('<w:r><w:br w:type="page"/></w:r>', "<w:r><w:drawing/></w:r>"):
        read = form(paragraph("Are apples washed?") + f"<w:p>{held}</w:p><w:p>{held}</w:p>")
        assert read.items[0].left


def test_only_the_room_changes() -> None:
    """In a file of another library, all other parts stay, and so does the text around."""
    made = docx.Document()
    made.add_heading("Fruit", 1)
    made.add_paragraph("Are apples washed?")
    made.add_paragraph("")
    made.add_picture(io.BytesIO(_DOT))
    saved = io.BytesIO()
    made.save(saved)
    data = saved.getvalue()
    read = DocumentForm(data, Path("form.docx"), Choice())
    after = read.filled({0: ANSWER})
    assert changed(data, after) == {"word/document.xml", "word/styles.xml"}
    old, new = (parts_of(one)["word/document.xml"].decode() for one in (data, after))
    begin = next(i for i, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1])
    assert new.endswith(old[begin + len("<w:p/>") :].lstrip(">/"))
    again = docx.Document(io.BytesIO(after))
    assert again.paragraphs[2].style.name == "Quoth likely"
    assert again.paragraphs[2].text == ANSWER.text


def test_a_filled_file_can_be_filled_again() -> None:
    """Answers stay, blank ones are still room, and those of Quoth give way on demand."""
    body = f"{paragraph('Are apples washed?')}<w:p/>{paragraph('Are pears washed?')}<w:p/>"
    once = form(body).filled({0: ANSWER, 1: Entry("", Certainty.NOT_FOUND)})
    read = DocumentForm(once, Path("form.docx"), Choice())
    assert [(one.left, one.is_marked) for one in read.items] == [(ANSWERED, True), ("", False)]
    read = DocumentForm(once, Path("form.docx"), Choice(replace=True))
    xml = parts_of(read.filled({0: Entry("“Twice.”", Certainty.UNCERTAIN)}))
    assert "“Twice.”" in xml["word/document.xml"].decode()
    assert "Apples" not in xml["word/document.xml"].decode()
    assert xml["word/styles.xml"].count(b'w:styleId="Quoth') == 3


_DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63"
    "f8cfc0f01f00050001ffa1d1d2780000000049454e44ae426082"
)
