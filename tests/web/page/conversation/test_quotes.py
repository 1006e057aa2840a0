"""A quote as HTML: its words, citation, context, scores and buttons."""

from __future__ import annotations

import html
import json
import math
import re
from dataclasses import replace

import pytest

from qa.records import Answer, LeadIn, Span, Why
from qa.rendering.text import to_markdown
from qa.web import strings
from qa.web.page.conversation.quotes import chip_html, citation_text, quote_html
from qa.web.service.references import reference
from tests.support.tables import OOLONG, PRICES, of_type, quoted
from tests.support.webs import document, quote, texts

OWNER = document("Yes. No, never. Perhaps.")


def test_the_answering_words_are_marked_within_the_quote() -> None:
    """The rest of the quote stays as it is."""
    shown = quote_html(quote(OWNER, 5, 15), OWNER, Span(4, 9), 1.0)
    marked = re.findall(r'<strong class="said">(.*?)</strong>', shown)
    assert marked[0] == "never"
    assert texts(shown, r"<blockquote[^>]*>(.*?)</blockquote>") == ["No, never."]


def test_a_quote_that_is_its_whole_context_has_nothing_to_unfold() -> None:
    """Unfolding would show the same words again."""
    alone = quote(OWNER, 0, 4, Span(0, 5))
    assert 'class="passage"' not in quote_html(alone, OWNER, None, 1.0)
    within = quote(OWNER, 0, 4)
    unfolded = texts(
        quote_html(within, OWNER, None, 1.0), r"</summary>(<div class=\"words\">.*?)</details>"
    )
    assert unfolded == [OWNER.text]


def test_the_citation_says_that_words_were_recognized() -> None:
    """And how certain they are on their page: a reader may want to see the picture."""
    plain = quote(OWNER, 0, 4)
    seen = replace(plain, citation=replace(plain.citation, page=3, recognized=0.934))
    shown = "page 3 · words recognized in a picture, 93% certain"
    assert shown in quote_html(seen, OWNER, None, 1.0)
    assert shown not in quote_html(plain, OWNER, None, 1.0)


def test_the_citation_names_the_page_the_section_and_other_documents() -> None:
    """And the file: all of it can be read without hovering."""
    plain = quote(OWNER, 0, 4)
    cited = replace(plain, citation=replace(plain.citation, page=3, places=("d.txt", "e.txt")))
    shown = quote_html(cited, OWNER, None, 1.0)
    (chip,) = texts(shown, r'<button class="chip"[^>]*>(.*?)</button>')
    page = strings.CITED_PAGE.format(title="B", number=3)
    assert chip == f"{strings.OPEN_SOURCE} {page} One › Two a/b:c.txt"
    (chip,) = texts(quote_html(cited, OWNER, None, 1.0, apart="a"), r'class="work">(.*?)</span> <')
    assert chip == f"{strings.OPEN_SOURCE} {strings.CITED_PAGE.format(title='B (a)', number=3)}"
    assert strings.ALSO_IN.format(documents="d.txt, e.txt") in html.unescape(shown)
    assert citation_text(cited) == "B › One › Two, page 3 (a/b:c.txt, characters 0–4)"


@pytest.mark.parametrize(
    ("headings", "shown"),
    [
        (("B", "One"), "One"),
        (("One", "One", "Two"), "One › Two"),
        (("B", "B"), ""),
        (("One", "Two", "One"), "One › Two › One"),
    ],
)
def test_doubled_headings_are_named_once(headings: tuple[str, ...], shown: str) -> None:
    """Nor is the title repeated as a section."""
    plain = quote(OWNER, 0, 4)
    cited = replace(plain, citation=replace(plain.citation, headings=headings))
    markup = chip_html(cited)
    assert texts(markup, r'<span class="section">(.*?)</span>') == ([shown] if shown else [])


