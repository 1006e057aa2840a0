"""The views that replace the conversation, in the order of their links.

To add one, add a folder with ``view.html``, ``view.css`` and ``view.js`` to ``qa/web/page``, its
strings to :mod:`qa.web.strings`, and a line to :data:`VIEWS`. The root element of ``view.html``
is ``<div class="view" data-view="NAME" hidden>``. ``view.js`` exports ``start(page)``, called once
when the page is open, and ``show()``, called whenever the view is opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from qa.web import strings
from qa.web.assets import filled, page_file


@dataclass(frozen=True, slots=True)
class View:
    """A view of the page.

    Attributes:
        name: of its folder; its address is ``#/name``.
        label: text of the link to it.
    """

    name: str
    label: str


VIEWS = (
    View("conversations", strings.NAV_CONVERSATIONS),
    View("pins", strings.NAV_PINS),
    View("documents", strings.NAV_DOCUMENTS),
    View("check", strings.NAV_CHECK),
    View("grid", strings.NAV_GRID),
    View("index", strings.NAV_INDEX),
)

_FRAME_STYLES = (
    "frame/page.css",
    "conversation/conversation.css",
    "conversation/quote.css",
    "frame/controls.css",  # after what it refines
    "source/source.css",
    "source/text.css",
    "source/printed.css",
    "chooser/chooser.css",
    "frame/names.css",
    "frame/views.css",
)


def masthead(collection: str = "") -> str:
    """Return the HTML of the masthead: title, a link to each view, and what is to be noted.

    Args:
        collection: title of the collection; empty for one without a name.
    """
    links = "".join(
        f'<a href="#/{view.name}" data-view="{view.name}">{escape(view.label)}</a>'
        for view in VIEWS
    )
    title = f'<span class="collection"><bdi>{escape(collection)}</bdi></span>' if collection else ""
    return filled("frame/masthead.html", links=links, collection=title) + filled("frame/notes.html")


def views(**values: str) -> str:
    """Return the HTML of all views, which are hidden until their address is opened.

    Args:
        values: HTML for placeholders of the templates that are not strings of the page.
    """
    return "".join(filled(f"{view.name}/view.html", **values) for view in VIEWS)


def styles() -> str:
    """Return the style sheet of the page with all its views."""
    names = (*_FRAME_STYLES, *(f"{view.name}/view.css" for view in VIEWS))
    return "\n".join(map(page_file, names))
