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
        ("<ul><li>a<ol><li>b</ol></ul>", "- a\n  - b"),
        ("<table><tr><td>a<td><p>b</p><p>c</p></table>", "| a | b c |"),
        ("<pre>  a\n    b</pre>", "      a\n        b"),
        ("<dl><dt>Term<dd>Meaning</dl>", "Term\n\nMeaning"),
    ],
)
def test_each_kind_of_block_has_its_form(content: str, expected: str) -> None:
    """Paragraphs, lists, rows of tables, and lines that stay as they are."""
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
