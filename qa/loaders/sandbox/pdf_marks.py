"""A copy of a PDF with words highlighted and commented, as readers of PDFs do it.

The copy is the file's own bytes with an update behind them, as ISO 32000 has it for changes
(7.5.6): what is signed stays as it is, and every other program can take the comments off. PDFium
finds the words, and pypdf reads and writes the objects, in a process of their own.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from qa.loaders.ocr.boxes import unpacked_boxes
from qa.loaders.sandbox.pdf_letters import Places, as_lines, letters_of
from qa.loaders.sandbox.pdf_pictures import recognized_places
from qa.loaders.sandbox.pdf_process import answer, requested

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qa.loaders.sandbox.pdf_letters import Box
    from qa.loaders.sandbox.pdf_update import Highlight

_GRID = 1_000_000  # PDFium takes places on a page as whole numbers


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a page to highlight.

    Attributes:
        page: 1-based.
        start: offset of their first character in the canonical text of the page.
        end: offset after their last one.
        comment: what the annotation says.
    """

    page: int
    start: int
    end: int
    comment: str


@dataclass(frozen=True, slots=True)
class PageText:
    """A page as it was indexed.

    Attributes:
        number: of the page, 1-based.
        text: its canonical text.
        boxes: where its words are, if they were recognized; see :mod:`qa.loaders.ocr.boxes`.
    """

    number: int
    text: str
    boxes: str = ""


@dataclass(frozen=True, slots=True)
class MarkedCopy:
    """A copy of a PDF with highlights.

    Attributes:
        content: bytes of the file.
        is_placed: of each mark, whether its words were found on the page.
        is_signed: whether the file has a digital signature.
    """

    content: bytes
    is_placed: tuple[bool, ...]
    is_signed: bool


def marked_copy(
    path: Path, sha256: str, pages: Sequence[PageText], marks: Sequence[Mark]
) -> MarkedCopy:
    """Return a copy of a PDF in which words are highlighted.

    Args:
        path: of the PDF.
        sha256: that its bytes must have, in hex.
        pages: those with marks.
        marks: what to highlight, in the order of reading.

    Raises:
        DocumentError: the file has changed or is encrypted, or the copy cannot be made within the
            bounds.
    """
    request = {
        "path": os.fspath(path),
        "sha256": sha256,
        "pages": [asdict(page) for page in pages],
        "marks": [asdict(mark) for mark in marks],
    }
    facts, _, content = requested(
        "qa.loaders.sandbox.pdf_marks", request, "copied with highlights"
    ).partition(b"\n")
    known = json.loads(facts)
    return MarkedCopy(content, tuple(known["placed"]), known["signed"])


def main() -> None:
    """Make the copy that standard input asks for."""
    answer(_copy)


def _copy(data: bytes, request: dict[str, Any]) -> bytes:
    from pypdf import PdfReader  # noqa: PLC0415 - the parent process needs none of these

    from qa.loaders.sandbox.pdf_update import is_signed, updated  # noqa: PLC0415

    pages = [PageText(**page) for page in request["pages"]]
    marks = [Mark(**mark) for mark in request["marks"]]
    placed: list[bool] = [False] * len(marks)
    highlights: dict[int, list[Highlight]] = {}
    for position, page, highlight in _highlights(data, pages, marks):
        placed[position] = True
        highlights.setdefault(page, []).append(highlight)
    reader = PdfReader(BytesIO(data))
    facts = {"placed": placed, "signed": not reader.is_encrypted and is_signed(reader)}
    return json.dumps(facts).encode() + b"\n" + updated(data, reader, highlights)


def _highlights(
    data: bytes, pages: Sequence[PageText], marks: Sequence[Mark]
) -> Iterator[tuple[int, int, Highlight]]:
    """Yield the position of each mark that was found, its page from 0, and its highlight."""
    import pypdfium2 as pdfium  # noqa: PLC0415

    from qa.loaders.sandbox.pdf_update import Highlight  # noqa: PLC0415

    with pdfium.PdfDocument(data) as document:
        for known in pages:
            page = document[known.number - 1]
            places = None if known.boxes else Places(letters_of(page), known.text)
            for position, mark in enumerate(marks):
                if mark.page != known.number:
                    continue
                if places is None:
                    words = unpacked_boxes(known.boxes)
                    boxes = recognized_places(words, mark.start, mark.end)
                else:
                    boxes = places.boxes(mark.start, mark.end)
                if boxes:
                    letters = len("".join(known.text[mark.start : mark.end].split()))
                    boxes = _turned_lines(boxes) if len(boxes) > letters // 2 else boxes
                    corners = tuple(_corners(page, box) for box in boxes)
                    yield position, known.number - 1, Highlight(corners, mark.comment)


def _turned_lines(boxes: list[Box]) -> list[Box]:
    """Return the boxes of letters joined in the direction in which they follow each other.

    On a page that is turned, lines may run down, up or to the left.
    """
    ways = [
        [flipped(box) for box in as_lines(map(turned, boxes))]
        for turned, flipped in ((_down, _down), (_up, _from_up), (_left, _left))
    ]
    return min((boxes, *ways), key=len)


def _down(box: Box) -> Box:
    left, top, right, bottom = box
    return top, left, bottom, right


def _up(box: Box) -> Box:
    left, top, right, bottom = box
    return 1 - bottom, left, 1 - top, right


def _from_up(box: Box) -> Box:
    left, top, right, bottom = box
    return top, 1 - right, bottom, 1 - left


def _left(box: Box) -> Box:
    left, top, right, bottom = box
    return 1 - right, top, 1 - left, bottom


def _corners(page: Any, box: Box) -> tuple[tuple[float, float], ...]:
    """Return the corners of a box in units of the page, as the words are read.

    They are the upper left, the upper right, the lower left and the lower right: the order that
    programs use, other than the standard's words.
    """
    from ctypes import byref, c_double  # noqa: PLC0415

    import pypdfium2.raw as pdfium  # noqa: PLC0415

    left, top, right, bottom = (round(edge * _GRID) for edge in box)
    corners = []
    for across, down in ((left, top), (right, top), (left, bottom), (right, bottom)):
        x, y = c_double(), c_double()
        pdfium.FPDF_DeviceToPage(page, 0, 0, _GRID, _GRID, 0, across, down, byref(x), byref(y))
        corners.append((x.value, y.value))
    return tuple(corners)


if __name__ == "__main__":
    main()
