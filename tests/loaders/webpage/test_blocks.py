"""The blocks of a page become blocks of a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.loaders.extraction import BlockText
from qa.loaders.webpage.blocks import BlockWalk
from qa.loaders.webpage.nesting import parse_page


def text(content: str) -> str:
    """Return the text of a page's body."""
    blocks = BlockText()
    body = parse_page(content, Path("a.html")).body
    BlockWalk(blocks).add(body)
    return blocks.extract(None).text


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("One<p>Two<div>Three</div>Four", "One\n\nTwo\n\nThree\n\nFour"),
        ("<p>It <b>is</b><i>n’t</i> so", "It isn’t so"),
        ("<ul><li>a<ol><li>b</ol></ul>", "- a\n  1. b"),
        ("<table><tr><td>a<td><p>b</p><p>c</p></table>", "| a | b c |"),
        ("<pre>  a\n    b</pre>", "      a\n        b"),
        ("<table><tr><td>a<td>b<tr><td colspan=2>c</table>", "| a | b |\n| c |"),
        ("<button>Now</button><div>then</div>", "Now\n\nthen"),
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
    ("content", "expected"),
    [
        ("<dl><dt>Term<dd>Meaning</dl>", "Term: Meaning"),
        ("<dl><dt>One:<dd>1<dt>Two<dd><p>2</p><p>two</p></dl>", "One: 1\n\nTwo: 2\n\ntwo"),
        ("<dl><dt>a<dt>b<dd>both</dl>", "a, b: both"),
        ("<dl><dt>Why?<dd>So.</dl>", "Why?\n\nSo."),
        ("<dl><dt>a<dd><ul><li>b</ul></dl>", "a\n\n- b"),
        ("<dl><dt>a</dl><p>b", "a\n\nb"),
        ("<dl><dt>a<p>b", "a\n\nb"),
    ],
)
def test_a_definition_stands_with_its_term(content: str, expected: str) -> None:
    """Quoted alone, it would not say what it defines; a question stands above its answer."""
    assert text(content) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            (
                "<tr><th>Tariff<th>Facts<tr><td>Night<td>"
                "<table><tr><td>Fee<td>3 kroner<tr><td>Zones<td>4</table>"
            ),
            "| Tariff | Facts |\n| Night | Fee 3 kroner; Zones 4 |",
        ),
        (
            "<tr><td rowspan=2>Day<td>5 kroner<tr><td>6 zones",
            "| Day | 5 kroner |\n| Day | 6 zones |",
        ),
        ("<tr><td>Menu<td><h1>Title</h1><p>Text", "Menu\n\nTitle\n\nText"),
        (
            "<tr><td>Menu<td><h1>Title</h1><table><tr><td>a<td>b</table>",
            "Menu\n\nTitle\n\n| a | b |",
        ),
        ("<tr><td>a<td>b<ul><li>c<li>d</ul>", "| a | b c d |"),
    ],
)
def test_tables_in_tables_lose_nothing(content: str, expected: str) -> None:
    """A small one is a value; one that holds parts of the page is none."""
    assert text(f"<table>{content}</table>") == expected


@pytest.mark.parametrize(
    "content", ["<script>x()</script>", "<template><p>x</template>", "<select><option>x</select>"]
)
def test_what_is_no_text_is_dropped(content: str) -> None:
    """And the words around it stay."""
    assert text(f"<p>One{content}<p>Two") == "One\n\nTwo"


def test_what_is_left_out_and_what_is_not_shown_are_not_read() -> None:
    """Where something is left out; a book is read whole."""
    tree = parse_page("<p>One<b hidden>x</b><div id=it>y</div><p>Two", Path("a.html"))
    left_out = tree.css_first("#it")
    assert left_out is not None
    for given, expected in (({left_out.mem_id}, "One\n\nTwo"), (None, "Onex\n\ny\n\nTwo")):
        blocks = BlockText()
        BlockWalk(blocks, given).add(tree.body)
        assert blocks.extract(None).text == expected
