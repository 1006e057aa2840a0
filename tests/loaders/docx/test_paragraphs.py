"""The words of a paragraph: raised, changed, hidden, drawn."""

from __future__ import annotations

import pytest

from tests.support.office import read
from tests.support.word_files import package, paragraph, raised, run

_WHO = 'w:author="A. Berg" w:date="2024-06-03T09:00:00Z"'


def _found(content: str, **parts: str) -> str:
    return read("docx", package(paragraph(content), **parts)).text


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (run("10") + raised("6") + run(" cells"), "10⁶ cells"),
        (run("10") + raised("-") + raised("12") + run(" m"), "10⁻¹² m"),
        (run("The office") + raised("2") + run(" closed."), "The office[2] closed."),
        (run("It closed.") + raised("3") + run(" Later"), "It closed.[3] Later"),
        (run("5 km") + raised("2") + run(" of peat"), "5 km² of peat"),
        (run("the 2") + raised("nd") + run(" of May"), "the 2nd of May"),
        (run("H") + run("2", '<w:vertAlign w:val="subscript"/>') + run("O"), "H₂O"),
        (run("x", '<w:rStyle w:val="no"/>') + run("4", '<w:rStyle w:val="up"/>'), "x⁴"),
    ],
)
def test_raised_digits_are_no_digits_of_the_number_before(content: str, text: str) -> None:
    """Powers, units and marks of notes; ordinals stay as they are."""
    styles = '<w:style w:styleId="up"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    assert _found(content, styles=styles) == text


def test_deleted_text_does_not_stand_and_is_noted() -> None:
    """Inserted text does; those who did it are named, with the day."""
    deleted = f"<w:del {_WHO}><w:r><w:delText>200</w:delText></w:r></w:del>"
    inserted = f"<w:ins {_WHO}>{run('250')}</w:ins><w:ins {_WHO}>{run(' or more')}</w:ins>"
    moved = f"<w:moveFrom {_WHO}>{run('Moved away.')}</w:moveFrom>"
    found = read(
        "docx",
        package(paragraph(run("It costs ") + deleted + inserted + run(". ") + moved)),
    )
    assert found.text == "It costs 250 or more."
    assert found.notes == (
        "1 tracked deletion by A. Berg (2024-06-03) is left out",
        "1 tracked insertion by A. Berg (2024-06-03) is shown as text",
        "1 tracked move by A. Berg (2024-06-03) is shown where it went",
    )


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    """As it reads when the change is accepted."""
    body = paragraph("The gate ", f"<w:rPr><w:del {_WHO}/></w:rPr>") + paragraph("is shut.")
    assert read("docx", package(body)).text == "The gate is shut."


def test_properties_before_a_change_do_not_count() -> None:
    """The old ones are kept beside the new ones."""
    old = "<w:rPrChange><w:rPr><w:vertAlign w:val='superscript'/></w:rPr></w:rPrChange>"
    assert _found(run("10") + run("6", old)) == "106"


def test_the_code_of_a_field_is_not_shown() -> None:
    """Nor the fields in its code."""

    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inner = mark("begin") + run("Code") + mark("separate") + run("Value") + mark("end")
    field = mark("begin") + inner + mark("separate") + run("shown") + mark("end")
    assert _found(run("It is ") + field + run(".")) == "It is shown."


def _form(kind: str, shown: str = "") -> str:
    def mark(name: str, data: str = "") -> str:
        return f'<w:r><w:fldChar w:fldCharType="{name}">{data}</w:fldChar></w:r>'

    begin = mark("begin", f"<w:ffData>{kind}</w:ffData>")
    return begin + run("FORM") + mark("separate") + shown + mark("end")


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ('<w:checkBox><w:default w:val="0"/></w:checkBox>', "☐"),
        ('<w:checkBox><w:default w:val="1"/></w:checkBox>', "☒"),
        ('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>', "☒"),
        ('<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>', "☐"),
        (
            (
                '<w:ddList><w:result w:val="1"/><w:listEntry w:val="pier"/>'
                '<w:listEntry w:val="quay"/></w:ddList>'
            ),
            "quay",
        ),
        ('<w:ddList><w:result w:val="7"/><w:listEntry w:val="pier"/></w:ddList>', ""),
        ("<w:textInput/>", ""),
    ],
)
def test_fields_of_forms_show_their_value(kind: str, shown: str) -> None:
    """A tick says whether it is set; words that the field has already are not written twice."""
    assert _found(run("Berth at the: ") + _form(kind)) == f"Berth at the: {shown}".strip()
    assert _found(run("Berth at the: ") + _form(kind, run("mole"))) == "Berth at the: mole"


def test_hidden_text_is_left_out_and_noted() -> None:
    """No reader of the page sees it."""
    found = read("docx", package(paragraph(run("Seen. ") + run("Unseen.", "<w:vanish/>"))))
    assert found.text == "Seen."
    assert found.notes == ("1 hidden run of text is left out",)


def test_signs_of_symbol_fonts_are_characters() -> None:
    """5 µg must not become 5 g."""
    sign = '<w:r><w:sym w:font="Symbol" w:char="F06D"/></w:r>'
    box = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    wrong = '<w:r><w:sym w:font="Symbol" w:char="zz"/></w:r>'
    assert _found(run("5 ") + sign + run("g ") + box + wrong) == "5 μg ☑"


def test_the_reading_of_a_character_is_not_text_of_the_line() -> None:
    """Small characters above others say how they are pronounced."""
    inside = f"<w:rt>{run('とう')}</w:rt><w:rubyBase>{run('東')}</w:rubyBase>"
    ruby = f"<w:r><w:ruby>{inside}</w:ruby></w:r>"
    assert _found(ruby + run("京")) == "東京"


@pytest.mark.parametrize(
    ("equation", "text"),
    [
        ("<m:f><m:num>{}</m:num><m:den>{}</m:den></m:f>", "(a+b)/2"),
        ("<m:sSup><m:e>{}</m:e><m:sup>{}</m:sup></m:sSup>", "(a+b)²"),
        ("<m:sSub><m:e>{}</m:e><m:sub>{}</m:sub></m:sSub>", "(a+b)₂"),
        ("<m:rad><m:e>{}</m:e></m:rad>", "√(a+b)"),
        (
            "<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=']'/></m:dPr><m:e>{}</m:e></m:d>",
            "[a+b]",
        ),
        ("<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:e>{}</m:e></m:nary>", "∑ a+b"),
    ],
)
def test_an_equation_is_read_on_one_line(equation: str, text: str) -> None:
    """Its parts do not run into each other."""
    parts = [f"<m:r><m:t>{part}</m:t></m:r>" for part in ("a+b", "2")]

    assert _found(f"<m:oMath>{equation.format(*parts)}</m:oMath>") == text
