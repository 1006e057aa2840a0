"""Presentations, made by another library."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pptx
import pytest
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.util import Inches

from tests.support.hostile import changed
from tests.support.office import read

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide

BOX = (Inches(1), Inches(2), Inches(4), Inches(1))
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def saved(slides: Presentation) -> bytes:
    """Return the bytes of a presentation."""
    file = io.BytesIO()
    slides.save(file)
    return file.getvalue()


def add(slides: Presentation, title: str = "", content: str = "") -> Slide:
    """Add a slide with a title and content, or an empty one."""
    slide = slides.slides.add_slide(slides.slide_layouts[1 if title else 6])
    if title:
        slide.shapes.title.text = title
        slide.placeholders[1].text = content
    return slide


def test_a_slide_is_a_page_and_its_title_a_heading() -> None:
    """In the order in which they are shown."""
    slides = pptx.Presentation()
    for title, content in (("Fruit", "Apples are red."), ("Kinds", "Braeburn")):
        slide = add(slides, title, content)
    table = slide.shapes.add_table(1, 2, *BOX).table
    table.cell(0, 0).text, table.cell(0, 1).text = "2020", "42"
    found = read("pptx", saved(slides))
    assert found.text == "Fruit\n\nApples are red.\n\nKinds\n\nBraeburn\n\n| 2020 | 42 |"
    assert [h.title for h in found.headings] == ["Fruit", "Kinds"]
    assert [found.text[start:].split()[0] for start in found.pages] == ["Fruit", "Kinds"]


def test_what_the_speaker_says_stands_on_the_page_of_its_slide() -> None:
    """Below a heading of its own; a slide without a title is not below the one before."""
    slides = pptx.Presentation()
    add(slides, "Fruit", "Apples are red.").notes_slide.notes_text_frame.text = "Say why.\nSmile."
    add(slides).shapes.add_textbox(*BOX).text_frame.text = "The end is near, as we know."
    found = read("pptx", saved(slides))
    assert found.text == (
        "Fruit\n\nApples are red.\n\nSpeaker notes\n\nSay why.\n\nSmile.\n\n"
        "Slide 2\n\nThe end is near, as we know."
    )
    assert [(h.level, h.title) for h in found.headings] == [
        *((1, "Fruit"), (2, "Speaker notes"), (1, "Slide 2"))
    ]
    assert found.text.index("Say why.") < found.pages[1]


def test_a_short_first_line_is_the_title_of_a_slide_that_has_none() -> None:
    """Unless it has a figure, which may be what the slide says."""
    for first, title in (("Our harbour", ["Our harbour"]), ("48 buses", [])):
        slides = pptx.Presentation()
        slide = add(slides)
        for text in (first, "It is deep."):
            slide.shapes.add_textbox(*BOX).text_frame.text = text
        assert [h.title for h in read("pptx", saved(slides)).headings] == title


def test_a_chart_is_rows_of_its_values() -> None:
    """By category, below the names of the series."""
    data = CategoryChartData(number_format="0.0%")
    data.categories = ["North", "West"]
    data.add_series("May", (0.125, 0.5))
    data.add_series("June", (0.25, None))
    slides = pptx.Presentation()
    chart = add(slides).shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *BOX, data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "Full buses"
    assert read("pptx", saved(slides)).text == (
        "Full buses\n\n|  | May | June |\n| North | 12.5% | 25.0% |\n| West | 50.0% |  |"
    )


def test_a_chart_without_values_is_noted() -> None:
    """As a program leaves it that keeps no copy of them."""
    data = CategoryChartData()
    data.categories = ["North"]
    data.add_series("May", (1,))
    slides = pptx.Presentation()
    slide = add(slides, "Fruit", "Apples")
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *BOX, data)
    part = slide.shapes[-1].chart.part.partname.lstrip("/")
    found = read("pptx", changed(saved(slides), **{part: b"<chartSpace/>"}))
    assert found.notes == ("1 chart without data",)


def test_groups_are_read_and_alternatives_once() -> None:
    """Programs write what older ones do not know in two ways."""
    slides = pptx.Presentation()
    slide = add(slides)
    group = slide.shapes.add_group_shape().shapes.add_group_shape()
    group.shapes.add_textbox(*BOX).text_frame.text = "It is in two groups."
    twice = parse_xml(
        f'<mc:AlternateContent xmlns:mc="http://x/mc" {A}><mc:Choice><a:sp><a:p><a:r><a:t>Once.'
        "</a:t></a:r></a:p></a:sp></mc:Choice><mc:Fallback><a:sp><a:p><a:r><a:t>Again.</a:t>"
        "</a:r></a:p></a:sp></mc:Fallback></mc:AlternateContent>"
    )
    slide.shapes._spTree.append(twice)
    assert read("pptx", saved(slides)).text == "It is in two groups.\n\nOnce."


def test_merged_cells_of_a_table_are_part_of_each_row() -> None:
    """And a name of each column that it stands above."""
    slides = pptx.Presentation()
    table = add(slides).shapes.add_table(3, 3, *BOX).table
    for row, words in enumerate((("", "Buses", ""), ("North", "1", "2"), ("", "3", "4"))):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(1, 0).merge(table.cell(2, 0))
    assert read("pptx", saved(slides)).text == (
        "|  | Buses | Buses |\n| North | 1 | 2 |\n| North | 3 | 4 |"
    )


def test_numbers_of_items_and_raised_digits_are_text() -> None:
    """As they are seen."""
    slides = pptx.Presentation()
    frame = add(slides).shapes.add_textbox(*BOX).text_frame
    frame.text = "Oak\nAsh\nPower of 10"
    for paragraph in frame.paragraphs[:2]:
        paragraph._p.get_or_add_pPr().append(parse_xml(f'<a:buAutoNum {A} type="arabicPeriod"/>'))
    run = frame.paragraphs[2].add_run()
    run.text = "6"
    run.font._element.set("baseline", "30000")
    assert read("pptx", saved(slides)).text == "1. Oak\n\n2. Ash\n\nPower of 10⁶"


def test_hidden_slides_and_slides_of_pictures_are_noted() -> None:
    """By their numbers."""
    slides = pptx.Presentation()
    add(slides, "Fruit", "Apples")._element.set("show", "0")
    picture = parse_xml(f"<a:pic {A}/>")
    add(slides).shapes._spTree.append(picture)
    assert read("pptx", saved(slides)).notes == (
        "hidden slides, which are read: 1",
        "slides of pictures without text: 2",
    )


@pytest.mark.parametrize("suffix", ["pptm", "ppsx", "potx"])
def test_the_main_part_is_found_by_its_relationship(suffix: str) -> None:
    """Not by its name, which other programs choose differently."""
    slides = pptx.Presentation()
    add(slides, "Fruit", "Apples are red.")
    data = saved(slides)
    renamed = {"ppt/deck.xml": data_of(data, "ppt/presentation.xml"), "ppt/presentation.xml": None}
    renamed["ppt/_rels/deck.xml.rels"] = data_of(data, "ppt/_rels/presentation.xml.rels")
    root = data_of(data, "_rels/.rels").replace(b"ppt/presentation.xml", b"ppt/deck.xml")
    found = read("pptx", changed(data, **renamed, **{"_rels/.rels": root}))
    assert found.text == "Fruit\n\nApples are red."


def data_of(data: bytes, name: str) -> bytes:
    """Return a file in an archive."""
    import zipfile  # noqa: PLC0415

    return zipfile.ZipFile(io.BytesIO(data)).read(name)


def test_a_slide_that_is_not_there_is_noted() -> None:
    """By its number; the others are read, on their pages."""
    slides = pptx.Presentation()
    for number in range(3):
        add(slides, "Fruit", f"Kind {number}.")
    found = read("pptx", changed(saved(slides), **{"ppt/slides/slide2.xml": None}))
    assert found.text == "Fruit\n\nKind 0.\n\nFruit\n\nKind 2."
    assert len(found.pages) == 3
    assert found.notes == (
        "slides that cannot be read: 2",
        "ppt/slides/slide2.xml cannot be read: it is not in the file",
    )


def test_a_cell_over_many_rows_does_not_make_a_huge_text() -> None:
    """Its first words are repeated, in a hundred rows."""
    slides = pptx.Presentation()
    table = add(slides).shapes.add_table(105, 2, *BOX).table
    table.cell(0, 0).text = "word " * 1000
    for row in range(105):
        table.cell(row, 1).text = str(row)
    table.cell(0, 0).merge(table.cell(104, 0))
    rows = read("pptx", saved(slides)).text.split("\n")
    assert len(rows[0]) > 5000
    assert len(rows[100]) < 220 < 2 * len(rows[100])
    assert rows[101:] == [f"|  | {row} |" for row in range(101, 105)]


def test_shapes_are_read_from_the_top_down() -> None:
    """What is drawn later may stand above; columns beside each other stay as they are."""
    slides = pptx.Presentation()
    slide = add(slides)
    for text, left, top in (
        ("Below both", 1, 5),
        ("Right, above", 6, 1),
        ("Left, above", 1, 1),
        ("Left, in the middle", 1, 3),
    ):
        box = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(4), Inches(1))
        box.text_frame.text = text
    found = read("pptx", saved(slides)).text.split("\n\n")
    assert found == ["Right, above", "Left, above", "Left, in the middle", "Below both"]


def test_a_shape_that_does_not_say_where_it_is_keeps_its_place() -> None:
    """As placeholders that are where the layout has them do."""
    slides = pptx.Presentation()
    slide = add(slides, "Tides", "From the layout")
    slide.shapes.add_textbox(*BOX).text_frame.text = "A box"
    assert read("pptx", saved(slides)).text == "Tides\n\nFrom the layout\n\nA box"


@pytest.mark.parametrize(
    ("written", "title"),
    [("Slide 1", None), ("PowerPoint Presentation", None), ("Harbour lights", "Harbour lights")],
)
def test_a_title_that_a_program_writes_is_none(written: str, title: str | None) -> None:
    """The file has the words of its first slide, or nothing that an author wrote."""
    slides = pptx.Presentation()
    slides.core_properties.title = written
    add(slides, "Lights", "The harbour has two.")
    assert read("pptx", saved(slides)).title == title
