"""What someone typed into a PDF's form or wrote on its pages: fields, free text and comments.

PDFium's text of a page has none of it: it belongs to annotations, which lie on the page.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pypdfium2 import raw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pypdfium2 as pdfium

_MOST = 5_000  # annotations of a page that are read
_LONGEST = 100_000  # characters of one
_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_PASSWORD = 1 << 13  # a flag of fields
_TICKED, _EMPTY = "☒", "☐"
_TICKS = frozenset({raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON})
_CHOICES = frozenset({raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX})
_COMMENTS = frozenset(
    {
        raw.FPDF_ANNOT_TEXT,
        raw.FPDF_ANNOT_HIGHLIGHT,
        raw.FPDF_ANNOT_UNDERLINE,
        raw.FPDF_ANNOT_SQUIGGLY,
        raw.FPDF_ANNOT_STRIKEOUT,
        raw.FPDF_ANNOT_CARET,
        raw.FPDF_ANNOT_STAMP,
        raw.FPDF_ANNOT_LINE,
        raw.FPDF_ANNOT_SQUARE,
        raw.FPDF_ANNOT_CIRCLE,
        raw.FPDF_ANNOT_POLYGON,
        raw.FPDF_ANNOT_POLYLINE,
        raw.FPDF_ANNOT_INK,
    }
)


@dataclass(frozen=True, slots=True)
class Written:
    """Words that lie on a page.

    Attributes:
        text: the words, on one line.
        left, bottom, right, top: of the place that they are written in, in points.
        in_line: whether they belong on the line of the words beside them, as a field's value.
        is_tick: whether it is the box of a tick, whose words are to the right.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    in_line: bool = False
    is_tick: bool = False


def read_written(document: pdfium.PdfDocument, page: pdfium.PdfPage) -> list[Written]:
    """Return what is written on a page, in the order of the file.

    Args:
        document: the PDF; values of fields need its forms to be open, see
            ``PdfDocument.init_forms``.
        page: one of its pages.
    """
    found: list[Written] = []
    corner = page.get_bbox()
    for number in range(min(_MOST, raw.FPDFPage_GetAnnotCount(page))):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        try:
            if not raw.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
                found += _written(document.formenv, annotation, corner)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return found


def _written(forms: Any, annotation: Any, corner: Sequence[float]) -> Iterator[Written]:
    """Yield the words of an annotation, if it has any."""
    kind = raw.FPDFAnnot_GetSubtype(annotation)
    ticks = False
    if kind == raw.FPDF_ANNOT_WIDGET:
        if forms is None:
            return
        field = raw.FPDFAnnot_GetFormFieldType(forms, annotation)
        ticks = field in _TICKS
        text = _value(forms, annotation, field)
    else:
        text = _string(raw.FPDFAnnot_GetStringValue, annotation, b"Contents")
        if kind in _COMMENTS and text:
            author = _string(raw.FPDFAnnot_GetStringValue, annotation, b"T")
            text = f"[Comment by {author}] {text}" if author else f"[Comment] {text}"
        elif kind != raw.FPDF_ANNOT_FREETEXT:
            return
    box = raw.FS_RECTF()
    if not text or not raw.FPDFAnnot_GetRect(annotation, box):
        return
    left, right = sorted((box.left - corner[0], box.right - corner[0]))
    bottom, top = sorted((box.bottom - corner[1], box.top - corner[1]))
    yield Written(text, left, bottom, right, top, kind == raw.FPDF_ANNOT_WIDGET, ticks)


def _value(forms: Any, annotation: Any, field: int) -> str:
    """Return what a field shows: words, a tick, or the labels that are chosen."""
    if field in _TICKS:
        return _TICKED if raw.FPDFAnnot_IsChecked(forms, annotation) else _EMPTY
    if field in _CHOICES:
        count = min(_MOST, raw.FPDFAnnot_GetOptionCount(forms, annotation))
        chosen = [
            _string(raw.FPDFAnnot_GetOptionLabel, forms, annotation, option)
            for option in range(count)
            if raw.FPDFAnnot_IsOptionSelected(forms, annotation, option)
        ]
        if any(chosen):
            return ", ".join(filter(None, chosen))
    secret = raw.FPDFAnnot_GetFormFieldFlags(forms, annotation) & _PASSWORD
    if (field not in _CHOICES and field != raw.FPDF_FORMFIELD_TEXTFIELD) or secret:
        return ""
    return _string(raw.FPDFAnnot_GetFormFieldValue, forms, annotation)


def _string(read: Callable[..., int], *of: Any) -> str:
    """Return a string of PDFium, which says how long it is and then writes it, on one line."""
    size = min(read(*of, None, 0), 2 * _LONGEST)
    if size <= 2:  # noqa: PLR2004 - only the zero at its end
        return ""
    buffer = ctypes.create_string_buffer(size)
    written = read(*of, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    if written > size:  # longer than is read: PDFium has written nothing
        return ""
    return " ".join(buffer.raw[: size - 2].decode("utf-16-le", "replace").split())
