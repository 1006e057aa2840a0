"""The characters of a page of a PDF: where each stands, how it is turned, and how it is drawn.

Places are turned so that the text of a direction runs from left to right and from the top down,
whatever way the page lies.
"""

from __future__ import annotations

import ctypes
import math
import re
from operator import sub
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from qa.loaders.pdf import calls

if TYPE_CHECKING:
    from collections.abc import Sequence

HYPHEN = "\ufffe"
"""The mark of a word divided at the end of a line, as PDFium's text has it."""

_HYPHENS = {2: HYPHEN, 0xAD: HYPHEN}  # characters that PDFium and files write
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


class Style(NamedTuple):
    """What the characters of a text object have in common: exact is the size, not rounded."""

    exact: float
    size: float
    bold: bool
    font: str
    angle: float


class Characters:
    """The characters of one page.

    Attributes:
        text: one for each that PDFium counts.
        lefts: their left edges, in points, as the page lies.
        rights: their right edges.
        bottoms: the bottoms of their boxes.
        gaps: from the right edge of each to the left one of the next.
        corners: the left, bottom, right and top edge of the page.
        rotation: of the page, in degrees.
    """

    def __init__(self, page: pdfium.PdfPage, words: Any) -> None:
        """Read the places of all characters.

        Args:
            page: of the PDF.
            words: its text page, from PDFium.
        """
        self._words = words
        self._handle = calls.handle_of(words)
        self.rotation = int(page.get_rotation())
        self.corners = _corners(page)
        self.text = calls.read_text(words).translate(_HYPHENS)
        self.lefts, self._tops, self.rights, self.bottoms = calls.read_boxes(words)
        self.gaps = list(map(sub, self.lefts[1:], self.rights))
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._places = ctypes.addressof(self._x), ctypes.addressof(self._y)
        self._fonts: dict[int, tuple[str, bool]] = {}
        self._frames: dict[int, tuple[float, float, float, float]] = {}
        self._styles: dict[tuple[bool, calls.Look], Style] = {}
        self._items: dict[int, Style] = {}

    def items(self, at: Sequence[int]) -> list[int]:
        """Return PDFium's numbers of what draws characters, 0 for none.

        Args:
            at: the characters.
        """
        return calls.text_objects(self._handle, at)

    def edges(self, at: Sequence[int], angle: int) -> tuple[list[float], list[float]]:
        """Return the left and right edges of characters.

        Args:
            at: the characters.
            angle: by which they are turned.
        """
        first, end = at[0], at[-1] + 1
        lefts, rights = self.lefts[first:end], self.rights[first:end]
        if len(lefts) != len(at):
            lefts, rights = [self.lefts[n] for n in at], [self.rights[n] for n in at]
        if angle == 0 and self.rotation == 0:
            corner = self.corners[0]
            if corner:
                lefts, rights = [x - corner for x in lefts], [x - corner for x in rights]
            return lefts, rights
        cos, sin, left, _ = self._frame(angle)
        ends = [
            (
                cos * self.lefts[n] + sin * self.bottoms[n] - left,
                cos * self.rights[n] + sin * self._tops[n] - left,
            )
            for n in at
        ]
        return [min(end) for end in ends], [max(end) for end in ends]

    def _origin(self, index: int) -> tuple[float, float]:
        """Return where a character stands on its baseline."""
        calls.origin_of(self._handle, index, *self._places)
        return self._x.value, self._y.value

    def base(self, index: int, angle: int) -> float:
        """Return the baseline of a character.

        Args:
            index: of the character.
            angle: by which it is turned.
        """
        x, y = self._origin(index)
        if angle == 0 and self.rotation == 0:
            return y - self.corners[1]
        cos, sin, _, bottom = self._frame(angle)
        return cos * y - sin * x - bottom

    def _frame(self, angle: int) -> tuple[float, float, float, float]:
        """Return the turn that makes a direction upright, and the page's corner after it."""
        if angle not in self._frames:
            turn = math.radians(angle + self.rotation)
            cos, sin = math.cos(turn), math.sin(turn)
            left, bottom, right, top = self.corners
            corners = [(x, y) for x in (left, right) for y in (bottom, top)]
            self._frames[angle] = (
                cos,
                sin,
                min(cos * x + sin * y for x, y in corners),
                min(cos * y - sin * x for x, y in corners),
            )
        return self._frames[angle]

    def style(self, index: int, item: int) -> Style:
        """Return the style of a character, by what draws it.

        Args:
            index: of the character.
            item: that draws it, as :meth:`items` returns it.
        """
        style = self._items.get(item) if item else None
        if style is None:
            look = calls.look_of(self._handle, item, index)
            style = self._styles.get((bool(item), look))
            if style is None:
                size, angle = look.size, 0.0
                if look.matrix:
                    a, b, c, d = look.matrix
                    size *= math.hypot(c, d)
                    angle = math.degrees(math.atan2(b, a)) if b else 0.0
                font, bold = self._font(look, index) if item else ("", False)
                style = Style(size, round(size, 1), bold, font, angle)
                self._styles[bool(item), look] = style
            if item:
                self._items[item] = style
        return style

    def turn(self, index: int, style: Style) -> int:
        """Return the degrees by which a character is turned against the upright page.

        Args:
            index: of the character.
            style: of it.
        """
        angle = style.angle
        if angle == 0:
            if self.runs_down(index, style.exact):
                angle = -90.0
            elif not self.rotation:
                return 0
        # Pages can be turned as a whole.
        return round((angle - self.rotation) / _TURN) * _TURN % 360

    def runs_down(self, index: int, size: float) -> bool:
        """Return whether this character and the next two stand below each other.

        Args:
            index: of the character.
            size: of it.
        """
        bottoms, lefts = self.bottoms[index : index + 2], self.lefts[index : index + 2]
        if bottoms[0] == bottoms[-1] and lefts[0] < lefts[-1]:
            return False  # most characters: the next one is to the right, at the same height
        x, y = self._origin(index)
        for at in range(index + 1, index + _BELOW_EACH_OTHER):
            if at >= len(self.text):
                return False
            across, up = self._origin(at)
            if abs(across - x) > 0.3 * size or not 0.5 * size < y - up < 2 * size:
                return False
            x, y = across, up
        return True

    def _font(self, look: calls.Look, index: int) -> tuple[str, bool]:
        """Return the name of a character's font, and whether it is drawn in bold."""
        if look.font not in self._fonts:
            buffer = ctypes.create_string_buffer(_LONGEST_NAME)
            flags = ctypes.c_int()
            raw.FPDFText_GetFontInfo(self._words, index, buffer, _LONGEST_NAME, flags)
            name = buffer.value.decode("utf-8", "replace")
            bold = (
                raw.FPDFText_GetFontWeight(self._words, index) >= _BOLD_WEIGHT
                or bool(max(0, flags.value) & _BOLD_FLAG)
                or _BOLD.search(name) is not None
            )
            self._fonts[look.font] = _SUBSET.sub("", name), bold
        name, bold = self._fonts[look.font]
        return name, bold or look.mode == _STROKED


def _corners(page: pdfium.PdfPage) -> tuple[float, float, float, float]:
    """Return the left, bottom, right and top edge of a page; damaged ones have their size only."""
    try:
        left, bottom, right, top = page.get_bbox()
    except pdfium.PdfiumError:
        width, height = page.get_size()
        return 0.0, 0.0, float(width), float(height)
    return left, bottom, right, top
