"""Words of a document as HTML, to the character.

What only lays them out looks different: a line break that wraps prose is a space, and what stands
between the cells of a table is a thin line. Both are still there in a copy.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from qa.loaders.registry import has_lines
from qa.text.tables.cells import cells_of, delimiter_of, is_rule
from qa.web.page.escaping import escaped
from qa.web.service.line_breaks import wrapping_breaks

if TYPE_CHECKING:
    from qa.records import Document, Span

_AROUND = 2_000  # characters around a quote that say whether its lines were wrapped
_FEWEST_CELLS = 2

Layout = list[tuple[int, int, str]]
"""Pieces of a text that only lay it out, in order: start, end, and their class in the page."""


def wording(document: Document, start: int, end: int, answering: Span | None = None) -> str:
    """Return a piece of a document as HTML.

    Args:
        document: the document.
        start: offset at which the piece begins.
        end: offset before which it ends.
        answering: the words within the piece that answer a question; None marks none.
    """
    layout = _layout(document, start, end)
    if answering is None:
        return _words(document.text, start, end, layout)
    first, last = start + answering.start, start + answering.end
    return (
        f"{_words(document.text, start, first, layout)}"
        f'<strong class="said">{_words(document.text, first, last, layout)}</strong>'
        f"{_words(document.text, last, end, layout)}"
    )


def _words(text: str, start: int, end: int, layout: Layout) -> str:
    parts = []
    for begin, stop, kind in layout:
        first, last = max(start, begin), min(end, stop)
        if first >= last:
            continue
        parts.append(escaped(text[start:first]))
        parts.append(f'<span class="{kind}">{escaped(text[first:last])}</span>')
        start = last
    return "".join((*parts, escaped(text[start:end])))


def _layout(document: Document, start: int, end: int) -> Layout:
    rows = _rows(document, start, end)
    # The lines of the whole paragraph say together which of them were wrapped.
    breaks = wrapping_breaks(document, *_block(document.text, start, end))
    return sorted([*rows, *((at, at + 1, "wrap") for at in breaks)])


def _rows(document: Document, start: int, end: int) -> Layout:
    """Return what stands before, between and after the cells of each row."""
    if has_lines(document.media_type):  # as in source code, where a bar is no edge of a cell
        return []
    delimiter = delimiter_of(document)
    found: Layout = []
    for line in document.text[start:end].splitlines(keepends=True):
        if not delimiter and is_rule(line):
            found.append((start, start + len(line), "around"))
        elif len(cells := cells_of(line, delimiter)) >= 2 * _FEWEST_CELLS:
            words = len(line.rstrip("\r\n"))
            between = [*pairwise((0, *cells, words))][::2]
            for number, (a, b) in enumerate(between):
                is_edge = number in {0, len(between) - 1}
                found.append((start + a, start + b, "around" if is_edge else "between"))
        start += len(line)
    return [piece for piece in found if piece[0] < piece[1]]


def _block(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the lines between the blank ones around a text."""
    first = text.rfind("\n\n", max(0, start - _AROUND), start + 1)
    last = text.find("\n\n", end, end + _AROUND)
    return (
        max(0, start - _AROUND) if first < 0 else first + 2,
        min(len(text), end + _AROUND) if last < 0 else last,
    )
