"""Children and values of elements, as WordprocessingML has them.

Only children are looked at: further down there may be other paragraphs, or the properties that
were replaced by a tracked change.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.loaders.archives import attribute, local

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_OFF = frozenset({"0", "false", "off", "none"})
_WHOLE = re.compile(r"-?[0-9]{1,9}")


def child(element: Element | None, *names: str) -> Element | None:
    """Return the child of this name, and of that the child of the next name.

    Args:
        element: where to begin; of None there is no child.
        *names: without namespace.
    """
    for name in names:
        if element is None:
            return None
        element = next((found for found in element if local(found) == name), None)
    return element


def value(element: Element | None, *names: str) -> str:
    """Return the ``val`` of a child, see :func:`child`; empty where there is none.

    Args:
        element: where to begin.
        *names: without namespace.
    """
    found = child(element, *names)
    return "" if found is None else attribute(found, "val")


def is_on(element: Element | None, name: str) -> bool:
    """Return whether a property is there and not switched off.

    Args:
        element: with the properties.
        name: of the property.
    """
    found = child(element, name)
    return found is not None and attribute(found, "val") not in _OFF


def number(text: str, otherwise: int) -> int:
    """Return a whole number.

    Args:
        text: of an attribute.
        otherwise: what it is where the text is no number.
    """
    return int(text) if _WHOLE.fullmatch(text) else otherwise


def shown(element: Element) -> Iterator[Element]:
    """Yield the children of an element; of alternatives, those of the first one alone.

    Args:
        element: any.
    """
    if local(element) != "AlternateContent":
        yield from element
        return
    # Newer programs take the first, older ones the copy below it.
    choice = child(element, "Choice")
    choice = child(element, "Fallback") if choice is None else choice
    yield from () if choice is None else choice
