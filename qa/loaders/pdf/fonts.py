"""Characters that a page shows and its file does not name.

A font may lack the table that says which character each of its signs is. What is read then are
the numbers of the signs: controls, or the wrong letters. Such words are left out, and where they
are much of a page, so is all of its text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import repeat
from typing import TYPE_CHECKING, Any

from pypdfium2 import raw

from qa.loaders.pdf import calls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.loaders.pdf.glyphs import Word

_MOST_LOST = 0.3  # share of a page's characters above which all of its text is left out
_BULLETS = 8  # characters of a page that may be signs of a font of its own, such as bullets
_UNKNOWN = "\ufffd"
# Not "\x02" and "\ufffe", PDFium's marks for a hyphen at the end of a line.
_MAY_BE_STRANGE = re.compile("[^!-~\x02\ufffe]")
_STRANGE = frozenset({"Cc", "Co", "Cn"})
_FEWEST_LETTERS = 150  # on a page whose letters are counted
_LATIN = 0.7  # share of its letters
_A_TO_Z = "abcdefghijklmnopqrstuvwxyz"
_VOWELS = "aeiouy"
_COMMON = "eaionrtsl"  # the letters that languages have most
# Of the letters of a text, vowels are .33 and more, the common letters .6 and more, in any
# language of Latin letters. An alphabet that is shifted has .1 to .3, and .1 to .5.
_SHORT = 3  # characters of words that may be marks or units
_FEWEST_VOWELS = 0.25
_FEWEST_COMMON = 0.5


def leave_out_unmapped(page: Any, words: Sequence[Word]) -> tuple[list[Word], int | None]:
    """Leave out the words of fonts that have no table of characters.

    Args:
        page: PDFium's text of a page.
        words: of the page.

    Returns:
        The other words, and how many characters are lost; None for all, where the page cannot
        be read.
    """
    count = max(0, page.count_chars())
    text = "".join([word.text for word in words])
    lost = _unmapped(page, count)
    strange = sum(map(_is_strange, _MAY_BE_STRANGE.findall(text)))
    much = len(lost) + strange > max(_BULLETS, _MOST_LOST * max(len(text), count))
    if much or _is_gibberish("".join([word.text for word in words if len(word.text) > _SHORT])):
        return [], None
    if not lost:
        return list(words), 0
    kept = [word for word in words if lost.isdisjoint(range(word.index, word.end))]
    # A few signs of a font of pictures are bullets, and nothing that a reader would miss.
    return kept, len(lost) if len(lost) > _BULLETS else 0


def _unmapped(page: Any, count: int) -> set[int]:
    """Return the characters of a page that its fonts have no table for."""
    flags = bytes(map(calls.is_unmapped, repeat(calls.handle_of(page)), range(count)))
    if not any(flags):
        return set()
    return {
        number
        for number, flag in enumerate(flags)
        if flag == 1 and raw.FPDFText_IsHyphen(page, number) != 1
    }


def _is_strange(char: str) -> bool:
    """Return whether no page shows this: a control, for private use, or not assigned."""
    return char == _UNKNOWN or unicodedata.category(char) in _STRANGE


def _is_gibberish(text: str) -> bool:
    """Return whether the letters of a page are those of no language, as if they were shifted.

    Args:
        text: of its longer words: marks in a table, such as "x", are no language either.
    """
    folded = text.casefold()
    counts = Counter(folded)
    letters = sum(count for char, count in counts.items() if char.isalpha())
    latin = sum(counts[char] for char in _A_TO_Z)
    if latin < max(_FEWEST_LETTERS, _LATIN * letters):
        return False
    vowels = sum(counts[char] for char in _VOWELS)
    common = sum(counts[char] for char in _COMMON)
    return vowels < _FEWEST_VOWELS * latin and common < _FEWEST_COMMON * latin
