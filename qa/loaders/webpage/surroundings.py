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


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MENUS = frozenset({"nav", "dialog", "menu"})
_ROLES = _names(
    "navigation banner contentinfo complementary search menu menubar dialog alertdialog toolbar"
)
_POINTERS = _names("p ul ol div section figure")
_TEXT = _names("h1 h2 h3 h4 h5 h6 blockquote pre table tr td th tbody thead dl dt dd")
_NO_TEASERS = _names("p tr td th tbody thead h1 h2 h3 h4 h5 h6")

COMMENTS = "comments"
"""Kind of what readers wrote below an article."""

_LEAST_COMMENTS = 60  # characters of prose; less is a form to write one
_MENU_LINKS = 4
_ARTICLE = 200  # characters of prose that are an article
_MOST_HELD = 0.5  # of the page's text
_MOST_IN_COMMENTS = 0.8  # of the page's prose
_FURNITURE = 100  # characters of prose
_MOST_FURNITURE = 500
_SHARE_OF_FURNITURE = 0.05  # of the page's prose
_LEAST_IN_ASIDE = 20
_ASIDE_DENSITY = 0.3
_TEASER = 400  # characters of prose
_TEASER_LINK = 15
_TEASER_LINKS = 6
_TEASER_PARAGRAPHS = 2
_TEASER_DENSITY = 0.1
_LEAST_TEASERS = 3
_MOSTLY = 0.8
_POINTER = 25  # characters of a link
_POINTER_DENSITY = 0.9
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
        if part.tag == "table" and part.is_data:  # a list of links in a cell is a value
            found |= _hidden_in(part)
            continue
        less = part.prose < _MOST_HELD * page.prose
        teasers = not few and less and _are_teasers(part.children)
        for child in part.children:
            kind = "teasers" if teasers else _kind(child, page, few=few)
            if kind:
                found[child.node.mem_id] = kind
            else:
                stack.append(child)
    return found


def _hidden_in(table: Part) -> dict[int, str]:
    """Return what is not shown in a table of data."""
    found: dict[int, str] = {}
    stack = [table]
    while stack:
        part = stack.pop()
        for child in part.children:
            if is_hidden(child) and not is_folded(child):
                found[child.node.mem_id] = "hidden"
            elif child.tag == "button" and not keeps_button(child):
                found[child.node.mem_id] = "button"
            else:
                stack.append(child)
    return found


def _kind(part: Part, page: Part, *, few: bool) -> str:
    """Return what a part is, if it is no text of the page; empty if it is."""
    if is_hidden(part):
        return "" if is_folded(part) else "hidden"
    if part.tag == "button":
        return "" if keeps_button(part) else "button"
    if not few and _are_comments(part, page):
        return COMMENTS if part.prose >= _LEAST_COMMENTS else "reply"
    if part.prose > _MOST_HELD * page.prose or part.text > _MOST_HELD * page.text:
        return ""
    if part.tag in _MENUS or part.role in _ROLES:
        return "menu"
    return "" if few or part.has_title else _kind_by_text(part, page)


def _kind_by_text(part: Part, page: Part) -> str:
    """Return what a part is by its tag, its names and what it holds, if it is around the text."""
    kind = ""
    if part.links and part.prose <= _TEASER * part.links and name_other_stories(part.names):
        kind = "stories"
    elif _is_set_apart(part):
        kind = part.tag
    elif _is_furniture(part, page):
        kind = "furniture"
    elif part.is_menu:
        kind = "links"
    elif page.prose > _ARTICLE and _is_pointer(part):
        kind = "pointer"
    return kind


def _are_comments(part: Part, page: Part) -> bool:
    """Return whether a part has the name of comments, and the page an article without it.

    Comments may be much longer than what they are on, where that has a heading.
    """
    most = page.prose if page.has_title else _MOST_IN_COMMENTS * page.prose
    return (
        not part.has_title
        and page.prose - part.prose > _ARTICLE
        and part.prose < most
        and name_comments(part.names)
    )


def _is_furniture(part: Part, page: Part) -> bool:
    most = min(max(_SHARE_OF_FURNITURE * page.prose, _FURNITURE), _MOST_FURNITURE)
    return part.tag not in _TEXT and part.prose < most and name_furniture(part.names)


def _is_pointer(part: Part) -> bool:
    """Return whether a part is the title of another page, with a link to it, and nothing else."""
    return (
        part.tag in _POINTERS
        and 0 < part.links < _MENU_LINKS
        and part.outward == part.links
        and not part.has_heading
        and part.link_density > _POINTER_DENSITY
        and part.text > _POINTER * part.links
    )


def _is_set_apart(part: Part) -> bool:
    """Return whether a part stands apart from the text by its tag, and holds nothing of it."""
    if part.tag == "aside":
        return not (
            part.inside and part.prose >= _LEAST_IN_ASIDE and part.link_density < _ASIDE_DENSITY
        )
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
        if (
            part.tag in _NO_TEASERS
            or part.paragraphs > _TEASER_PARAGRAPHS
            or part.links > _TEASER_LINKS
        ):
            return False
        if part.text and not part.links:
            return False
        teasers += (
            part.begins_with_link is True
            and part.linked >= _TEASER_LINK
            and not part.own_prose
            and part.prose < _TEASER
            and part.link_density > _TEASER_DENSITY
        )
    return teasers >= _LEAST_TEASERS and teasers >= _MOSTLY * len(parts)
