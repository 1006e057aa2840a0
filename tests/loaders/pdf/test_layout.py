"""Columns are read one after another, tables row by row, turned text by itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qa.loaders.pdf import extract
from qa.loaders.pdf.layout import cut
from qa.loaders.pdf.lines import arrange
from tests.support.pdfs import new_pdf, placed

if TYPE_CHECKING:
    from fpdf import FPDF

    from qa.loaders.pdf.glyphs import Word

LEFT = (
    "The keeper of the light climbs the",
    "stairs at dusk and trims the lamp,",
    "which burns until the morning. He",
    "writes down each ship that passes",
    "and the weather of the night.",
)
RIGHT = (
    "Visitors may come on Sundays from",
    "two until five. They are asked to",
    "leave their dogs in the yard and",
    "to pay three crowns at the gate,",
    "which go to the lifeboat society.",
)


def read(pdf: FPDF) -> str:
    """Return the text of a PDF."""
    (found,) = extract(bytes(pdf.output()), Path("a.pdf"))
    return found.text


def rows(left: float, top: float, *lines: str) -> list[Word]:
    """Return the words of lines below each other."""
    words: list[Word] = []
    for at, line in enumerate(lines):
        x = left
        for word in line.split(" "):
            words.append(placed(word, x, top - 12 * at))
            x += 5 * len(word) + 3
    return words


def drawn(words: list[Word]) -> None:
    """Number the words as a file draws them that writes them in this order."""
    for index, word in enumerate(words):
        word.index = index


def test_columns_that_are_written_row_by_row_are_read_one_after_another() -> None:
    """The title over both is read first, the note below them last."""
    pdf = new_pdf()
    pdf.add_page()
    pdf.text(20, 20, "A title that goes over both columns of the page, from edge to edge of it all")
    for at, (one, other) in enumerate(zip(LEFT, RIGHT, strict=True)):
        pdf.text(20, 30 + 5 * at, one)
        pdf.text(110, 30 + 5 * at, other)
    pdf.text(20, 62, "A note that goes over both columns of the page, from edge to edge of it all.")
    text = " ".join(read(pdf).split())
    parts = ["A title", " ".join(LEFT), " ".join(RIGHT), "A note"]
    assert [text.find(part) for part in parts] == sorted(text.find(part) for part in parts)
    assert -1 not in [text.find(part) for part in parts]


def test_columns_need_not_have_their_lines_at_the_same_heights() -> None:
    """One begins half a line lower."""
    words = [*rows(50, 700, *LEFT), *rows(300, 694, *RIGHT)]
    words.sort(key=lambda word: -word.base)
    drawn(words)
    assert [line.text for line in arrange(words, 800)] == [*LEFT, *RIGHT]


def test_a_table_is_read_row_by_row() -> None:
    """Numbers, short cells and names beside what they name are no columns."""
    table = [("Ferry", "210", "Harbour"), ("Tram", "64", "Hill"), ("Bus", "52", "Quay")] * 3
    words: list[Word] = []
    for at, cells in enumerate(table):
        for column, cell in enumerate(cells):
            words += rows(50 + 150 * column, 700 - 12 * at, cell)
    found = arrange(words, 800)
    assert [line.text for line in found] == [f"| {' | '.join(cells)} |" for cells in table]


def test_cells_of_several_lines_stay_in_their_rows() -> None:
    """Both columns leave room above the same lines."""
    words: list[Word] = []
    for row in range(3):
        words += rows(50, 700 - 60 * row, *LEFT[:3])
        words += rows(300, 700 - 60 * row, *RIGHT[:3])
    drawn(words)
    found = [line.text for line in arrange(words, 800)]
    assert found[0] == f"{LEFT[0]} {RIGHT[0]}"


def test_turned_text_comes_after_the_text_of_the_page() -> None:
    """Each way by itself, and whole."""
    pdf = new_pdf()
    pdf.add_page()
    with pdf.rotation(90, 15, 150):
        pdf.text(15, 150, "Printed in the year of the flood")
    pdf.text(40, 60, "The first line of the page")
    pdf.text(40, 66, "goes on in the second.")
    lines = read(pdf).split("\n")
    assert lines[:2] == ["The first line of the page", "goes on in the second."]
    assert "Printed in the year of the flood" in lines[2:]


def test_letters_below_each_other_are_a_column_from_the_top_down() -> None:
    """Chinese and Japanese are set so, the first column at the right."""
    words = [
        placed(char, x, 700 - 10 * at, turn=270)
        for x, column in ((300, "山川"), (280, "草木"))
        for at, char in enumerate(column)
    ]
    # Turned upright by the reader of words: the place along the column is the left edge.
    for word in words:
        word.left, word.right, word.base = -word.base, -word.base + 10, word.left
        word.joined = True
    assert [line.text.replace(" ", "") for line in arrange(words, 800)] == ["山川", "草木"]


def test_wide_gaps_cut_a_row() -> None:
    """Words of one piece are near each other."""
    row = [placed("Net", 10, 0), placed("sales", 28, 0), placed("4,318", 200, 0)]
    assert [[word.text for word in piece] for piece in cut(row)] == [["Net", "sales"], ["4,318"]]
