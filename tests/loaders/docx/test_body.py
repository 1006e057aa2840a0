"""What stands on a page of Word beside its paragraphs: boxes, notes, headers, charts, prose."""

from __future__ import annotations

import pytest

from qa.errors import DocumentError
from tests.support.hostile import changed
from tests.support.office import read
from tests.support.word_files import num, package, paragraph, raised, run, styled

_BOX = "<w:txbxContent>" + paragraph("Keep this side up.") + "</w:txbxContent>"
_STYLES = '<w:style w:styleId="H"><w:name w:val="heading 2"/></w:style>'


def test_a_text_box_is_read_once() -> None:
    """Word keeps a copy of it for older programs; it stands below its paragraph."""
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice>{_BOX}</mc:Choice><mc:Fallback><w:pict>{_BOX}"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    old = f"<w:r><w:pict><v:shape><v:textbox>{_BOX}</v:textbox></v:shape></w:pict></w:r>"
    for box in (both, old):
        text = read("docx", package(paragraph(run("Unpack it.") + box) + paragraph("Done."))).text
        assert text == "Unpack it.\n\nKeep this side up.\n\nDone."


def test_headers_and_footers_are_asides_that_stand_once() -> None:
    """Sections repeat them; a page number alone is nothing to read."""
    section = (
        '<w:sectPr><w:headerReference r:id="header1"/><w:footerReference r:id="footer1"/>'
        '<w:headerReference r:id="header2"/></w:sectPr>'
    )
    body = paragraph("Mix well.", section) + paragraph("Serve cold.") + section
    found = read(
        "docx",
        package(
            body,
            header1=paragraph("Recipe RB-7"),
            header2=paragraph("Recipe RB-7"),
            footer1=paragraph("Page") + paragraph("12"),
        ),
    )
    assert found.text == "Mix well.\n\nServe cold.\n\nRecipe RB-7\n\nPage"
    assert [found.text[a.start : a.end] for a in found.asides] == ["Recipe RB-7", "Page"]


def test_notes_stand_below_the_paragraph_that_they_are_anchored_in() -> None:
    """Their mark cannot be mistaken for a digit; a note that nothing refers to is not shown."""
    body = paragraph(
        run("The mill sold 45")
        + '<w:r><w:footnoteReference w:id="3"/></w:r>'
        + run(" tons.")
        + '<w:r><w:endnoteReference w:id="1"/></w:r>'
    ) + paragraph("It closed.")
    footnotes = (
        f'<w:footnote w:id="-1" w:type="separator">{paragraph("---")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("Lost.")}</w:footnote>'
        f'<w:footnote w:id="3">{paragraph("Metric tons.")}{paragraph("Weighed dry.")}</w:footnote>'
    )
    endnotes = f'<w:endnote w:id="1">{paragraph("See the ledger.")}</w:endnote>'
    assert read("docx", package(body, footnotes=footnotes, endnotes=endnotes)).text == (
        "The mill sold 45[1] tons.[i]\n\n[1] Metric tons.\n\nWeighed dry.\n\n"
        "[i] See the ledger.\n\nIt closed."
    )


def test_comments_say_who_wrote_them_and_on_what() -> None:
    """They stand after the text, each below a heading, and a note counts them."""
    body = paragraph(
        run("The fee is ")
        + '<w:commentRangeStart w:id="0"/>'
        + run("30 euros")
        + '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
        + run(".")
    )
    comments = (
        '<w:comment w:id="0" w:author="R. Okafor" w:date="2025-02-11T10:00:00Z">'
        f"{paragraph('Was 25 last year.')}</w:comment>"
    )
    found = read("docx", package(body, comments=comments))
    assert found.text.startswith("The fee is 30 euros.\n\nComments\n\n")
    assert found.text.endswith("\n\nWas 25 last year.")
    assert found.headings[1].title == "Comment by R. Okafor, 2025-02-11 on “30 euros”"
    assert found.notes == ("1 comment by R. Okafor stands after the text",)


