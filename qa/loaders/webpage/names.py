"""What the names of an element (``class`` and ``id``) say of what is in it.

Names are only a hint: the same word names the list of comments and a legal commentary. So each
set comes with a limit on what is left out for it, see :mod:`qa.loaders.webpage.surroundings`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST = 400  # characters of names that are looked at
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_COMMENTS = _words("comments commentlist disqus respond")
_COMMENT = _words(
    "area block body box container content form item list section text thread wrap wrapper"
)
_NOT_THEM = _words("no has with without open closed")  # as in "has-sidebar"
_STORIES = _words(
    "jp-relatedposts outbrain popular recirculation recommendations recommended related "
    "relatedposts sidebar similar taboola teaser teasers trending zergnet"
)
_FURNITURE = _words(
    "ad ads adsense advert advertisement also banner bio breadcrumb breadcrumbs carousel comment "
    "comments consent cookie cookies copyright disclaimer donate edit editsection feedback follow "
    "footer gdpr header help jumplinks legal license login masthead menu modal more nav navbar "
    "navigation newsletter next noprint overlay pager pagination paywall player popup prev print "
    "printonly promo promos promotion rating ratings recommended related share shares sharing "
    "signup sitemap skip social socials sponsor sponsored submenu subscribe subscription tags "
    "taglist teaser teasers toc toolbar tools tooltip utility"
)
_PIECES = _words("article blog entry main news page post single story")
_BODIES = _words("body content copy inner text txt")
_ENCLOSING = _words("wrap wrapper container inner")
_BODY_NAMES = _words(
    "article articlebody articletext newstext postcontent entrycontent storytext mw-parser-output"
)
_OVERLAYS = _words(
    "cart consent cookie cookies dialog drawer dropdown gdpr lightbox login menu modal nav overlay "
    "popup search share submenu template tooltip"
)
_PANELS = _words(
    "accordion answer body collapse collapsed collapsible collapsibles content details disclosure "
    "expand expandable expander faq more pane panel spoiler tab tabcontent tabpanel tabs toggle"
)


def _split(names: str) -> Iterator[list[str]]:
    """Yield the words of each name, in lower case: ``relatedStories`` has two."""
    for name in names[:_MOST].split():
        yield _WORD.findall(_CAMEL.sub("-", name).lower())


def name_comments(names: str) -> bool:
    """Return whether names are those of readers' comments.

    Args:
        names: class names and id of an element, separated by white space.
    """
    for words in map(frozenset, _split(names)):
        if words & _NOT_THEM:
            continue
        if words & _COMMENTS or ("comment" in words and words & _COMMENT):
            return True
    return False


def name_other_stories(names: str) -> bool:
    """Return whether names are those of related stories, or of a side bar.

    Args:
        names: class names and id of an element, separated by white space.
    """
    return any(w & _STORIES and not w & _NOT_THEM for w in map(frozenset, _split(names)))


def name_furniture(names: str) -> bool:
    """Return whether names have a word that is used for what stands around an article.

    Args:
        names: class names and id of an element, separated by white space.
    """
    return any(not _FURNITURE.isdisjoint(words) for words in _split(names))


def name_body(names: str) -> bool:
    """Return whether a name is one that authoring systems give to the text of an article.

    Args:
        names: class names and id of an element, separated by white space.
    """
    for words in _split(names):
        if "-".join(words) in _BODY_NAMES:
            return True
        while words and words[-1] in _ENCLOSING:
            words.pop()
        if words and words[-1] in _BODIES and not _PIECES.isdisjoint(words[:-1]):
            return True
    return False


def name_panel(names: str) -> bool:
    """Return whether names are those of a part that readers fold and unfold.

    Args:
        names: class names and id of an element, separated by white space.
    """
    return any(not _PANELS.isdisjoint(words) for words in _split(names))


def name_overlay(names: str) -> bool:
    """Return whether names are those of what opens over a page, such as a menu or a dialog.

    Args:
        names: class names and id of an element, separated by white space.
    """
    return any(not _OVERLAYS.isdisjoint(words) for words in _split(names))
