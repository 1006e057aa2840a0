"""Faces say what is code and what is in a figure."""

from __future__ import annotations

import pytest

from qa.loaders.pdf.blocks import Block
from qa.loaders.pdf.faces import fixed_fonts, labels_of_figures
from qa.loaders.pdf.lines import Line, arrange
from tests.support.pdfs import placed

BODY = "Serif-Roman"


def block(text: str, font: str) -> Block:
    """Return a block of one line."""
    return Block(0, [Line(text, 10.0, 400, 0.5, font=font)], 2.0)


def test_a_font_is_of_one_width_if_all_its_words_say_so() -> None:
    """A few words do not, and one letter that is narrow speaks against it."""
    words = [
        placed(text, 50, 700 - 20 * at)
        for at, text in enumerate(("read", "the", "line", "then", "stop"))
    ]
    assert fixed_fonts(arrange(words, 800)) == {"Plain"}
    assert fixed_fonts(arrange(words[:3], 800)) == set()
    words[2].right -= 3
    assert fixed_fonts(arrange(words, 800)) == set()


@pytest.mark.parametrize("caption", ["Figure 2 Parts of a lock", "Figure 2: Parts of a lock"])
def test_lines_above_a_caption_in_a_face_of_their_own_are_labels(caption: str) -> None:
    """Those above text in the face of the document are not."""
    labels = [
        block(text, "Sans,Bold" if at else "Sans")
        for at, text in enumerate(("Gate", "Sluice", "Chamber"))
    ]
    font = BODY if ":" in caption else "Serif-Italic"
    page = [block("A lock lifts boats.", BODY), *labels, block(caption, font)]
    assert labels_of_figures([page], BODY) == {id(label) for label in labels}


def test_lines_in_a_face_that_headings_have_are_no_labels() -> None:
    """A heading may be right above a figure, and a sentence may begin with its name."""
    page = [block("2 Locks", "Sans"), block("Figure 2: Parts of a lock", BODY)]
    assert labels_of_figures([page], BODY) == set()
    names = [block(text, "Sans") for text in ("Gates", "Sluices", "Chambers")]
    sentence = block("Figure 2 shows a lock that was built of oak.", BODY)
    assert labels_of_figures([[*names, sentence]], BODY) == set()
    elsewhere = [
        block(f"{text} of the old canal in the north", "Sans") for text in ("Gates", "Sluices")
    ]
    figure = [*names, block("Figure 3: Parts", BODY)]
    assert labels_of_figures([elsewhere, figure], BODY) == set()
