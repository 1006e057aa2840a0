"""Parts that a page shows on demand: panels that are folded, and the buttons that unfold them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.loaders.webpage.names import name_overlay, name_panel

if TYPE_CHECKING:
    from qa.loaders.webpage.parts import Part


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LONGEST_STYLE = 1000  # characters
_HEADINGS = _names("h1 h2 h3 h4 h5 h6 summary dt")
_RUNNING_TEXT = _names("p li td dd blockquote figcaption")
_LEAST_LABEL = 12  # characters
_LEAST_QUESTION = 20
_CONTROLLING = ("aria-expanded", "aria-controls", "data-toggle", "data-bs-toggle", "data-target")
_PANEL_ROLES = frozenset({"tabpanel", "region"})
_NO_PANELS = _names("p h1 h2 h3 h4 h5 h6 figure noscript iframe")


def is_hidden(part: Part) -> bool:
    """Return whether a part is not shown, or not read aloud.

    A formula by itself is read, though its MathML is often hidden behind a picture of it.

    Args:
        part: of a page.
    """
    attributes = part.node.attributes
    if "hidden" not in attributes and attributes.get("aria-hidden") != "true":
        style = (attributes.get("style") or "")[:_LONGEST_STYLE]
        if _UNSEEN.search(style) is None:
            return False
    return bool(part.text) or part.node.css_first("math") is None


def is_folded(part: Part) -> bool:
    """Return whether a hidden part is a panel with text that readers unfold.

    Args:
        part: that is hidden.
    """
    if not part.prose or part.tag in _NO_PANELS or part.role in ("dialog", "alertdialog", "menu"):
        return False
    if name_overlay(part.names):
        return False
    if part.role in _PANEL_ROLES or name_panel(part.names):
        return True
    before = part.previous
    return before is not None and (
        before.has_button or before.tag in _HEADINGS or before.role in ("button", "tab")
    )


def keeps_button(part: Part) -> bool:
    """Return whether a button bears words of the text: a heading, a question, a part of a sentence.

    Args:
        part: a ``button``.
    """
    around = part.parent
    if around is None or part.has_heading or around.tag in _HEADINGS:
        return True
    if around.tag in _RUNNING_TEXT and around.text >= 2 * part.text:
        return True
    attributes = part.node.attributes
    if any(name in attributes for name in _CONTROLLING) or _opens_next(part):
        return part.text >= _LEAST_LABEL and not name_overlay(f"{part.names} {around.names}")
    return part.asks and part.text >= _LEAST_QUESTION


def _opens_next(part: Part) -> bool:
    return part.following is not None and is_hidden(part.following) and is_folded(part.following)
