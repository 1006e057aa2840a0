"""Raised text: the exponent of 10⁶, the mark of a footnote at 45³.

It is smaller than the text beside it and stands higher. Its digits and signs become the raised
characters of Unicode: as others, they would be read as digits of the number before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.loaders.pdf.glyphs import Word

_RAISED = str.maketrans("0123456789+-−–=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿ")
_DIGITS = re.compile(r"[\d+\-−–=()n,.*†‡§]*\d[\d+\-−–=()n,.*†‡§]*")
_SMALLER = 0.85  # times the size of the text beside it, at most
_HIGHER = 0.12  # of that size, at least
_TOO_HIGH = 1.0  # the same: this is on another line
_NEAR = 0.3  # the same: from the one to the other, at most
_SPACE = 0.12  # the same: from which on there is a space between them
_FRACTION = re.compile(r"\d+")
_SLASHES = ("/", "⁄", "∕")


def mark_raised(words: Sequence[Word]) -> list[Word]:
    """Write raised digits as raised characters, as a part of the word that they stand at.

    Args:
        words: of a page, in the order of the file; those of another size are words of their own.

    Returns:
        The words, some of them joined.
    """
    found: list[Word] = []
    base: Word | None = None  # the word that raised text may stand at
    for number, word in enumerate(words):
        after = words[number + 1] if number + 1 < len(words) else None
        if base and _is_raised(word, base) and _DIGITS.fullmatch(word.text):
            if _FRACTION.fullmatch(word.text) and after and after.text.startswith(_SLASHES):
                found.append(word)  # the half of 5 1/2
                word.joined = False
                continue
            base.text += word.text.translate(_RAISED)
            base.right = max(base.right, word.right)
            base.end = word.end
            # PDFium ends a line behind raised text: what follows may go on with the word.
            if after and _beside(base, after) and after.left - base.right < _SPACE * base.size:
                after.joined = True
            continue
        begins = after and not _follows(base, word) and _is_raised(word, after)
        if after and begins and _DIGITS.fullmatch(word.text):  # the mark of a footnote's own text
            word.text = word.text.translate(_RAISED)
            word.base, word.size = after.base, after.size
        if base and found[-1] is base and word.joined and _beside(base, word):
            same = abs(word.size - base.size) <= (1 - _SMALLER) * base.size
            if same and word.left - base.right < _SPACE * base.size:
                base.text += word.text
                base.right, base.end = max(base.right, word.right), word.end
                continue
        found.append(word)
        base = word
    return found


def _follows(base: Word | None, word: Word) -> bool:
    """Return whether a word stands close to the one before it."""
    return base is not None and _beside(base, word) and word.left - base.right < base.size


def _beside(base: Word, word: Word) -> bool:
    """Return whether a word is on the line of another one, to its right."""
    on_line = abs(word.base - base.base) < _HIGHER * base.size
    return word.turn == base.turn and on_line and word.left >= base.right - _NEAR * base.size


def _is_raised(word: Word, base: Word) -> bool:
    """Return whether a word is raised beside another one, on either side of it."""
    size = base.size
    if not size or word.size > _SMALLER * size or word.turn != base.turn:
        return False
    gap = max(word.left - base.right, base.left - word.right)
    higher = word.base - base.base
    return abs(gap) <= _NEAR * size and _HIGHER * size <= higher < _TOO_HIGH * size
