"""Children and values of elements, as WordprocessingML has them.

Only children are looked at: further down there may be other paragraphs, or the properties that
were replaced by a tracked change.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.loaders.archives import attribute, local
from qa.loaders.tracked_changes import day_of, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

MOST_COLUMNS = 1000
"""Columns of a table."""

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
        for found in element:
            if local(found) == name:
                element = found
                break
        else:
            return None
    return element


def sibling(element: Element, name: str) -> str:
    """Return a name in the namespace of an element, in full, for quick searches.

    Args:
        element: with the namespace.
        name: without it.
    """
    return f"{element.tag.rpartition('}')[0]}}}{name}" if "}" in element.tag else name


def value(element: Element | None, *names: str) -> str:
    """Return the ``val`` of a child, see :func:`child`; empty if missing.

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


def inside(root: Element, *names: str) -> Iterator[Element]:
    """Yield the outermost elements of these names that are shown, in order.

    Args:
        root: whose descendants are searched.
        *names: without namespace.
    """
    stack = list(reversed(root))
    while stack:
        found = stack.pop()
        if local(found) in names:
            yield found
        elif local(found) not in {"del", "moveFrom"}:
            stack.extend(reversed(list(shown(found))))


def author(element: Element) -> str:
    """Return who made a change or a comment; empty where it does not say.

    Args:
        element: of the change or comment.
    """
    return name_of(attribute(element, "author"))


def day(element: Element) -> str:
    """Return when a change or a comment was made; empty where it does not say.

    Args:
        element: of the change or comment.
    """
    return day_of(attribute(element, "date"))


def placed(row: Element, cells: list[Element]) -> Iterator[tuple[int, Element]]:
    """Yield the cells of a row, each with the column of the table's grid that it begins in.

    Args:
        row: of a table.
        cells: of the row.
    """
    at = min(max(0, number(value(row, "trPr", "gridBefore"), 0)), MOST_COLUMNS)
    for cell in cells:
        yield at, cell
        at += max(1, number(value(cell, "tcPr", "gridSpan"), 1))


def goes_on(paragraph: Element) -> bool:
    """Return whether the end of a paragraph was deleted: its words go on in the next.

    Args:
        paragraph: any.
    """
    marks = child(paragraph, "pPr", "rPr")
    return child(marks, "del") is not None or child(marks, "moveFrom") is not None
