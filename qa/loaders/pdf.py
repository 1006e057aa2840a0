"""PDF: the words of each page in reading order, as PDFium gives them.

Line ends become line breaks, larger gaps blank lines. A word divided at a line end is put
together, ligatures become letters. What stands at the top or bottom of many pages is a running
header or footer: it stays in the text, so that offsets address all of a page, and belongs to no
passage.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from qa.errors import DocumentError
from qa.loaders.extraction import Extract
from qa.records import Heading, Span
from qa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
_UNPRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u00ad\ufeff\uffff\ud800-\udfff]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+$")
# PDFium's mark for the hyphen of a word divided at the end of a line; it gives no line break
# there, which belongs behind the rest of the word.
_HYPHEN = "\ufffe"
_REST = re.compile(f"{_HYPHEN}\\S*\\s?")
_DIVIDED = re.compile(f"(?<![^\\W\\d_])([^\\W\\d_]+){_HYPHEN}([^\\W\\d_]+)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NUMBERING = re.compile(r"(?<![\w.])(?:\d+|[A-Z])(?:\.\d+)*[.:)]?\s+")
_DIGITS = re.compile(r"\d+")
_GAP = 1.3  # line pitches, above which a blank line stands between two lines
_MARGIN = 0.12  # of a page's height, at its top and bottom, where running lines stand
_RUNNING_PAGES = 3  # pages that must have it, and
_RUNNING_SHARE = 0.4  # share of all pages
_LARGER = 1.12  # times the size of the running text that makes a short line a heading
_LONGEST_HEADING = 120
_LEVELS = 4
_UNTITLED = re.compile(
    r"untitled|microsoft word|document\d*$|powerpoint|.*\.(?:docx?|pdf|tex|indd|qxd|dvi)$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Line:
    """A line of a page.

    Attributes:
        text: its words.
        size: of its first letter, in points.
        bottom: its distance from the page's bottom, in points.
        place: the same as a share of the page's height.
        running: whether it is a running header or footer.
        level: of the heading it is, 0 where it is none.
    """

    text: str
    size: float
    bottom: float
    place: float
    running: bool = False
    level: int = 0


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read a PDF.

    Raises:
        DocumentError: it is damaged or encrypted, or has too many pages.
    """
    most = Settings.current().max_pages
    try:
        with pdfium.PdfDocument(data) as document:
            if len(document) > most:
                raise DocumentError(path, f"has {len(document):,} pages; at most {most:,} are read")
            read = [_lines(document, number) for number in range(len(document))]
            pages = [lines for lines, _ in read]
            _mark_running(pages)
            _mend(pages)
            _mark_headings(pages, _outline(document))
            scans = [number for number, (_, is_scan) in enumerate(read, start=1) if is_scan]
            yield _put_together(pages, _title(document), _notes(scans))
    except pdfium.PdfiumError as error:
        encrypted = "password" in str(error).casefold()
        reason = "is encrypted; save it without its password"
        if not encrypted:
            reason = f"is no PDF that can be read ({error})"
        raise DocumentError(path, reason) from error


def _lines(document: pdfium.PdfDocument, number: int) -> tuple[list[_Line], bool]:
    """Return the lines of a page, and whether it holds an image and no text."""
    page = document[number]
    words = page.get_textpage()
    height = page.get_height() or 1.0
    found: list[_Line] = []
    start = 0
    for line in _broken(words.get_text_range()):
        content = _UNPRINTED.sub("", line).translate(_LIGATURES).strip()
        if content:
            size, bottom = _place(words, start + len(line) - len(line.lstrip()))
            found.append(_Line(content, size, bottom, bottom / height))
        start += len(line)
    is_scan = not found and any(
        item.type == raw.FPDF_PAGEOBJ_IMAGE for item in page.get_objects(max_depth=3)
    )
    words.close()
    page.close()
    return found, is_scan


def _broken(text: str) -> Iterator[str]:
    """Yield the lines of a page; together they are its text."""
    for line in _LINE.findall(text):
        start = 0
        for match in _REST.finditer(line):
            yield line[start : match.end()]
            start = match.end()
        yield line[start:]


def _place(words: Any, at: int) -> tuple[float, float]:
    """Return the size of a character and how far above the page's bottom it stands."""
    index = raw.FPDFText_GetCharIndexFromTextIndex(words, at)
    if index < 0:
        return 0.0, 0.0
    _, bottom, _, _ = words.get_charbox(index, loose=True)
    return round(raw.FPDFText_GetFontSize(words, index), 1), bottom


def _mark_running(pages: Sequence[list[_Line]]) -> None:
    """Mark running headers and footers: small lines at the edge of many pages.

    Nothing but other such lines stands between one and the edge of its page.
    """
    body = _body_size(pages)
    edges: list[list[_Line]] = []
    for page in pages:
        upwards = sorted(page, key=lambda line: line.place)
        edges.append([line for line in upwards if line.place <= _MARGIN])
        edges.append([line for line in reversed(upwards) if line.place >= 1 - _MARGIN])
    seen = Counter(key for edge in edges for key in {_running_key(line) for line in edge})
    least = max(_RUNNING_PAGES, _RUNNING_SHARE * sum(bool(page) for page in pages))
    for inwards in edges:
        for line in inwards:
            if seen[_running_key(line)] < least or line.size > _LARGER * body:
                break
            line.running = True


