"""Web pages give their article, with its headings, lists and tables, and no menu."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.errors import DocumentError
from qa.loaders.extraction import BlockText
from qa.loaders.webpage import extract
from qa.loaders.webpage.nesting import parse_page
from qa.loaders.webpage.page import add_whole

if TYPE_CHECKING:
    from qa.loaders.extraction import Extract

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><title>Okapis | A site</title><style>p {}</style></head><body>
<header><h2>A site</h2></header>
<nav><a href="/">Home</a></nav>
<ul><li><a href="1">One</a><li><a href="2">Two</a><li><a href="3">Three</a><li>
<a href="4">Four</a></ul>
<main><header><h1>The   Okapi</h1></header>
<p>An <b>okapi</b> is<br>shy.&nbsp;It eats <i>leaves</i>.</p><script>steal()</script>
<h2>Food</h2><ul><li>Figs<ul><li>ripe</li></ul></li><li><p>Grass</p></li></ul>
<table><tr><th>Year<th>Number</tr><tr><td>2020<td><p>42</p></tr></table>
<pre>def f():
    return 1
</pre><p hidden>Nothing.</p><aside>Read on!</aside></main><footer>Imprint</footer></body></html>"""


def read(html: str | bytes) -> Extract:
    """Return what is read of a page."""
    (found,) = extract(html.encode() if isinstance(html, str) else html, Path("a.html"))
    return found


def test_the_article_is_read_and_nothing_around_it() -> None:
    """Lists, tables and code keep their lines; hidden words, menus and scripts are gone."""
    assert read(PAGE).text == (
        "The Okapi\n\n"
        "An okapi is shy. It eats leaves.\n\n"
        "Food\n\n"
        "- Figs\n  - ripe\n- Grass\n"
        "| Year | Number |\n| 2020 | 42 |\n\n"
        "    def f():\n        return 1"
    )


def test_title_language_and_headings_are_those_of_the_page() -> None:
    """Each heading's span holds its words."""
    found = read(PAGE)
    assert (found.title, found.language) == ("The Okapi", "en-GB")
    assert [(h.level, h.title, found.text[h.start : h.end]) for h in found.headings] == [
        (1, "The Okapi", "The Okapi"),
        (2, "Food", "Food"),
    ]


def test_a_page_without_an_article_is_read_whole() -> None:
    """Its menus and footer are left out all the same."""
    page = "<title>T</title><nav>Menu</nav><div>One.</div><div>Two.</div><footer>End</footer>"
    assert (read(page).text, read(page).title) == ("One.\n\nTwo.", "T")


def test_the_title_is_that_of_the_article() -> None:
    """The site's name in large letters above it is none."""
    page = "<title>Okapis - Site</title><h1>Site</h1><main><h2>Okapis</h2><p>Shy.</p></main>"
    assert read(page).title == "Okapis - Site"


def test_an_article_that_is_nearly_empty_is_not_the_page() -> None:
    """Some pages fill it by script only."""
    assert read(f"<main>Hi</main><p>{'Words. ' * 20}</p>").text.endswith("Words.")


def test_list_of_links_in_running_text_stays() -> None:
    """Only where nearly all is links it is a menu."""
    items = "".join(f"<li><a href={n}>Source {n}</a>, read with great care</li>" for n in range(5))
    assert "Source 3, read" in read(f"<p>Sources:</p><ul>{items}</ul>").text


def test_an_item_that_is_all_links_stays_in_its_list() -> None:
    """Without it the numbers of those after it would be others than the page shows."""
    links = "".join(f"<a href=/{n}>Handbook of Okapis, volume {n}</a> " for n in range(5))
    items = ["Ituri, 1901, seen by night. " * 9, links, "Kivu, 1903, heard only. " * 9]
    page = f"<p>{'Okapis are shy. ' * 40}</p><ol>{''.join(f'<li>{item}' for item in items)}</ol>"
    text = read(page).text
    assert "2. Handbook of Okapis, volume 0" in text
    assert "3. Kivu, 1903" in text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<meta charset=iso-8859-1><p>Café".encode("latin-1"), "Café"),
        ("<p>Café".encode(), "Café"),
        ("<p>Café".encode("cp1252"), "Café"),
        ("<p>Café".encode("utf-16"), "Café"),
        ('<meta charset="shift_jis"><p>日本'.encode("shift_jis"), "日本"),
        ("<meta charset=nonsense><p>Café".encode(), "Café"),
    ],
)
def test_the_encoding_is_the_one_the_page_has(data: bytes, text: str) -> None:
    """By mark, by name, or by what the bytes allow."""
    assert read(data).text == text


def test_what_is_no_text_is_refused() -> None:
    """A picture with the wrong suffix."""
    with pytest.raises(DocumentError, match="is not text"):
        read(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\xff")


def test_depth_costs_no_stack() -> None:
    """Five thousand levels, which a recursion could not go through."""
    assert read("<div>" * 5000 + "deep").text == "deep"


def test_a_note_says_that_comments_are_left_out() -> None:
    """Readers of the original see them."""
    comment = f"<li class=comment>{'I do not believe a word of it. ' * 5}</li>"
    page = f"<h1>Okapis</h1>{'They are shy. ' * 20}<ol class=comments>{comment * 9}</ol>"
    found = read(page)
    assert "believe" not in found.text
    assert found.notes == ("readers' comments are left out",)


def test_the_heading_above_the_article_is_its_title() -> None:
    """Where the head of the page names it, beside the name of the site."""
    page = f"<title>Okapis - Site</title><h1>Okapis</h1><main><p>{'They are shy. ' * 20}</main>"
    assert read(page.replace("Okapis", "Okapis of Ituri")).title == "Okapis of Ituri"
    assert read(page.replace("<h1>Okapis", "<h1>A site about animals")).title == "Okapis - Site"


def test_a_whole_page_may_leave_out_what_is_not_shown() -> None:
    """As in a message, which has a line for lists of messages."""
    tree = parse_page("<div style='display:none'>Preview</div><aside>One</aside>", Path("a.html"))
    for shown_only, expected in ((True, "One"), (False, "Preview\n\nOne")):
        blocks = BlockText()
        add_whole(tree, blocks, shown_only=shown_only)
        assert blocks.extract(None).text == expected
