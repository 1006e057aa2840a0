"""A notebook shows quotes, and nothing of a document becomes mark-up."""

from __future__ import annotations

import re

from qa.records import Answer, Citation, Quote, Why
from qa.records.documents import Span
from qa.records.notebook import quotes_html
from tests.support.tables import COLUMNS, OOLONG, PRICES, quoted, wide_row

WHY = Why(dense=0.5, lexical=2.0, evidence=0.75, coverage=1.0, terms=())


def quote(text: str, title: str = "B", page: int | None = 3) -> Quote:
    """Return a quote of the document ``a/b.txt``."""
    citation = Citation("a/b.txt", title, ("Outer", "Inner"), page, 10, 14, "before ", " after")
    return Quote(text, citation, 0.9, Span(3, 40), WHY)


def test_a_quote_has_its_citation_and_offsets() -> None:
    """Title, sections, page; path, offsets, probability."""
    shown = quotes_html([quote("Some")])
    assert "“Some”" in shown
    assert "— B › Outer › Inner, page 3<br>" in shown
    assert "<small>a/b.txt 10–14 · probability 90%</small>" in shown
    assert "page" not in quotes_html([quote("Some", page=None)])


def test_markup_in_a_document_stays_text() -> None:
    """In its words and in its title."""
    shown = quotes_html([quote("<script>alert(1)</script>\n& more", title="<img src=x>")])
    assert "“&lt;script&gt;alert(1)&lt;/script&gt;\n&amp; more”" in shown
    assert "&lt;img src=x&gt;" in shown
    assert "<script" not in shown
    assert "<img" not in shown


def test_not_found_comes_before_the_closest_passages() -> None:
    """With a line above them that says what they are."""
    answer = Answer("What?", (), False, 0.1, (quote("Some"),), "0123")  # noqa: FBT003 - a record
    shown = answer._repr_html_()
    found, nearest, words = (shown.index(part) for part in ("Not found", "Closest", "Some"))
    assert found < nearest < words


def test_rows_of_a_table_are_drawn_below_the_names_of_their_columns() -> None:
    """The names are in italics and outside of the quotation marks; their offsets are stated."""
    row = quoted(PRICES, OOLONG)
    shown = quotes_html([row])
    assert re.findall("<th[^>]*><i>(.*?)</i></th>", shown) == ["Tea", "Pot", "Note"]
    cells = re.findall("<td[^>]*>(.*?)</td>", shown)
    assert cells == ["“*Oolong*", "6.00", "&lt;b&gt;rare&lt;/b&gt; &amp; dear”"]
    place = row.table and row.table.place()
    assert place
    assert f"column names (not quoted) at {place.start}–{place.end}" in shown
    upright = quotes_html([wide_row()])
    assert re.findall("<tr><th[^>]*><i>(.*?)</i></th><td", upright) == COLUMNS
