"""PDFium's functions that are called for each character or object of a page, at little cost.

pypdfium2 checks and converts each argument of each call, which takes longer than most of these
functions do. Here handles and places in memory are plain numbers.
"""

from __future__ import annotations

import ctypes
import re
import sys
from collections import deque
from itertools import repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from pypdfium2 import raw

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_EDGES = 4  # of a box: left, top, right, bottom
_MATRIX = raw.FS_MATRIX()  # PDFium is called by one thread at a time
_MATRIX_PLACE = ctypes.addressof(_MATRIX)
_MARK = re.compile("\ufffe")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_NOTHING = "\u200b"  # takes no room and is no part of a word
_HANDLE, _INT, _PLACE = ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p


def _plain(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """Return one of PDFium's functions that takes numbers."""
    place = ctypes.cast(function, ctypes.c_void_p).value or 0
    plain: Callable[..., Any] = ctypes.PYFUNCTYPE(result, *arguments)(place)
    return plain


unicode_of = _plain(raw.FPDFText_GetUnicode, ctypes.c_uint, _HANDLE, _INT)
is_unmapped = _plain(raw.FPDFText_HasUnicodeMapError, _INT, _HANDLE, _INT)
_object_of = _plain(raw.FPDFText_GetTextObject, _HANDLE, _HANDLE, _INT)
_font_of = _plain(raw.FPDFTextObj_GetFont, _HANDLE, _HANDLE)
_drawn = _plain(raw.FPDFPage_GetObject, _HANDLE, _HANDLE, _INT)
_type_of = _plain(raw.FPDFPageObj_GetType, _INT, _HANDLE)
_mode_of = _plain(raw.FPDFTextObj_GetTextRenderMode, _INT, _HANDLE)
_size_of = _plain(raw.FPDFText_GetFontSize, ctypes.c_double, _HANDLE, _INT)
_matrix_of = _plain(raw.FPDFText_GetMatrix, _INT, _HANDLE, _INT, _PLACE)
origin_of = _plain(raw.FPDFText_GetCharOrigin, _INT, _HANDLE, _INT, _PLACE, _PLACE)
_bounds_of = _plain(raw.FPDFPageObj_GetBounds, _INT, _HANDLE, _PLACE, _PLACE, _PLACE, _PLACE)
_box_of = _plain(raw.FPDFText_GetLooseCharBox, _INT, _HANDLE, _INT, _PLACE)


class Look(NamedTuple):
    """How the characters of a text object are drawn.

    Attributes:
        font: PDFium's number of their font, 0 for none.
        mode: whether they are filled, stroked or both.
        size: of the font, in units of the matrix.
        matrix: that they are drawn by, its first four numbers; None if missing.
    """

    font: int
    mode: int
    size: float
    matrix: tuple[float, float, float, float] | None


def handle_of(item: Any) -> int:
    """Return the number that stands for a page or its text in PDFium.

    Args:
        item: of pypdfium2.
    """
    return ctypes.cast(item.raw, ctypes.c_void_p).value or 0


def paths_of(page: Any) -> list[int]:
    """Return PDFium's numbers of the paths that are drawn on a page.

    Args:
        page: of pypdfium2.
    """
    count = max(0, raw.FPDFPage_CountObjects(page))
    items = [item or 0 for item in map(_drawn, repeat(handle_of(page)), range(count))]
    types = map(_type_of, items)
    return [item for item, kind in zip(items, types, strict=True) if kind == raw.FPDF_PAGEOBJ_PATH]


def bounds_of(item: int) -> tuple[float, float, float, float] | None:
    """Return the left, bottom, right and top edge of what is drawn; None where it has none.

    Args:
        item: as :func:`paths_of` returns it.
    """
    edges = (ctypes.c_float * _EDGES)()
    places = _places(edges, _EDGES)
    if not _bounds_of(item, *places):
        return None
    left, bottom, right, top = edges
    return left, bottom, right, top


def read_text(words: Any) -> str:
    """Return the characters of a page, one for each that PDFium counts.

    Args:
        words: text page, of pypdfium2.
    """
    count, handle = max(0, words.count_chars()), handle_of(words)
    buffer = (ctypes.c_ushort * (count + 1))()
    length = raw.FPDFText_GetText(words, 0, count, buffer) - 1
    text = bytes(buffer)[: 2 * max(0, length)].decode("utf-16-le", "surrogatepass")
    if len(text) == count:
        # A hyphen at the end of a line, or a character that is not known.
        return _MARK.sub(lambda mark: _char(unicode_of(handle, mark.start())), text)
    # Some characters are not in the text of the page, or are two there.
    codes = map(unicode_of, repeat(handle, count), range(count))
    return _PAIR.sub(_whole, "".join(map(_char, codes)))


def _char(code: int) -> str:
    """Return a character; damaged files name some that there are not."""
    return chr(code) if code <= sys.maxunicode else "\ufffd"


def _whole(pair: re.Match[str]) -> str:
    """Return a character that PDFium counts as two, such as a letter of a formula, and nothing."""
    return pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le") + _NOTHING


def read_boxes(words: Any) -> tuple[list[float], list[float], list[float], list[float]]:
    """Return the left, top, right and bottom edges of the characters of a page, in points.

    Args:
        words: text page, of pypdfium2.
    """
    count, handle = max(0, words.count_chars()), handle_of(words)
    buffer = (ctypes.c_float * (_EDGES * count))()
    deque(map(_box_of, repeat(handle), range(count), _places(buffer, count)), maxlen=0)
    edges: Any = memoryview(buffer).cast("B").cast("f")
    return edges[0::4].tolist(), edges[1::4].tolist(), edges[2::4].tolist(), edges[3::4].tolist()


def text_objects(handle: int, at: Sequence[int]) -> list[int]:
    """Return PDFium's numbers of what draws characters, 0 for none.

    Args:
        handle: of the text page, as :func:`handle_of` returns it.
        at: the characters' numbers.
    """
    return [item or 0 for item in map(_object_of, repeat(handle), at)]


def look_of(handle: int, item: int, index: int) -> Look:
    """Return how a character is drawn.

    Args:
        handle: of the text page.
        item: that draws it, as :func:`text_objects` returns it.
        index: its number.
    """
    matrix: tuple[float, float, float, float] | None = None
    if _matrix_of(handle, index, _MATRIX_PLACE):
        matrix = _MATRIX.a, _MATRIX.b, _MATRIX.c, _MATRIX.d
    return Look(_font_of(item) or 0, _mode_of(item), _size_of(handle, index), matrix)


def _places(buffer: ctypes.Array[Any], count: int) -> range:
    """Return where each of so many equal parts of a buffer begins in memory."""
    start, step = ctypes.addressof(buffer), ctypes.sizeof(buffer) // max(1, count)
    return range(start, start + step * max(1, count), max(1, step))[:count]
