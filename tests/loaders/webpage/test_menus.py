"""A menu is an element that consists of links."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.loaders.webpage.menus import LinkShare, link_shares
from qa.loaders.webpage.nesting import parse_page

LINK = "<a href=x>Home page</a> "


def share(content: str) -> LinkShare:
    """Return the share of links of the outermost div."""
    tree = parse_page(f"<div id=it>{content}</div>", Path("a.html"))
    node = tree.css_first("#it")
    assert node is not None
    return link_shares(tree.body)[node.mem_id]


def test_characters_and_links_are_counted() -> None:
    """White space around words does not count, nor an anchor that leads nowhere."""
    found = share("<ul><li> Text <a href=x>four</a><a name=y>gone</a></ul>")
    assert found == LinkShare(text=12, linked=4, links=1, has_prose=False)


@pytest.mark.parametrize(
    ("content", "is_menu"),
    [
        (LINK * 4, True),
        (LINK * 3, False),
        (LINK * 4 + "with as many words of its own beside the links as they have", False),
        (f"<p>{LINK * 4}</p>", False),
        (f"<h1>Title</h1>{LINK * 4}", False),
        (f"<div><div>{LINK * 2}</div>{LINK * 2}</div>", True),
        ("<a href=x></a>" * 4, False),
    ],
)
def test_many_links_and_little_else_are_a_menu(content: str, *, is_menu: bool) -> None:
    """Paragraphs and the page's heading are not part of one."""
    assert share(content).is_menu is is_menu
