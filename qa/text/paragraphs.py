"""Exact spans of the paragraphs of a text, found by its line breaks."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from qa.records import Span
from qa.text.labels import is_label, item_at
from qa.text.line_shapes import ends_clause, interrupts, shape_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.text.line_shapes import Shape

_LINE = re.compile(r"[^\n]*\n?")
_OWN_LINE = re.compile(
    r"""\s*(?: \|              # a table row
        | \#{1,6}\s            # a Markdown heading
        | [=-]{3,}[^\S\n]*(?:\n|\Z)  # a rule or an underline, to the end of the line
        )""",
    re.VERBOSE,
)
_QUOTED = re.compile(r"\s{0,3}>\s?")
_CODE = re.compile(r"\ {4}|\t")
_NUMBERED = re.compile(r"\s*\(?\d")
_LETTER = re.compile(r"\(([a-z]|[ivx]{2,5})\)\s")
_LETTERS = re.compile(r"(?<=\s)\(([a-z]|[ivx]{2,5})\)\s")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_ASKS = re.compile("[?？؟][\"'”’»)*_]*$")
_GAP_OF_LABEL = 2  # line breaks between a label on a line of its own and what it labels


class _Line(NamedTuple):
    start: int
    text: str  # without the line break
    bare: str  # without white space around and the sign of a quotation
    is_quoted: bool


def paragraph_spans(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the paragraphs of ``text[start:end]``, without the white space around them.

    A blank line ends a paragraph. A single line break does too, unless the line is prose that was
    merely wrapped there, see :mod:`qa.text.line_shapes`. A list item with the lines that are
    indented below it, a table row, a line of code is a paragraph of its own. An enumerator or a
    label alone belongs to the paragraph that follows. Every character that is not white space is
    in exactly one paragraph.

    Args:
        text: of a document.
        start: offset to begin at.
        end: offset to end before (default: the end of the text).
    """
    end = len(text) if end is None else end
    lines = [
        _line(match.start(), line)
        for match in _LINE.finditer(text, start, end)
        if match.group()
        for line in (match.group().removesuffix("\n"),)
    ]
    width = max((len(line.bare) for line in lines), default=0)
    opened = [first for block in _blocks(lines) for first in _openings(block, width)]
    cuts = [*opened, end]
    spans: list[Span] = []
    for first, after in pairwise(cuts):
        piece = text[first:after]
        begins = first + len(piece) - len(piece.lstrip())
        spans.append(Span(begins, first + len(piece.rstrip())))
    return _with_labels(text, spans)


def _line(start: int, text: str) -> _Line:
    quoted = _QUOTED.match(text)
    bare = text[quoted.end() :].strip() if quoted else text.strip()
    return _Line(start, text, bare or text.strip(), quoted is not None)


def _blocks(lines: list[_Line]) -> Iterator[list[_Line]]:
    """Yield the lines between blank ones; each line alone that is a fence or between two."""
    block: list[_Line] = []
    fenced = False
    for line in lines:
        fence = _FENCE.match(line.text) is not None
        if block and (fence or fenced or not line.bare):
            yield block
            block = []
        if line.bare:
            block.append(line)
        if fence and block:
            yield block
            block = []
        fenced ^= fence
    if block:
        yield block


def _openings(block: list[_Line], width: int) -> Iterator[int]:
    """Yield where the paragraphs of a block begin."""
    plain = [line for line in block if not _is_own(line)]
    are_wrapped = _are_wrapped(block)
    shapes = {
        quoted: shape_of(lines, width, are_wrapped=are_wrapped)
        for quoted in (False, True)
        if (lines := [line.bare for line in plain if line.is_quoted == quoted])
    }
    running = _running(block)
    item: int | None = None  # indentation of the item that the lines are below
    before: _Line | None = None
    opened: _Line | None = None
    for line in block:
        indent = len(line.text) - len(line.text.lstrip())
        hangs = item is not None and indent > item
        if _is_item(line, before) and line.start not in running:
            item, opened = indent, line
        elif before is None or not _continues(before, line, shapes, hangs=hangs):
            item, opened = (item if hangs else None), line
        elif before is opened and not hangs and _ASKS.search(before.bare[-8:]):
            opened = line  # a question on a line of its own, and its answer below
        if opened is line:
            yield line.start
        before = line


