"""The lines of a page of a PDF in reading order, with the size and the place of each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa.loaders.pdf.characters import HYPHEN
from qa.loaders.pdf.layout import cut, read_regions
from qa.loaders.pdf.right_to_left import is_right_to_left, leans_right_to_left, logical
from qa.loaders.pdf.table_rows import is_row
from qa.loaders.pdf.tables import with_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.loaders.pdf.glyphs import Word

_UNPRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u00ad\ufeff\uffff\ud800-\udfff]")
_TOUCHING = 0.12  # of the size: between two words that are one
_OTHER_SIZE = 0.08  # of the size: another one
_ENDS = (".", "!", "?", ":", "”")
_BOLD_SHARE = 0.9  # of the letters of a bold line


@dataclass(slots=True)
class Line:
    """A line of a page.

    Attributes:
        text: its words.
        size: of most of its letters, in points.
        bottom: its distance from the page's bottom, in points.
        height: the same as a share of the page's height.
        running: whether it is a running header or footer.
        level: of the heading it is, 0 where it is none.
        left: its left edge, in points.
        right: its right edge.
        bold: whether it is bold.
        font: the name of the font of most of its letters.
        region: the number of its column or block on the page.
        cells: how many pieces it has, with wide gaps between them.
        continues: whether it goes on with the heading of the line before.
        words: from left to right, with their places.
        kind: "row" of a table, "remark" that someone wrote on the page, or "".
    """

    text: str
    size: float
    bottom: float
    height: float
    running: bool = False
    level: int = 0
    left: float = 0.0
    right: float = 0.0
    bold: bool = False
    font: str = ""
    region: int = 0
    cells: int = 1
    continues: bool = False
    words: list[Word] = field(default_factory=list)
    kind: str = ""


def arrange(words: Sequence[Word], height: float) -> list[Line]:
    """Return the lines of a page in reading order.

    Args:
        words: of the page, in any order.
        height: of the page, in points.
    """
    from_right = leans_right_to_left("".join(word.text for word in words))
    lines: list[Line] = []
    for region, rows in enumerate(read_regions(words)):
        for row in with_tables(rows):
            text = printed(row_text(row, from_right=from_right)).strip()
            if text:
                lines.append(_line(row, text, height, region))
                lines[-1].kind = "row" if is_row(row) else ""
    return lines


def row_text(row: Sequence[Word], *, from_right: bool = False) -> str:
    """Return the text of words beside each other, in the order in which it is read.

    Args:
        row: from left to right.
        from_right: whether the page is in a script from right to left.
    """
    parts: list[str] = []
    before: Word | None = None
    for word in row:
        if before and not _touch(before, word):
            parts.append(" ")
        parts.append(word.text)
        before = word
    text = "".join(parts)
    if not is_right_to_left(text):
        return text
    return logical(text, base=from_right or leans_right_to_left(text))


def is_apart(before: Line, line: Line) -> bool:
    """Return whether two lines are of different blocks, whatever the room between them.

    Prose goes on from column to column; a footnote or another block does not go on with it.

    Args:
        before: a line.
        line: the next one.
    """
    if _differ(before.size, line.size) and not _goes_on(before, line):
        return True
    return (
        before.region != line.region
        and not line.text[:1].islower()
        and (before.text.endswith(_ENDS) or not before.text[-1:].islower() or before.cells > 1)
    )


def _differ(size: float, other: float) -> bool:
    return abs(size - other) > _OTHER_SIZE * max(size, other)


def _goes_on(before: Line, line: Line) -> bool:
    """Return whether a sentence goes on in the size in which it broke off.

    Words in small capitals can make most of one of its lines.
    """
    return (
        before.region == line.region
        and bool(before.words and line.words)
        and not before.text.endswith(_ENDS)
        and not _differ(before.words[-1].size, line.words[0].size)
    )


def printed(text: str) -> str:
    """Return a text without characters that no page shows: controls and soft hyphens.

    Args:
        text: from a page, an outline or the metadata.
    """
    return text if text.isprintable() else _UNPRINTED.sub("", text)


def _touch(before: Word, word: Word) -> bool:
    """Return whether two words are one that the file draws in parts."""
    return (
        word.joined
        and word.index == before.end
        and word.left - before.right < _TOUCHING * max(before.size, word.size)
    )


def _line(row: list[Word], text: str, height: float, region: int) -> Line:
    letters = bold = 0
    right = row[0].right
    looks: dict[tuple[float, str], int] = {}
    for word in row:
        length = len(word.text)
        letters += length
        bold += length if word.bold else 0
        right = max(right, word.right)
        look = word.size, word.font
        looks[look] = looks.get(look, 0) + length
    size, font = max(looks, key=looks.__getitem__)
    base = next(word.base for word in row if word.size == size)
    return Line(
        text,
        size,
        base,
        base / height,
        left=row[0].left,
        right=right,
        bold=bold >= _BOLD_SHARE * letters,
        font=font,
        region=region,
        cells=len(cut(row)),
        words=row,
    )


__all__ = ["HYPHEN", "Line", "arrange", "is_apart", "printed", "row_text"]
