"""A notebook shows quotes, and nothing of a document becomes mark-up."""

from __future__ import annotations

from qa.records.answers import Answer, Citation, Quote, Why
from qa.records.documents import Span
from qa.records.notebook import quotes_html

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
