"""Text from right to left: from the places of its characters to the order in which it is read.

Files draw Arabic and Hebrew in either order, and PDFium turns some of it. Only the places say
what is read when. A row is taken from left to right first, as it is seen ("visual"); then it is
turned by the rules of Unicode's bidirectional algorithm (https://www.unicode.org/reports/tr9) the
other way round: all is reversed, and words and numbers from left to right in it once more.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Hebrew to Arabic Extended-A, and the forms that fonts have of their letters.
_LETTERS = "\u0590-\u065f\u066a-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_LETTER = re.compile(f"[{_LETTERS}]")
_FORM = re.compile("[\ufb1d-\ufdff\ufe70-\ufefc]")
_MARKS = "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
_MARKED = re.compile(f"([{_MARKS}]+)([^{_MARKS}\\s])")
_MARK = re.compile(f"[{_MARKS}]")
_ALEF = "اأإآ"
_LAM = "ل"
_SEPARATORS = ".,:/-"
_UNITS = "%٪$€£¥₪°"
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_OPENING, _CLOSING = "([{", ")]}"


def is_right_to_left(text: str) -> bool:
    """Return whether a text has a letter of Arabic, Hebrew or a script like them.

    Args:
        text: of a page.
    """
    return _LETTER.search(text) is not None


def leans_right_to_left(text: str) -> bool:
    """Return whether most letters of a text are of such a script.

    Args:
        text: of a page.
    """
    there = len(_LETTER.findall(text))
    return there > 0 and there >= sum(char.isalpha() for char in text) / 2


def visual(letters: Sequence[tuple[str, float, float]]) -> list[tuple[str, float, float]]:
    """Return the characters of a word from left to right, marks behind their letters.

    Args:
        letters: character, left edge and right edge of each.
    """
    drawn = [item for item in letters if not _MARK.match(item[0])]
    bases = _without_ligatures(drawn)
    marks: dict[int, list[tuple[str, float, float]]] = {}
    lefts = [left for _, left, _ in bases]
    for item in letters:
        if _MARK.match(item[0]):
            at = max(0, bisect_right(lefts, (item[1] + item[2]) / 2) - 1)
            marks.setdefault(at, []).append(item)
    found = list(marks.get(0, [])) if not bases else []
    for at, base in enumerate(bases):
        found += [base, *marks.get(at, [])]
    return found


def _without_ligatures(drawn: Sequence[tuple[str, float, float]]) -> list[tuple[str, float, float]]:
    """Return letters from left to right; of those of one glyph, the first to be read is last.

    That is lam before alef, and the first of two others in a word that is drawn as it is read.
    """
    is_as_read = bool(drawn) and drawn[0][1] >= drawn[-1][1]
    bases: list[tuple[str, float, float]] = []
    for _, glyph in groupby(sorted(drawn, key=_place), key=_place):
        found = list(glyph)
        chars = [char for char, _, _ in found]
        is_one = len({right for _, _, right in found}) == 1 and all(map(_LETTER.match, chars))
        if (is_one and is_as_read) or (chars[0] == _LAM and set(chars[1:]) <= set(_ALEF)):
            found.reverse()
        bases += found
    return bases


def logical(text: str, *, base: bool) -> str:
    """Return a row as it is read.

    Args:
        text: the row from left to right.
        base: whether the row as a whole is read from right to left.
    """
    if not is_right_to_left(text):
        return text
    turned = _from_the_right(text) if base else _islands(text)
    return _FORM.sub(lambda match: unicodedata.normalize("NFKC", match[0]), turned)


def _from_the_right(text: str) -> str:
    """Reverse a row, save the words and numbers in it that are read from left to right."""
    chars = list(_MARKED.sub(r"\2\1", text[::-1]))
    at = 0
    parts: list[str] = []
    while at < len(chars):
        end = _run_end(chars, at)
        if end > at:
            parts.append("".join(chars[at:end])[::-1])
            at = end
        else:
            parts.append(chars[at])
            at += 1
    turned = "".join(parts)
    return turned.translate(_MIRRORED) if _is_mirrored(turned) else turned


def _islands(text: str) -> str:
    """Reverse the runs of words from right to left within a row from left to right."""
    run = re.compile(f"[{_LETTERS}](?:[^A-Za-z\\u00c0-\\u024f]*[{_LETTERS}])?")
    return run.sub(lambda match: _from_the_right(match[0]), text)


def _run_end(chars: Sequence[str], start: int) -> int:
    """Return the end of the run from left to right that starts there; the start if none does."""
    end = start
    letters = False
    for at in range(start, len(chars)):
        char = chars[at]
        if _LETTER.match(char) or (at == start and not _is_strong(char)):
            break
        if char.isalpha():
            letters = True
        if _is_strong(char):
            end = at + 1
        elif not letters and not _goes_on(chars, at):
            # Numbers with white space between them are read from the right, one by one. The
            # words of another language are not.
            break
    return end


def _is_strong(char: str) -> bool:
    return char.isalnum() or char in _UNITS


def _goes_on(chars: Sequence[str], at: int) -> bool:
    """Return whether a number goes on behind a separator."""
    return chars[at] in _SEPARATORS and at + 1 < len(chars) and chars[at + 1].isdigit()


def _is_mirrored(text: str) -> bool:
    """Return whether a bracket closes before one opens: the file names them by their shape."""
    for char in text:
        if char in _OPENING:
            return False
        if char in _CLOSING:
            return True
    return False


def _place(letter: tuple[str, float, float]) -> float:
    return letter[1]
