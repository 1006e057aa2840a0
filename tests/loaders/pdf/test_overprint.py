"""What is drawn twice at one place is read once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.loaders.pdf import extract
from qa.loaders.pdf.overprint import drawn_once
from tests.support.pdfs import new_pdf, placed

if TYPE_CHECKING:
    from qa.loaders.pdf.glyphs import Word


def test_a_line_that_is_drawn_again_to_look_bold_is_read_once() -> None:
    """Its shadow is a fifth of a millimetre to the right."""
    pdf = new_pdf()
    pdf.add_page()
    for shift in (0, 0.2):
        pdf.text(20 + shift, 40, "The ferry leaves at nine.")
    pdf.text(20, 50, "It is very very slow.")
    (found,) = extract(bytes(pdf.output()), Path("a.pdf"))
    assert " ".join(found.text.split()) == "The ferry leaves at nine. It is very very slow."


@pytest.mark.parametrize(
    ("again", "times"),
    [
        (placed("harbour", 100.5, 400), 1),  # moved by half a point
        (placed("bour", 115, 400.5), 1),  # a part of it
        (placed("harbour", 100, 388), 2),  # on the next line
        (placed("harbour", 140, 400), 2),  # beside it
        (placed("haven", 100, 400), 2),  # other words
        (placed("harbour", 100, 400, size=20.0), 2),  # larger ones
        (placed("harbour", 100, 400, turn=90), 2),  # up the page
        (placed("harbour", float("inf"), 400), 2),  # nowhere, as in damaged files
    ],
)
def test_a_word_is_left_out_only_where_its_letters_are_drawn_already(
    again: Word, times: int
) -> None:
    """The same word may well be near."""
    assert len(drawn_once([placed("harbour", 100, 400), again])) == times
