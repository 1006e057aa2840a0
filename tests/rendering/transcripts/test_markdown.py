"""A transcript as Markdown."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from qa.rendering.transcripts.markdown import to_markdown
from qa.text.folding import tokens
from qa.verification.quotations import quotations
from tests.rendering.transcripts.conftest import WORDS
from tests.support.tables import OOLONG, PRICES, TABLE, answering, quoted

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


def test_rows_of_a_table_are_a_table_below_the_names_of_their_columns() -> None:
    """Names that are not quoted are in italics; a quoted header is not."""
    answers = [answering(quoted(PRICES, OOLONG), quoted(PRICES, TABLE))]
    html = MarkdownIt().enable("table").render(to_markdown(answers))
    first, second = re.findall("<blockquote>(.*?)</blockquote>", html, re.DOTALL)
    assert re.findall("<th>(.*?)</th>", first) == [f"<em>{n}</em>" for n in ("Tea", "Pot", "Note")]
    cells = ["*Oolong*", "6.00", "&lt;b&gt;rare&lt;/b&gt; &amp; dear"]
    assert re.findall("<td>(.*?)</td>", first) == cells
    assert re.findall("<th>(.*?)</th>", second) == ["Tea", "Pot", "Note"]
    assert re.findall("<td>(.*?)</td>", second) == ["Assam", "4.20", "", *cells]


@pytest.mark.parametrize(
    ("text", "words", "media_type"),
    [
        (PRICES, OOLONG, "text/markdown"),
        (PRICES, TABLE, "text/markdown"),
        ("| Saw | 20 |\n| Axe | 35 |\n", "| Axe | 35 |", "text/markdown"),
        ("a;b\nc - d;e_f\n", "c - d;e_f", "text/csv"),
    ],
)
def test_a_check_of_the_file_finds_the_words_that_are_quoted(
    text: str, words: str, media_type: str
) -> None:
    """Without the names of columns, and without what keeps signs from being mark-up."""
    (found,) = quotations(to_markdown([answering(quoted(text, words, media_type))]))
    assert [token.key for token in tokens(found.text)] == [token.key for token in tokens(words)]


def test_the_day_of_writing_is_below_the_heading(conversation: list[Answer]) -> None:
    """In italics; without one nothing is said."""
    day = datetime(2026, 6, 3, tzinfo=timezone.utc)
    lines = to_markdown(conversation, "Talk", day).split("\n\n")
    assert lines[1].startswith(r"*Exported from Quoth on 3 June 2026\.")
    assert "Exported" not in to_markdown(conversation, "Talk")
