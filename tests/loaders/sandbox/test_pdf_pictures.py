"""A page of a PDF is drawn, with the words of a quote marked."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from qa.errors import DocumentError
from qa.loaders.pdf import extract
from qa.loaders.sandbox.pdf_pictures import page_picture
from qa.records import Span
from tests.support.pdfs import numbered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_YELLOW = 60  # by which the mark's red is above its blue


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, list[str]]:
    """A PDF of two pages, its sha256 and the text of each page."""
    data = bytes(numbered(2).output())
    path = tmp_path_factory.mktemp("pdf") / "report.pdf"
    path.write_bytes(data)
    (found,) = extract(data, path)
    ends = [*found.pages[1:], len(found.text)]
    texts = [found.text[a:b] for a, b in zip(found.pages, ends, strict=True)]
    return path, hashlib.sha256(data).hexdigest(), texts


def marked(picture: bytes) -> Iterator[tuple[int, int]]:
    """Yield the pixels that are marked."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for y in range(image.height):
        for x in range(image.width):
            pixel = image.getpixel((x, y))
            assert isinstance(pixel, tuple)
            if pixel[0] - pixel[2] > _YELLOW:
                yield x, y


def test_the_words_of_a_quote_are_marked(report: tuple[Path, str, list[str]]) -> None:
    """And nothing else: the mark is as high as one line, and the rest of the page is plain."""
    path, sha256, texts = report
    at = texts[0].index("Chapter 1")
    picture = page_picture(path, sha256, 1, texts[0], Span(at, at + len("Chapter 1")))
    pixels = list(marked(picture))
    rows = {y for _, y in pixels}
    assert pixels
    assert max(rows) - min(rows) < 60
    assert not list(marked(page_picture(path, sha256, 1, texts[0], None)))


def test_nothing_is_marked_where_the_text_is_another(report: tuple[Path, str, list[str]]) -> None:
    """A wrong mark would be worse than none."""
    path, sha256, texts = report
    changed = "Quince" + texts[0]
    picture = page_picture(path, sha256, 1, changed, Span(0, len("Quince")))
    assert not list(marked(picture))


def test_another_file_is_not_drawn(report: tuple[Path, str, list[str]]) -> None:
    """The page would show other words than the quote's."""
    path, _, texts = report
    with pytest.raises(DocumentError, match="cannot be drawn"):
        page_picture(path, "0" * 64, 1, texts[0], None)
