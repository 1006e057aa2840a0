"""A quote is shown with the text around it."""

from __future__ import annotations

from qa.records import Document
from qa.rendering.excerpt import excerpt
from qa.rendering.layout import PLAIN


def document(text: str) -> Document:
    """Return a document with a text."""
    return Document("a.txt", "A", text, "0" * 64, "0" * 64, "text/plain")


def test_the_lines_of_the_quote_are_marked() -> None:
    """Without colours too."""
    text = "Apples are red. Birds fly.\nThey fly far. Clouds pass."
    shown = excerpt(document(text), 16, 40, "a.txt, page 3", PLAIN)
    assert shown == (
        "a.txt, page 3\n\n  Apples are red.\n> Birds fly.\n> They fly far.\n  Clouds pass."
    )


def test_of_a_long_text_a_part_is_shown() -> None:
    """It begins and ends with whole words."""
    text = "apple " * 200 + "Birds fly." + " cloud" * 200
    before, quote, after = excerpt(document(text), 1200, 1210, "a.txt", PLAIN).split("\n")[2:]
    assert before.startswith("  … apple apple ")
    assert quote == "> Birds fly."
    assert after.endswith(" cloud cloud …")
    assert len(before) < 410


def test_a_text_without_spaces_is_cut_anywhere() -> None:
    """And is not left out."""
    text = "水" * 1000 + "Birds." + "水" * 1000
    before, _, after = excerpt(document(text), 1000, 1006, "a.txt", PLAIN).split("\n")[2:]
    assert (before.count("水"), after.count("水")) == (400, 400)
