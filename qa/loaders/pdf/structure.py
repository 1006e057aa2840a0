"""The structure of a PDF: running headers, words divided at the ends of lines, the outline."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from qa.loaders.pdf.lines import HYPHEN, printed
from qa.loaders.pdf.numbering import title_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pypdfium2 as pdfium

    from qa.loaders.pdf.lines import Line

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HYPHENS = ("-", "\u2010", HYPHEN)
_DIVIDED = re.compile(rf"([^\W\d_]+)[{''.join(_HYPHENS)}]$")
_REST = re.compile(r"([^\W_]+)(\S*)\s*")
# A word that goes on after a hyphen: "short- and long-term".
_SHARED = frozenset(("and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "e", "o"))
# A page number: not a part of a larger number, nor of a date or an amount.
# Printers and courts number pages with zeros before: 000123.
_PAGE_NUMBER = re.compile(
    r"(?<![\d.,/$€£-])\d{1,5}(?![\d.,/%-])|(?<![\d.,])0\d{4,9}(?![\d.,])|\b[ivxlc]+$"
)
_SHORTEST = 4  # letters of a part of a word that is a word of its own
_MARGIN = 0.12  # of a page's height, at its top and bottom, in which running lines are
_RUNNING_PAGES = 3  # pages that must have a running line, and
_RUNNING_SHARE = 0.4  # share of the pages from the first to the last that has it
_SAME_HEIGHT = 10  # points, to which the height of a running line is rounded
_LARGER = 1.12  # times the size of the running text, beyond which a line is none


def mark_running(pages: Sequence[list[Line]]) -> None:
    """Mark running headers and footers: small lines at the edge of many pages.

    Between one and the edge of its page there are only other running lines.

    Args:
        pages: the lines of each page.
    """
    body = _body_size(pages)
    edges: list[tuple[int, list[Line]]] = []
    for number, page in enumerate(pages):
        upwards = sorted(page, key=lambda line: line.height)
        edges.append((number, [line for line in upwards if line.height <= _MARGIN]))
        edges.append((number, [line for line in reversed(upwards) if line.height >= 1 - _MARGIN]))
    places: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for number, edge in edges:
        for key in {_running_key(line) for line in edge}:
            places[key].append(number)
    running = {key for key, numbers in places.items() if _is_frequent(numbers)}
    for _, inwards in edges:
        for line in inwards:
            if _running_key(line) not in running or line.size > _LARGER * body:
                break
            line.running = True
    if all(line.running for page in pages for line in page):
        for page in pages:  # there is nothing that they run above: they are the text
            for line in page:
                line.running = False


def join_divided_words(pages: Sequence[list[Line]]) -> None:
    """Join words that were divided at the end of a line; the rest comes up from the next line.

    The hyphen stays before a capital or a digit, where the document writes the word with it
    elsewhere, and where it writes both parts, but not both as one word. The parts at the ends of
    lines do not count as words that the document writes.

    Args:
        pages: the lines of each page.
    """
    known: set[str] = set()  # most documents divide no words
    for page in pages:
        before: Line | None = None
        for line in page:
            if line.running:
                continue
            is_divided = before and before.text.endswith(_HYPHENS) and _DIVIDED.search(before.text)
            if before and is_divided and _turn(before) == _turn(line):
                known = known or _whole_words(pages)
                _join(before, line, known)
            if line.text:
                before = line
        for line in page:
            line.text = line.text.replace(HYPHEN, "-")
        page[:] = [line for line in page if line.text]


def read_outline(document: pdfium.PdfDocument) -> dict[tuple[int, str], int]:
    """Return the document's outline: page from 0 on and title → level, 1 outermost.

    Args:
        document: the PDF.
    """
    outline: dict[tuple[int, str], int] = {}
    for item in document.get_toc():
        target = item.get_dest()
        page = target.get_index() if target else None
        title = title_key(printed(item.get_title()))
        if page is not None and title:
            outline.setdefault((page, title), item.level + 1)
    return outline


def _join(before: Line, line: Line, known: set[str]) -> None:
    """Join the word that a line ends with and the next begins with, if it is one."""
    divided = _DIVIDED.search(before.text)
    rest = _REST.match(line.text)
    if not divided or not rest or rest[1].casefold() in _SHARED:
        return
    marked = before.text.endswith(HYPHEN)
    if not marked and not rest[1][0].islower():
        return
    stem, end = divided[1], rest[1]
    stays = _keeps_hyphen(stem.casefold(), end.casefold(), known)
    # A word with a hyphen is seldom divided elsewhere; a digit or a capital begins no rest of one.
    is_compound = before.text[: divided.start()].endswith("-") or rest[2].startswith("-")
    if is_compound or not end[0].islower():
        stays = (stem + end).casefold() not in known
    joined = f"{stem}-{end}" if stays else stem + end
    before.text = before.text[: divided.start()] + joined + rest[2]
    line.text = line.text[rest.end() :]


def _turn(line: Line) -> int:
    """Return by how many degrees a line is turned; one that is aslant goes on with no other."""
    return line.words[0].turn if line.words else 0


def _whole_words(pages: Sequence[list[Line]]) -> set[str]:
    """Return the words of a document, without the parts of those divided at the end of a line."""
    known: set[str] = set()
    for page in pages:
        is_rest = False
        for line in page:
            if line.running:
                continue
            words = _WORD.findall(line.text)
            is_divided = _DIVIDED.search(line.text) is not None
            known.update(map(str.casefold, words[is_rest : len(words) - is_divided]))
            is_rest = is_divided
    return known


def _keeps_hyphen(stem: str, end: str, known: set[str]) -> bool:
    if f"{stem}-{end}" in known:
        return True
    return (
        stem + end not in known and min(len(stem), len(end)) >= _SHORTEST and {stem, end} <= known
    )


def _is_frequent(numbers: Sequence[int]) -> bool:
    """Return whether pages are many of those from the first to the last of them."""
    span = numbers[-1] - numbers[0] + 1
    return len(numbers) >= max(_RUNNING_PAGES, _RUNNING_SHARE * span)


def _running_key(line: Line) -> tuple[str, int]:
    """Return the same key for a running line on every page: no page number, and its height."""
    return _PAGE_NUMBER.sub("#", line.text.casefold()), round(line.bottom / _SAME_HEIGHT)


def _body_size(pages: Sequence[list[Line]]) -> float:
    """Return the size of most letters, 0 where there are none."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0
