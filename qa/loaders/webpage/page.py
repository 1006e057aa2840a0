"""A web page as a document: its article, title and language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.loaders.extraction import BlockText
from qa.loaders.webpage.article import Article, find_article
from qa.loaders.webpage.blocks import BlockWalk
from qa.loaders.webpage.encoding import decode_page
from qa.loaders.webpage.measuring import measure
from qa.loaders.webpage.nesting import parse_page
from qa.loaders.webpage.surroundings import COMMENTS, surroundings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selectolax.lexbor import LexborHTMLParser

    from qa.loaders.extraction import Extract

_COMMENTS_LEFT_OUT = "readers' comments are left out"


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read a web page.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: the bytes are not text, or its elements are nested too deeply.
    """
    content, notes = decode_page(data, path)
    tree = parse_page(content, path)
    blocks = BlockText()
    article = add_article(tree, blocks)
    if article is not None and COMMENTS in article.left_out.values():
        notes += (_COMMENTS_LEFT_OUT,)
    root = tree.root
    language = root.attributes.get("lang") if root is not None else None
    yield blocks.extract(_title(tree, article), language, notes)


def add_article(tree: LexborHTMLParser, blocks: BlockText) -> Article | None:
    """Add the article of a page to a text, or the whole page where none stands out.

    Args:
        tree: the parsed page.
        blocks: the text to add to.

    Returns:
        What was added; None for an empty page.
    """
    if tree.body is None:
        return None
    article = find_article(tree.body, _titles(tree))
    BlockWalk(blocks, article.left_out).add(article.top)
    return article


def add_whole(tree: LexborHTMLParser, blocks: BlockText, *, shown_only: bool = False) -> None:
    """Add all of a page to a text: a chapter of a book has nothing around it, nor has a message.

    Args:
        tree: the parsed page.
        blocks: the text to add to.
        shown_only: leave out what is not shown, and menus that are marked as such.
    """
    if tree.body is None:
        return
    left_out = None
    if shown_only:
        left_out = surroundings(measure(tree.body)[tree.body.mem_id], few=True)
    BlockWalk(blocks, left_out).add(tree.body)


def _titles(tree: LexborHTMLParser) -> list[str]:
    """Return the titles that a page names in its head."""
    named = tree.css_first('meta[property="og:title"]')
    title = tree.css_first("title")
    found = [named.attributes.get("content") if named is not None else None]
    found.append(title.text() if title is not None else None)
    return [words for words in found if words]


def _title(tree: LexborHTMLParser, article: Article | None) -> str | None:
    """Return the title without the site's name where possible: ``<title>`` mostly has both."""
    named = tree.css_first('meta[property="og:title"]')
    if named is not None and named.attributes.get("content"):
        return str(named.attributes["content"])
    if article is not None:
        inside = article.top.css("h1")
        heading = article.heading or (inside[0] if len(inside) == 1 else None)
        if heading is not None and heading.text(strip=True):
            return str(heading.text())
    title = tree.css_first("title")
    return title.text() if title is not None else None
