"""The blocks of a page: its headings, paragraphs, list items and table rows, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qa.loaders.webpage.menus import MAY_BE_MENUS, LinkShare, link_shares

if TYPE_CHECKING:
    from qa.loaders.extraction import BlockText


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DROPPED = _names(
    "script style template head select option input textarea svg "
    "math iframe object canvas audio video map"
)
_DROPPED_ROLES = _names(
    "navigation banner contentinfo complementary search menu menubar dialog alert toolbar"
)
_PAGE_FURNITURE = _names("header footer")  # dropped unless inside the article
_BLOCKS = _names(
    "address article blockquote body center dd details dir div dl dt fieldset figcaption figure "
    "footer h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main ol p pre section summary "
    "table tbody td tfoot th thead tr ul caption br"
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = _names("ul ol dir")
_LARGEST_NUMBER = 9_999  # of an item; others are no numbers that a reader sees
_CELLS = _names("td th")


class BlockWalk:
    """Walks through a tree and adds its blocks to a text.

    Without recursion, which a hostile page would make too deep.
    """

    def __init__(self, blocks: BlockText, left_out: Collection[int] = ()) -> None:
        """Begin outside all lists, tables and headings.

        Args:
            blocks: the text to add to.
            inside_article: whether the tree is the article itself, whose header and footer
                belong to it.
        """
        self._blocks = blocks
        self._left_out = left_out
        self._text: list[str] = []
        self._cells: list[str] | None = None
        self._lists: list[int | None] = []  # the next number of each open one, if it has numbers
        self._item = False
        self._number: int | None = None  # of the item, if it has one; 0 after its first words
        self._heading = 0
        self._preformatted = 0

    def add(self, top: Any) -> None:
        """Add all blocks of a node.

        Args:
            top: a node of the parsed page; it is never dropped itself.
        """
        node = top
        while True:
            if node.is_text_node:
                self._text.append(node.text_content or "")
            elif node.is_element_node and not self._is_dropped(node, top):
                self._enter(node.tag, node.attributes)
                if node.child is not None:
                    node = node.child
                    continue
                self._leave(node.tag)
            while node.next is None or node.mem_id == top.mem_id:
                if node.mem_id == top.mem_id:
                    self._end_block()
                    return
                node = node.parent
                self._leave(node.tag)
            node = node.next

    def _is_dropped(self, node: Any, top: Any) -> bool:
        if node.mem_id == top.mem_id:
            return False
        return node.tag in _DROPPED or node.mem_id in self._left_out

    def _enter(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "br":
            self._text.append("\n")
            return
        if tag in _BLOCKS and tag not in _CELLS:
            self._end_block()
        if tag == "tr":
            self._cells = []
        elif tag in _LISTS:
            self._lists.append(_number(attributes.get("start"), 1) if tag == "ol" else None)
        elif tag == "li":
            self._item = True
            self._number = self._next_number(attributes.get("value"))
        elif tag in _HEADINGS:
            self._heading = _HEADINGS[tag]
        elif tag == "pre":
            self._preformatted += 1

    def _leave(self, tag: str) -> None:
        if tag in _CELLS and self._cells is not None:
            self._cells.append("".join(self._text))
            self._text.clear()
            return
        if tag not in _BLOCKS or tag == "br":
            return
        self._end_block()
        if tag == "tr" and self._cells is not None:
            self._blocks.row(self._cells)
            self._cells = None
        elif tag in _LISTS:
            if self._lists:
                self._lists.pop()
        elif tag == "li":
            self._item = False
            self._number = None
        elif tag in _HEADINGS:
            self._heading = 0
        elif tag == "pre":
            self._preformatted -= 1

    def _next_number(self, value: str | None) -> int | None:
        """Return the number of an item, and count on from it in its list."""
        expected = self._lists[-1] if self._lists else None
        if expected is None:
            return None
        number = _number(value, expected)
        self._lists[-1] = number + 1
        return number

    def _end_block(self) -> None:
        """Add the text since the last block, as what the element around it makes it."""
        if self._cells is not None:  # a paragraph inside a cell ends no row
            self._text.append(" ")
            return
        text = "".join(self._text)
        self._text.clear()
        if self._preformatted:
            self._blocks.preformatted(text)
        elif self._heading:
            self._blocks.heading(self._heading, text)
        elif self._item:
            self._blocks.item(text, len(self._lists) - 1, self._number)
            if self._number and text.strip():
                self._number = 0
        else:
            self._blocks.paragraph(text)


def _number(value: str | None, otherwise: int) -> int:
    """Return the number that an attribute says, if a reader would see it as one."""
    bare = (value or "").strip()
    digits = bare.isascii() and bare.isdecimal() and len(bare) <= len(str(_LARGEST_NUMBER))
    return (int(bare) or otherwise) if digits else otherwise