def test_charts_are_rows_and_diagrams_are_lists() -> None:
    """A chart without values is noted, and so is an object of another program."""
    body = paragraph(
        '<w:r><c:chart r:id="chart1"/></w:r><w:r><dgm:relIds r:dm="diagramData1"/></w:r>'
        '<w:r><c:chart r:id="chart2"/></w:r><w:r><w:OLEObject/></w:r>'
    )
    points = '<c:pt idx="{}"><c:v>{}</c:v></c:pt>'
    series = (
        "<c:chart><c:plotArea><c:ser><c:tx><c:pt idx='0'><c:v>Visitors</c:v></c:pt></c:tx><c:cat>"
        + points.format(0, "May")
        + points.format(1, "June")
        + "</c:cat><c:val>"
        + points.format(0, 310)
        + points.format(1, 420)
        + "</c:val></c:ser></c:plotArea></c:chart>"
    )
    diagram = '<dgm:pt modelId="1"><dgm:t><a:p><a:r><a:t>Plan</a:t></a:r></a:p></dgm:t></dgm:pt>'
    found = read("docx", package(body, chart1=series, chart2="", diagramData1=diagram))
    assert "| May | 310 |\n| June | 420 |" in found.text
    assert "- Plan" in found.text
    assert found.notes == (
        "1 chart has no values in the file",
        "1 embedded object is not read",
    )


def test_prose_with_the_style_of_a_heading_is_prose() -> None:
    """A sentence would vanish from what can be quoted; a title does not."""
    clause = "The keeper of the lighthouse shall lower the flag before the sun has set."
    body = styled("Duties of the keeper", "H") + styled(clause, "H") + paragraph("He did.")
    found = read("docx", package(body, styles=_STYLES))
    assert [heading.title for heading in found.headings] == ["Duties of the keeper"]
    assert clause in found.text


def test_a_table_of_contents_is_an_aside() -> None:
    """Its lines are those of the headings, with numbers of pages."""
    styles = '<w:style w:styleId="T"><w:name w:val="toc 1"/></w:style>'
    found = read("docx", package(styled("Salt 3", "T") + paragraph("Salt melts."), styles=styles))
    assert [found.text[a.start : a.end] for a in found.asides] == ["Salt 3"]


def test_columns_stay_below_each_other() -> None:
    """A cell over two columns leaves the second one empty; a frame of one cell is no table."""

    def cell(text: str, span: int = 1) -> str:
        return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{paragraph(text)}</w:tc>'

    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(cells)}</w:tr>"

    first = row(cell("Size", 2), cell("Fee"))
    table = f"<w:tbl>{first}{row(cell('S'), cell('M'), cell('9'))}</w:tbl>"
    assert read("docx", package(table)).text == "| Size |  | Fee |\n| S | M | 9 |"
    frame = f"<w:tbl><w:tr><w:tc>{paragraph('Note well.')}{paragraph('So.')}</w:tc></w:tr></w:tbl>"
    assert read("docx", package(frame)).text == "Note well.\n\nSo."


def test_the_main_part_is_the_one_that_the_package_names() -> None:
    """Some programs name it otherwise; a part that is no document is refused."""
    data = package(paragraph("The ferry sails at six."), main="word/document2.xml")
    assert read("docx", data).text == "The ferry sails at six."
    with pytest.raises(DocumentError, match="is damaged"):
        read("docx", package("", main="word/document2.xml").replace(b"w:document", b"w:workbook"))


def test_boxes_in_boxes_end() -> None:
    """What is nested too deep is noted."""
    content = paragraph("Deep.")
    for _ in range(30):
        content = paragraph(f"<w:r><w:txbxContent>{content}</w:txbxContent></w:r>")
    found = read("docx", package(content + paragraph("Top.")))
    assert found.text == "Top."
    assert found.notes == ("1 part is nested too deep to be read",)


def test_raised_text_in_a_heading_and_a_cell_is_raised() -> None:
    """Wherever it stands."""
    cell = f"<w:tc>{paragraph(run('10') + raised('3'))}</w:tc><w:tc>{paragraph('b')}</w:tc>"
    body = f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>" + num(1, 0)
    assert read("docx", package(body)).text == "| 10³ | b |"


