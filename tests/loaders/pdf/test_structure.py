"""Running headers, headings and divided words are recognised."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qa.loaders.pdf import extract
from qa.loaders.pdf.lines import HYPHEN, Line
from qa.loaders.pdf.structure import join_divided_words, mark_running
from tests.support.pdfs import new_pdf, numbered

if TYPE_CHECKING:
    from fpdf import FPDF

    from qa.loaders.extraction import Extract


def read(pdf: FPDF) -> Extract:
    """Return what is read of a PDF."""
    (found,) = extract(bytes(pdf.output()), Path("a.pdf"))
    return found


def line(text: str, height: float = 0.5, size: float = 10.0) -> Line:
    """Return a line of a page of 800 points."""
    return Line(text, size, height * 800, height)


def test_running_headers_and_footers_are_no_part_of_the_text_around_them() -> None:
    """They stay in the text and are told apart; headings are the larger lines."""
    found = read(numbered(5))
    assert {found.text[aside.start : aside.end] for aside in found.asides} == {
        "Annual report",
        *(f"Page {number} of 5" for number in range(1, 6)),
    }
    assert [(h.level, h.title) for h in found.headings] == [
        (1, f"Chapter {number}") for number in range(1, 6)
    ]
    assert all(found.text[h.start : h.end] == h.title for h in found.headings)


def test_the_outline_tells_headings_and_levels() -> None:
    """It need not have the numbers of the text."""
    pdf = new_pdf()
    pdf.set_title("Fruit")
    pdf.add_page()
    for level, title in ((0, "Fruit trees"), (1, "Apples")):
        pdf.start_section(title, level=level)
        pdf.cell(0, 8, f"1.{level} {title}", new_x="LMARGIN", new_y="NEXT")
        pdf.multi_cell(0, 5, "Words about it, and more of them.")
    found = read(pdf)
    assert [(h.level, h.title) for h in found.headings] == [
        (1, "1.0 Fruit trees"),
        (2, "1.1 Apples"),
    ]
    assert found.title == "Fruit"


def test_a_word_divided_at_a_line_end_is_one_word() -> None:
    """A hyphen of its own stays, and an upper-case word is not taken for the rest of one."""
    pdf = new_pdf()
    pdf.add_page()
    for line in (
        "It is an exam-",
        "ple of a well-",
        "known rule, which is well-known. Pre-",
        "War.",
    ):
        pdf.cell(0, 5, line, new_x="LMARGIN", new_y="NEXT")
    text = " ".join(read(pdf).text.split())
    assert "an example of a well-known rule" in text
    assert "PreWar" not in text


def test_a_line_at_the_edge_of_many_pages_is_running() -> None:
    """With another number on each; not one in the middle of the page, nor one in large letters."""
    pages = [
        [line(f"Report {n}", 0.97), line("Title", 0.9, 20.0), line("Text", 0.5), line(f"{n}", 0.03)]
        for n in range(1, 5)
    ]
    mark_running(pages)
    assert [[one.running for one in page] for page in pages] == [[True, False, False, True]] * 4
    few = [[line("Report", 0.97), line("Text", 0.5)] for _ in range(2)]
    mark_running(few)
    assert not any(one.running for page in few for one in page)


def test_a_hyphen_stays_where_the_document_writes_it_elsewhere() -> None:
    """Or before a capital, or between two known words; any other word becomes one."""
    lines = (
        f"It is a well{HYPHEN}",
        "known rule, and a well-known one. An exam-",
        f"ple of it is the half{HYPHEN}",
        "timbered house: timbered, but only half. It is pre-",
        "War, and for short-",
        "and long-term guests.",
    )
    page = [line(text) for text in lines]
    join_divided_words([page])
    assert [one.text for one in page] == [
        "It is a well-known",
        "rule, and a well-known one. An example",
        "of it is the half-timbered",
        "house: timbered, but only half. It is pre-",
        "War, and for short-",
        "and long-term guests.",
    ]


def test_the_rest_of_a_divided_word_may_be_all_of_its_line() -> None:
    """No empty line is left, and no mark of PDFium."""
    page = [line(f"exam{HYPHEN}"), line("ple"), line(f"dash {HYPHEN}")]
    join_divided_words([page])
    assert [one.text for one in page] == ["example", "dash -"]


def test_the_parts_of_divided_words_are_no_words_of_the_document() -> None:
    """One known from the end of a line alone keeps no hyphen; a name is as it is elsewhere."""
    lines = (
        f"The lamp was redis{HYPHEN}",
        "covered below the keep",
        f"of the Light{HYPHEN}",
        "House: the LightHouse is a state-of-the-",
        "craft tower, and the key-",
        "of-the-sea has its name from it.",
    )
    page = [line(text) for text in lines]
    join_divided_words([page])
    assert [one.text for one in page] == [
        "The lamp was rediscovered",
        "below the keep",
        "of the LightHouse:",
        "the LightHouse is a state-of-the-craft",
        "tower, and the key-of-the-sea",
        "has its name from it.",
    ]


def test_numbers_with_zeros_before_are_those_of_pages() -> None:
    """Printers and courts stamp each page with one; gazettes count them by the ten thousand."""
    gazette = [[line(f"Gazette, May 3 4770{n}", 0.97), line("Text", 0.5)] for n in range(1, 6)]
    mark_running(gazette)
    assert all(page[0].running and not page[1].running for page in gazette)
    pages = [[line("Text", 0.5), line(f"Frm 0000{n} HARBOR-0000{n}", 0.02)] for n in range(1, 6)]
    mark_running(pages)
    assert all(page[1].running and not page[0].running for page in pages)


def test_rows_of_tables_at_the_edge_of_pages_are_not_running() -> None:
    """Their amounts differ, unlike the numbers of pages; a page of one line keeps it."""
    pages = [[line("Text", 0.5), line(f"Rooms and baths {n},{n}40", 0.05)] for n in range(1, 6)]
    mark_running(pages)
    assert not any(one.running for page in pages for one in page)
    slides = [[line("Thank you", 0.95)] for _ in range(4)]
    mark_running(slides)
    assert not any(one.running for page in slides for one in page)


def test_a_header_of_one_chapter_is_running_in_its_pages() -> None:
    """Though most pages have another."""
    pages = [[line(f"Chapter {'abcde'[n // 4]}", 0.97), line("Text")] for n in range(20)]
    mark_running(pages)
    assert all(page[0].running for page in pages)
