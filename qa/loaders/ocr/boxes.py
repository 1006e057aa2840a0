"""Where the words of a recognized page are, packed into a short string.

It is stored with the document, so that the picture of the page can mark a quote. A page of 400
words takes some 3 KB.
"""

from __future__ import annotations

import base64
import struct
import zlib
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ROW = struct.Struct("<IH4H")
_LARGEST = 65_535
_MOST_BYTES = 16 << 20  # of a page's boxes, unpacked


class Box(NamedTuple):
    """A word of a page's text, and its place as shares of width and height, from above.

    Attributes:
        start: offset of its first character in the text of the page.
        end: offset after its last one.
        left: its left edge, [0, 1].
        top: its upper edge.
        right: its right edge.
        bottom: its lower edge.
    """

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float


def packed_boxes(boxes: Iterable[Box]) -> str:
    """Return boxes as a string; places are exact to a 65,000th of the page.

    Args:
        boxes: of the words of a page.
    """
    rows = b"".join(
        _ROW.pack(box.start, min(box.end - box.start, _LARGEST), *map(_whole, box[2:]))
        for box in boxes
    )
    return base64.b85encode(zlib.compress(rows)).decode("ascii") if rows else ""


def unpacked_boxes(packed: str) -> Iterator[Box]:
    """Yield the boxes that :func:`packed_boxes` packed.

    Args:
        packed: as it returned them.

    Raises:
        ValueError: the string is damaged.
    """
    if not packed:
        return
    try:
        rows = zlib.decompressobj().decompress(base64.b85decode(packed), _MOST_BYTES)
        for start, length, *edges in _ROW.iter_unpack(rows):
            yield Box(start, start + length, *(edge / _LARGEST for edge in edges))
    except (zlib.error, struct.error) as error:
        msg = f"the places of words cannot be read ({error})"
        raise ValueError(msg) from error


def _whole(share: float) -> int:
    return round(min(1.0, max(0.0, share)) * _LARGEST)
