"""A quote with the text around it, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.terminal import BOLD

if TYPE_CHECKING:
    from qa.records import Document
    from qa.rendering.layout import Layout

_REACH = 400  # characters on either side
_QUOTED, _AROUND = "> ", "  "


def excerpt(document: Document, start: int, end: int, where: str, layout: Layout) -> str:
    """Return where a quote is, and the quote with the text before and after it.

    The lines of the quote are marked, so that a reader without colours can tell them apart.

    Args:
        document: that is quoted.
        start: offset of the quote's first character.
        end: offset after its last.
        where: the file and page.
        layout: width and styles.
    """
    text, kind = document.text, document.media_type
    first, last = max(0, start - _REACH), min(len(text), end + _REACH)
    before, after = text[first:start], text[end:last]
    if first:  # not in the middle of a word, where words have spaces between them
        before = "… " + (before.partition(" ")[2] or before)
    if last < len(text):
        after = (after.rpartition(" ")[0] or after) + " …"
    blocks = (
        layout.block(where, style=BOLD),
        "",
        *([layout.block(before.strip(), _AROUND, media_type=kind)] if before.strip() else []),
        layout.block(text[start:end], _QUOTED, BOLD, kind),
        *([layout.block(after.strip(), _AROUND, media_type=kind)] if after.strip() else []),
    )
    return "\n".join(blocks)
