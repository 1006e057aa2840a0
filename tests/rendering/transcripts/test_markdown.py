"""A transcript as Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from qa.rendering.transcripts.markdown import to_markdown
from tests.rendering.transcripts.conftest import WORDS

if TYPE_CHECKING:
    from qa.records import Answer


def test_a_reader_of_markdown_shows_the_words_to_the_character(
    conversation: list[Answer],
) -> None:
    """Each question is a heading, each quote a block quote, and no character is mark-up."""
    tokens = MarkdownIt().parse(to_markdown(conversation, "My *talk*"))
    headings = [tokens[i + 1] for i, token in enumerate(tokens) if token.type == "heading_open"]
    texts = ["".join(child.content for child in heading.children or []) for heading in headings]
    assert texts[:2] == ["My *talk*", "What do birds do?"]
    assert "And <i>bats</i>?" in texts
    shown = [
        "".join(child.content or "\n" for child in token.children or [])
        for token in tokens
        if token.type == "inline"
    ]
    assert shown.count(WORDS) == 4
    assert not re.search("<b>|<i>", MarkdownIt().render(to_markdown(conversation)))
