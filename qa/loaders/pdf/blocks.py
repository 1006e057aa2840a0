"""Blocks of lines: what belongs together on a page by its style and the room between."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from qa.loaders.pdf.numbering import is_numbered, is_part, title_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qa.loaders.pdf.lines import Line

ROOM = 1.25
"""Line pitches above a block from which on it stands by itself."""

LONGEST = 200
"""Characters of a heading."""

BULLET = re.compile(r"[•▪●◦■□–—*✓➢·-]\s")
"""The beginning of an item of a list."""

_PROSE_LINES = 3  # of a block that wraps
_PROSE_WORDS = 12  # of a line or two that are a sentence


@dataclass(slots=True)
class Block:
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
        return style_of(self.lines[0])

    @property
    def _is_filled(self) -> bool:
        """Whether three lines or more end at the same place, as justified prose does."""
        rights = [line.right for line in self.lines[:-1]]
        return len(rights) > 1 and max(rights) - min(rights) < self.lines[0].size / 2

    @property
    def is_prose(self) -> bool:
        """Whether it wraps as prose does, or is a sentence."""
        if len(self.lines) > _PROSE_LINES or len(self.text) > LONGEST or self._is_filled:
            return True
        ends = self.text.endswith((".", ";", ",", ":”", '."', ".”"))
        return ends and len(self.text.split()) >= _PROSE_WORDS and not is_part(self.text)


def read_blocks(
    number: int, page: Sequence[Line], outline: Mapping[tuple[int, str], int]
) -> list[Block]:
    """Return the blocks of a page: lines of one style, with usual room between them.

    Args:
        number: of the page, from 0 on.
        page: its lines.
        outline: as :func:`qa.loaders.pdf.structure.read_outline` returns it. What it names is a
            block of its own.
    """
    lines = [line for line in page if not line.running]
    pitches = _pitches(lines)
    blocks: list[Block] = []
    before: Line | None = None
    alone = False
    for line in lines:
        named = bool(outline) and (number, title_key(line.text)) in outline
        step = before.bottom - line.bottom if before and before.region == line.region else 0.0
        pitch = pitches.get(style_of(line), 0.0)
        apart, alone = named or alone, named
        if before and step > 0 and not apart and _belongs(before, line, step, pitch):
            blocks[-1].lines.append(line)
        else:
            usual = pitches[None]
            room = step / usual if usual and step > 0 else 2 * ROOM
            blocks.append(Block(number, [line], room))
        before = line
    return blocks


def _belongs(before: Line, line: Line, step: float, pitch: float) -> bool:
    """Return whether a line goes on with the block of the line before."""
    most = max(1.2 * pitch, 1.35 * line.size) if pitch else 1.45 * line.size
    return (
        style_of(before) == style_of(line)
        and before.font == line.font
        and step <= most
        and before.cells == line.cells == 1
        and before.kind == line.kind
        and not is_numbered(line.text)
        and not BULLET.match(line.text)
        # Two headings below each other are no block; a wrapped one has capitals throughout.
        and not (line.bold and before.text.isupper() != line.text.isupper())
    )


def _pitches(lines: Sequence[Line]) -> dict[tuple[float, bool] | None, float]:
    """Return the usual distance of two lines of each style, and of all."""
    steps: dict[tuple[float, bool] | None, list[float]] = {None: []}
    for above, below in pairwise(lines):
        step = above.bottom - below.bottom
        if above.region == below.region and step > 0:
            steps[None].append(step)
            if style_of(above) == style_of(below) and step < 2.2 * below.size:
                steps.setdefault(style_of(below), []).append(step)
    return {style: _third(values) for style, values in steps.items()}


def _third(values: list[float]) -> float:
    return sorted(values)[len(values) // 3] if values else 0.0


def style_of(line: Line) -> tuple[float, bool]:
    """Return the size and the weight of a line.

    Args:
        line: of a page.
    """
    return round(line.size * 2) / 2, line.bold
