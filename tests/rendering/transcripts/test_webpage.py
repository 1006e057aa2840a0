"""A transcript as a web page."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from qa.rendering.transcripts.webpage import to_webpage
from tests.rendering.transcripts.conftest import WORDS
from tests.support.tables import COLUMNS, OOLONG, PRICES, TABLE, answering, quoted, wide_row

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


def test_rows_of_a_table_are_a_table_below_the_names_of_their_columns() -> None:
    """Names that are not quoted are marked as context; many columns stand one below another."""
    shown = to_webpage([answering(quoted(PRICES, OOLONG), quoted(PRICES, TABLE), wide_row())])
    first, second, third = LexborHTMLParser(shown).css("table")
    assert [node.text() for node in first.css("th.context")] == ["Tea", "Pot", "Note"]
    assert [node.text() for node in first.css("td")] == ["*Oolong*", "6.00", "<b>rare</b> & dear"]
    assert [node.text() for node in second.css("th.said")] == ["Tea", "Pot", "Note"]
    assert [node.text() for node in third.css("tr th.context")] == COLUMNS
    assert shown.count("column names (not quoted) at ") == 2


def test_the_day_of_writing_is_below_the_heading(conversation: list[Answer]) -> None:
    """Without one nothing is said."""
    day = datetime(2026, 6, 3, tzinfo=timezone.utc)
    tree = LexborHTMLParser(to_webpage(conversation, "Talk", day))
    (line,) = tree.css("h1 + .remark")
    assert line.text().startswith("Exported from Quoth on 3 June 2026.")
    assert "Exported" not in to_webpage(conversation, "Talk")
