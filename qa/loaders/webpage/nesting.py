"""A page is parsed only where its elements are not nested too deeply.

The HTML standard has a parser look through all open elements at most tags ("has an element in
scope"), so the time grows with the square of the depth: a page of a megabyte can take minutes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from qa.errors import DocumentError

if TYPE_CHECKING:
    from pathlib import Path

_DEEPEST = 5_000  # nested elements; browsers lay out no more than some hundred
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)|<!--")
_COMMENT_ENDS = re.compile("-->")


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SHALLOW = _names(
    "area base br col embed hr img input link meta param source track wbr p li dt dd option "
    "optgroup tr td th thead tbody tfoot caption colgroup rp rt body html head"
)
"""Elements that end without a tag, or never contain another. All others make a page deeper."""

_RAW_TEXT = {
    name: re.compile(f"</{name}", re.IGNORECASE)
    for name in _names("script style textarea title xmp iframe noembed noframes")
}
"""Elements whose content is plain text, tags in it too → what ends them."""


def parse_page(content: str, path: Path) -> LexborHTMLParser:
    """Parse a page.

    Args:
        content: the page's HTML.
        path: of the file, for errors.

    Raises:
        DocumentError: its elements are nested too deeply.
    """
    if _depth(content) > _DEEPEST:
        raise DocumentError(path, f"has more than {_DEEPEST:,} nested elements")
    return LexborHTMLParser(content)


def _depth(content: str) -> int:
    """Return about how deep the elements of a page are nested; never less than they are."""
    if content.count("<") <= _DEEPEST:
        return 0
    depth = deepest = at = 0
    while (tag := _TAG.search(content, at)) is not None:
        at = tag.end()
        name = (tag[2] or "").lower()
        ends = _RAW_TEXT.get(name) if name else _COMMENT_ENDS
        if ends and not tag[1]:
            end = ends.search(content, at)
            if end is None:
                break
            at = end.end()
        elif name not in _SHALLOW and not ends:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest
