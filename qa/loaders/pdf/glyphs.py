"""The words of a page of a PDF, each with its place, its size and its weight.

PDFium returns characters in the order in which the file draws them. Places are turned so that the
text of a direction runs from left to right and from the top down, whatever way the page lies.
"""

from __future__ import annotations

import ctypes
import math
import re
import sys
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from qa.characters import LIGATURES
from qa.loaders.pdf.accents import has_accent, with_accents
from qa.loaders.pdf.right_to_left import is_right_to_left, visual

HYPHEN = "\ufffe"
"""The mark of a word divided at the end of a line, as PDFium's text has it."""

_HYPHENS = {2: HYPHEN, 0xFFFE: HYPHEN, 0xAD: HYPHEN}  # characters that PDFium and files write
_UNPRINTED = re.compile("[\x00-\x1f\u200b\ufeff\uffff\ud800-\udfff]")
_BOLD = re.compile(
    r"bold|black|heavy|demi(?!ta)|medi\b|cmbx|sfbx|[-,_ ](?:bd|b|bi)\b", re.IGNORECASE
)
_SUBSET = re.compile(r"^[A-Z]{6}\+")  # before the name of a font of which some letters are in
_BOLD_WEIGHT = 600
_BOLD_FLAG = 1 << 18  # of a font: ForceBold
_STROKED = 2  # text render mode: filled and stroked, which looks bold
_BELOW_EACH_OTHER = 3  # characters that show that text runs down
_LONGEST_NAME = 200  # of a font
_TURN = 5  # degrees, to which the direction of text is rounded
_RAISED = 0.1  # of the size: up or down, beyond which a word does not go on
_APART = 1.0  # of the size: to the right, the same


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


@dataclass(slots=True)
class _Style:
    """What the characters of a word have in common."""

    size: float
    bold: bool
    font: str
    turn: int


def read_words(page: pdfium.PdfPage, words: Any) -> list[Word]:
    """Return the words of a page in the order in which the file draws them.

    Args:
        page: of the PDF.
        words: its text page, from PDFium.
    """
    reader = _Reader(page, words)
    return reader.read()


