"""Menus: elements that consist of links, and of little else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_LEAST_LINKS = 4  # in a menu
_LINK_DENSITY = 0.6  # share of an element's text in links, above which it is a menu
_PROSE = frozenset({"h1", "p"})

MAY_BE_MENUS = frozenset({"ul", "ol", "div", "section", "table"})
"""Elements that are left out where they are menus."""


@dataclass(slots=True)
class LinkShare:
    """The share of an element that is links (the link density of Kohlschütter et al. 2010).

    Attributes:
        text: characters in it.
        linked: of these, in links.
        links: their number.
        has_prose: whether it contains a paragraph, or the page's heading.
    """

    text: int = 0
    linked: int = 0
    links: int = 0
    has_prose: bool = False

    @property
    def is_menu(self) -> bool:
        """Whether it is made of links, as menus and lists of other pages are."""
        if self.links < _LEAST_LINKS or self.has_prose:
            return False
        return bool(self.text) and self.linked / self.text > _LINK_DENSITY


def link_shares(top: Any) -> dict[int, LinkShare]:
    """Return the link shares of all elements that may be menus.

    All are counted in one pass: visiting each element separately would take minutes for a page with
    deeply nested elements.

    Args:
        top: a node of the parsed page; it and all below it are counted.

    Returns:
        ``mem_id`` of an element → its share.
    """
    shares: dict[int, LinkShare] = {}
    opened: list[LinkShare] = []
    node = top
    while True:
        share = LinkShare()
        opened.append(share)
        if node.is_text_node:
            share.text = len((node.text_content or "").strip())
        elif node.tag in MAY_BE_MENUS:
            shares[node.mem_id] = share
        if node.child is not None:
            node = node.child
            continue
        # Up again, until a node has a next one; each adds its share to its parent's.
        while True:
            share = opened.pop()
            if not opened:
                return shares
            _add_up(opened[-1], share, node)
            if node.next is not None:
                break
            node = node.parent
        node = node.next


def _add_up(parent: LinkShare, share: LinkShare, node: Any) -> None:
    """Add the share of a node to that of its parent."""
    parent.text += share.text
    parent.linked += share.linked
    parent.links += share.links
    parent.has_prose |= share.has_prose
    if node.tag == "a" and "href" in node.attributes:
        parent.linked += share.text - share.linked
        parent.links += 1
    elif node.tag in _PROSE:
        parent.has_prose = True
