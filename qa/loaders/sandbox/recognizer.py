"""The process in which words are recognized in pictures of pages, as hostile as their file may be.

Reads a page a line, as JSON, and answers each with a line of JSON: its words, or why there are
none.
:mod:`qa.loaders.sandbox.recognition` starts one for each processor.
"""

from __future__ import annotations

import json
import subprocess
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.errors import described
from qa.loaders.ocr import rapid, tesseract
from qa.loaders.ocr.engines import TESSERACT
from qa.loaders.ocr.seen import Recognized
from qa.loaders.sandbox.worker import serve_parent
from qa.settings import Settings

if TYPE_CHECKING:
    from typing import BinaryIO, TextIO


_MOST_PIXELS = 25_000_000
_POINTS = 72  # to an inch


def main() -> None:
    """Recognize pages for one parent until it closes the pipe."""
    serve_parent(serve)


def serve(requests: TextIO, answers: BinaryIO) -> None:
    """Answer every request.

    Args:
        requests: one a line: path, number of the page, and the engine with its languages.
        answers: where each answer is written.
    """
    pages = _Pages()
    for line in requests:
        answers.write(json.dumps(_answer(json.loads(line), pages)).encode("ascii") + b"\n")
        answers.flush()


def _answer(request: dict[str, Any], pages: _Pages) -> dict[str, Any]:
    try:
        return _recognized(request, pages)._asdict()
    except subprocess.TimeoutExpired as error:
        return {"failed": f"took more than {error.timeout:,.0f} s"}
    except MemoryError:
        return {"failed": f"needs more than {Settings.current().read_memory_mb:,} MiB"}
    except BaseException as error:  # noqa: BLE001 - SystemExit too: only the parent ends this
        return {"failed": described(error)}


def _recognized(request: dict[str, Any], pages: _Pages) -> Recognized:
    uses_program = request["engine"] == TESSERACT
    dpi = tesseract.DPI if uses_program else rapid.DPI
    picture = pages.picture(request["path"], request["number"], dpi)
    if not uses_program:
        return rapid.recognize(picture)
    file = BytesIO()
    picture.save(file, "PPM")
    timeout_s = Settings.current().read_timeout_s
    words = tesseract.recognize(
        file.getvalue(), request["command"], request["languages"], timeout_s
    )
    return Recognized(words)


class _Pages:
    """The pages of the file that was asked for last, which stays open."""

    def __init__(self) -> None:
        self._path = ""
        self._document: Any = None

    def picture(self, path: str, number: int, dpi: int) -> Any:
        """Return a page as a PIL image in shades of grey.

        Args:
            path: of the PDF.
            number: of the page, 1-based.
            dpi: dots an inch; fewer for a page as large as a poster.
        """
        import pypdfium2 as pdfium  # noqa: PLC0415 - the parent process needs it not

        if path != self._path:
            if self._document is not None:
                self._document.close()
            self._document = pdfium.PdfDocument(Path(path).read_bytes())
            self._path = path
        page = self._document[number - 1]
        try:
            width, height = page.get_size()
            most = (_MOST_PIXELS / max(1.0, width * height)) ** 0.5
            return page.render(scale=min(dpi / _POINTS, most), grayscale=True).to_pil()
        finally:
            page.close()


if __name__ == "__main__":
    main()
