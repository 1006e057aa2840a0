"""Words that are drawn twice at one place: to make them bold, or to give them a shadow."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.loaders.pdf.glyphs import Word

# Points: words are looked up by the parts of the page that they cover.
_WIDE = 24.0
_HIGH = 8.0
_MOST_PARTS = 100  # of a word
_MOST_WORDS = 30  # of a part, that are compared
_SHIFT = 0.15  # of the size, by which the second drawing may be moved
_OTHER_SIZE = 0.05  # of the size


def drawn_once(words: Sequence[Word]) -> list[Word]:
    """Return the words without those that were drawn before at the same place, whole or in part.

    Args:
        words: of a page, in the order in which they are drawn.
    """
    drawn: defaultdict[tuple[int, int], list[Word]] = defaultdict(list)
    found: list[Word] = []
    for word in words:
        if not math.isfinite(word.left + word.right + word.base):  # of a damaged file
            found.append(word)
            continue
        row = int(word.base / _HIGH)
        middle = int((word.left + word.right) / (2 * _WIDE))
        if any(
            _covers(other, word)
            for near in (row - 1, row, row + 1)
            for other in drawn.get((near, middle), ())
        ):
            continue
        found.append(word)
        first, last = int(word.left / _WIDE), int(word.right / _WIDE)
        for part in range(first, min(last, first + _MOST_PARTS) + 1):
            there = drawn[row, part]
            if len(there) < _MOST_WORDS:
                there.append(word)
    return found


def _covers(drawn: Word, word: Word) -> bool:
    """Return whether a word shows letters where they have been drawn."""
    shift = _SHIFT * drawn.size
    return (
        word.left >= drawn.left - shift
        and word.right <= drawn.right + shift
        and abs(word.base - drawn.base) <= shift
        and word.text in drawn.text
        and word.turn == drawn.turn
        and abs(word.size - drawn.size) <= _OTHER_SIZE * drawn.size
    )
