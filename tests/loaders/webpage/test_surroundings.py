"""What stands around the text of a page is left out; nothing is for its tag or name alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.loaders.webpage.measuring import measure
from qa.loaders.webpage.nesting import parse_page
from qa.loaders.webpage.surroundings import surroundings

PROSE = "The ferry leaves the northern quay at eight, and it takes forty cars to the island. "
ARTICLE = f"<p>{PROSE * 6}</p>"
LINK = "<a href=/x>Home page</a> "


def kind(content: str, *, few: bool = False) -> str | None:
    """Return what the element with the id ``it`` is taken for."""
    body = parse_page(content, Path("a.html")).body
    assert body is not None
    node = body.css_first("#it")
    assert node is not None
    return surroundings(measure(body)[body.mem_id], few=few).get(node.mem_id)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f"<nav id=it>{PROSE}</nav>", "menu"),
        ("<div role=search id=it>Search</div>", "menu"),
        (f"<div id=it hidden>{PROSE}</div>", "hidden"),
        (f"<div id=it style='display: none'>{PROSE}</div>", "hidden"),
        (f"<div id=it>{LINK * 4}</div>", "links"),
        ("<form id=it>Your mail <input> Sign up</form>", "form"),
        (f"<aside id=it>{PROSE}</aside>", "aside"),
        ("<footer id=it>Imprint</footer>", "footer"),
        ("<header id=it>A site</header>", "header"),
        ("<noscript id=it>Please switch on JavaScript to see this page.</noscript>", "noscript"),
        ("<button id=it>Share</button>", "button"),
        ("<div class=share-buttons id=it>Tell your friends</div>", "furniture"),
        ("<p id=it><a href=/x>Eight more things to see on the island</a></p>", "pointer"),
        (f"<div class='comments-area' id=it><p>{PROSE * 9}</div>", "comments"),
        ("<div class=comments id=it><p>Write one</div>", "reply"),
        (f"<div class=relatedStories id=it>{LINK}<p>{PROSE}</div>", "stories"),
    ],
)
def test_what_is_around_an_article_is_left_out(content: str, expected: str) -> None:
    """By its tag, its role, its names, or its links."""
    assert kind(ARTICLE + content) == expected


@pytest.mark.parametrize(
    "content",
    [
        f"<form id=it><p>{PROSE * 4}</p><input></form>",
        f"<main><aside id=it>{PROSE}</aside></main>",
        f"<article><footer id=it>{PROSE}</footer></article>",
        f"<noscript id=it><p>{PROSE}</p></noscript>",
        f"<div class=related-parties id=it><p>{PROSE * 4}</p></div>",
        f"<div class=commentary id=it><p>{PROSE}</p></div>",
        f"<div class=has-sidebar id=it>{LINK}<p>{PROSE}</p></div>",
        f"<div class=promotion-rules id=it><p>{PROSE * 3}</p></div>",
        f"<p id=it>{LINK * 4}</p>",
        f"<table><tr><th>Places<td><ul id=it><li>{LINK * 4}</ul></table>",
        f"<table id=it><tr><th>Place<tr><td>{LINK * 4}</table>",
        "<p id=it>See <a href=/x>the timetable of the island ferry</a>.</p>",
        "<div id=it><h2><a href=/x>The timetable of the island ferry</a></h2></div>",
        "<p id=it><a href='#2'>How much does a car cost on the ferry?</a></p>",
    ],
)
def test_what_holds_text_stays(content: str) -> None:
    """Whatever its tag and its names are."""
    assert kind(ARTICLE + content) is None


@pytest.mark.parametrize(
    "tag", ["form", "aside", "nav", "div class=comments", "header", "div class=ad"]
)
def test_what_holds_the_page_stays(tag: str) -> None:
    """All of it would be lost."""
    assert kind(f"<{tag} id=it>{ARTICLE}") is None


def test_teasers_are_left_out() -> None:
    """Each is a link to a page, and few words of what is there."""
    teaser = f"<div><h3><a href=/x>Flood in the old town</a></h3><p>{PROSE}</p></div>"
    page = f"<div>{ARTICLE}</div><section>{teaser * 2}{teaser.replace('<div', '<div id=it')}"
    assert kind(page) == "teasers"


def test_features_with_a_link_below_are_none() -> None:
    """What is said of each is said here."""
    feature = f"<div><h3>Steam room</h3><p>{PROSE}</p><a href=/x>More on the steam room</a></div>"
    page = f"<div>{ARTICLE}</div><section>{feature * 2}{feature.replace('<div', '<div id=it')}"
    assert kind(page) is None


def test_with_few_rules_only_menus_and_what_is_hidden_go() -> None:
    """For a page of which little is left otherwise."""
    assert kind(f"{ARTICLE}<aside id=it>{PROSE}</aside>", few=True) is None
    assert kind(f"{ARTICLE}<nav id=it>{PROSE}</nav>", few=True) == "menu"
