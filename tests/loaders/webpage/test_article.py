"""The article of a page is found by what marks it, and by what it holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qa.loaders.webpage.article import Article, find_article, plain
from qa.loaders.webpage.nesting import parse_page

PROSE = "The ferry leaves the northern quay at eight, and it takes forty cars to the island. "
TEXT = f"<p>{PROSE * 6}</p><p>{PROSE * 3}</p>"
OTHER = f"<p>{PROSE * 5}</p>"


def found(content: str, *titles: str) -> Article:
    """Return the article of a page."""
    return find_article(parse_page(content, Path("a.html")).body, titles)


def id_of(node: Any) -> str:
    """Return the id of an element."""
    return str(node.attributes.get("id"))


@pytest.mark.parametrize(
    "content",
    [
        f"<main id=it>{TEXT}{OTHER}</main><div>{OTHER}</div>",
        f"<div role=main id=it>{TEXT}{OTHER}</div><div>{OTHER}</div>",
        f"<article id=it>{TEXT}</article><div>{OTHER}</div>",
        f"<article id=it>{TEXT * 3}</article><article>{OTHER}</article>",
        f"<div itemprop=articleBody id=it>{TEXT}</div><article>{OTHER}</article>",
        f"<div><article><h1>Ferries</h1><p id=x><div id=it>{TEXT}</div></article></div>{OTHER}",
        f"<div id=it><h1>Ferries</h1>{TEXT}{OTHER}</div><div>{OTHER}</div>",
        f"<div id=it><h2>The ferry of the island</h2>{TEXT}</div><div><h2>More</h2>{OTHER}</div>",
        f"<div class=entry-content id=it>{TEXT}</div><div>{OTHER}</div>",
        f"<div><div id=it>{TEXT}{OTHER}</div><div>Imprint</div></div>",
        f"<div id=it>{TEXT}<table><tr><td>{'many values ' * 9}</table></div><div>x</div>",
    ],
)
def test_the_article_is_what_is_marked_titled_or_named_so(content: str) -> None:
    """Else the innermost part that has nearly all text."""
    assert id_of(found(content, "The ferry of the island - Ferries").top) == "it"


@pytest.mark.parametrize(
    "content",
    [
        f"<div>{TEXT}</div><div>{OTHER}</div>",
        f"<article>{TEXT}</article><article>{TEXT}</article>",
        f"<div>{TEXT}</div><table><tr><th>Time<td>{'eight o’clock, forty cars ' * 9}</table>",
        f"<div class=post-body>{TEXT}</div><div class=post-body>{TEXT}</div>",
        "<p>Short.",
        "",
    ],
)
def test_where_nothing_stands_out_the_whole_page_is_read(content: str) -> None:
    """Two parts with text are both text, and so is a table."""
    assert found(content).top.tag == "body"


def test_a_heading_above_the_text_is_named() -> None:
    """The title of the page, which its text does not have."""
    article = found(
        f"<header><h1>Island ferries</h1></header><main>{TEXT}</main>", "Island ferries | A"
    )
    assert article.heading is not None
    assert article.heading.text() == "Island ferries"
    assert found(f"<main><h1>Ferries</h1>{TEXT}</main>").heading is None


def test_where_little_is_left_few_rules_are_used() -> None:
    """A page of asides is better than none."""
    content = "".join(f"<aside><p>{PROSE} {n}</p></aside>" for n in range(9))
    assert found(content).left_out == {}


def test_titles_are_compared_by_their_words() -> None:
    """Signs between them vary."""
    assert plain(" Ferries – the Island’s “pride” ") == "ferries the island s pride"


def test_depth_and_number_take_no_long_time() -> None:
    """A step that looks at all parts above or beside each would take minutes."""
    assert found("<div class=post-body>" * 4000 + TEXT).top.tag == "div"
    assert found("<h1>" + "<div><h2>x" * 2000 + TEXT, "x").top is not None
    assert found("<button>Q</button><div hidden><p>x</div>" * 9000).top.tag == "body"
