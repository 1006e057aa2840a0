"""A part knows what it holds, and where it stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.loaders.webpage.measuring import measure
from qa.loaders.webpage.nesting import parse_page

if TYPE_CHECKING:
    from qa.loaders.webpage.parts import Part

LINK = "<a href=x>Home page</a> "


def part(content: str) -> Part:
    """Return the part around a content."""
    tree = parse_page(f"<div id=it>{content}</div>", Path("a.html"))
    node = tree.css_first("#it")
    assert node is not None
    return measure(tree.body)[node.mem_id]


@pytest.mark.parametrize(
    ("content", "is_menu"),
    [
        (LINK * 4, True),
        (LINK * 3, False),
        (LINK * 4 + "with as many words of its own beside the links as they have", False),
        (f"<p>{LINK * 4}</p>", False),
        (f"<p>Menu</p>{LINK * 30}", True),
        (f"<h1>Title</h1>{LINK * 4}", False),
        (f"<div><div>{LINK * 2}</div>{LINK * 2}</div>", True),
        ("<a href=x></a>" * 4, False),
        (f"<table><tr><th>{LINK * 4}</table>", False),
    ],
)
def test_many_links_and_little_else_are_a_menu(content: str, *, is_menu: bool) -> None:
    """Paragraphs, the page's heading and tables with named columns are not part of one."""
    assert part(content).is_menu is is_menu


def test_parts_know_their_neighbours() -> None:
    """And what they are in."""
    first, second = part("<article><p>One<p>Two</article>").children[0].children
    assert (first.following, second.previous, first.previous) == (second, first, None)
    assert first.inside
    assert not part("<p>One").children[0].inside
