"""A page of a PDF as a picture, with the words of a quote marked.

PDFium draws what may be hostile in a process of its own, bounded in time and memory, as in
:mod:`qa.loaders.sandbox.process`.
"""

from __future__ import annotations

import json
import os
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from qa.loaders.ocr.boxes import unpacked_boxes
from qa.loaders.sandbox.pdf_letters import Box, Letters, Places, as_lines, letters_of
from qa.loaders.sandbox.pdf_process import answer, requested

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from qa.loaders.ocr.boxes import Box as WordBox
    from qa.records import Span

_MODULE = "qa.loaders.sandbox.pdf_pictures"  # in its own process, its name is another
_SCALE = 1.6  # pixels a point: 115 dots an inch
_MOST_PIXELS = 6_000_000
_MARK = (255, 214, 64, 90)  # red, green, blue, opacity


@lru_cache(32)
def page_picture(  # noqa: PLR0913, PLR0917 - a page, and what to mark on it
    path: Path,
    sha256: str,
    number: int,
    text: str,
    quote: Span | None,
    boxes: str = "",
    *,
    sharpness: int = 1,
) -> bytes:
    """Return a page as PNG.

    Args:
        path: of the PDF.
        sha256: that its bytes must have, in hex.
        number: of the page, 1-based.
        text: the page's canonical text, as it was indexed.
        quote: span in ``text`` of the words to mark: those of the quote on this page.
        boxes: where the words are, if they were recognized; see :mod:`qa.loaders.ocr.boxes`.
        sharpness: how many times as many pixels in each direction.

    Raises:
        DocumentError: the file has changed, or cannot be drawn within the bounds.
    """
    request = {
        "path": os.fspath(path),
        "sha256": sha256,
        "number": number,
        "text": text,
        "quote": [quote.start, quote.end] if quote else None,
        "boxes": boxes,
        "sharpness": sharpness,
    }
    return requested(_MODULE, request, "drawn")


@lru_cache(32)
def page_letters(path: Path, sha256: str, number: int) -> Letters:
    """Return the letters of a page, and where they are.

    Args:
        path: of the PDF.
        sha256: that its bytes must have, in hex.
        number: of the page, 1-based.

    Raises:
        DocumentError: the file has changed, or cannot be read within the bounds.
    """
    request = {"path": os.fspath(path), "sha256": sha256, "number": number, "letters": True}
    text, boxes = json.loads(requested(_MODULE, request, "drawn"))
    return Letters(text, [tuple(box) for box in boxes])


def main() -> None:
    """Draw the page that standard input asks for, or return the places of its letters."""
    answer(lambda data, request: (_placed if request.get("letters") else _drawn)(data, request))


def _placed(data: bytes, request: dict[str, Any]) -> bytes:
    import pypdfium2 as pdfium  # noqa: PLC0415 - the parent process needs neither

    with pdfium.PdfDocument(data) as document:
        return json.dumps(letters_of(document[request["number"] - 1])).encode()


def _drawn(data: bytes, request: dict[str, Any]) -> bytes:
    import pypdfium2 as pdfium  # noqa: PLC0415
    from PIL import Image, ImageDraw  # noqa: PLC0415

    with pdfium.PdfDocument(data) as document:
        page = document[request["number"] - 1]
        width, height = page.get_size()
        scale = min(_SCALE * request["sharpness"], (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
        picture = page.render(scale=scale).to_pil().convert("RGBA")
        if quote := request["quote"]:
            over = Image.new("RGBA", picture.size, (0, 0, 0, 0))
            draw = ImageDraw.Draw(over)
            if request["boxes"]:
                marks = recognized_places(unpacked_boxes(request["boxes"]), *quote)
            else:
                marks = Places(letters_of(page), request["text"]).boxes(*quote)
            for left, top, right, bottom in marks:
                x, y = picture.size
                box = (left * x - 1, top * y - 1, right * x + 1, bottom * y + 1)
                draw.rectangle(box, fill=_MARK)
            picture = Image.alpha_composite(picture, over)
        file = BytesIO()
        picture.convert("RGB").save(file, "PNG")
        return file.getvalue()


def recognized_places(boxes: Iterable[WordBox], start: int, end: int) -> list[Box]:
    """Return the boxes of the recognized words of a span, one for each line.

    Args:
        boxes: where the words of the page are.
        start: offset of its first character in the text of the page.
        end: offset after its last one.
    """
    words = [box for box in boxes if box.start < end and start < box.end]
    return as_lines((box.left, box.top, box.right, box.bottom) for box in words)


if __name__ == "__main__":
    main()
