"""Tables on a page are rows of cells; prose in columns and lists are not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.loaders.pdf import extract
from tests.support.pdfs import new_pdf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fpdf import FPDF

    from qa.loaders.extraction import Extract


def read(pdf: FPDF) -> Extract:
    """Return what is read of a PDF."""
    (found,) = extract(bytes(pdf.output()), Path("a.pdf"))
    return found


def placed(rows: Sequence[Sequence[tuple[float, str]]], pitch: float = 6) -> FPDF:
    """Return a page with rows of words, each at its distance from the left in millimetres.

    A distance below zero is that of its right edge.
    """
    pdf = new_pdf()
    pdf.add_page()
    for number, row in enumerate(rows):
        for at, words in row:
            left = at if at >= 0 else -at - pdf.get_string_width(words)
            pdf.text(left, 40 + pitch * number, words)
    return pdf


def test_a_table_of_numbers_has_the_names_of_its_columns_above_a_rule() -> None:
    """Names over several lines and over several columns are one row; empty cells stay empty."""
    found = read(
        placed(
            [
                [(100, "Years that ended in June")],
                [(-120, "2023"), (-150, "2022"), (-180, "2021 (1)")],
                [(20, "Orchards:")],
                [(20, "Apples sold"), (-120, "$ 4,180"), (-150, "$ 3,905"), (-180, "$ 3,771")],
                [(20, "Pears sold"), (-120, "917"), (-180, "640")],
                [(20, "Loss on plums"), (-120, "(12)"), (-150, "-"), (-180, "(7)")],
            ]
        )
    )
    assert found.text.split("\n")[:6] == [
        "|  | Years that ended in June 2023 | 2022 | 2021 (1) |",
        "| --- | --- | --- | --- |",
        "| Orchards: |  |  |  |",
        "| Apples sold | $ 4,180 | $ 3,905 | $ 3,771 |",
        "| Pears sold | 917 |  | 640 |",
        "| Loss on plums | (12) | - | (7) |",
    ]


@pytest.mark.parametrize("words", [3, 2])
def test_facts_that_are_named_on_the_left_have_a_row_each(words: int) -> None:
    """Those above the first number are no names of columns in several lines."""
    rows = [
        [(20, "Owner"), (80, "Orchard House Trust")],
        [(20, "Keeper of the keys"), (80, "Ida Roe")],
        [(20, "Duration"), (80, "Ten years from the first of May")],
    ][:words]
    rows += [[(20, "Deposit"), (80, "£4,180")], [(20, "Rent"), (80, "£905")]]
    lines = [f"| {name} | {fact} |" for (_, name), (_, fact) in rows]
    assert read(placed(rows)).text.strip().split("\n") == lines


def test_rows_of_words_above_the_first_number_name_no_columns() -> None:
    """Only the first row does, where there are more columns than two."""
    found = read(
        placed(
            [
                [(20, "Boat"), (70, "Owner"), (120, "Fee")],
                [(20, "Heron"), (70, "Ida Roe"), (120, "waived")],
                [(20, "Teal"), (70, "Odo Fenn"), (120, "£31")],
                [(20, "Smew"), (70, "Ansel Dray"), (120, "£40")],
                [(20, "Coot"), (70, "Una Holt"), (120, "£52")],
            ]
        )
    )
    assert found.text.strip().split("\n")[:3] == [
        "| Boat | Owner | Fee |",
        "| --- | --- | --- |",
        "| Heron | Ida Roe | waived |",
    ]


def test_a_label_over_two_lines_is_one_cell() -> None:
    """Whether the values stand beside its first line, its last one, or between both."""
    rows = [
        [(20, "Crop"), (-150, "2023"), (-180, "2022")],
        [(20, "Apples from trees"), (-150, "41"), (-180, "39")],
        [(20, "that were grafted")],
        [(20, "Pears from trees")],
        [(20, "on their own roots"), (-150, "17"), (-180, "18")],
        [(20, "Plums"), (-150, "3"), (-180, "5")],
    ]
    assert read(placed(rows, pitch=5)).text.split("\n")[2:5] == [
        "| Apples from trees that were grafted | 41 | 39 |",
        "| Pears from trees on their own roots | 17 | 18 |",
        "| Plums | 3 | 5 |",
    ]


def test_a_table_of_words_keeps_its_columns() -> None:
    """Names in close columns are parted by the cells below them; cells go on in other lines."""
    found = read(
        placed(
            [
                [(20, "Variety"), (45, "Ripens"), (70, "Kept in")],
                [(20, "Bramley"), (45, "October"), (70, "Cellar")],
                [(20, "Egremont"), (45, "September"), (70, "Loft with a")],
                [(70, "north window")],
                [(20, "Worcester"), (45, "August"), (70, "Kitchen")],
            ]
        )
    )
    assert found.text.split("\n")[:4] == [
        "| Variety | Ripens | Kept in |",
        "| Bramley | October | Cellar |",
        "| Egremont | September | Loft with a north window |",
        "| Worcester | August | Kitchen |",
    ]


def test_two_tables_below_each_other_have_names_of_their_own() -> None:
    """A blank line parts them, so that a row is cited with the names above it."""
    rows = [
        [(20, "Apples"), (-120, "Spring"), (-150, "Autumn")],
        [(20, "Sold"), (-120, "14"), (-150, "86")],
        [(20, "Pressed"), (-120, "3"), (-150, "41")],
        [(20, "Pears"), (-120, "North"), (-150, "South")],
        [(20, "Sold"), (-120, "25"), (-150, "52")],
        [(20, "Pressed"), (-120, "6"), (-150, "9")],
    ]
    first, second = read(placed(rows)).text.strip().split("\n\n")
    assert first.split("\n")[:3] == [
        "| Apples | Spring | Autumn |",
        "| --- | --- | --- |",
        "| Sold | 14 | 86 |",
    ]
    assert second.split("\n")[:3] == [
        "| Pears | North | South |",
        "| --- | --- | --- |",
        "| Sold | 25 | 52 |",
    ]


PROSE = [
    ("The wardens met in the long barn", "A second matter was the old wall,"),
    ("and spoke of the wet spring that", "which has leaned to the south for"),
    ("had held back the early blossom by", "some years and should be mended"),
    ("more than a week in every field.", "before the frost comes in winter."),
]


@pytest.mark.parametrize(
    "rows",
    [
        [[(15, left), (110, right)] for left, right in PROSE],
        [[(20, f"{n}."), (30, f"Step {n} is done by hand")] for n in range(1, 6)],
        [[(20, "·"), (30, words)] for words in ("Ladders", "Baskets", "Gloves", "Sacks")],
        [[(20, f"{who}:"), (70, "Ann Lee")] for who in ("Owner", "Tenant", "Clerk", "Guest")],
        [[(20, f"Chapter {n} " + ". " * 30), (150, f"{n}")] for n in range(1, 6)],
    ],
    ids=["columns", "steps", "bullets", "fields", "contents"],
)
def test_other_things_in_columns_are_no_tables(rows: list[list[tuple[float, str]]]) -> None:
    """Prose in two columns, lists, the fields of a form, a table of contents."""
    assert "|" not in read(placed(rows)).text


def test_a_row_of_a_table_is_no_heading_and_no_running_line() -> None:
    """Whatever its size, and on however many pages it is."""
    pdf = new_pdf()
    for _ in range(5):
        pdf.add_page()
        pdf.set_font("Helvetica", size=20)
        for number, row in enumerate([("Apples", "17"), ("Pears", "4")]):
            pdf.text(20, 15 + 9 * number, row[0])
            pdf.text(150, 15 + 9 * number, row[1])
        pdf.set_font("Helvetica", size=11)
        pdf.text(20, 120, "Here is what was picked in the course of the whole of the year.")
    found = read(pdf)
    assert found.text.count("| Apples | 17 |\n| Pears | 4 |") == 5
    assert not found.headings
    assert not found.asides


def test_drawn_cells_hold_all_of_their_lines() -> None:
    """However many lines they have, and whatever the prose in them; a cell over two rows is one."""
    pdf = new_pdf()
    pdf.add_page()
    pdf.multi_cell(0, 6, "What the wardens keep, and where.", new_x="LMARGIN", new_y="NEXT")
    with pdf.table(width=150, col_widths=(1, 2, 1), first_row_as_headings=False) as table:
        for cells in (
            ("Thing", "What is to be known of it", "Count"),
            ("Ladder", "it stands behind the press and must be brought back at night", "2"),
            ("Basket", "one of them has no handle, which is to be mended by the spring", "31"),
        ):
            row = table.row()
            for cell in cells:
                row.cell(cell)
    assert read(pdf).text.strip().split("\n") == [
        "What the wardens keep, and where.",
        "",
        "| Thing | What is to be known of it | Count |",
        "| --- | --- | --- |",
        "| Ladder | it stands behind the press and must be brought back at night | 2 |",
        "| Basket | one of them has no handle, which is to be mended by the spring | 31 |",
    ]


def test_a_frame_around_a_page_is_no_table() -> None:
    """Nor are lines between paragraphs."""
    pdf = new_pdf()
    pdf.add_page()
    pdf.rect(5, 5, 200, 280)
    pdf.line(5, 60, 205, 60)
    pdf.multi_cell(0, 6, "The mill was built by the river. " * 9, new_x="LMARGIN", new_y="NEXT")
    pdf.set_y(70)
    pdf.multi_cell(0, 6, "It was sold in the next year. " * 9)
    assert "|" not in read(pdf).text


def test_rows_of_values_between_two_lines_are_rows_of_their_own() -> None:
    """As where lines are drawn only around groups; the name of the group is in the first row."""
    pdf = placed(
        [
            [(22, "Group"), (62, "Kind"), (-120, "Sold"), (-150, "Left")],
            [(62, "Red"), (-120, "0.81"), (-150, "14")],
            [(22, "Early")],
            [(62, "Green"), (-120, "0.64"), (-150, "9")],
        ],
        pitch=4,
    )
    for across in (20, 60, 100, 130, 155):
        pdf.line(across, 35, across, 54)
    for down in (35, 41, 54):
        pdf.line(20, down, 155, down)
    assert read(pdf).text.strip().split("\n")[2:] == [
        "| Early | Red | 0.81 | 14 |",
        "|  | Green | 0.64 | 9 |",
    ]


def test_the_sign_of_a_currency_is_with_its_value() -> None:
    """However far it stands from it, and however near to the value before; the name is above."""
    dear = [(90, "$"), (-118, "4,180"), (124, "$"), (-154, "3,905"), (160, "$"), (-190, "77")]
    rows = [
        [(-106, "2023"), (-142, "2022"), (-178, "2021")],
        [(20, "Barges"), *dear],
        [(20, "Ferries"), (-118, "917"), (-154, "812"), (-190, "640")],
        [(20, "Tugs"), (-118, "12"), (-154, "9"), (-190, "7")],
        [(20, "Rafts"), (-118, "55"), (-154, "43"), (-190, "2")],
    ]
    assert read(placed(rows)).text.split("\n")[:4] == [
        "|  | 2023 | 2022 | 2021 |",
        "| --- | --- | --- | --- |",
        "| Barges | $ 4,180 | $ 3,905 | $ 77 |",
        "| Ferries | 917 | 812 | 640 |",
    ]


def test_values_that_stand_close_are_cells_of_their_own() -> None:
    """A number does not go on in the next one, but in a group of three digits."""
    rows = [
        [(20, "Crop"), (100, "2023 2022"), (-180, "2021")],
        [(20, "Apples"), (100, "6,291 5,177"), (-180, "753")],
        [(20, "Pears"), (100, "9,837 3,910"), (-180, "65")],
        [(20, "Plums"), (100, "1,204 1,188"), (-180, "12 345")],
    ]
    lines = read(placed(rows)).text.split("\n")
    assert lines[0] == "| Crop | 2023 | 2022 | 2021 |"
    assert lines[2:5] == [
        "| Apples | 6,291 | 5,177 | 753 |",
        "| Pears | 9,837 | 3,910 | 65 |",
        "| Plums | 1,204 | 1,188 | 12 345 |",
    ]


def test_a_loss_in_the_first_row_is_a_value() -> None:
    """With the sign of a currency in front of the bracket it is no name of a column."""
    rows = [
        [(20, "In thousands"), (-120, "2023"), (-150, "2022")],
        [(20, "Purchases of land"), (-120, "$ (460.8)"), (-150, "$ (537.6)")],
        [(20, "Sales of land"), (-120, "1.7"), (-150, "14.3")],
    ]
    assert read(placed(rows)).text.split("\n")[0] == "| In thousands | 2023 | 2022 |"


def test_a_table_goes_on_behind_a_long_label() -> None:
    """Five rows without values between two with values part no table, nor its names from it."""
    rows = [
        [(20, "In thousands"), (-150, "2023"), (-180, "2022")],
        [(20, "Loans"), (-150, "486"), (-180, "1,114")],
        [(20, "Commitments")],
        [(20, "Capital:")],
        [(20, "Shares of ten crowns;")],
        [(20, "issued and paid")],
        [(20, "at the end of")],
        [(20, "the year"), (-150, "12"), (-180, "10")],
        [(20, "Reserves"), (-150, "9,963"), (-180, "8,750")],
    ]
    found = read(placed(rows)).text.strip().split("\n")
    assert found[0] == "| In thousands | 2023 | 2022 |"
    assert found[-1] == "| Reserves | 9,963 | 8,750 |"
    assert all(line.startswith("|") for line in found)


def test_a_footnote_below_a_table_is_no_row() -> None:
    """Its mark and its words are not two cells, and make no column of the table wider."""
    note = "In the year before last the works were closed for nine weeks, as the kiln was rebuilt."
    rows = [
        [(20, "In thousands"), (-120, "2023"), (-150, "2022"), (-180, "2021 (1)")],
        [(20, "Bricks"), (-120, "41"), (-150, "39"), (-180, "12")],
        [(20, "Tiles"), (-120, "17"), (-150, "18"), (-180, "6")],
        [(20, "(1)"), (30, note)],
    ]
    found = read(placed(rows)).text.split("\n")
    assert found[2] == "| Bricks | 41 | 39 | 12 |"
    assert not any(line.startswith("|") for line in found if "kiln" in line)


def test_names_of_columns_below_values_begin_another_table() -> None:
    """Each has its own columns, and what stands between them is in neither."""
    rows = [
        [(-120, "2023"), (-150, "2022")],
        [(20, "Bricks"), (-120, "41"), (-150, "39")],
        [(20, "Tiles"), (-120, "17"), (-150, "18")],
        [(20, "Fees were as follows:")],
        [(-140, "2023"), (-165, "2022"), (-190, "2021")],
        [(20, "Tolls"), (-140, "5"), (-165, "6"), (-190, "7")],
        [(20, "Rents"), (-140, "8"), (-165, "9"), (-190, "4")],
    ]
    found = read(placed(rows)).text
    assert "| Tiles | 17 | 18 |\n\nFees were as follows:\n\n|  | 2023 | 2022 | 2021 |\n" in found
    assert "| Tolls | 5 | 6 | 7 |" in found


def test_lines_below_numbers_make_no_cells() -> None:
    """Where a drawn cell would hold a label and its value, the gaps say what the cells are."""
    labels = ["Aprons", "Boots", "Caps"]
    rows = [
        [(20, label), (-120, str(41 + n)), (-150, str(39 + n))] for n, label in enumerate(labels)
    ]
    pdf = placed([[(-120, "2023"), (-150, "2022")], *rows])
    for at in (36, 48, 60):
        pdf.line(18, at, 125, at)
        pdf.line(125, at, 155, at)
    for at in (18, 125, 155):
        pdf.line(at, 36, at, 60)
    assert "| Aprons | 41 | 39 |\n| Boots | 42 | 40 |" in read(pdf).text


def test_lines_of_dashes_and_dates_are_not_several_values() -> None:
    """Nor is a number with its unit, or the sign of a currency behind one."""
    found = read(
        placed(
            [
                [(20, "1"), (40, "- - - - - - - - - - - - x")],
                [(20, "2"), (40, "The keeper came on for oral argument at 1 2 and 3 p.m.")],
            ]
        )
    )
    assert "|" not in found.text
    rows = [
        [(20, "Band"), (90, "from"), (130, "to")],
        [(20, "A"), (90, "50 000 \u20ac"), (130, "100 000 \u20ac")],
        [(20, "B"), (90, "7 500 \u20ac"), (130, "49 999 \u20ac")],
    ]
    pdf = new_pdf()
    pdf.core_fonts_encoding = "cp1252"
    pdf.add_page()
    for number, row in enumerate(rows):
        for at, words in row:
            pdf.text(at, 40 + 6 * number, words)
    assert "| A | 50 000 \u20ac | 100 000 \u20ac |" in read(pdf).text
