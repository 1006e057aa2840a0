"""What stands around the text of a page: menus, comments, teasers of other pages, and the like.

Nothing is left out for its tag or its name alone: many pages lie in a form, many questions are
buttons, and warnings are asides. So what holds a good part of a page's prose stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.loaders.webpage.names import (
    name_comments,
    name_furniture,
    name_other_stories,
)
from qa.loaders.webpage.panels import is_folded, is_hidden, keeps_button

if TYPE_CHECKING:
    from qa.loaders.webpage.parts import Part

_MENUS = frozenset({"nav", "dialog", "menu"})
_ROLES = frozenset(
    "navigation banner contentinfo complementary search menu menubar dialog alertdialog "
    "toolbar".split()
)
_POINTERS = frozenset({"p", "ul", "ol", "div", "section", "figure"})
_TEXT = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "table", "tr", "td",
                   "th", "tbody", "thead", "dl", "dt", "dd"})
_NO_TEASERS = frozenset({"p", "tr", "td", "th", "tbody", "thead", "h1", "h2", "h3", "h4", "h5", "h6"})

_MENU_LINKS = 4
_ARTICLE = 200  # characters of prose that are an article
_MOST_HELD = 0.5  # of the page's prose
_MOST_IN_COMMENTS = 0.8
_MOST_FURNITURE = 100  # characters of prose
_SHARE_OF_FURNITURE = 0.05
_TEASER = 400
_TEASER_LINK = 15
_POINTER_LINK = 25
_LEAST_IN_ASIDE = 20
_SCRIPTING = re.compile(r"java\s?script|<img|<iframe", re.IGNORECASE)


def surroundings(page: Part, *, few: bool = False) -> dict[int, str]:
    """Return what is left out of a page.

    Args:
        page: the body of the page.
        few: leave out only what is hidden, and menus that are marked as such.

    Returns:
        ``mem_id`` of an element → the kind of thing that it is.
    """
    found: dict[int, str] = {}
    stack = [page]
    while stack:
        part = stack.pop()
        teasers = not few and _are_teasers(part.children) and part.prose < _MOST_HELD * page.prose
        for child in part.children:
            kind = "teasers" if teasers else _kind(child, page, few=few)
            if kind:
                found[child.node.mem_id] = kind
            else:
                stack.append(child)
    return found


def _kind(part: Part, page: Part, *, few: bool) -> str:
    """Return what a part is, if it is no text of the page; empty if it is."""
    if is_hidden(part):
        return "" if is_folded(part) else "hidden"
    if part.tag == "button":
        return "" if keeps_button(part) else "button"
    rest = page.prose - part.prose
    if (
        not few
        and not part.has_title
        and rest > _ARTICLE
        and part.prose < _MOST_IN_COMMENTS * page.prose
        and name_comments(part.names)
    ):
        return "comments"
    if part.prose > _MOST_HELD * page.prose or part.text > _MOST_HELD * page.text:
        return ""
    if part.tag in _MENUS or part.role in _ROLES:
        return "menu"
    if part.has_title or few:
        return ""
    return _kind_by_text(part, page)


def _kind_by_text(part: Part, page: Part) -> str:
    """Return what a part is by its tag, its names and what it holds, if it is around the text."""
    if part.links and part.prose <= _TEASER * part.links and name_other_stories(part.names):
        return "stories"
    if _is_set_apart(part):
        return part.tag
    if (
        part.tag not in _TEXT
        and part.prose < max(_SHARE_OF_FURNITURE * page.prose, _MOST_FURNITURE)
        and part.prose < 5 * _MOST_FURNITURE
        and name_furniture(part.names)
    ):
        return "furniture"
    if part.tag == "p" and not part.links:
        return ""
    if part.is_menu:
        return "links"
    if (
        part.tag in _POINTERS
        and page.prose > _ARTICLE
        and 0 < part.links < _MENU_LINKS
        and part.outward == part.links
        and not part.has_heading
        and part.link_density > 0.9
        and part.text > _POINTER_LINK * part.links
    ):
        return "pointer"
    return ""


def _is_set_apart(part: Part) -> bool:
    """Return whether a part stands apart from the text by its tag, and holds nothing of it."""
    if part.tag == "aside":
        return not (part.inside and part.prose >= _LEAST_IN_ASIDE and part.link_density < 0.3)
    if part.tag in ("header", "footer"):
        return not (part.inside and part.prose >= _LEAST_IN_ASIDE)
    if part.tag == "form":
        return bool(part.controls) and part.prose < _ARTICLE
    if part.tag == "noscript":
        return part.prose < _LEAST_IN_ASIDE or bool(_SCRIPTING.search(part.node.text()[:1000]))
    return False


def _are_teasers(parts: list[Part]) -> bool:
    """Return whether parts are teasers: each a link to a page, and few words of what is there."""
    teasers = 0
    for part in parts:
        if part.tag in _NO_TEASERS or part.paragraphs > 2 or part.links > 6:
            return False
        if part.text and not part.links:
            return False
        teasers += (
            part.begins_with_link is True
            and part.linked >= _TEASER_LINK
            and not part.own_prose
            and part.prose < _TEASER
            and part.link_density > 0.1
        )
    return teasers >= 3 and teasers >= 0.8 * len(parts)
