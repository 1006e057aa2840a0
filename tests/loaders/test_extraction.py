"""What every loader returns can be stored, and blocks become text in one way."""

from __future__ import annotations

from qa.loaders.extraction import LONGEST_HEADING, BlockText, Extract, has_text, sanitize
from qa.records import Heading


def test_half_of_a_surrogate_pair_is_replaced_with_a_note() -> None:
    """No offset changes, and the title, the name and the language are whole too."""
    clean = sanitize(Extract("ab\ud800cd", title="t\udfff", name="n\ud800", language="e\ud800"))
    assert (clean.text, clean.title, clean.name, clean.language) == (
        "ab\ufffdcd",
        "t\ufffd",
        "n\ufffd",
        "e\ufffd",
    )
    (note,) = clean.notes
    assert note.startswith("1 character is half of a surrogate pair")
    whole = Extract("😀", notes=("a",))
    assert sanitize(whole) == whole


def test_prose_that_is_formatted_as_a_heading_is_none() -> None:
    """It would be repeated above every passage below; a title as long is none either."""
    long = "x" * (LONGEST_HEADING + 1)
    headings = (Heading(0, len(long), 1, long), Heading(0, 5, 1, "Short"))
    clean = sanitize(Extract(long, title=long, headings=headings))
    assert (clean.title, clean.headings) == (None, (headings[1],))


def test_white_space_and_lost_characters_are_no_text() -> None:
    """Such a file has nothing to quote."""
    assert not has_text(Extract(" \n\t\u00a0\ufffd"))
    assert has_text(Extract(" \ufffd."))


def test_blocks_become_text() -> None:
    """Paragraphs between blank lines; items and rows on lines of their own."""
    blocks = BlockText()
    blocks.page()
    blocks.heading(1, " The \n Okapi ")
    blocks.paragraph("It is\tshy.")
    blocks.paragraph("  ")
    blocks.item("Figs")
    blocks.item("ripe", 1)
    blocks.row(["Year", " "])
    blocks.row(["", ""])
    blocks.page()
    blocks.preformatted("def f():\n\n\treturn 1\n")
    found = blocks.extract(" T ", "", ("note",))
    assert found.text == (
        "The Okapi\n\nIt is shy.\n\n- Figs\n  - ripe\n| Year |  |\n\n"
        "    def f():\n\n            return 1"
    )
    assert found.headings == (Heading(0, 9, 1, "The Okapi"),)
    assert (found.title, found.language, found.notes) == ("T", None, ("note",))
    assert found.pages == (0, found.text.index("\n\n    def"))
    assert len(blocks) == len(found.text)
