"""Headings of a PDF: by its outline, and by what they look like beside the text of their page.

A heading is a block of one to three lines that is larger than the text of its page, or bold, or
in capitals, and stands by itself. A run of lines that wraps is prose, however large it is. The
lines of a title page are headings of nothing but themselves: the first section ends them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from qa.loaders.pdf.numbering import depth, is_numbered, title_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qa.loaders.pdf.lines import Line

_LARGER = 1.1  # times the size of the running text that makes a short block a heading
_MUCH_LARGER = 1.3
_ROOM = 1.25  # line pitches above a heading in capitals
_LEADING = 1.75  # of the size: from one line of a block to the next
_LONGEST = 200
_LINES = 3
_LEVELS = 6
_PROSE_LINES = 3  # of a block that wraps
_PROSE_WORDS = 12  # of a line or two that are a sentence
_PROSE_LETTERS = 400  # of a page, from which on it has a size of its own
_CAPTION = re.compile(r"(?:fig(?:ure|\.)?|table|abbildung|abb\.|tabelle|tableau)\s*\d", re.IGNORECASE)
_LEADER = re.compile(r"(?:\.\s?){4}|…")
_BULLET = re.compile(r"[•▪●◦■□–—*✓➢·-]\s")


@dataclass(slots=True)
class _Block:
    """Lines of one style, one below another.

    Attributes:
        page: number, from 0 on.
        lines: of the block.
        room: above it, in line pitches of its page; large where nothing is above.
    """

    page: int
    lines: list[Line]
    room: float

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(line.text for line in self.lines)

    @property
    def style(self) -> tuple[float, bool]:
        """Size and weight."""
        return _style(self.lines[0])

    @property
    def _is_filled(self) -> bool:
        """Whether three lines or more end at the same place, as justified prose does."""
        rights = [line.right for line in self.lines[:-1]]
        return len(rights) > 1 and max(rights) - min(rights) < self.lines[0].size / 2

    @property
    def is_prose(self) -> bool:
        """Whether it wraps as prose does, or is a sentence."""
        if len(self.lines) > _PROSE_LINES or len(self.text) > _LONGEST or self._is_filled:
            return True
        ends = self.text.endswith((".", ";", ",", ":”", '."', ".”"))
        return ends and len(self.text.split()) >= _PROSE_WORDS and not _is_part(self.text)


class _Body(NamedTuple):
    """How running text looks."""

    size: float
    bold: bool
    font: str


def mark_headings(pages: Sequence[list[Line]], outline: Mapping[tuple[int, str], int]) -> None:
    """Mark headings: what the outline names, and short blocks that stand out on their page.

    Args:
        pages: the lines of each page.
        outline: as :func:`qa.loaders.pdf.structure.read_outline` returns it.
    """
    blocks = [_blocks(number, page, outline) for number, page in enumerate(pages)]
    document = _body(block for page in blocks for block in page)
    found: list[tuple[_Block, int]] = []
    for page in blocks:
        own = _body(page, least=_PROSE_LETTERS) or document
        if own is None:
            continue
        prose = _prose_styles(page)
        for i, block in enumerate(page):
            around = (page[i - 1] if i else None, page[i + 1] if i + 1 < len(page) else None)
            named = outline.get((block.page, title_key(block.text)), 0)
            if named or _stands_out(block, own, prose, around):
                found.append((block, named))
    for block, level in zip((block for block, _ in found), _levels(found, len(pages)), strict=True):
        for line in block.lines:
            line.level = level
            line.continues = line is not block.lines[0]


def _blocks(
    number: int, page: Sequence[Line], outline: Mapping[tuple[int, str], int]
) -> list[_Block]:
    """Return the blocks of a page: lines of one style, with usual room between them."""
    lines = [line for line in page if not line.running]
    pitches = _pitches(lines)
    blocks: list[_Block] = []
    before: Line | None = None
    alone = False
    for line in lines:
        named = bool(outline) and (number, title_key(line.text)) in outline
        step = before.bottom - line.bottom if before and before.region == line.region else 0.0
        pitch = pitches.get(_style(line), 0.0)
        apart, alone = named or alone, named
        if before and step > 0 and not apart and _belongs(before, line, step, pitch):
            blocks[-1].lines.append(line)
        else:
            usual = pitches[None]
            room = step / usual if usual and step > 0 else 2 * _ROOM
            blocks.append(_Block(number, [line], room))
        before = line
    return blocks


def _belongs(before: Line, line: Line, step: float, pitch: float) -> bool:
    """Return whether a line goes on with the block of the line before."""
    most = max(1.2 * pitch, 1.35 * line.size) if pitch else 1.45 * line.size
    return (
        _style(before) == _style(line)
        and before.font == line.font
        and step <= most
        and before.cells == line.cells == 1
        and not is_numbered(line.text)
        and not _BULLET.match(line.text)
        # Two headings below each other are no block; a wrapped one has capitals throughout.
        and not (line.bold and before.text.isupper() != line.text.isupper())
    )


def _pitches(lines: Sequence[Line]) -> dict[tuple[float, bool] | None, float]:
    """Return the usual distance of two lines of each style, and of all."""
    steps: dict[tuple[float, bool] | None, list[float]] = {None: []}
    for above, below in pairwise(lines):
        step = above.bottom - below.bottom
        if above.region == below.region and 0 < step:
            steps[None].append(step)
            if _style(above) == _style(below) and step < 2.2 * below.size:
                steps.setdefault(_style(below), []).append(step)
    return {style: _third(values) for style, values in steps.items()}


def _third(values: list[float]) -> float:
    return sorted(values)[len(values) // 3] if values else 0.0


def _style(line: Line) -> tuple[float, bool]:
    return round(line.size * 2) / 2, line.bold


def _body(blocks: Iterable[_Block], least: int = 1) -> _Body | None:
    """Return the look of most prose, of most letters where there is no prose."""
    letters: Counter[_Body] = Counter()
    others: Counter[_Body] = Counter()
    for block in blocks:
        length = sum(len(line.text) for line in block.lines)
        look = _Body(*block.style, block.lines[0].font)
        others[look] += length
        if len(block.lines) > 1 or block.is_prose:
            letters[look] += length
    if letters.total() >= least:
        return letters.most_common(1)[0][0]
    return others.most_common(1)[0][0] if others and least == 1 else None


def _prose_styles(page: Sequence[_Block]) -> set[tuple[float, bool]]:
    """Return the styles of which most letters are in prose."""
    prose: Counter[tuple[float, bool]] = Counter()
    letters: Counter[tuple[float, bool]] = Counter()
    for block in page:
        size = len(block.text)
        letters[block.style] += size
        prose[block.style] += size if block.is_prose else 0
    return {style for style, size in prose.items() if size > letters[style] / 2}


def _stands_out(
    block: _Block,
    body: _Body,
    prose: set[tuple[float, bool]],
    around: tuple[_Block | None, _Block | None],
) -> bool:
    """Return whether a block is a heading by what it looks like."""
    text = block.text
    size, bold = block.style
    much_larger = size >= _MUCH_LARGER * body.size
    if block.is_prose or not _is_worded(text) or len(block.lines) > (_LINES if much_larger else 2):
        return False
    if text[0].islower() and not much_larger:
        return False
    numbered = is_numbered(text)
    cells = block.lines[0].cells
    if cells > 1 and not numbered and not (cells == 2 and much_larger):
        return False
    unused = block.style not in prose
    if size >= _LARGER * body.size and unused:
        return True
    if text.endswith((",", ";", ".")) and not (numbered and bold):
        return False
    alone = block.room >= _ROOM
    if size < 0.92 * body.size or (_in_table(block, around) and not (numbered and alone and bold)):
        return False
    below = around[1]
    if bold and not body.bold and unused:
        return numbered or alone or (below is not None and not below.style[1])
    if len(text) > _LONGEST / 2 or not alone:
        return False
    if text.isupper() and sum(char.isalpha() for char in text) >= 4:
        return True
    if _is_part(text):
        return True
    # In another face than the text, such as italics, and right above it.
    return (
        block.lines[0].font != body.font
        and len(block.lines) == 1
        and below is not None
        and (below.is_prose or len(below.lines) > 1)
        and below.lines[0].font == body.font
        and (not text.endswith(":"))
    )


def _is_worded(text: str) -> bool:
    """Return whether a text can be a heading: letters for the most part, no caption, no entry."""
    letters = sum(char.isalpha() for char in text)
    return (
        letters >= 2
        and letters >= 0.5 * len(text.replace(" ", ""))
        and not _CAPTION.match(text)
        and not _LEADER.search(text)
        and not _BULLET.match(text)
    )


def _is_part(text: str) -> bool:
    """Return whether a text begins as "Item 5" or "Chapter 2" do."""
    return is_numbered(text) and depth(text) <= 0


def _in_table(block: _Block, around: tuple[_Block | None, _Block | None]) -> bool:
    """Return whether a row of a table is above or below a block."""
    if _is_part(block.text):
        return False
    return any(
        other is not None and other.lines[at].cells > 2 and other.lines[at].region == line.region
        for other, at, line in ((around[0], -1, block.lines[0]), (around[1], 0, block.lines[-1]))
    )


def _levels(found: Sequence[tuple[_Block, int]], pages: int) -> list[int]:
    """Return the level of each heading, by the outline's and by how much it stands out."""
    if not found:
        return []
    last: dict[tuple[float, ...], int] = {}
    for block, _ in found:
        last[_rank(block)] = max(last.get(_rank(block), 0), block.page)
    # Styles that only the first page has are those of a title: no section is below them.
    title = {rank for rank, page in last.items() if page == 0} if pages > 1 else set()
    if len(title) == len(last):
        title = set()
    known: dict[tuple[float, ...], Counter[int]] = {}
    for block, named in found:
        if named:
            known.setdefault(_rank(block), Counter())[named] += 1
    levels: dict[tuple[float, ...], int] = dict.fromkeys(title, 1)
    level = 0
    for rank in sorted(set(last) - title):
        level = known[rank].most_common(1)[0][0] if rank in known else level + 1
        levels[rank] = min(_LEVELS, level)
    result = [min(_LEVELS, named) or levels[_rank(block)] for block, named in found]
    at = max((i for i, (block, _) in enumerate(found) if _rank(block) in title), default=-1) + 1
    less = result[at] - 1 if 0 < at < len(result) else 0
    while 0 < at < len(result) and result[at] > 1:
        result[at] = max(1, result[at] - less)
        at += 1
    return result


def _rank(block: _Block) -> tuple[float, ...]:
    """Return a key that sorts headings by how much they stand out."""
    size, bold = block.style
    return -size, not bold, not block.text.isupper(), depth(block.text)


__all__ = ["mark_headings"]
