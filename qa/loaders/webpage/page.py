"""A web page as a document: its article, title and language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qa.loaders.extraction import BlockText
from qa.loaders.webpage.article import find_article
from qa.loaders.webpage.blocks import BlockWalk
from qa.loaders.webpage.encoding import decode_page
from qa.loaders.webpage.nesting import parse_page
from qa.loaders.webpage.surroundings import COMMENTS

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
    title = _title(tree, None)
    if tree.body is not None:
        article = find_article(tree.body, _titles(tree))
        BlockWalk(blocks, article.left_out).add(article.top)
        title = _title(tree, article.heading or article.top)
        if COMMENTS in article.left_out.values():
            notes += (_COMMENTS_LEFT_OUT,)
    root = tree.root
    language = root.attributes.get("lang") if root is not None else None
    yield blocks.extract(title, language, notes)


def add_whole(tree: LexborHTMLParser, blocks: BlockText) -> None:
    """Add all of a page to a text: a chapter of a book has nothing around it.

    Args:
        tree: the parsed page.
        blocks: the text to add to.
    """
    if tree.body is not None:
        BlockWalk(blocks).add(tree.body)


def _titles(tree: LexborHTMLParser) -> list[str]:
    """Return the titles that a page names in its head."""
    named = tree.css_first('meta[property="og:title"]')
    title = tree.css_first("title")
    found = [named.attributes.get("content") if named is not None else None]
    found.append(title.text() if title is not None else None)
    return [words for words in found if words]


def _title(tree: LexborHTMLParser, article: Any) -> str | None:
    """Return the title without the site's name where possible: ``<title>`` mostly has both."""
    named = tree.css_first('meta[property="og:title"]')
    if named is not None and named.attributes.get("content"):
        return str(named.attributes["content"])
    headings = [] if article is None else [article] if article.tag == "h1" else article.css("h1")
    if len(headings) == 1 and headings[0].text(strip=True):
        return str(headings[0].text())
    title = tree.css_first("title")
    return title.text() if title is not None else None
