"""The numbers beside the lines of a deposition or a pleading: they are of the page, not its words.

A line number in the midst of a sentence would be quoted with it, and would make an exact quotation
look altered. A table with numbered rows and a numbered list stay as they are.
"""

from __future__ import annotations

import re
import statistics
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qa.loaders.pdf.glyphs import Word

_FEWEST = 10  # numbers beside the lines of a page
_MOST = 99
_ALIGNED = 0.6  # of the size: between the edges of two numbers
_UNEVEN = 0.25  # of the usual step from number to number
_ONE_LINE = 0.4  # of the size: between the baselines of words in one line
_WIDE = 2.5  # of the size: a gap between two cells of a table
_FEW_CELLS = 0.2  # share of the lines
_RUNNING = 3  # lines that go on with the one before, or begin with who speaks
_SPEAKER = re.compile(r"(?:[QA][.:]?|[A-Z][A-Z.]+:?)$")


def line_numbers(words: Sequence[Word]) -> list[Word]:
    """Return the words of a page that number its lines; none where it has no line numbers.

    They count from 1, in equal steps down the page, and stand left of everything beside them.

    Args:
        words: of the page, in any order.
    """
    numbers = _column([word for word in words if not word.turn])
    if len(numbers) < _FEWEST:
        return []
    steps = [above.base - below.base for above, below in pairwise(numbers)]
    usual = statistics.median(steps)
    if any(abs(step - usual) > _UNEVEN * usual for step in steps):
        return []
    of_column = {id(word) for word in numbers}
    top, bottom = numbers[0].base + usual / 2, numbers[-1].base - usual / 2
    beside = [
        word
        for word in words
        if not word.turn and bottom < word.base < top and id(word) not in of_column
    ]
    edge = min(word.right for word in numbers)
    if any(word.left < edge for word in beside):
        return []
    return numbers if _is_prose(_lines(beside)) else []


def _column(words: Sequence[Word]) -> list[Word]:
    """Return the longest run of 1, 2, 3 … straight below each other."""
    by_number: defaultdict[str, list[Word]] = defaultdict(list)
    for word in sorted(words, key=lambda word: -word.base):
        if len(word.text) <= len(str(_MOST)) and word.text.isdecimal():
            by_number[word.text].append(word)
    if str(_FEWEST) not in by_number:
        return []
    return max((_run(first, by_number) for first in by_number.get("1", ())), key=len, default=[])


def _run(first: Word, by_number: Mapping[str, Sequence[Word]]) -> list[Word]:
    run = [first]
    for number in range(2, _MOST + 1):
        before = run[-1]
        below = (
            word
            for word in by_number.get(str(number), ())
            if word.base < before.base and _is_aligned(before, word)
        )
        following = next(below, None)
        if following is None:
            break
        run.append(following)
    return run


def _is_aligned(word: Word, other: Word) -> bool:
    far = min(abs(word.left - other.left), abs(word.right - other.right))
    return far <= _ALIGNED * max(word.size, other.size)


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    """Return words by their lines, from the top down, each from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: -word.base):
        if lines and lines[-1][0].base - word.base <= _ONE_LINE * word.size:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.left) for line in lines]


def _is_prose(lines: Sequence[Sequence[Word]]) -> bool:
    """Return whether lines run on, as those of a table or a ranking do not."""
    running = cells = 0
    for line in lines:
        first = line[0].text
        speaks = _SPEAKER.match(first) is not None
        running += speaks or first[0].islower()
        # After who speaks there is a tab.
        gaps = pairwise(line[1:] if speaks else line)
        cells += any(right.left - left.right > _WIDE * left.size for left, right in gaps)
    return running >= _RUNNING and cells <= _FEW_CELLS * len(lines)


def note_of(pages: int) -> tuple[str, ...]:
    """Return a note on line numbers that were left out, empty where there are none.

    Args:
        pages: that have line numbers.
    """
    if not pages:
        return ()
    of = "1 page" if pages == 1 else f"{pages:,} pages"
    return (f"the line numbers in the margin of {of} are left out",)
