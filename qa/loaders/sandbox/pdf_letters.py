"""Where the letters of a page of a PDF are, and which of them are the words of a span.

The canonical text of a page has other white space than the page, and tables and columns may stand
in another order. Letters are compared without what nobody sees; where that is not enough, words
are found by what stands around them, or not at all: nothing is marked rather than something wrong.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from qa.characters import LIGATURES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Box = tuple[float, float, float, float]
"""Left, top, right and bottom as shares of the page's width and height, from its upper left."""

# Also the bars between cells, which the page does not have.
_UNSEEN = re.compile("[\\s|\x00-\x1f\u00ad\ufeff\ufffe\uffff\ud800-\udfff-]")
_SAME_LINE = 0.5  # of a letter's height that two boxes of one line share
_GRID = 1_000_000  # PDFium returns places on a page as whole numbers
_AROUND = 60  # letters before and after words that tell which of several places is meant
_MOST_PLACES = 1_000  # of the same words on a page
_MOST_COMPARED = 100_000  # places, for all spans of a page together


class Letters(NamedTuple):
    """The letters of a page in the order of its file.

    Attributes:
        text: the letters, without what is not seen.
        boxes: where each of them is.
    """

    text: str
    boxes: list[Box]


def letters_of(page: Any) -> Letters:
    """Return the letters of a page.

    Args:
        page: of pypdfium2.
    """
    words = page.get_textpage()
    letters: list[str] = []
    boxes: list[Box] = []
    for i in range(words.count_chars()):
        char = words.get_text_range(i, 1)
        seen = [one for one in LIGATURES.get(char, char) if not _UNSEEN.match(one)]
        if seen:
            box = _shares(page, words.get_charbox(i, loose=True))
            letters += seen
            boxes += [box] * len(seen)
    return Letters("".join(letters), boxes)


def _shares(page: Any, box: tuple[float, float, float, float]) -> Box:
    """Return a box in points of the page as shares of what is drawn, turned as it is turned."""
    from ctypes import byref, c_int  # noqa: PLC0415 - the parent process needs neither

    import pypdfium2.raw as pdfium  # noqa: PLC0415

    across: list[float] = []
    down: list[float] = []
    left, bottom, right, top = box
    for x, y in ((left, bottom), (right, top)):
        to_x, to_y = c_int(), c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, _GRID, _GRID, 0, x, y, byref(to_x), byref(to_y))
        across.append(to_x.value / _GRID)
        down.append(to_y.value / _GRID)
    return min(across), min(down), max(across), max(down)


class Places:
    """Finds the spans of a page's canonical text among its letters."""

    def __init__(self, letters: Letters, text: str) -> None:
        """Take a page.

        Args:
            letters: of the page.
            text: its canonical text, as it was indexed.
        """
        self._letters = letters
        self._text = text
        self._seen = _UNSEEN.sub("", text)
        self._before = [0, *accumulate(int(not _UNSEEN.match(char)) for char in text)]
        self._is_same = letters.text == self._seen
        self._places: dict[str, list[int]] = {}
        self._left = _MOST_COMPARED

    def boxes(self, start: int, end: int) -> list[Box]:
        """Return the boxes of a span, one for each line; none where it is not found.

        Args:
            start: offset of its first character in the text of the page.
            end: offset after its last one.
        """
        whole = self._found(start, end)
        if whole:
            return as_lines(self._letters.boxes[whole.start : whole.stop])
        lines = self._text[start:end].split("\n")
        if len(lines) == 1:
            return []
        # On the page, the columns or cells between its lines may stand elsewhere.
        found: list[Box] = []
        at = start
        for line in lines:
            part = self._found(at, at + len(line))
            if part:
                found += as_lines(self._letters.boxes[part.start : part.stop])
            at += len(line) + 1
        return found

    def _found(self, start: int, end: int) -> range:
        first, last = self._before[start], self._before[end]
        if self._is_same or first == last:
            return range(first, last)
        wanted = self._seen[first:last]
        before = self._seen[max(0, first - _AROUND) : first][::-1]
        after = self._seen[last : last + _AROUND]
        if wanted not in self._places:
            self._places[wanted] = list(_places(self._letters.text, wanted))
        places = self._places[wanted]
        self._left -= len(places)
        if self._left < 0:
            return range(0)  # too many to tell apart in time
        best, best_at, is_only = -1, -1, True
        for at in places:
            stop = at + len(wanted)
            alike = _alike(self._letters.text[max(0, at - _AROUND) : at][::-1], before)
            alike += _alike(self._letters.text[stop : stop + _AROUND], after)
            if alike > best:
                best, best_at, is_only = alike, at, True
            elif alike == best:
                is_only = False
        return range(best_at, best_at + len(wanted)) if best >= 0 and is_only else range(0)


def as_lines(boxes: Iterable[Box]) -> list[Box]:
    """Return boxes with those of one line joined.

    Args:
        boxes: of letters or words, in the order of reading.
    """
    lines: list[Box] = []
    for left, top, right, bottom in boxes:
        if lines:
            l0, t0, r0, b0 = lines[-1]
            shared = min(b0, bottom) - max(t0, top)
            if shared >= _SAME_LINE * min(bottom - top, b0 - t0) and left >= l0:
                lines[-1] = (l0, min(t0, top), max(r0, right), max(b0, bottom))
                continue
        lines.append((left, top, right, bottom))
    return lines


def _places(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    for _ in range(_MOST_PLACES):
        if at < 0:
            return
        yield at
        at = text.find(wanted, at + 1)


def _alike(one: str, other: str) -> int:
    """Return how many letters two texts begin with alike."""
    for i, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return i
    return min(len(one), len(other))
