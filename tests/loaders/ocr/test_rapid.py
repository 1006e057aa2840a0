"""What RapidOCR returns becomes words; the last test runs it, where it is installed."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFont

from qa.loaders.ocr import rapid
from qa.loaders.ocr.rapid import Line, Part, is_missed, words_of_line

SIZE = (1000, 1400)
EDGES = (0.1, 0.10, 0.5, 0.12)


def part(text: str, certainty: float = 0.9) -> Part:
    """Return a part at some place."""
    return Part(text, certainty, EDGES)


def test_parts_without_a_space_between_them_are_a_word() -> None:
    """As certain as the least certain of them."""
    line = Line("fee: $45.50 (net)", 0.9, EDGES)
    parts = [part("fee"), part(":"), part("$"), part("45.50", 0.4), part("(net)")]
    words = list(words_of_line(3, line, parts, SIZE))
    assert [(word.text, word.certainty) for word in words] == [
        ("fee:", 0.9),
        ("$45.50", 0.4),
        ("(net)", 0.9),
    ]
    assert {word.line for word in words} == {3}


def test_a_line_in_an_unknown_script_is_missed() -> None:
    """Little is read of a long line: what there is of it is in doubt."""
    line = Line(". .", 0.93, (0.1, 0.10, 0.9, 0.115))
    assert is_missed(line, SIZE)
    assert [word.certainty for word in words_of_line(0, line, [part("."), part(".")], SIZE)] == [
        0,
        0,
    ]
    assert not is_missed(Line("Words of the same length that were read", 0.9, EDGES), SIZE)


def test_places_belong_to_the_line_that_they_are_of() -> None:
    """The engine leaves out those of lines without words, so that the numbers do not agree."""
    corners = [[100, 140], [500, 140], [500, 168], [100, 168]]
    lines = [Line("", 0.0, EDGES), Line("An apple", 0.9, EDGES), Line("A bird", 0.8, EDGES)]
    results = [(("An", 0.99, corners), ("apple", 0.98, corners)), ("no", "triples")]
    none, apple, bird = rapid._parts(lines, results, SIZE)
    assert none == []
    assert [(one.text, one.certainty) for one in apple] == [("An", 0.99), ("apple", 0.98)]
    assert [(one.text, one.certainty) for one in bird] == [("A", 0.8), ("bird", 0.8)]
    assert bird[1].edges[0] == pytest.approx(0.1 + 0.4 * 2 / 6)


def test_the_engine_reads_a_page() -> None:
    """Its words and their places, offline: the models are in its wheel."""
    pytest.importorskip("rapidocr")
    picture = Image.new("L", (1000, 300), 255)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(28)
    draw.text((60, 50), "The tenant pays the rent of 1,250.00 euros.", fill=0, font=font)
    draw.text((60, 110), "Notice is given in writing.", fill=0, font=font)
    words, missed = rapid.recognize(picture)
    text = " ".join(word.text for word in words)
    assert text == "The tenant pays the rent of 1,250.00 euros. Notice is given in writing."
    assert missed == 0
    assert min(word.certainty for word in words) > 0.8
    assert [word.left for word in words if word.line == 0] == sorted(
        word.left for word in words if word.line == 0
    )
    assert words[0].left == pytest.approx(0.06, abs=0.02)
