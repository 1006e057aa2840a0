"""Words that an engine recognized in the picture of a page, as words of the page.

They are read as the words that a file has: in columns, tables and headings. A picture does not say
as exactly as a file how large letters are, so sizes are evened out over the page.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from qa.loaders.pdf.glyphs import Word
from qa.loaders.pdf.right_to_left import is_right_to_left

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.loaders.ocr.seen import SeenPage, SeenWord

DOUBTFUL = 0.5
"""Certainty below which a word may be another one: its sentence is not quoted."""

ASCENT = 0.8
"""Of the size of a word that the file has: its height above the baseline."""

DESCENT = 0.25
"""The same below the baseline."""

_MANY_WORDS = 4  # of a line that says how a page lies
_WIDE = 0.2  # of the page, the same
_STRAIGHT = 0.003  # a slope that is none: a fifth of a degree
_SAME_SIZE = 0.2  # of the size of most letters: no other size is seen for certain
_STEP = 0.5  # points, to which sizes are rounded
_SIGN = re.compile(r"[^\W_]")  # a letter or digit


@dataclass(slots=True)
class SeenInPicture(Word):
    """A word that was recognized.

    Attributes:
        top: its upper edge, as a share of the page's height, from above.
        bottom: its lower edge.
        certainty: that it is this word, [0, 1].
    """

    top: float = 0.0
    bottom: float = 0.0
    certainty: float = 1.0


class PageSize(NamedTuple):
    """Width and height of a page, in points."""

    width: float
    height: float


def with_seen(words: Sequence[Word], seen: SeenPage, size: PageSize) -> list[Word]:
    """Return the words of a page: its own, and between them those that were recognized.

    Args:
        words: that the file has, upright ones with places in points from the lower left.
        seen: what was recognized.
        size: of the page.
    """
    own = [] if seen.alone else list(words)
    free = [word for word in seen.words if not _is_noise(word) and not _covered(word, own, size)]
    lines = [list(line) for _, line in groupby(free, key=lambda word: word.line)]
    points = [max(_STEP, round(line[0].size * size.height / _STEP) * _STEP) for line in lines]
    sizes = _evened(points, [sum(len(word.text) for word in line) for line in lines])
    found: list[Word] = []
    after = max((word.end for word in own), default=0)  # in the order of the file
    slope = _slope(lines, size)
    for line, letter_size in zip(lines, sizes, strict=True):
        # Of a page that lies askew, where the line would be in the middle of it: otherwise a short
        # line is beside the one above, and their words would be mixed.
        middle = statistics.fmean((word.left + word.right) / 2 for word in line) * size.width
        base = line[0].base * size.height + slope * (size.width / 2 - middle)
        found += [
            SeenInPicture(
                text=word.text[::-1] if is_right_to_left(word.text) else word.text,
                left=word.left * size.width,
                right=word.right * size.width,
                base=size.height - base,
                size=letter_size,
                bold=False,
                font="",
                turn=0,
                index=after + number,
                end=after + number + 1,
                top=word.top,
                bottom=word.bottom,
                certainty=word.certainty,
            )
            for number, word in enumerate(line)
        ]
        after += len(line)
    return [*own, *found]


def _is_noise(word: SeenWord) -> bool:
    """Return whether a word is a speck or a stroke: without letters, and hardly recognized."""
    return word.certainty < DOUBTFUL and not _SIGN.search(word.text)


def _covered(word: SeenWord, own: Sequence[Word], size: PageSize) -> bool:
    """Return whether the middle of a word is in one of the file's own."""
    x = (word.left + word.right) / 2 * size.width
    y = (1 - (word.top + word.bottom) / 2) * size.height
    return any(
        not one.turn
        and one.left <= x <= one.right
        and one.base - DESCENT * one.size <= y <= one.base + ASCENT * one.size
        for one in own
    )


def _slope(lines: Sequence[Sequence[SeenWord]], size: PageSize) -> float:
    """Return by how much lines fall to the right, 0 for a page that lies straight."""
    slopes: list[float] = []
    for line in lines:
        first, last = line[0], line[-1]
        across = (last.left + last.right - first.left - first.right) / 2 * size.width
        if len(line) >= _MANY_WORDS and across > _WIDE * size.width:
            down = (last.top + last.bottom - first.top - first.bottom) / 2 * size.height
            slopes.append(down / across)
    slope = statistics.median(slopes) if slopes else 0.0
    return slope if abs(slope) > _STRAIGHT else 0.0


def _evened(sizes: Sequence[float], letters: Sequence[int]) -> list[float]:
    """Return sizes, those near that of most letters made the same."""
    counted: Counter[float] = Counter()
    for size, number in zip(sizes, letters, strict=True):
        counted[size] += number
    if not counted:
        return []
    half, most = counted.total() / 2, 0.0
    for size in sorted(counted):
        half -= counted[size]
        most = size
        if half <= 0:
            break
    return [most if abs(size - most) <= _SAME_SIZE * most else size for size in sizes]
