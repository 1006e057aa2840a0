"""Diagrams of office files (SmartArt): their words as a list, in the order of the outline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.loaders.archives import attribute, every, first, local
from qa.loaders.charts import drawing_lines

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from qa.loaders.extraction import BlockText

_NOT_SHOWN = frozenset({"pres", "parTrans", "sibTrans"})


def diagram_text(data: Element, blocks: BlockText) -> None:
    """Write the points of a diagram as items, those of a lower level below theirs.

    Args:
        data: root of its data part.
        blocks: the text to write into.
    """
    words: dict[str, str] = {}
    root = ""
    for point in every(data, "pt"):
        kind, identity = attribute(point, "type"), attribute(point, "modelId")
        if kind == "doc":
            root = identity
        if kind not in _NOT_SHOWN:
            text = next((part for part in point if local(part) == "t"), None)
            words[identity] = " ".join(drawing_lines(text)) if text is not None else ""
    below: dict[str, list[tuple[int, str]]] = {}
    connections = first(data, "cxnLst")
    for link in connections if connections is not None else ():
        order = attribute(link, "srcOrd")
        if attribute(link, "type") in {"", "parOf"} and attribute(link, "destId") in words:
            place = int(order[:9]) if order.isascii() and order.isdecimal() else 0
            below.setdefault(attribute(link, "srcId"), []).append(
                (place, attribute(link, "destId"))
            )
    stack = [(root, -1)]
    seen: set[str] = set()
    while stack:
        identity, depth = stack.pop()
        if identity in seen:
            continue
        seen.add(identity)
        blocks.item(words.get(identity, ""), max(depth, 0))
        stack += [(child, depth + 1) for _, child in sorted(below.get(identity, ()), reverse=True)]
    for identity, text in words.items():  # what no line leads to
        if identity not in seen:
            blocks.item(text)
