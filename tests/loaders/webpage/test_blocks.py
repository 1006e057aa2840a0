"""The blocks of a page become blocks of a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.loaders.extraction import BlockText
from qa.loaders.webpage.blocks import BlockWalk
from qa.loaders.webpage.nesting import parse_page


def text(content: str, *, inside_article: bool = False) -> str:
    """Return the text of a page's body."""
    blocks = BlockText()
    body = parse_page(content, Path("a.html")).body
    BlockWalk(blocks, inside_article=inside_article).add(body)
    return blocks.extract(None).text


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("One<p>Two<div>Three</div>Four", "One\n\nTwo\n\nThree\n\nFour"),
        ("<p>It <b>is</b><i>n’t</i> so", "It isn’t so"),
        ("<ul><li>a<ol><li>b</ol></ul>", "- a\n  1. b"),
        ("<table><tr><td>a<td><p>b</p><p>c</p></table>", "| a | b c |"),
        ("<pre>  a\n    b</pre>", "      a\n        b"),
        ("<dl><dt>Term<dd>Meaning</dl>", "Term\n\nMeaning"),
    ],
)
def test_each_kind_of_block_has_its_form(content: str, expected: str) -> None:
    """Paragraphs, lists, rows of tables, and lines that stay as they are."""
    assert text(content) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<ol><li>a<li>b</ol><ol><li>c</ol>", "1. a\n2. b\n1. c"),
        ("<ol start=4><li>a<li value=9>b<li>c</ol>", "4. a\n9. b\n10. c"),
        ("<ol start=x><li>a<li value=-3>b<li value=123456>c</ol>", "1. a\n2. b\n3. c"),
        ("<ol><li>a<ol><li>b<li>c</ol><li>d</ol>", "1. a\n  1. b\n  2. c\n2. d"),
        ("<ol><li>a<ul><li>b</ul><li>d</ol>", "1. a\n  - b\n2. d"),
        ("<ol><li><p>a</p><p>b</p><li><p>c</ol>", "1. a\n   b\n2. c"),
        ("<ul><li><p>a</p><p>b</p></ul>", "- a\n- b"),
        ("<ol start=0><li><p>a</p><p>b</p><li>c</ol>", "1. a\n   b\n2. c"),
        ("<li>a</li>", "- a"),
    ],
)
def test_items_of_a_numbered_list_have_their_numbers(content: str, expected: str) -> None:
    """From the first one that the page says, each list for itself."""
    assert text(content) == expected


@pytest.mark.parametrize(
    "content",
    [
        "<script>x()</script>",
        "<nav>Menu</nav>",
        "<div hidden>x</div>",
        "<div aria-hidden=true>x</div>",
        "<div role=search>x</div>",
        "<form>x<input value=y></form>",
        "<footer>Imprint</footer>",
        "<template><p>x</template>",
    ],
)
def test_what_readers_do_not_see_or_read_is_dropped(content: str) -> None:
    """And the words around it stay."""
    assert text(f"<p>One{content}<p>Two") == "One\n\nTwo"


def test_header_and_footer_of_an_article_belong_to_it() -> None:
    """Those of a page do not."""
    page = "<header>Title</header><p>Text</p>"
    assert text(page, inside_article=True) == "Title\n\nText"
    assert text(page) == "Text"
