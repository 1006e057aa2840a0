"""The words of a page of a PDF, each with its place, its size and its weight.

PDFium returns characters in the order in which the file draws them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa.characters import LIGATURES
from qa.loaders.pdf.accents import has_accent, with_accents
from qa.loaders.pdf.characters import HYPHEN, Characters
from qa.loaders.pdf.right_to_left import is_right_to_left, visual

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pypdfium2 as pdfium

    from qa.loaders.pdf.characters import Style

_LETTERS = str.maketrans(LIGATURES)
_RUN = re.compile(f"[^\\s{HYPHEN}]+{HYPHEN}?|{HYPHEN}")  # a word ends behind its hyphen
_UNPRINTED = re.compile("[\x00-\x08\x0e-\x1b\u200b\ufeff\uffff\ud800-\udfff]")
_RAISED = 0.1  # of the size: up or down, beyond which a word does not go on
_APART = 1.0  # of the size: to the right, the same
_CLEARLY = 0.9  # of the size, either way: what is nearer than this needs no closer look


@dataclass(slots=True)
class Word:
    """Characters without white space between them, drawn one after another.

    Attributes:
        text: its characters from left to right, see :mod:`qa.loaders.pdf.right_to_left`.
        left: its left edge, in points.
        right: its right edge.
        base: the height of its baseline.
        size: of its letters, in points.
        bold: whether they are bold.
        font: the name of their font; empty where it has none.
        turn: degrees by which it is turned against the page, 0 for text to be read upright.
        index: PDFium's number of its first character.
        end: PDFium's number after its last character.
        joined: whether there is no white space between the word before and it.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    font: str
    turn: int
    index: int
    end: int
    joined: bool = False


def read_words(page: pdfium.PdfPage, words: Any) -> list[Word]:
    """Return the words of a page in the order in which the file draws them.

    Args:
        page: of the PDF.
        words: its text page, from PDFium.
    """
    return _Reader(page, words).read()


class _Reader:
    """Reads the words of one page."""

    def __init__(self, page: pdfium.PdfPage, words: Any) -> None:
        self._chars = Characters(page, words)
        self._is_right_to_left = is_right_to_left(self._chars.text)
        self._level = 0, 0.0, 0.0  # a text object, the bottom of its boxes, its baseline

    def read(self) -> list[Word]:
        """Return the words."""
        text, chars = self._chars.text, self._chars
        has_unprinted = _UNPRINTED.search(text) is not None
        is_plain = not (self._is_right_to_left or self._chars.rotation)
        found: list[Word] = []
        joined = False
        runs = [run.span() for run in _RUN.finditer(text)]
        items = chars.items([start for start, _ in runs])
        for (start, end), item in zip(runs, items, strict=True):
            if not start or text[start - 1].isspace():
                joined = False
            is_printed = not (has_unprinted and _UNPRINTED.search(text, start, end))
            word = None
            if is_plain and is_printed:
                word = self._plain_word(start, end, item, joined=joined)
            if word:
                found.append(word)
                joined = True
                continue
            at: Sequence[int] = range(start, end)
            if not is_printed:
                at = [index for index in at if not _UNPRINTED.match(text[index])]
            while at:
                if at[0] != start:
                    (item,) = self._chars.items(at[:1])  # noqa: PLW2901
                word, count = self._word(at, self._chars.style(at[0], item), joined=joined)
                found.append(word)
                at = at[count:]
                joined = True
        return found

    def _plain_word(self, start: int, end: int, item: int, *, joined: bool) -> Word | None:
        """Return a run of characters as a word: one after another, upright, all on one line.

        Nearly all are; of another, :meth:`_word` says what it is.
        """
        bottoms = self._chars.bottoms
        bottom = bottoms[start]
        style = self._chars.style(start, item)
        count = end - start
        if style.angle or (count > 1 and bottoms[start:end].count(bottom) != count):
            return None
        if self._chars.runs_down(start, style.exact):
            return None
        if count > 1:
            gaps, most = self._chars.gaps[start : end - 1], _CLEARLY * style.size
            if max(gaps) >= most or min(gaps) <= -most:
                return None
        if self._level[:2] == (item, bottom) and item:
            base = self._level[2]
        else:
            base = self._chars.base(start, 0)
            self._level = item, bottom, base
        text = self._chars.text[start:end]
        if has_accent(text):
            return None
        if not text.isascii():
            text = text.translate(_LETTERS)
        corner, last = self._chars.corners[0], end - 1
        left = min(self._chars.lefts[start], self._chars.lefts[last]) - corner
        right = max(self._chars.rights[start], self._chars.rights[last]) - corner
        return Word(
            text, left, right, base, style.size, style.bold, style.font, 0, start, end, joined
        )

    def _word(self, at: Sequence[int], style: Style, *, joined: bool) -> tuple[Word, int]:
        """Return the word that begins a run of characters, and how many of them it has.

        A word has the style of its first character: many files draw each by itself.
        """
        first, turn = at[0], self._chars.turn(at[0], style)
        base = self._chars.base(first, turn)
        lefts, rights = self._chars.edges(at, turn)
        count = self._length(at, lefts, rights, (style.size, base, turn))
        end = at[count - 1] + 1
        text = self._chars.text[first:end]
        if len(text) > count:
            text = "".join([self._chars.text[index] for index in at[:count]])
        left, right = min(lefts[0], lefts[count - 1]), max(rights[0], rights[count - 1])
        is_turned = self._is_right_to_left and is_right_to_left(text)
        if is_turned or has_accent(text):
            chars = [LIGATURES.get(char, char) for char in text]
            letters = with_accents(list(zip(chars, lefts, rights, strict=False)))
            letters = visual(letters) if is_turned else letters
            text = "".join([char for char, _, _ in letters])
            left = min(letters[0][1], letters[-1][1])
            right = max(letters[0][2], letters[-1][2])
        elif not text.isascii():
            text = text.translate(_LETTERS)
        size, bold, font = style.size, style.bold, style.font
        return Word(text, left, right, base, size, bold, font, turn, first, end, joined), count

    def _length(
        self,
        at: Sequence[int],
        lefts: Sequence[float],
        rights: Sequence[float],
        look: tuple[float, float, int],
    ) -> int:
        """Return how many characters of a run are not too far from the first to be its word.

        Args:
            at: the characters.
            lefts: their left edges.
            rights: their right edges.
            look: size, baseline and turn of the word.
        """
        if len(at) == 1:
            return 1
        size, base, turn = look
        bottoms = self._chars.bottoms[at[0] : at[-1] + 1]
        room = _APART * size
        for number in range(1, len(at)):
            # Boxes have the same bottom along most words; where not, the baselines count. Raised
            # text is a word of its own.
            index = at[number]
            if abs(self._chars.bottoms[index] - bottoms[0]) > _RAISED * size and (
                abs(self._chars.base(index, turn) - base) > _RAISED * size
            ):
                return number
            left = lefts[number]
            if left > max(rights[0], rights[number - 1]) + room:
                return number
            if left < min(lefts[0], lefts[number - 1]) - 2 * room:
                return number
        return len(at)
