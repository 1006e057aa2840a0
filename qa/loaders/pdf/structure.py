"""The structure of a PDF: running headers, headings, and words divided at the ends of lines."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from qa.loaders.pdf.lines import HYPHEN, printed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pypdfium2 as pdfium

    from qa.loaders.pdf.lines import Line

_DIVIDED = re.compile(f"(?<![^\\W\\d_])([^\\W\\d_]+){HYPHEN}([^\\W\\d_]+)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NUMBERING = re.compile(r"(?<![\w.])(?:\d+|[A-Z])(?:\.\d+)*[.:)]?\s+")
_DIGITS = re.compile(r"\d+")
_MARGIN = 0.12  # of a page's height, at its top and bottom, in which running lines are
_RUNNING_PAGES = 3  # pages that must have a running line, and
_RUNNING_SHARE = 0.4  # share of all pages
_SAME_HEIGHT = 10  # points, to which the height of a running line is rounded
_LARGER = 1.12  # times the size of the running text that makes a short line a heading
_LONGEST_HEADING = 120
_LEVELS = 4


def mark_running(pages: Sequence[list[Line]]) -> None:
    """Mark running headers and footers: small lines at the edge of many pages.

    Between one and the edge of its page there are only other running lines.

    Args:
        pages: the lines of each page.
    """
    body = _body_size(pages)
    edges: list[list[Line]] = []
    for page in pages:
        upwards = sorted(page, key=lambda line: line.height)
        edges.append([line for line in upwards if line.height <= _MARGIN])
        edges.append([line for line in reversed(upwards) if line.height >= 1 - _MARGIN])
    counts = Counter(key for edge in edges for key in {_running_key(line) for line in edge})
    least = max(_RUNNING_PAGES, _RUNNING_SHARE * sum(bool(page) for page in pages))
    for inwards in edges:
        for line in inwards:
            if counts[_running_key(line)] < least or line.size > _LARGER * body:
                break
            line.running = True


def join_divided_words(pages: Sequence[list[Line]]) -> None:
    """Join words that were divided at the end of a line.

    The hyphen stays before a capital, and where the document writes the word with it elsewhere.

    Args:
        pages: the lines of each page.
    """
    known = {
        word.casefold() for page in pages for line in page for word in _WORD.findall(line.text)
    }

    def joined(match: re.Match[str]) -> str:
        hyphenated = f"{match[1]}-{match[2]}"
        stays = match[2][0].isupper() or hyphenated.casefold() in known
        return hyphenated if stays else match[1] + match[2]

    for page in pages:
        for line in page:
            line.text = _DIVIDED.sub(joined, line.text).replace(HYPHEN, "-")


def mark_headings(pages: Sequence[list[Line]], outline: Mapping[tuple[int, str], int]) -> None:
    """Mark headings: the lines that the outline names, else short lines in larger letters.

    Args:
        pages: the lines of each page.
        outline: as :func:`read_outline` returns it.
    """
    for number, page in enumerate(pages):
        for line in page:
            if not line.running:
                line.level = outline.get((number, _title_key(line.text)), 0)
    if any(line.level for page in pages for line in page):
        return
    body = _body_size(pages)
    larger = [line for page in pages for line in page if _is_larger(line, body)]
    sizes = sorted({line.size for line in larger}, reverse=True)
    levels = {size: min(_LEVELS, rank) for rank, size in enumerate(sizes, start=1)}
    for line in larger:
        line.level = levels[line.size]


def read_outline(document: pdfium.PdfDocument) -> dict[tuple[int, str], int]:
    """Return the document's outline: page from 0 on and title → level, 1 outermost.

    Args:
        document: the PDF.
    """
    outline: dict[tuple[int, str], int] = {}
    for item in document.get_toc():
        target = item.get_dest()
        page = target.get_index() if target else None
        title = _title_key(printed(item.get_title()))
        if page is not None and title:
            outline.setdefault((page, title), item.level + 1)
    return outline


def _running_key(line: Line) -> tuple[str, int]:
    """Return the same key for a running line on every page: words without numbers, and height."""
    return _DIGITS.sub("#", line.text.casefold()), round(line.bottom / _SAME_HEIGHT)


def _body_size(pages: Sequence[list[Line]]) -> float:
    """Return the size of most letters, 0 where there are none."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _title_key(title: str) -> str:
    """Return a title in lower case without its number, which outlines often lack."""
    return " ".join(_NUMBERING.sub("", title.strip()).casefold().split())


def _is_larger(line: Line, body: float) -> bool:
    return (
        body > 0
        and line.size >= _LARGER * body
        and len(line.text) <= _LONGEST_HEADING
        and not line.running
        and any(char.isalpha() for char in line.text)
    )
