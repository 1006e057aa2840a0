"""A transcript as a web page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from qa.rendering.transcripts.webpage import to_webpage
from tests.rendering.transcripts.conftest import WORDS

if TYPE_CHECKING:
    from qa.records import Answer


def test_a_browser_shows_the_words_to_the_character(conversation: list[Answer]) -> None:
    """A section for each question, a figure for each quote, and no element of a document."""
    tree = LexborHTMLParser(to_webpage(conversation, "<Talk>"))
    assert [node.text() for node in tree.css("title, h1")] == ["<Talk>"] * 2
    assert [node.text() for node in tree.css("h2")][:2] == ["What do birds do?", "Do they swim?"]
    assert [node.text() for node in tree.css("blockquote")] == [WORDS] * 4
    assert len(tree.css("figure.nearest")) == 1
    assert all("a/birds.txt" in node.text() for node in tree.css("figcaption"))
    assert not tree.css("b, i, script, link, img, [src], [href]")
