"""The words of a span are found on the page, or nothing is."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from fpdf import FPDF

from qa.loaders.sandbox.pdf_letters import Letters, Places, as_lines
from qa.loaders.sandbox.pdf_pictures import page_letters

if TYPE_CHECKING:
    from pathlib import Path


def letters(text: str) -> Letters:
    """Return letters on one line, each as wide as its number: "abc" is at 0, 1 and 2."""
    return Letters(text, [(float(i), 0.0, i + 1.0, 1.0) for i in range(len(text))])


def test_letters_are_found_whatever_the_white_space() -> None:
    """Line ends, hyphens and the bars of a table are not letters."""
    places = Places(letters("fareoftheplumtree"), "fare of | the\nplum tree")
    assert places.boxes(5, 7) == [(4.0, 0.0, 6.0, 1.0)]
    assert places.boxes(8, 13) == [(6.0, 0.0, 9.0, 1.0)]
    assert places.boxes(4, 5) == []


def test_words_are_told_apart_by_what_stands_around_them() -> None:
    """Where the page has another order than its text, the same words are not mixed up."""
    places = Places(letters("redplumsweetgreenplumsour"), "green plum sour red plum sweet")
    text = "green plum sour red plum sweet"
    first, second = text.index("plum"), text.rindex("plum")
    assert places.boxes(first, first + 4) == [(17.0, 0.0, 21.0, 1.0)]
    assert places.boxes(second, second + 4) == [(3.0, 0.0, 7.0, 1.0)]


def test_nothing_is_marked_where_words_cannot_be_told_apart() -> None:
    """Nor where they are not on the page."""
    places = Places(letters("plumxxplum"), "plum")
    assert places.boxes(0, 4) == []
    assert Places(letters("plum"), "quince").boxes(0, 6) == []


def test_nothing_is_marked_after_too_many_comparisons() -> None:
    """A thousand spans, each in a thousand places, would keep the server from all else."""
    places = Places(letters("x" * 1_000 + "plum"), "plum" + "x" * 1_000)
    plum = [(1_000.0, 0.0, 1_004.0, 1.0)]
    assert places.boxes(0, 4) == plum
    for at in range(50):
        places.boxes(4 + at, 5 + at)
    assert places.boxes(0, 4) == plum
    for at in range(50):
        places.boxes(4 + at, 5 + at)
    assert places.boxes(0, 4) == []


def test_lines_that_stand_apart_are_found_one_by_one() -> None:
    """As in a quote of two cells, between which the page has another column."""
    text = "sweet plum\nsour pear"
    assert Places(letters("sweetplumxxxsourpear"), text).boxes(0, len(text)) == [
        (0.0, 0.0, 9.0, 1.0),
        (12.0, 0.0, 20.0, 1.0),
    ]


def test_boxes_of_one_line_are_joined() -> None:
    """And those of the next line are not."""
    boxes = [(0.1, 0.1, 0.2, 0.2), (0.3, 0.11, 0.4, 0.2), (0.1, 0.3, 0.2, 0.4)]
    assert as_lines(boxes) == [(0.1, 0.1, 0.4, 0.2), (0.1, 0.3, 0.2, 0.4)]


@pytest.mark.parametrize(("turn", "side"), [(0, "left"), (90, "right")])
def test_letters_turn_with_their_page(tmp_path: Path, turn: int, side: str) -> None:
    """What is at the upper left is at the upper right of a page that is turned to the right."""
    import pypdfium2 as pdfium  # noqa: PLC0415

    made = FPDF()
    made.set_font("Helvetica", size=14)
    made.add_page()
    made.cell(0, 10, "Plum")
    plain, path = tmp_path / "plain.pdf", tmp_path / "turned.pdf"
    made.output(str(plain))
    with pdfium.PdfDocument(plain) as document:
        document[0].set_rotation(turn)
        document.save(path)
    found = page_letters(path, hashlib.sha256(path.read_bytes()).hexdigest(), 1)
    assert found.text == "Plum"
    left, top, right, bottom = found.boxes[0]
    assert ("left" if left < 0.5 else "right") == side
    assert top < 0.5
    assert 0 < right - left < 0.1
    assert 0 < bottom - top < 0.1
