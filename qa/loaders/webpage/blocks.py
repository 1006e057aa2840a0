"""The blocks of a page: its headings, paragraphs, list items and table rows, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qa.loaders.webpage.inline import InlineText, is_unseen
from qa.loaders.webpage.tables import Rows, layout_tables

if TYPE_CHECKING:
    from collections.abc import Collection

    from qa.loaders.extraction import BlockText


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DROPPED = _names(
    "script style template head select option input textarea svg iframe object canvas audio video "
    "map"
)
_BLOCKS = _names(
    "address article aside blockquote body center dd details dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main nav ol p pre "
    "section summary table tbody td tfoot th thead tr ul caption br"
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = _names("ul ol dir")
_LARGEST_NUMBER = 9_999  # of an item; others are no numbers that a reader sees
_CELLS = _names("td th")
_ENDS = ".:;,!?–—-"
_LONGEST_TERM = 100  # characters of a term that stands before its definition


class BlockWalk:
    """Walks through a tree and adds its blocks to a text.

    Without recursion, which a hostile page would make too deep.
    """

    def __init__(self, blocks: BlockText, left_out: Collection[int] | None = None) -> None:
        """Begin outside all lists, tables and headings.

        Args:
            blocks: the text to add to.
            left_out: ``mem_id`` of the elements that are not read; without it all are, those
                that are not shown as well.
        """
        self._blocks = blocks
        self._left_out = left_out or ()
        self._reads_all = left_out is None
        self._text = InlineText()
        self._layout: Collection[int] = ()
        self._tables: list[Rows | None] = []  # open ones; None for one that only places parts
        self._inner = 0  # open tables in a cell
        self._lists: list[int | None] = []  # the next number of each open one, if it has numbers
        self._item = False
        self._number: int | None = None  # of the item, if it has one; 0 after its first words
        self._heading = 0
        self._preformatted = 0
        self._term = ""
        self._definitions = 0

    def add(self, top: Any) -> None:
        """Add all blocks of a node.

        Args:
            top: a node of the parsed page; it is never dropped itself.
        """
        self._layout = layout_tables(top, self._left_out)
        node = top
        while True:
            if node.is_text_node:
                self._text.add(node.text_content or "")
            elif node.is_element_node and not self._is_dropped(node, top):
                self._enter(node)
                if node.child is not None and node.tag != "math":
                    node = node.child
                    continue
                self._leave(node)
            while node.next is None or node.mem_id == top.mem_id:
                if node.mem_id == top.mem_id:
                    self._end_block()
                    self._end_term()
                    return
                node = node.parent
                self._leave(node)
            node = node.next

    def _is_dropped(self, node: Any, top: Any) -> bool:
        if node.mem_id == top.mem_id:
            return False
        if node.tag in _DROPPED or node.mem_id in self._left_out:
            return True
        return not self._reads_all and node.tag not in _BLOCKS and is_unseen(node)

    def _enter(self, node: Any) -> None:
        tag = node.tag
        if tag not in _BLOCKS:
            self._text.enter(node)
        elif tag == "br":
            self._text.add("\n")
        elif self._row is not None:
            self._inner += tag == "table"
            if tag not in _CELLS:
                self._text.add(" ")
        else:
            self._end_block()
            self._enter_block(tag, node.attributes, node.mem_id)

    def _enter_block(self, tag: str, attributes: dict[str, str | None], mem_id: int) -> None:
        if tag == "table":
            self._tables.append(None if mem_id in self._layout else Rows())
        elif tag == "tr":
            rows = self._tables[-1] if self._tables else None
            if rows is not None:
                rows.begin()
        elif tag in _LISTS:
            self._lists.append(_number(attributes.get("start"), 1) if tag == "ol" else None)
        elif tag == "li":
            self._item = True
            self._number = self._next_number(attributes.get("value"))
        elif tag in _HEADINGS:
            self._heading = _HEADINGS[tag]
        elif tag == "pre":
            self._preformatted += 1
        elif tag == "dd":
            self._definitions += 1

    def _leave(self, node: Any) -> None:
        tag, row = node.tag, self._row
        if tag == "br":
            return
        if tag not in _BLOCKS:
            self._text.leave(node)
        elif row is None:
            self._leave_block(tag)
        elif self._inner:
            self._inner -= tag == "table"
            if tag == "tr":
                self._text.separate()
            else:
                self._text.add(" ")
        elif tag in _CELLS:
            attributes = node.attributes
            words = self._text.take().strip().removesuffix(";")
            row.add(words, attributes.get("colspan"), attributes.get("rowspan"))
        elif tag == "tr":
            self._blocks.row(row.end())
        else:
            self._text.add(" ")

    def _leave_block(self, tag: str) -> None:
        if tag == "dt" and not self._heading:
            self._begin_term()
            return
        self._end_block()
        if tag == "table" and self._tables:
            self._tables.pop()
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
        elif tag == "dd":
            self._definitions -= 1
        elif tag == "dl":
            self._end_term()

    def _next_number(self, value: str | None) -> int | None:
        """Return the number of an item, and count on from it in its list."""
        expected = self._lists[-1] if self._lists else None
        if expected is None:
            return None
        number = _number(value, expected)
        self._lists[-1] = number + 1
        return number

    @property
    def _row(self) -> Rows | None:
        """The row that is open, if it is one of a table of data."""
        rows = self._tables[-1] if self._tables else None
        return rows if rows is not None and rows.in_row else None

    def _end_block(self) -> None:
        """Add the text since the last block, as what the element around it makes it."""
        text = self._text.take()
        if self._term and text.strip():
            if self._definitions and not (self._preformatted or self._heading or self._item):
                text = f"{self._term}{'' if self._term[-1] in _ENDS else ':'} {text}"
                self._term = ""
            else:
                self._end_term()
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

    def _begin_term(self) -> None:
        """Hold a term back, until its definition comes."""
        term = " ".join(self._text.take().split())
        self._term = f"{self._term}, {term}" if self._term and term else self._term or term
        if len(self._term) > _LONGEST_TERM or self._term.endswith("?"):
            self._end_term()

    def _end_term(self) -> None:
        """Add a term that stands alone."""
        self._blocks.paragraph(self._term)
        self._term = ""


def _number(value: str | None, otherwise: int) -> int:
    """Return the number that an attribute says, if a reader would see it as one."""
    bare = (value or "").strip()
    digits = bare.isascii() and bare.isdecimal() and len(bare) <= len(str(_LARGEST_NUMBER))
    return (int(bare) or otherwise) if digits else otherwise
