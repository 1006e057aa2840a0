"""A page of a PDF as a picture, with the words of a quote marked.

PDFium draws what may be hostile in a process of its own, bounded in time and memory, as in
:mod:`qa.loaders.sandbox.process`.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.characters import LIGATURES
from qa.errors import DocumentError
from qa.loaders.ocr.boxes import unpacked_boxes
from qa.loaders.sandbox.worker import bind
from qa.settings import Settings

if TYPE_CHECKING:
    from qa.records import Span

_Box = tuple[float, float, float, float]

_SCALE = 1.6  # pixels a point: 115 dots an inch
_MOST_PIXELS = 6_000_000
_MARK = (255, 214, 64, 90)  # red, green, blue, opacity
_UNSEEN = re.compile("[\\s\x00-\x1f\u00ad\ufeff\ufffe\uffff\ud800-\udfff-]")
_SAME_LINE = 0.5  # of a letter's height that two boxes of one line share


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
    try:
        done = subprocess.run(
            [sys.executable, "-m", "qa.loaders.sandbox.pdf_pictures"],
            input=json.dumps(request).encode(),
            capture_output=True,
            check=False,
            timeout=Settings.current().read_timeout_s,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
    except subprocess.TimeoutExpired as error:
        raise DocumentError(path, f"took more than {error.timeout:,} s to draw") from None
    if done.returncode or not done.stdout:
        reason = done.stderr.decode(errors="replace").strip().rpartition("\n")[2][:300]
        raise DocumentError(path, f"cannot be drawn ({reason or done.returncode})")
    return done.stdout


def main() -> None:
    """Draw the page that standard input asks for."""
    request = json.load(sys.stdin)
    bind(Settings.current().read_memory_mb << 20)
    data = Path(request["path"]).read_bytes()
    if hashlib.sha256(data).hexdigest() != request["sha256"]:
        sys.exit("the file has changed since it was indexed; build the index again")
    sys.stdout.buffer.write(_drawn(data, request))


def _drawn(data: bytes, request: dict[str, Any]) -> bytes:
    import pypdfium2 as pdfium  # noqa: PLC0415 - the parent process needs neither
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
                marks = _recognized(request["boxes"], picture.size, *quote)
            else:
                found = _boxes(page, request["text"], *quote)
                marks = [_pixels(page, scale, box) for box in found]
            for box in marks:
                draw.rectangle(box, fill=_MARK)
            picture = Image.alpha_composite(picture, over)
        file = BytesIO()
        picture.convert("RGB").save(file, "PNG")
        return file.getvalue()


def _pixels(page: Any, scale: float, box: _Box) -> _Box:
    """Return a box of a page, in points from its lower left, as pixels from its upper left."""
    left, bottom, right, top = box
    x0, _, _, y1 = page.get_bbox()
    return (
        (left - x0) * scale - 1,
        (y1 - top) * scale - 1,
        (right - x0) * scale + 1,
        (y1 - bottom) * scale + 1,
    )


def _recognized(packed: str, size: tuple[int, int], start: int, end: int) -> list[_Box]:
    """Return the boxes of recognized words as pixels from the upper left, one a line."""
    width, height = size
    lines: list[_Box] = []
    for box in unpacked_boxes(packed):
        if box.end <= start or box.start >= end:
            continue
        left, top, right, bottom = (
            *(box.left * width, box.top * height, box.right * width, box.bottom * height),
        )
        if lines:
            l0, t0, r0, b0 = lines[-1]
            shared = min(b0, bottom) - max(t0, top)
            if shared >= _SAME_LINE * min(bottom - top, b0 - t0) and left >= l0:
                lines[-1] = (l0, min(t0, top), max(r0, right), max(b0, bottom))
                continue
        lines.append((left, top, right, bottom))
    return [(left - 1, top - 1, right + 1, bottom + 1) for left, top, right, bottom in lines]


def _boxes(page: Any, text: str, start: int, end: int) -> list[_Box]:
    """Return the boxes of a span of a page's canonical text, one a line.

    The letters of the page and of its text are the same, without hyphens and
    white space. Where they are not, nothing is marked rather than something wrong.
    """
    words = page.get_textpage()
    letters: list[tuple[str, int]] = []
    for i in range(words.count_chars()):
        char = words.get_text_range(i, 1)
        letters += [
            (letter, i) for letter in LIGATURES.get(char, char) if not _UNSEEN.match(letter)
        ]
    if "".join(letter for letter, _ in letters) != _UNSEEN.sub("", text):
        return []
    first = len(_UNSEEN.sub("", text[:start]))
    last = first + len(_UNSEEN.sub("", text[start:end]))
    lines: list[_Box] = []
    for _, i in letters[first:last]:
        left, bottom, right, top = words.get_charbox(i, loose=True)
        if lines:
            l0, b0, r0, t0 = lines[-1]
            shared = min(t0, top) - max(b0, bottom)
            if shared >= _SAME_LINE * (top - bottom) and left >= l0:
                lines[-1] = (l0, min(b0, bottom), max(r0, right), max(t0, top))
                continue
        lines.append((left, bottom, right, top))
    return lines


if __name__ == "__main__":
    main()
