"""Headings stand out from the text of their page; prose is prose, however large it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qa.loaders.pdf import extract
from qa.loaders.pdf.headings import mark_headings
from qa.loaders.pdf.lines import Line
from tests.support.pdfs import new_pdf

if TYPE_CHECKING:
    from fpdf import FPDF

PROSE = (
    "The lighthouse was built of granite, and its lamp is seen from nine miles away. Its keeper "
    "lives in the house below, with two goats and a boat that is older than he is himself. "
)


def headings(pdf: FPDF) -> list[tuple[int, str]]:
    """Return the levels and titles that are read of a PDF."""
    (found,) = extract(bytes(pdf.output()), Path("a.pdf"))
    assert all(found.text[item.start : item.end] == item.title for item in found.headings)
    return [(item.level, item.title) for item in found.headings]


def write(pdf: FPDF, text: str, style: str = "", size: float = 11, leading: float = 5) -> None:
    """Write a paragraph."""
    pdf.set_font("Helvetica", style=style, size=size)
    pdf.multi_cell(0, leading, text, new_x="LMARGIN", new_y="NEXT", align="L")


def line(text: str, size: float = 10.0, *, bold: bool = False, bottom: float = 400) -> Line:
    """Return a line of a page of 800 points."""
    return Line(text, size, bottom, bottom / 800, bold=bold)


def test_bold_lines_of_the_same_size_are_headings() -> None:
    """With a number or without; bold words within prose are none."""
    pdf = new_pdf()
    pdf.add_page()
    for title in ("Item 1. Trade", "Harbour dues"):
        write(pdf, title, "B")
        write(pdf, PROSE * 2)
        pdf.ln(5)
    assert [title for _, title in headings(pdf)] == ["Item 1. Trade", "Harbour dues"]


def test_a_wrapped_run_of_large_lines_is_prose() -> None:
    """It is what the page says, above a table in small print."""
    pdf = new_pdf()
    pdf.add_page()
    write(pdf, "Harbour trade grew", "B", 20, 9)
    write(pdf, PROSE * 2, size=14, leading=6)
    for row in range(30):
        write(
            pdf, f"Landing dues and moorings of the outer basin {row} 4,31{row} 5,20{row}", size=7
        )
    assert headings(pdf) == [(1, "Harbour trade grew")]


def test_a_heading_over_two_lines_is_one() -> None:
    """Its title is whole."""
    pdf = new_pdf()
    pdf.add_page()
    title = "How the harbour of the northern islands came to have a light of its own in winter"
    write(pdf, title, "B", 16, 7)
    write(pdf, PROSE * 3)
    assert headings(pdf) == [(1, title)]


def test_a_title_page_ends_with_the_first_section() -> None:
    """Its lines are above no section, though they are larger than all headings after them."""
    pdf = new_pdf()
    pdf.add_page()
    for text, size in (("HARBOUR BOARD", 24), ("Annual report", 20), ("Quay Street 7", 15)):
        write(pdf, text, "B", size, 12)
    for number in (1, 2):
        pdf.add_page()
        write(pdf, f"Item {number}. Trade", "B")
        write(pdf, PROSE * 3)
        pdf.ln(5)
        write(pdf, "Dues", "BI", 11)
        write(pdf, PROSE * 3)
    found = headings(pdf)
    assert {level for level, title in found if title.startswith("Item")} == {1}
    assert {level for level, title in found if title == "Dues"} == {2}


def test_the_size_counts_beside_the_text_of_its_page() -> None:
    """Headings of pages in small print are smaller than the text of others."""
    pdf = new_pdf()
    pdf.add_page()
    write(pdf, PROSE * 8, size=12)
    pdf.add_page()
    write(pdf, "Terms of hire", size=10)
    write(pdf, PROSE * 8, size=8, leading=4)
    assert [title for _, title in headings(pdf)] == ["Terms of hire"]


def test_labels_of_tables_captions_and_entries_are_no_headings() -> None:
    """Though they are bold and short."""
    page = [line(PROSE, bottom=700 - 12 * at) for at in range(8)]
    page += [
        line("Figure 3. The pier", bold=True, bottom=570),
        line("Dues . . . . . . . 12", bold=True, bottom=540),
        line("Current dues", bold=True, bottom=500),
        Line("Moorings 12 14", 10.0, 488, 0.6, cells=3),
        line("4,318 5,200", bold=True, bottom=450),
    ]
    mark_headings([page], {})
    assert not any(one.level for one in page)


def test_another_face_and_room_above_make_a_heading() -> None:
    """In italics, right above its text."""
    pdf = new_pdf()
    pdf.add_page()
    write(pdf, PROSE * 3)
    pdf.ln(5)
    write(pdf, "The boat house", "I")
    write(pdf, PROSE * 3)
    assert [title for _, title in headings(pdf)] == ["The boat house"]


def test_larger_lines_are_headings_by_their_size() -> None:
    """Six levels at most; a line without a letter is none."""
    sizes = (30.0, 24.0, 20.0, 18.0, 16.0, 14.0, 12.0, 10.5)
    page = [line(f"Size {size}", size=size, bottom=700 - 40 * at) for at, size in enumerate(sizes)]
    page += [line("2024", size=30.0, bottom=300), line("Running text, longer. " * 10, bottom=200)]
    mark_headings([page], {})
    assert [one.level for one in page] == [1, 2, 3, 4, 5, 6, 6, 0, 0, 0]


def test_the_outline_has_the_last_word_on_levels() -> None:
    """It names headings that look like text, with or without their number."""
    page = [line("1.2 Fruit", bottom=700), line("Large", size=30.0, bottom=600)]
    page += [line("Text. " * 30, bottom=500 - 12 * at) for at in range(3)]
    other = [line("Fruit", bottom=700)]
    mark_headings([page, other], {(0, "fruit"): 2})
    assert [one.level for one in page] == [2, 1, 0, 0, 0]
    assert other[0].level == 0


def test_code_is_no_heading() -> None:
    """Its lines stand alone in a face of their own, and so do headings."""
    pdf = new_pdf()
    pdf.add_page()
    write(pdf, PROSE * 3)
    for code in ("OPEN harbour with lamp", "LIGHT the lamp at dusk"):
        pdf.ln(5)
        pdf.set_font("Courier", size=11)
        pdf.cell(0, 5, code, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(2)
        write(pdf, PROSE * 3)
    assert headings(pdf) == []


def test_headings_of_a_typescript_are_headings() -> None:
    """All of it is in letters of one width."""
    pdf = new_pdf()
    pdf.add_page()
    for title in ("THE LAMP", "THE BOAT"):
        pdf.set_font("Courier", size=11)
        pdf.cell(0, 5, title, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(4)
        pdf.multi_cell(0, 5, PROSE * 3, new_x="LMARGIN", new_y="NEXT", align="L")
        pdf.ln(8)
    assert [title for _, title in headings(pdf)] == ["THE LAMP", "THE BOAT"]


def test_of_a_cover_the_title_is_a_heading() -> None:
    """Names, slogans and a large logo are none."""
    pdf = new_pdf()
    pdf.add_page()
    title = "Lights and landing places of the northern islands"
    for text, size in ((title, 26), ("Tides for every quay", 15), ("A. Keeper", 14), ("LUX", 60)):
        write(pdf, text, "B", size, 14)
        pdf.ln(20)
    pdf.add_page()
    write(pdf, "1 Lamps", "B", 14)
    write(pdf, PROSE * 4)
    assert [title for _, title in headings(pdf)] == [title, "1 Lamps"]


def test_a_first_page_with_text_is_no_cover() -> None:
    """Minutes of a short meeting have more than one heading."""
    pdf = new_pdf()
    pdf.add_page()
    for title in ("Present", "Decided"):
        write(pdf, title, "B", 14, 8)
        write(pdf, PROSE)
    pdf.add_page()
    write(pdf, PROSE * 4)
    assert [title for _, title in headings(pdf)] == ["Present", "Decided"]


def test_addresses_and_the_foot_of_a_page_are_no_headings() -> None:
    """Though they are bold and stand alone."""
    pdf = new_pdf()
    pdf.set_auto_page_break(auto=False)
    pdf.add_page()
    write(pdf, PROSE * 3)
    pdf.ln(8)
    write(pdf, "More at quay.example/tides", "B")
    write(pdf, PROSE * 3)
    pdf.set_y(-14)
    write(pdf, "Annex 12", "B")


def test_labels_of_a_form_are_no_headings_of_its_small_print() -> None:
    """A line a little larger that ends with a colon or a comma waits for what is beside it."""
    pdf = new_pdf()
    pdf.add_page()
    write(pdf, "Landing certificate", size=16, leading=9)
    for label in ("name of the ship:", "Berth:", "certified correct,"):
        write(pdf, label, size=9, leading=12)
    write(pdf, PROSE * 6, size=7.5, leading=4)
    assert [title for _, title in headings(pdf)] == ["Landing certificate"]


def test_a_name_before_prose_is_no_heading() -> None:
    """A bold line whose sentence goes on in the next one."""
    pdf = new_pdf()
    pdf.add_page()
    write(pdf, PROSE * 2)
    pdf.ln(3)
    write(pdf, "Mooring fees. The fee for a night", "B")
    write(pdf, f"is set by the harbour master. {PROSE * 2}")
    assert headings(pdf) == []
