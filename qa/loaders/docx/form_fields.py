"""Fields of forms in Word that show a value without words: ticks and lists to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.loaders.archives import attribute
from qa.loaders.docx.markup import child, inside, is_on, number, value

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_TICKED, _UNTICKED = "☒", "☐"


def form_value(field: Element) -> str:
    """Return what a tick or a list shows, empty for any other field.

    Args:
        field: the ``fldChar`` that it begins with.
    """
    data = child(field, "ffData")
    tick = child(data, "checkBox")
    if tick is not None:
        name = "default" if child(tick, "checked") is None else "checked"
        return _TICKED if is_on(tick, name) else _UNTICKED
    choices = child(data, "ddList")
    if choices is None:
        return ""
    chosen = number(value(choices, "result") or value(choices, "default"), 0)
    entries = [attribute(entry, "val") for entry in inside(choices, "listEntry")]
    return entries[chosen] if 0 <= chosen < len(entries) else ""