def _are_wrapped(block: list[_Line]) -> bool:
    """Return whether an item of a block goes on in the line below it, which is not indented.

    The second lines of such items mostly end a sentence each, and are no facts of their own.
    """
    return any(
        line.bare[0].islower()
        and item_at(above.text)
        and not item_at(line.text)
        and not _OWN_LINE.match(line.text)
        and not ends_clause(above.bare)
        for above, line in pairwise(block)
    )


def _running(block: list[_Line]) -> set[int]:
    """Return where lines begin whose letter stands in a sentence that was wrapped before it.

    "… is repaid if (a) the term has ended, (b) no rent is due": the letter before it, or behind
    it, stands within a line.
    """
    found = set()
    for i, line in enumerate(block[1:], start=1):
        marker = _LETTER.match(line.bare)
        above = block[i - 1]
        if not marker or line.is_quoted != above.is_quoted or _ends_item(above.bare):
            continue
        behind = _LETTERS.findall(line.bare[marker.end() :])
        before = _LETTERS.findall(above.bare)
        follows = _follows(before[-1], marker[1]) if before else above.start in found
        if follows or (behind and _follows(marker[1], behind[0])):
            found.add(line.start)
    return found


def _ends_item(line: str) -> bool:
    """Return whether a line ends as what introduces items does, or an item before another one."""
    return ends_clause(line) or line.endswith((", and", ", or", "; and", "; or"))


def _follows(one: str, other: str) -> bool:
    """Return whether a letter follows another one, as "b" does "a", and "ii" does "i"."""
    if other in _ROMAN and one in _ROMAN and _ROMAN.index(other) == _ROMAN.index(one) + 1:
        return True
    return len(one) == len(other) == 1 and ord(other) == ord(one) + 1


def _is_item(line: _Line, before: _Line | None) -> bool:
    if not item_at(line.text):
        return False
    numbered = _NUMBERED.match(line.text) is not None
    return not numbered or interrupts(before.bare if before else "", line.bare)


def _continues(before: _Line, line: _Line, shapes: dict[bool, Shape], *, hangs: bool) -> bool:
    """Return whether a line that is no item continues the paragraph of the one before."""
    own = _OWN_LINE.match(line.text) or _OWN_LINE.match(before.text)
    if own or line.is_quoted != before.is_quoted:
        return False
    if hangs:
        return True
    if item_at(line.text):
        return True
    shape = shapes.get(line.is_quoted)
    if shape is None or _CODE.match(line.text):
        return False
    return shape.goes_on(before.bare, line.bare)


def _is_own(line: _Line) -> bool:
    """Return whether a line says nothing of the shape of the lines around it."""
    own = _OWN_LINE.match(line.text) or _CODE.match(line.text) or item_at(line.text)
    return bool(own) or line.bare.endswith(":")


def _with_labels(text: str, spans: list[Span]) -> list[Span]:
    """Return paragraphs, each with the labels that stand alone above it."""
    joined: list[Span] = []
    opened: int | None = None
    for i, span in enumerate(spans):
        begins = span.start if opened is None else opened
        following = spans[i + 1] if i + 1 < len(spans) else None
        if following and opened is None and is_label(text[span.start : span.end]):
            gap = text.count("\n", span.end, following.start)
            own = _OWN_LINE.match(text, following.start)
            if gap <= _GAP_OF_LABEL and not own:
                opened = begins
                continue
        joined.append(Span(begins, span.end))
        opened = None
    return joined
