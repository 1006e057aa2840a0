"""A long quote is drawn in pieces that look like one: to break it anew on each page is slow."""

from __future__ import annotations

import pytest

from qa.rendering.transcripts.entries import Quoted
from qa.rendering.transcripts.pdf_page import WIDTH, Barred, quote_block


def pieces(text: str) -> list[Barred]:
    return [one for one in quote_block(Quoted(text, "B")) if isinstance(one, Barred)]


def test_a_short_quote_is_one_paragraph() -> None:
    """Its spaces are those of its style."""
    (whole,) = pieces("one two\n\nthree " * 20)
    assert whole.getSpaceBefore() == 6
    assert whole.getSpaceAfter() == 2


@pytest.mark.parametrize("text", ["a few words & <b> " * 900, "a line\n\n" * 300, "x" * 20_000])
def test_a_long_quote_has_pieces_of_few_lines(text: str) -> None:
    """With all its words and blank lines, and no space between the pieces."""
    found = pieces(text)
    assert all(len(one.getPlainText()) <= 400 for one in found)
    lines = [one.wrap(WIDTH - 12, 1_000)[1] / one.style.leading for one in found]
    assert max(lines) <= (6 if "x" in text else 2)
    shown = "".join(one.getPlainText() for one in found)
    assert "".join(shown.split()) == "".join(text.split())
    first, *others = found
    assert first.getSpaceBefore() == 6
    assert {one.getSpaceBefore() for one in others} == {0}
    assert {one.getSpaceAfter() for one in found[:-1]} == {0}
    if "\n" in text:
        assert sum(lines) == text.count("\n") + 1
