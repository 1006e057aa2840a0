"""Numbers beside the lines of a page are not read as words of its sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from qa.loaders.pdf import extract
from qa.loaders.pdf.line_numbers import note_of
from tests.support.pdfs import new_pdf

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HEARING = (
    "Q. When did you first learn of the leak?",
    "A. She called me on the 9th of January, in",
    "the evening.",
    "Q. What did you see there?",
    "A. The ceiling had come down, and there was",
    "water on the floor, about two inches deep.",
    "MR. HALE: Objection.",
    "Q. How old was the pipe?",
    "A. It was put in in 1987, I believe. Nobody",
    "had replaced it.",
    "Q. Who paid?",
    "A. I did.",
)
PLEADING = (
    "The Defendant leased Unit 4B under a lease",
    "dated 2 March 2021. The rent was due on the",
    "first day of each month.",
    "",
    "The Defendant has paid no rent for February,",
    "March and April, in all $6,450, although the",
    "Plaintiff gave notice in writing.",
    "Wherefore the Plaintiff asks for judgment and",
    "for costs.",
    "",
    "",
    "",
)
RANKING = tuple(f"Village {letter}" for letter in "ABCDEFGHIJKL")
HEIGHT = 8.0  # of a line, in millimetres


def read(path: Path, lines: Sequence[str], *, step: float = HEIGHT) -> tuple[str, tuple[str, ...]]:
    """Return text and notes of a page whose lines are numbered in the margin."""
    pdf = new_pdf()
    pdf.add_page()
    pdf.text(40, 20, "Smith v. Okafor")
    at = 40.0
    for number, line in enumerate(lines, start=1):
        pdf.text(18 - pdf.get_string_width(str(number)), at, str(number))
        for place, cell in enumerate(line.split(" | ")):
            pdf.text(30 + 60 * place, at, cell)
        at += step if number % 2 else HEIGHT
    pdf.text(100, 200, "12")
    path.write_bytes(bytes(pdf.output()))
    (found,) = extract(path.read_bytes(), path)
    return found.text, found.notes


@pytest.mark.parametrize("lines", [HEARING, PLEADING])
def test_numbers_beside_lines_are_left_out(lines: Sequence[str], tmp_path: Path) -> None:
    """A sentence over two lines is one, a note says so, and the number of the page stays."""
    text, notes = read(tmp_path / "numbered.pdf", lines)
    assert [line for line in text.splitlines() if line] == [
        "Smith v. Okafor",
        *filter(None, lines),
        "12",
    ]
    assert notes == ("the line numbers in the margin of 1 page are left out",)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(RANKING, id="ranking"),
        pytest.param([f"{line} | {line.lower()} | paid" for line in RANKING], id="table"),
        pytest.param(HEARING[:9], id="few lines"),
    ],
)
def test_numbers_that_say_something_stay(lines: Sequence[str], tmp_path: Path) -> None:
    """Those of a ranking and of the rows of a table, and of what may be a short list."""
    text, notes = read(tmp_path / "numbered.pdf", lines)
    assert re.search(r"^(?:\| )?9 ", text, re.MULTILINE)
    assert notes == ()


def test_numbers_in_uneven_steps_are_no_line_numbers(tmp_path: Path) -> None:
    """Lines of a page are at equal distances."""
    text, notes = read(tmp_path / "uneven.pdf", HEARING, step=2 * HEIGHT)
    assert "12 A. I did." in text
    assert notes == ()


def test_the_note_counts_pages() -> None:
    """Without any there is none."""
    assert note_of(0) == ()
    assert note_of(1_200) == ("the line numbers in the margin of 1,200 pages are left out",)