def test_each_button_has_what_it_copies_as_its_value() -> None:
    """The text with its citation, Markdown, the citation, the selectors and the reference."""
    copied = quote(OWNER, 0, 4)
    shown = quote_html(copied, OWNER, None, 1.0)
    values = [
        html.unescape(value) for value in re.findall(r'class="copy[^"]*" value="(.*?)"', shown)
    ]
    markdown = to_markdown(Answer("", (copied,), found=True, confidence=1, nearest=(), index=""))
    assert values[:3] == [f"“Yes.”\n— {citation_text(copied)}", markdown, citation_text(copied)]
    assert json.loads(values[3]) == copied.citation.selectors("Yes.")
    assert values[4] == reference(copied)


def test_bars_show_the_scores_whatever_a_browser_sends_back() -> None:
    """The lexical score is relative to the highest; no bar is longer than its track."""
    shown = quote_html(quote(OWNER, 0, 4), OWNER, None, 4.0)
    assert re.findall(r"width: (\d+%)", shown) == ["50%", "25%", "50%", "100%"]
    for lexical, highest in ((math.inf, math.inf), (math.nan, 1.0), (5.0, 0.0), (-1.0, 1.0)):
        odd = replace(quote(OWNER, 0, 4), why=Why(7.0, lexical, -7.0, 1.0, ()))
        widths = re.findall(r"width: (\d+)%", quote_html(odd, OWNER, None, highest))
        assert widths == ["100", "0", "0", "100"]


def test_words_in_both_are_shown_as_the_quote_has_them() -> None:
    """Not as the stems that were compared."""
    owner = document("The zebras’ stripes confused flies.")
    shared = replace(quote(owner, 0, 35), why=Why(0.5, 1.0, 0.5, 1.0, ("stripe", "confus")))
    (words,) = texts(quote_html(shared, owner, None, 1.0), r'<div class="terms">(.*?)</div>')
    assert words == f"{strings.TERMS} stripesconfused"


def test_lines_that_were_wrapped_are_joined_and_others_are_not() -> None:
    """The characters stay: a copy has the line breaks of the document."""
    text = (
        "The tenant keeps the garden in good order and does not\n"
        "remove any tree without the written consent of the owner.\n\n- spade\n- rake\n"
    )
    owner = document(text)
    end = text.index("\n\n")
    shown = quote_html(quote(owner, 0, end), owner, Span(40, 70), 1.0)
    wrapped = '<span class="wrap">&#10;</span>'
    assert shown.partition("<details")[0].count(wrapped) == 1
    assert texts(shown, r"<blockquote[^>]*>(.*?)</blockquote>") == [text[:end]]
    items = quote_html(quote(owner, end + 2, len(text) - 1), owner, None, 1.0)
    assert wrapped not in items.partition("<details")[0]


def test_the_context_of_a_row_is_a_table_with_the_row_marked() -> None:
    """With the words above and below it, its text is the document's."""
    row = quoted(PRICES, OOLONG)
    owner = of_type(PRICES, "text/markdown")
    shown = quote_html(replace(row, context=Span(0, len(PRICES))), owner, None, 1.0)
    (context,) = re.findall(r'<div class="words drawn">(.*?)</details>', shown)
    assert html.unescape(re.sub("<[^>]*>", "", context)) == PRICES
    assert context.startswith("Prices&#10;&#10;<div")
    cells = re.findall('<strong class="within">(.*?)</strong>', context)
    said = [html.unescape(re.sub("<[^>]*>", "", cell)) for cell in cells]
    assert said == ["*Oolong*", "6.00", "<b>rare</b> & dear"]


def test_an_item_is_below_what_introduces_it() -> None:
    """It is not in the block quote, and what is copied has it before the quotation marks."""
    item = replace(quote(OWNER, 5, 15), lead_ins=(LeadIn("Not <b>at</b> night:", 0, 3),))
    shown = quote_html(item, OWNER, None, 1.0)
    assert texts(shown, r'<p class="lead-in"[^>]*>(.*?)</p><blockquote') == ["Not <b>at</b> night:"]
    assert texts(shown, r"<blockquote[^>]*>(.*?)</blockquote>") == ["No, never."]
    assert html.escape("Not <b>at</b> night:\n“No, never.”\n— ") in shown.replace("&#10;", "\n")
    assert 'class="lead-in"' not in quote_html(quote(OWNER, 5, 15), OWNER, None, 1.0)