def _running_key(line: _Line) -> tuple[str, int]:
    """Return what is the same on every page: words without numbers, and about the height."""
    return _DIGITS.sub("#", line.text.casefold()), round(line.bottom / 10)


def _body_size(pages: Sequence[list[_Line]]) -> float:
    """Return the size of most letters, 0 where there are none."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _mend(pages: Sequence[list[_Line]]) -> None:
    """Put words together that were divided at the end of a line.

    The hyphen stays before a capital, and where the word is written with it elsewhere.
    """
    known = {
        word.casefold() for page in pages for line in page for word in _WORD.findall(line.text)
    }

    def whole(match: re.Match[str]) -> str:
        hyphened = f"{match[1]}-{match[2]}"
        keep = match[2][0].isupper() or hyphened.casefold() in known
        return hyphened if keep else match[1] + match[2]

    for page in pages:
        for line in page:
            line.text = _DIVIDED.sub(whole, line.text).replace(_HYPHEN, "-")


def _outline(document: pdfium.PdfDocument) -> dict[tuple[int, str], int]:
    """Return (page, title in lower case) → level, 1 outermost, from the document's outline."""
    found: dict[tuple[int, str], int] = {}
    for item in document.get_toc():
        target = item.get_dest()
        page = target.get_index() if target else None
        title = _key_of_title(_UNPRINTED.sub("", item.get_title()))
        if page is not None and title:
            found.setdefault((page, title), item.level + 1)
    return found


def _mark_headings(pages: Sequence[list[_Line]], outline: Mapping[tuple[int, str], int]) -> None:
    """Mark headings: the lines an outline names, else short lines in larger letters."""
    for number, page in enumerate(pages):
        for line in page:
            if not line.running:
                line.level = outline.get((number, _key_of_title(line.text)), 0)
    if any(line.level for page in pages for line in page):
        return
    body = _body_size(pages)
    larger = [line for page in pages for line in page if _is_larger(line, body)]
    sizes = sorted({line.size for line in larger}, reverse=True)
    levels = {size: min(_LEVELS, rank) for rank, size in enumerate(sizes, start=1)}
    for line in larger:
        line.level = levels[line.size]


def _key_of_title(title: str) -> str:
    """Return a title without its number, which outlines often lack."""
    return " ".join(_NUMBERING.sub("", title.strip()).casefold().split())


def _is_larger(line: _Line, body: float) -> bool:
    return (
        body > 0
        and line.size >= _LARGER * body
        and len(line.text) <= _LONGEST_HEADING
        and not line.running
        and any(char.isalpha() for char in line.text)
    )


def _put_together(
    pages: Sequence[list[_Line]], title: str | None, notes: tuple[str, ...]
) -> Extract:
    parts: list[str] = []
    starts: list[int] = []
    asides: list[Span] = []
    headings: list[Heading] = []
    length = 0
    for page in pages:
        starts.append(length)
        pitch = _pitch(page)
        for i, line in enumerate(page):
            separator = _separator(page[i - 1], line, pitch) if i else ""
            start = length + len(separator)
            parts += [separator, line.text]
            length = start + len(line.text)
            if line.running:
                asides.append(Span(start, length))
            elif line.level:
                headings.append(Heading(start, length, line.level, line.text))
        if page:
            parts.append("\n")
            length += 1
    return Extract(
        text="".join(parts),
        title=title,
        headings=tuple(headings),
        pages=tuple(starts),
        asides=tuple(asides),
        notes=notes,
    )


def _separator(before: _Line, line: _Line, pitch: float) -> str:
    """Return a line break, or a blank line where the page leaves more room."""
    far = pitch and before.bottom - line.bottom > _GAP * pitch
    apart = before.running or line.running or before.level or line.level
    return "\n\n" if far or apart else "\n"


def _pitch(page: Sequence[_Line]) -> float:
    """Return the usual distance of two lines of a page, 0 where there is none."""
    steps = [above.bottom - below.bottom for above, below in pairwise(page)]
    down = [step for step in steps if step > 0]
    return statistics.median(down) if down else 0.0


def _notes(scans: Sequence[int]) -> tuple[str, ...]:
    """Return a line for each run of pages that hold an image and no text."""
    runs: list[list[int]] = []
    for number in scans:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return tuple(
        f"page {run[0]} holds no text: a scan?"
        if len(run) == 1
        else f"pages {run[0]}–{run[-1]} hold no text: scans?"
        for run in runs
    )


def _title(document: pdfium.PdfDocument) -> str | None:
    title = " ".join(_UNPRINTED.sub("", document.get_metadata_value("Title")).split())
    return None if not title or _UNTITLED.match(title) else title
