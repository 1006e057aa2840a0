"""Characters that a page shows and its file does not name.

A font may lack the table that says which character each of its signs is. What is read then are
the numbers of the signs: controls, or the wrong letters. Such words are left out, and where they
are much of a page, so is all of its text.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from pypdfium2 import raw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.loaders.pdf.glyphs import Word

_MOST_LOST = 0.3  # share of a page's characters above which all of its text is left out
_BULLETS = 8  # characters of a page that may be signs of a font of its own, such as bullets
_UNKNOWN = "\ufffd"
_HYPHENS = frozenset("\x02\ufffe")  # PDFium's marks for one at the end of a line
_STRANGE = frozenset({"Cc", "Co", "Cn"})
_FEWEST_LETTERS = 150  # on a page whose letters are counted
_LATIN = 0.7  # share of its letters
_A_TO_Z = frozenset("abcdefghijklmnopqrstuvwxyz")
_VOWELS = frozenset("aeiouy")
_COMMON = frozenset("eaionrtsl")  # the letters that languages have most
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
    lost = {
        number
        for number in range(count)
        if raw.FPDFText_HasUnicodeMapError(page, number) == 1
        and raw.FPDFText_IsHyphen(page, number) != 1
    }
    strange = sum(_is_strange(char) for word in words for char in word.text)
    shown = sum(len(word.text) for word in words)
    much = len(lost) + strange > max(_BULLETS, _MOST_LOST * max(shown, count))
    if much or _is_gibberish("".join(word.text for word in words if len(word.text) > _SHORT)):
        return [], None
    if not lost:
        return list(words), 0
    kept = [word for word in words if lost.isdisjoint(range(word.index, word.end))]
    # A few signs of a font of pictures are bullets, and nothing that a reader would miss.
    return kept, len(lost) if len(lost) > _BULLETS else 0


def _is_strange(char: str) -> bool:
    """Return whether no page shows this: a control, for private use, or not assigned."""
    if char in _HYPHENS or "!" <= char <= "~":
        return False
    return char == _UNKNOWN or unicodedata.category(char) in _STRANGE


def _is_gibberish(text: str) -> bool:
    """Return whether the letters of a page are those of no language, as if they were shifted.

    Args:
        text: of its longer words: marks in a table, such as "x", are no language either.
    """
    letters = [char for char in text.casefold() if char.isalpha()]
    latin = [char for char in letters if char in _A_TO_Z]
    if len(latin) < max(_FEWEST_LETTERS, _LATIN * len(letters)):
        return False
    vowels = sum(char in _VOWELS for char in latin)
    common = sum(char in _COMMON for char in latin)
    return vowels < _FEWEST_VOWELS * len(latin) and common < _FEWEST_COMMON * len(latin)