def test_a_part_that_is_not_there_is_noted() -> None:
    """The text is read without its notes."""
    body = paragraph(run("See.") + '<w:r><w:footnoteReference w:id="3"/></w:r>')
    found = read("docx", changed(package(body, footnotes=""), **{"word/footnotes.xml": None}))
    assert found.text == "See."
    assert found.notes == ("word/footnotes.xml cannot be read: it is not in the file",)


def test_rows_that_begin_far_to_the_right_do_not_make_a_huge_text() -> None:
    """Thousands of columns, each with one cell, are not filled up with blank ones."""
    cell = f"<w:tc>{paragraph('c')}</w:tc>"
    rows = "".join(
        f'<w:tr><w:trPr><w:gridBefore w:val="{i}"/></w:trPr>{cell * 60}</w:tr>'
        for i in range(0, 3000, 60)
    )
    text = read("docx", package(f"<w:tbl>{rows}</w:tbl>")).text
    assert text.count("c") == 3000
    assert len(text) < 20_000


def test_a_table_in_a_cell_is_one_line() -> None:
    """Its rows and cells are told apart."""

    def cell(*inside: str) -> str:
        return f"<w:tc>{''.join(inside)}</w:tc>"

    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(cells)}</w:tr>"

    pair = [cell(paragraph(word)) for word in ("Apples", "3", "Pears", "4")]
    inner = f"<w:tbl>{row(*pair[:2])}{row(*pair[2:])}</w:tbl>"
    outer = row(cell(paragraph("Box"), inner, paragraph("")), cell(paragraph("full")))
    text = read("docx", package(f"<w:tbl>{outer}{outer}</w:tbl>")).text
    assert text == "\n".join(["| Box Apples, 3; Pears, 4 | full |"] * 2)


def test_tables_in_tables_in_tables_are_read_whole() -> None:
    """However deep."""
    inside = paragraph("Innermost.")
    for depth in range(30):
        side = f"<w:tc>{paragraph(f'Side {depth}.')}</w:tc>"
        inside = f"<w:tbl><w:tr><w:tc>{inside}</w:tc>{side}</w:tr></w:tbl>"
    text = read("docx", package(inside)).text
    assert all(f"Side {depth}." in text for depth in range(30))
    assert "Innermost." in text


def test_a_note_that_refers_to_itself_is_written_once() -> None:
    """Also where it is anchored twice."""
    mark = '<w:r><w:footnoteReference w:id="3"/></w:r>'
    notes = f'<w:footnote w:id="3">{paragraph(run("See above.") + mark)}</w:footnote>'
    body = paragraph(run("First.") + mark) + paragraph(run("Again.") + mark)
    found = read("docx", package(body, footnotes=notes))
    assert found.text == "First.[1]\n\n[1] See above.[1]\n\nAgain.[1]"
    assert found.notes == ()


def test_rows_that_are_stacked_in_one_are_rows() -> None:
    """By paragraphs or by line breaks, where amounts or ticks are beside as many names."""

    def cell(*lines: str, breaks: bool = False) -> str:
        if breaks:
            return f"<w:tc>{paragraph(run('</w:t><w:br/><w:t>'.join(lines)))}</w:tc>"
        return f"<w:tc>{''.join(paragraph(run(line)) for line in lines)}</w:tc>"

    def table(*cells: str) -> str:
        return read("docx", package(f"<w:tbl><w:tr>{''.join(cells)}</w:tr></w:tbl>")).text

    names = cell("", "Landing dues", "Moorings", "Water")
    amounts = cell("€", "1,250", "310", "—", breaks=True)
    assert table(names, amounts, cell("")) == (
        "|  | € |  |\n| Landing dues | 1,250 |  |\n| Moorings | 310 |  |\n| Water | — |  |"
    )
    assert table(cell("☐", "☒", "☐"), cell("a pier", "a quay", "a mole")) == (
        "| ☐ | a pier |\n| ☒ | a quay |\n| ☐ | a mole |"
    )
    address = cell("Harbour Office", "Long Quay", "Northport")
    assert table(address, cell("Ann Berg", "Keeper", "Old House")) == (
        "| Harbour Office Long Quay Northport | Ann Berg Keeper Old House |"
    )
    assert table(address, cell("1", "2")) == "| Harbour Office Long Quay Northport | 1 2 |"
