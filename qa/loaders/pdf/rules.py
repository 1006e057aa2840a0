"""The straight lines that are drawn on a page, such as those around the cells of a table."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pypdfium2 import raw

from qa.loaders.pdf import calls

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pypdfium2 as pdfium

_MOST_OBJECTS = 20_000  # of a page; what has more is a drawing
_MOST_LINES = 3_000
_MOST_SEGMENTS = 400  # of one path
_THIN = 3.0  # points: a filled box that is as thin as this is a line
_SHORT = 4.0  # points: a line that is as short as this rules nothing
_SLANT = 0.5  # points, by which a level line may rise


@dataclass(slots=True)
class Rules:
    """The lines of a page.

    Attributes:
        level: left end, right end and height of each line that runs from left to right.
        upright: lower end, upper end and place of each that runs up.
    """

    level: list[tuple[float, float, float]] = field(default_factory=list)
    upright: list[tuple[float, float, float]] = field(default_factory=list)


def read_rules(page: pdfium.PdfPage) -> Rules:
    """Return the lines of a page; none for a turned page or a drawing.

    Args:
        page: of the PDF.
    """
    rules = Rules()
    if page.get_rotation() or raw.FPDFPage_CountObjects(page) > _MOST_OBJECTS:
        return rules
    left, bottom, _, _ = page.get_bbox()
    for number in calls.paths_of(page):
        for x0, y0, x1, y1 in _lines(number):
            _add(rules, x0 - left, y0 - bottom, x1 - left, y1 - bottom)
        if len(rules.level) + len(rules.upright) > _MOST_LINES:
            return Rules()
    return rules


def _add(rules: Rules, x0: float, y0: float, x1: float, y1: float) -> None:
    if abs(y1 - y0) <= _SLANT and abs(x1 - x0) > _SHORT:
        rules.level.append((min(x0, x1), max(x0, x1), (y0 + y1) / 2))
    elif abs(x1 - x0) <= _SLANT and abs(y1 - y0) > _SHORT:
        rules.upright.append((min(y0, y1), max(y0, y1), (x0 + x1) / 2))


def _lines(path: int) -> Iterator[tuple[float, float, float, float]]:
    """Yield the lines of a path: a thin box as its middle, others as their edges."""
    bounds = calls.bounds_of(path)
    if bounds is None:
        return
    left, bottom, right, top = bounds
    if top - bottom <= _THIN or right - left <= _THIN:
        x, y = (left + right) / 2, (bottom + top) / 2
        yield (left, y, right, y) if top - bottom <= right - left else (x, bottom, x, top)
        return
    item = ctypes.cast(path, raw.FPDF_PAGEOBJECT)
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, mode, stroked)
    count = raw.FPDFPath_CountSegments(item)
    if not stroked.value or count > _MOST_SEGMENTS:  # a shade behind text, or a drawing
        return
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    across, up = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for number in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, number)
        raw.FPDFPathSegment_GetPoint(segment, across, up)
        point = (
            matrix.a * across.value + matrix.c * up.value + matrix.e,
            matrix.b * across.value + matrix.d * up.value + matrix.f,
        )
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield (*last, *point)
        if raw.FPDFPathSegment_GetClose(segment):
            yield (*point, *start)
        last = point
