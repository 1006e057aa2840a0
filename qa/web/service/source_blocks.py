"""A document in blocks, as the source panel draws it: paragraphs, headings, items and rows.

All blocks joined are the text of the document, to the character. A long document is sent in
pieces, so that the browser never has more to draw at once than it can.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from qa.loaders.front_matter import front_matter
from qa.loaders.registry import MARKDOWN
from qa.records import PDF, Span
from qa.text.labels import is_item
from qa.text.tables.cells import cells_of, delimiter_of, is_rule
from qa.web.service.line_breaks import wrapping_breaks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.records import Document

PIECE = 500_000
"""Characters of a piece; it ends with the line in which they end."""

_APART = frozenset({"row", "head", "rule", "fence", "matter", "aside"})
"""Kinds of lines that stay lines of their own where a quote crosses them."""

_LONGEST_LINE = 100_000
"""Characters of a longer line that are one block."""

_FULL = 0.8  # share of the lines of a page that are at most as long as a full one
_GOES_ON = 0.75  # share of a full line from which its sentence goes on below
_ENDS = re.compile("[.!?:;…。！？][\"'”’»)\\]]?$")


class Block(TypedDict, total=False):
    """A part of the text that is drawn as one. What is false or empty is left out.

    Attributes:
        kind: ``item`` of a list, ``row``, ``head`` or ``rule`` of a table, ``matter`` for what a
            file says of itself at its top, ``fence`` for a line around that, ``aside`` for a line
            that belongs to the page, such as a running header; none for other text.
        level: of the heading that it is.
        heading: number of that heading in the document.
        page: 1-based, of the page that begins with it.
        wrapped: whether its lines end where they ended on the page, inside of sentences.
        parts: the text; where the quote is in it, what is before the quote, the quote, and what
            is after it.
        cells: of a row, in place of ``parts``: what is before the first cell, the first cell,
            what is between it and the second, and so on; each in parts.
    """

    kind: str
    level: int
    heading: int
    page: int
    wrapped: bool
    parts: list[str]
    cells: list[list[str]]


class _Line(NamedTuple):
    start: int
    end: int
    kind: str
    level: int = 0
    heading: int = 0
    wrapped: bool = False


def piece_bounds(text: str) -> list[int]:
    """Return the offsets at which the pieces of a text begin, and its length.

    Args:
        text: of a document.
    """
    bounds = [0]
    while len(text) - bounds[-1] > PIECE:
        end = text.find("\n", bounds[-1] + PIECE, bounds[-1] + 2 * PIECE) + 1
        bounds.append(end or min(bounds[-1] + 2 * PIECE, len(text)))
    return [*bounds, len(text)] if bounds[-1] < len(text) or not text else bounds


def blocks_of(document: Document, start: int, end: int, quote: Span | None) -> list[Block]:
    """Return the blocks of a piece of a document.

    Args:
        document: with its pages and headings.
        start: offset at which the piece begins.
        end: offset at which it ends.
        quote: what is marked; it may be outside, or go beyond the piece.
    """
    lines = list(_classified(document, start, end))
    if document.media_type == PDF:
        lines = _unwrapped(document, lines)
    else:
        lines = _without_wrapping(lines, wrapping_breaks(document, start, end))
    begin, stop = (max(quote.start, start), min(quote.end, end)) if quote else (0, 0)
    if begin < stop:
        lines = _joined(lines, begin, stop)
    delimiter = delimiter_of(document)
    pages_begun = bisect_left(document.pages, start)
    blocks: list[Block] = []
    for line in lines:
        block = _block(document.text, line, begin, stop, delimiter)
        if (now := bisect_left(document.pages, line.end)) > pages_begun:
            block["page"] = now
        pages_begun = now
        blocks.append(block)
    return blocks


def _classified(document: Document, start: int, end: int) -> Iterator[_Line]:
    """Yield the lines of a piece with their line ends, and what each is."""
    text, headings = document.text, document.headings
    starts = [heading.start for heading in headings]
    asides = _lines_aside(document)
    delimiter = delimiter_of(document)
    matter = front_matter(text) if start == 0 and document.media_type == MARKDOWN else None
    if matter and matter.end <= end:
        yield _Line(0, matter.inside, "fence")
        yield _Line(matter.inside, matter.closing, "matter")
        yield _Line(matter.closing, matter.end, "fence")
        start = matter.end
    while start < end:
        stop = min(text.find("\n", start, start + _LONGEST_LINE) + 1 or start + _LONGEST_LINE, end)
        words = text[start:stop]
        first = bisect_left(starts, start)
        is_heading = first < len(starts) and starts[first] < stop
        if Span(start, start + len(words.rstrip())) in asides:
            yield _Line(start, stop, "aside")
        elif is_rule(words):
            yield _Line(start, stop, "rule")
        elif cells_of(words, delimiter):
            names = is_heading or is_rule(text[stop : text.find("\n", stop) + 1])
            yield _Line(start, stop, "head" if names else "row")
        elif is_heading:
            yield _Line(start, stop, "heading", headings[first].level, first)
        else:
            yield _Line(start, stop, "item" if is_item(words) else "")
        start = stop


def _lines_aside(document: Document) -> frozenset[Span]:
    """Return the asides that are a line each; longer ones, as of a bad scan, are read as text."""
    return frozenset(
        aside for aside in document.asides if "\n" not in document.text[aside.start : aside.end]
    )


def _unwrapped(document: Document, lines: Sequence[_Line]) -> list[_Line]:
    """Join the lines of paragraphs, which end where they ended on a page."""
    text, begun = document.text, frozenset(document.pages)
    words = [text[line.start : line.end].strip() for line in lines]
    lengths = sorted(len(said) for said, line in zip(words, lines, strict=True) if _is_prose(line))
    lengths = [length for length in lengths if length]
    full = lengths[min(int(len(lengths) * _FULL), len(lengths) - 1)] if lengths else 0
    joined: list[_Line] = []
    goes_on = False
    for line, said in zip(lines, words, strict=True):
        if goes_on and line.kind == "" and said and line.start not in begun:
            joined[-1] = joined[-1]._replace(end=line.end, wrapped=True)
        else:
            joined.append(line)
        at = len(said)
        after = text[line.end : line.end + 1]
        goes_on = (
            _is_prose(line)
            and bool(said)
            and (at > full * _GOES_ON or (after.islower() and not _ENDS.search(said[-2:])))
        )
    return joined


def _without_wrapping(lines: Sequence[_Line], breaks: frozenset[int]) -> list[_Line]:
    """Join the lines of paragraphs that were wrapped by an editor."""
    joined: list[_Line] = []
    for line in lines:
        above = joined[-1] if joined else None
        wraps = line.start - 1 in breaks and line.kind == ""
        if above and wraps and _is_prose(above):
            joined[-1] = above._replace(end=line.end, wrapped=True)
        else:
            joined.append(line)
    return joined


def _is_prose(line: _Line) -> bool:
    return line.kind in {"", "item"}


def _joined(lines: Sequence[_Line], begin: int, stop: int) -> list[_Line]:
    """Join the lines that the quote crosses, so that one element can mark it; rows stay rows."""
    joined: list[_Line] = []
    for line in lines:
        above = joined[-1] if joined else None
        crosses = above is not None and begin < above.end < stop
        if above and crosses and not {above.kind, line.kind} & _APART:
            wrapped = above.wrapped and (line.wrapped or not line.kind)
            titled = above if above.level else line
            joined[-1] = _Line(
                above.start,
                line.end,
                above.kind if wrapped else "",
                titled.level,
                titled.heading,
                wrapped,
            )
        else:
            joined.append(line)
    return joined


def _block(text: str, line: _Line, begin: int, stop: int, delimiter: str) -> Block:
    def parts(start: int, end: int) -> list[str]:
        a, b = max(begin, start), min(stop, end)
        cuts = (start, a, b, end) if a < b else (start, end)
        return [text[one:other] for one, other in pairwise(cuts)]

    block = Block()
    if line.kind in {"row", "head"}:
        cuts = [
            line.start,
            *(line.start + at for at in cells_of(text[line.start : line.end], delimiter)),
            line.end,
        ]
        block["cells"] = [
            # What stands between cells is not shown, so it is not marked either.
            parts(a, b) if number % 2 else [text[a:b]]
            for number, (a, b) in enumerate(pairwise(cuts))
        ]
    else:
        block["parts"] = parts(line.start, line.end)
    if line.level:
        block["level"] = line.level
        block["heading"] = line.heading
    elif line.kind:
        block["kind"] = line.kind
    if line.wrapped:
        block["wrapped"] = True
    return block
