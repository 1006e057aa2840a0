"""How an answer looks in a terminal, and in a pipe."""

from __future__ import annotations

from dataclasses import replace

from qa.records import PDF, Span
from qa.rendering.layout import PLAIN, Layout
from qa.terminal import BOLD
from tests.support.webs import document, quote

OWNER = document("Nobody pays\nfor the lamp.")
WORDS = quote(OWNER, 0, len(OWNER.text))


def test_a_pipe_gets_the_lines_of_the_document() -> None:
    """None is wrapped, and nothing has a style."""
    assert PLAIN.quoted(WORDS, "  ", Span(0, 6)) == "  “Nobody pays\n  for the lamp.”"
    assert PLAIN.block("a " * 200, "", BOLD) == "a " * 200


def test_a_terminal_gets_lines_of_its_width() -> None:
    """Their indent is part of it; an empty line has none."""
    assert Layout(10).block("one two three\n\nfour", "  ") == "  one two\n  three\n\n  four"
    assert Layout(9).quoted(WORDS, " ", None).split("\n")[0] == " “Nobody"


def test_lines_of_a_page_are_joined_in_a_terminal_only() -> None:
    """Where their format ends lines as a page does."""
    source = replace(WORDS.citation.source, media_type=PDF)
    text = "Nobody pays for the lamp that\nhangs above the gate."
    words = replace(WORDS, text=text, citation=replace(WORDS.citation, source=source))
    assert "lamp that hangs above" in Layout(80).quoted(words, "", None)
    assert "lamp that\nhangs above" in PLAIN.quoted(words, "", None)


def test_marked_words_have_a_style_in_each_line() -> None:
    """Without styles, they are words as others."""
    styled = Layout(9, styled=True).quoted(WORDS, "", Span(7, 15))
    assert styled.split("\n")[1:3] == ["\x1b[1;32mpays\x1b[0m", "\x1b[1;32mfor\x1b[0m the"]
    assert "\x1b" not in Layout(9).quoted(WORDS, "", Span(7, 15))


def test_a_document_cannot_command_the_terminal() -> None:
    """Its control characters are replaced."""
    assert "\x1b" not in Layout(20, styled=True).block("\x1b[31mred")
