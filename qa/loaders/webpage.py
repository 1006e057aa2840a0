"""Web pages: the article, not the menu around it."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from selectolax.lexbor import LexborHTMLParser

from qa.errors import DocumentError
from qa.loaders.extraction import BlockText
from qa.loaders.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.loaders.extraction import Extract

_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "nav",
        "aside",
        "form",
        "button",
        "select",
        "option",
        "input",
        "textarea",
        "svg",
        "math",
        "iframe",
        "object",
        "canvas",
        "audio",
        "video",
        "dialog",
        "menu",
        "map",
    ]
)
_DROPPED_ROLES = frozenset(
    "navigation banner contentinfo complementary search menu menubar dialog alert toolbar".split()  # noqa: SIM905
)
_PAGE_FURNITURE = frozenset({"header", "footer"})  # unless inside the article
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
        "br",
    ]
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol", "dir"})
_CELLS = frozenset({"td", "th"})
_ARTICLE = ("main", '[role="main"]', "article")
_ENOUGH = 0.25  # share of a page's text that its article must hold, or
_ENOUGH_CHARACTERS = 200  # characters of it; else the whole page is taken
_LINKS = 0.6  # share of the text of a list or block in links, above which it is a menu
_MENU = 4  # links that make a menu
_MAY_BE_MENUS = frozenset({"ul", "ol", "div", "section", "table"})
_PROSE = frozenset({"h1", "p"})
_DEEPEST = 5_000  # elements in one another; browsers show no more than some hundred
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)|<!--")
# Elements that end without a tag, or never hold another. All others make a page deeper.
_SHALLOW = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd option "  # noqa: SIM905
    "optgroup tr td th thead tbody tfoot caption colgroup rp rt body html head".split()
)
_ENDS = {  # of what holds no elements, whatever it looks like
    name: re.compile(f"</{name}", re.IGNORECASE)
    for name in "script style textarea title xmp iframe noembed noframes".split()  # noqa: SIM905
}
_COMMENT_ENDS = re.compile("-->")
_NO_CHARSETS = frozenset(
    {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"}
)
"""What Python calls encodings of text, and no page is written in; some are slow, or make halves
of surrogate pairs."""
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w:-]+)""", re.IGNORECASE)
_LOOKED_AT = 4096  # bytes in which a page names its encoding, four times what HTML asks for


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read a web page.

    Raises:
        DocumentError: the bytes are no text, or its elements are nested too deep.
    """
    content, notes = decoded(data, path)
    tree = parsed(content, path)
    blocks = BlockText()
    article = add_body(tree, blocks)
    root = tree.root
    language = root.attributes.get("lang") if root is not None else None
    yield blocks.extract(_title(tree, article), language, notes)


def parsed(content: str, path: Path) -> LexborHTMLParser:
    """Parse a page.

    Raises:
        DocumentError: its elements are nested too deep. The rules of HTML have a parser look
            through all open elements at most tags, which takes minutes over such a page.
    """
    if _depth(content) > _DEEPEST:
        raise DocumentError(path, f"has more than {_DEEPEST:,} elements in one another")
    return LexborHTMLParser(content)


def _depth(content: str) -> int:
    """Return about how deep the elements of a page are nested, or a number that is larger."""
    if content.count("<") <= _DEEPEST:
        return 0
    depth = deepest = at = 0
    while (tag := _TAG.search(content, at)) is not None:
        at = tag.end()
        name = (tag[2] or "").lower()
        ends = _ENDS.get(name) if name else _COMMENT_ENDS
        if ends and not tag[1]:
            end = ends.search(content, at)
            if end is None:
                break
            at = end.end()
        elif name not in _SHALLOW and not ends:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest


def decoded(data: bytes, path: Path) -> tuple[str, tuple[str, ...]]:
    """Decode by byte order mark, by the encoding a page names, or as other text is.

    Returns:
        The text, and what the user should know of it.

    Raises:
        DocumentError: the bytes are no text.
    """
    named = _CHARSET.search(data[:_LOOKED_AT])
    if named and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            codec = codecs.lookup(named[1].decode("ascii"))
            if codec.name not in {"utf-8", "utf-16", "utf-16-le", "utf-16-be"} | _NO_CHARSETS:
                return data.decode(codec.name, "replace").replace("\r\n", "\n"), ()
        except (LookupError, ValueError, AssertionError):
            pass
    try:
        return decode(data, path)
    except DocumentError:
        if b"\x00" in data[:_LOOKED_AT]:
            raise
        return data.decode("utf-8", "replace"), ()


def add_body(tree: LexborHTMLParser, blocks: BlockText) -> Any:
    """Add the article of a page, or all of it where it marks none; return what was added."""
    body = tree.body
    if body is None:
        return None
    enough = min(_ENOUGH_CHARACTERS, _ENOUGH * len(body.text(strip=True)))
    for selector in _ARTICLE:
        found = tree.css(selector)
        if len(found) == 1 and len(found[0].text(strip=True)) >= enough:
            _Walk(blocks, inside_article=True).through(found[0])
            return found[0]
    _Walk(blocks, inside_article=False).through(body)
    return body


def _title(tree: LexborHTMLParser, article: Any) -> str | None:
    named = tree.css_first('meta[property="og:title"]')
    if named is not None and named.attributes.get("content"):
        return str(named.attributes["content"])
    headings = article.css("h1") if article is not None else []
    if len(headings) == 1 and headings[0].text(strip=True):
        return str(headings[0].text())
    title = tree.css_first("title")
    return title.text() if title is not None else None


class _Walk:
    """Goes through a tree without recursion, which a hostile page would make too deep."""

    def __init__(self, blocks: BlockText, *, inside_article: bool) -> None:
        self._blocks = blocks
        self._inside_article = inside_article
        self._text: list[str] = []
        self._cells: list[str] | None = None
        self._lists = 0
        self._item = False
        self._heading = 0
        self._preformatted = 0
        self._shares: dict[int, _Share] = {}

    def through(self, top: Any) -> None:
        """Add all of a node."""
        self._shares = _shares(top)
        node = top
        while True:
            if node.is_text_node:
                self._text.append(node.text_content or "")
            elif node.is_element_node and not self._is_dropped(node, top):
                self._enter(node.tag)
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
        tag, attributes = node.tag, node.attributes
        if node.mem_id == top.mem_id:
            return False
        if tag in _DROPPED or (tag in _PAGE_FURNITURE and not self._inside_article):
            return True
        if (
            "hidden" in attributes
            or attributes.get("aria-hidden") == "true"
            or attributes.get("role") in _DROPPED_ROLES
        ):
            return True
        return tag in _MAY_BE_MENUS and self._shares[node.mem_id].is_menu

    def _enter(self, tag: str) -> None:
        if tag == "br":
            self._text.append("\n")
            return
        if tag in _BLOCKS and tag not in _CELLS:
            self._end_block()
        if tag == "tr":
            self._cells = []
        elif tag in _LISTS:
            self._lists += 1
        elif tag == "li":
            self._item = True
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
            self._lists -= 1
        elif tag == "li":
            self._item = False
        elif tag in _HEADINGS:
            self._heading = 0
        elif tag == "pre":
            self._preformatted -= 1

    def _end_block(self) -> None:
        """Add what was gathered, as what it stands in."""
        if self._cells is not None:  # a paragraph inside a cell
            self._text.append(" ")
            return
        text = "".join(self._text)
        self._text.clear()
        if self._preformatted:
            self._blocks.preformatted(text)
        elif self._heading:
            self._blocks.heading(self._heading, text)
        elif self._item:
            self._blocks.item(text, self._lists - 1)
        else:
            self._blocks.paragraph(text)


@dataclass(slots=True)
class _Share:
    """How much of an element is links.

    Attributes:
        text: characters in it.
        linked: of these, in links.
        links: their number.
        has_prose: whether it holds a paragraph, or the page's heading.
    """

    text: int = 0
    linked: int = 0
    links: int = 0
    has_prose: bool = False

    @property
    def is_menu(self) -> bool:
        """Whether it is made of links, as menus and lists of other pages are."""
        if self.links < _MENU or self.has_prose:
            return False
        return bool(self.text) and self.linked / self.text > _LINKS


def _shares(top: Any) -> dict[int, _Share]:
    """Return the shares of what may be a menu, by ``mem_id``, of a node and all below it.

    All are counted in one go: to look through each element anew takes minutes over a page whose
    elements are nested deep.
    """
    shares: dict[int, _Share] = {}
    opened: list[_Share] = []
    node = top
    while True:
        share = _Share()
        opened.append(share)
        if node.is_text_node:
            share.text = len((node.text_content or "").strip())
        elif node.tag in _MAY_BE_MENUS:
            shares[node.mem_id] = share
        if node.child is not None:
            node = node.child
            continue
        while True:
            share = opened.pop()
            if not opened:
                return shares
            _add_up(opened[-1], share, node)
            if node.next is not None:
                break
            node = node.parent
        node = node.next


def _add_up(parent: _Share, share: _Share, node: Any) -> None:
    """Add the share of a node to that of the element it stands in."""
    parent.text += share.text
    parent.linked += share.linked
    parent.links += share.links
    parent.has_prose |= share.has_prose
    if node.tag == "a" and "href" in node.attributes:
        parent.linked += share.text - share.linked
        parent.links += 1
    elif node.tag in _PROSE:
        parent.has_prose = True
