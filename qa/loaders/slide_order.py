"""The order in which the shapes of a slide are read: files have them as they were drawn."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, NamedTuple

from qa.loaders.archives import first

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MOST = 400  # shapes of a slide; one that has more is a drawing


class _Box(NamedTuple):
    """Where a shape is, in the units of the file."""

    left: int
    top: int
    right: int
    bottom: int


def in_reading_order(tree: Element) -> list[Element]:
    """Return the shapes of a slide with each below what stands above it.

    Those beside each other stay in the order of the file, which is the one in which they were
    made, and so do placeholders that are where the layout has them.

    Args:
        tree: of a slide's shapes.
    """
    shapes = list(tree)
    if len(shapes) > _MOST:
        return shapes
    boxes = [_box(shape) for shape in shapes]
    below: list[list[int]] = [[] for _ in shapes]
    above = [0] * len(shapes)
    for upper, box in enumerate(boxes):
        for lower, other in enumerate(boxes):
            if box and other and _is_above(box, other):
                below[upper].append(lower)
                above[lower] += 1
    ready = [at for at, count in enumerate(above) if not count]
    order: list[Element] = []
    while ready:  # ends: what is above another has a smaller top
        at = heapq.heappop(ready)
        order.append(shapes[at])
        for lower in below[at]:
            above[lower] -= 1
            if not above[lower]:
                heapq.heappush(ready, lower)
    return order


def _is_above(box: _Box, other: _Box) -> bool:
    """Return whether a shape is above another, in the same column."""
    return (
        box.bottom <= other.top
        and box.top < other.top
        and box.left < other.right
        and other.left < box.right
    )


def _box(shape: Element) -> _Box | None:
    """Return where a shape is; None where it does not say."""
    frame = first(shape, "xfrm")
    offset = first(frame, "off") if frame is not None else None
    extent = first(frame, "ext") if frame is not None else None
    if offset is None or extent is None:
        return None
    try:
        left, top = int(offset.get("x", "")), int(offset.get("y", ""))
        width, height = int(extent.get("cx", "")), int(extent.get("cy", ""))
    except ValueError:
        return None
    return _Box(left, top, left + max(0, width), top + max(0, height))