class _Reader:
    """Reads the words of one page."""

    def __init__(self, page: pdfium.PdfPage, words: Any) -> None:
        self._words = words
        self._rotation = int(page.get_rotation())
        self._corners = _corners(page)
        self._count = words.count_chars()
        self._matrix = raw.FS_MATRIX()
        self._fonts: dict[int | None, tuple[str, bool]] = {}
        self._frames: dict[int, tuple[float, float, float, float]] = {}
        self._found: list[Word] = []
        self._letters: list[tuple[str, float, float]] = []
        self._box = raw.FS_RECTF()
        self._bottom = 0.0
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def read(self) -> list[Word]:
        """Return the words."""
        words, box = self._words, self._box
        turn = 0
        joined = False
        for index in range(self._count):
            code = raw.FPDFText_GetUnicode(words, index)
            # Damaged files name characters that there are not.
            char = _HYPHENS.get(code) or (chr(code) if code <= sys.maxunicode else "\ufffd")
            if char.isspace():
                joined = False
                self._close()
                continue
            if _UNPRINTED.match(char):
                continue
            raw.FPDFText_GetLooseCharBox(words, index, box)
            if turn or self._rotation:
                left, right, _ = self._place(turn, index)
            else:  # most text, without a call for the baseline of each character
                left, right = box.left - self._corners[0], box.right - self._corners[0]
            if self._letters and self._is_elsewhere(index, left):
                self._close()
            if not self._letters:
                # A word has the style of its first character: many files draw each by itself.
                style = self._style(index)
                turn = style.turn
                left, right, base = self._place(turn, index)
                looks = (style.size, style.bold, style.font, turn)
                self._found.append(Word("", left, right, base, *looks, index, 0, joined))
                self._bottom = box.bottom
            joined = True
            self._letters.append((LIGATURES.get(char, char), left, right))
            self._found[-1].end = index + 1
            if char == HYPHEN:
                self._close()
        self._close()
        return self._found

    def _close(self) -> None:
        """Make a word of the characters since the last one."""
        letters = self._letters
        if not letters:
            return
        word = self._found[-1]
        word.text = "".join([char for char, _, _ in letters])
        if has_accent(word.text):
            letters = with_accents(letters)
            word.text = "".join([char for char, _, _ in letters])
        if is_right_to_left(word.text):
            letters = visual(letters)
            word.text = "".join([char for char, _, _ in letters])
        word.left = min(letters[0][1], letters[-1][1])
        word.right = max(letters[0][2], letters[-1][2])
        self._letters = []

    def _is_elsewhere(self, index: int, left: float) -> bool:
        """Return whether a character is too far from the word before to be a part of it."""
        word = self._found[-1]
        # Boxes have the same bottom along most words; where not, the baselines count. Raised
        # text is a word of its own.
        if abs(self._box.bottom - self._bottom) > _RAISED * word.size:
            base = self._place(word.turn, index)[2]
            if abs(base - word.base) > _RAISED * word.size:
                return True
        first, last = self._letters[0], self._letters[-1]
        room = _APART * word.size
        return left > max(first[2], last[2]) + room or left < min(first[1], last[1]) - 2 * room

    def _place(self, angle: int, index: int) -> tuple[float, float, float]:
        """Return the left and right edge of a character, and its baseline."""
        box, x, y = self._box, self._x, self._y
        raw.FPDFText_GetCharOrigin(self._words, index, x, y)
        if angle == 0 and self._rotation == 0:
            return (
                box.left - self._corners[0],
                box.right - self._corners[0],
                y.value - self._corners[1],
            )
        cos, sin, left, bottom = self._frame(angle)
        ends = [
            cos * at + sin * up - left for at, up in ((box.left, box.bottom), (box.right, box.top))
        ]
        return min(ends), max(ends), cos * y.value - sin * x.value - bottom

    def _frame(self, angle: int) -> tuple[float, float, float, float]:
        """Return the turn that makes a direction upright, and the page's corner after it."""
        if angle not in self._frames:
            turn = math.radians(angle + self._rotation)
            cos, sin = math.cos(turn), math.sin(turn)
            left, bottom, right, top = self._corners
            corners = [(x, y) for x in (left, right) for y in (bottom, top)]
            self._frames[angle] = (
                cos,
                sin,
                min(cos * x + sin * y for x, y in corners),
                min(cos * y - sin * x for x, y in corners),
            )
        return self._frames[angle]

    def _style(self, index: int) -> _Style:
        """Return the style of a character."""
        words, matrix = self._words, self._matrix
        item = raw.FPDFText_GetTextObject(words, index)
        size = raw.FPDFText_GetFontSize(words, index)
        angle = 0.0
        if raw.FPDFText_GetMatrix(words, index, matrix):
            size *= math.hypot(matrix.c, matrix.d)
            angle = math.degrees(math.atan2(matrix.b, matrix.a)) if matrix.b else 0.0
        if angle == 0 and self._runs_down(index, size):
            angle = -90.0
        # Degrees against the upright page: pages can be turned as a whole.
        turn = round((angle - self._rotation) / _TURN) * _TURN % 360
        font, bold = self._font(item, index)
        return _Style(round(size, 1), bold, font, turn)

    def _runs_down(self, index: int, size: float) -> bool:
        """Return whether this character and the next two stand below each other."""
        x, y = self._x, self._y
        places: list[tuple[float, float]] = []
        for at in range(index, min(index + _BELOW_EACH_OTHER, self._count)):
            raw.FPDFText_GetCharOrigin(self._words, at, x, y)
            if places and abs(x.value - places[-1][0]) > 0.3 * size:
                return False
            places.append((x.value, y.value))
        return len(places) == _BELOW_EACH_OTHER and all(
            0.5 * size < before[1] - after[1] < 2 * size for before, after in pairwise(places)
        )

    def _font(self, item: Any, index: int) -> tuple[str, bool]:
        """Return the name of a text object's font, and whether it is drawn in bold."""
        if not item:
            return "", False
        key = ctypes.cast(raw.FPDFTextObj_GetFont(item), ctypes.c_void_p).value
        if key not in self._fonts:
            buffer = ctypes.create_string_buffer(_LONGEST_NAME)
            flags = ctypes.c_int()
            raw.FPDFText_GetFontInfo(self._words, index, buffer, _LONGEST_NAME, flags)
            name = buffer.value.decode("utf-8", "replace")
            bold = (
                raw.FPDFText_GetFontWeight(self._words, index) >= _BOLD_WEIGHT
                or bool(max(0, flags.value) & _BOLD_FLAG)
                or _BOLD.search(name) is not None
            )
            self._fonts[key] = _SUBSET.sub("", name), bold
        name, bold = self._fonts[key]
        return name, bold or raw.FPDFTextObj_GetTextRenderMode(item) == _STROKED


def _corners(page: pdfium.PdfPage) -> tuple[float, float, float, float]:
    """Return the left, bottom, right and top edge of a page; damaged ones have their size only."""
    try:
        left, bottom, right, top = page.get_bbox()
    except pdfium.PdfiumError:
        width, height = page.get_size()
        return 0.0, 0.0, float(width), float(height)
    return left, bottom, right, top
