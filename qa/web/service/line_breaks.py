"""Line breaks that only wrap prose. A page shows them as spaces; copies have them as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.loaders.registry import JSON_LINES, has_lines
from qa.text.paragraphs import paragraph_spans

if TYPE_CHECKING:
    from qa.records import Document

_ROWS = frozenset({"text/csv", "text/tab-separated-values", JSON_LINES})

_LONGEST = 10_000  # characters of a line


def wrapping_breaks(document: Document, start: int, end: int) -> frozenset[int]:
    """Return the offsets of the line breaks within paragraphs.

    Args:
        document: with the text; where each line stands alone, as in source code, there are none.
        start: offset to begin at.
        end: offset to end before.
    """
    if has_lines(document.media_type) or document.media_type in _ROWS:
        return frozenset()
    text = document.text
    lines = text[start:end].split("\n")
    # No editor wraps to such a length, and what shapes lines have takes long to see in it.
    if len(lines) == 1 or max(map(len, lines)) > _LONGEST:
        return frozenset()
    return frozenset(
        at
        for span in paragraph_spans(text, start, end)
        for at in range(span.start, span.end)
        if text[at] == "\n"
    )
