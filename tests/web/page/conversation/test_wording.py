"""Words of a document as HTML: to the character, whatever lays them out."""

from __future__ import annotations

import html
import re

import pytest

from qa.records import Span
from qa.web.page.conversation.wording import wording
from tests.support.webs import document

TABLE = "Prices:\n\n| Service | Fee |\n| --- | --- |\n| Notary | $15 |\n| Courier |  |\n\nEnd.\n"


def text_of(shown: str) -> str:
    """Return the text of HTML."""
    return html.unescape(re.sub(r"<[^>]*>", "", shown))


def of_class(shown: str, kind: str) -> list[str]:
    """Return the texts of the pieces that have exactly this class."""
    found = re.findall(rf'<span class="{kind}">(.*?)</span>', shown)
    return [html.unescape(piece) for piece in found]


def test_bars_between_cells_are_set_apart_and_stay_in_the_text() -> None:
    """Also around the words that answer, which are marked within their cell."""
    owner = document(TABLE)
    start = TABLE.index("| Notary")
    row = "| Notary | $15 |"
    at = row.index("$15")
    shown = wording(owner, start, start + len(row), Span(at, at + 3))
    assert text_of(shown) == row
    assert of_class(shown, "between") == [" | "]
    assert of_class(shown, "around") == ["| ", " |"]
    assert '<strong class="said">$15</strong>' in shown


def test_the_rule_of_a_table_has_no_words() -> None:
    """It goes with its line end: no empty line is left; an empty cell has nothing to show."""
    owner = document(TABLE)
    shown = wording(owner, 0, len(TABLE))
    assert text_of(shown) == TABLE
    assert "| --- | --- |\n" in of_class(shown, "around")
    assert of_class(shown, "between")[:2] == [" | ", " | "]


@pytest.mark.parametrize("start", range(len(TABLE)))
def test_a_piece_may_begin_and_end_anywhere(start: int) -> None:
    """Nothing is lost or doubled, also in the middle of a row."""
    owner = document(TABLE)
    for end in range(start, len(TABLE) + 1):
        assert text_of(wording(owner, start, end)) == TABLE[start:end]


def test_a_bar_in_prose_is_a_bar() -> None:
    """As is one at the beginning of a line."""
    for text in ("Either yes | no.", "| A remark at the margin.", "|x|"):
        assert "<span" not in wording(document(text), 0, len(text))
