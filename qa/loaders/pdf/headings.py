"""Headings of a PDF: by its outline, and by what they look like beside the text of their page.

A heading is a block of one to three lines that is larger than the text of its page, or bold, or
in capitals, and stands by itself. A run of lines that wraps is prose, however large it is. The
lines of a title page are headings of nothing but themselves: the first section ends them. Of a
cover only the title is one, and code, labels in figures and addresses are none.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from qa.loaders.pdf.blocks import BULLET, LONGEST, ROOM, Block, read_blocks
from qa.loaders.pdf.faces import fixed_fonts, labels_of_figures
from qa.loaders.pdf.numbering import depth, is_numbered, is_part, title_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qa.loaders.pdf.lines import Line

_LARGER = 1.1  # times the size of the running text that makes a short block a heading
_MUCH_LARGER = 1.3
_SMALLER = 0.92  # times that size, below which none is a heading by its looks
_ROW = 3  # pieces of a row of a table
_LINES = 3  # of a heading
_LETTERS = 4  # of a heading in capitals
_LEVELS = 6
_PROSE_LETTERS = 400  # of a page, from which on it has a size of its own
_CAPTION = re.compile(
    r"(?:fig(?:ure|\.)?|table|abbildung|abb\.|tabelle|tableau)\s*\d", re.IGNORECASE
)
_LEADER = re.compile(r"(?:\.\s?){4}|…")
_ADDRESS = re.compile(r"www\.|://|\w@\w|\.[a-z]{2,10}/\w")
_FOOT = 0.07  # of a page's height, at its bottom, where nothing is that heads anything
_COVER_LETTERS = 1000  # at most


class _Body(NamedTuple):
    """How running text looks."""

    size: float
    bold: bool
    font: str


def mark_headings(pages: Sequence[list[Line]], outline: Mapping[tuple[int, str], int]) -> None:
    """Mark headings: what the outline names, and short blocks that stand out on their page.

    Args:
        pages: the lines of each page.
        outline: as :func:`qa.loaders.pdf.structure.read_outline` returns it.
    """
    blocks = [read_blocks(number, page, outline) for number, page in enumerate(pages)]
    document = _body(block for page in blocks for block in page)
    if document is None:
        return
    code = fixed_fonts(line for page in pages for line in page)
    labels = labels_of_figures(blocks, document.font)
    found: list[tuple[Block, int]] = []
    for page in blocks:
        own = _body(page, least=_PROSE_LETTERS) or document
        prose = _prose_styles(page)
        of_page: list[tuple[Block, int]] = []
        for i, block in enumerate(page):
            around = (page[i - 1] if i else None, page[i + 1] if i + 1 < len(page) else None)
            named = outline.get((block.page, title_key(block.text)), 0)
            is_code = document.font not in code and _is_code(block, own, code)
            is_other = is_code or id(block) in labels or _is_at_foot(block)
            if named or (not is_other and _stands_out(block, own, prose, around)):
                of_page.append((block, named))
        if len(pages) > 1 and _is_cover(page, document):
            of_page = _titles(of_page)
        found += of_page
    for block, level in zip((block for block, _ in found), _levels(found, len(pages)), strict=True):
        for line in block.lines:
            line.level = level
            line.continues = line is not block.lines[0]


def _body(blocks: Iterable[Block], least: int = 1) -> _Body | None:
    """Return the look of most prose, of most letters where there is no prose."""
    letters: Counter[_Body] = Counter()
    others: Counter[_Body] = Counter()
    for block in blocks:
        length = sum(len(line.text) for line in block.lines)
        look = _Body(*block.style, block.lines[0].font)
        others[look] += length
        if len(block.lines) > 1 or block.is_prose:
            letters[look] += length
    if letters.total() >= least:
        return letters.most_common(1)[0][0]
    return others.most_common(1)[0][0] if others and least == 1 else None


def _prose_styles(page: Sequence[Block]) -> set[tuple[float, bool]]:
    """Return the styles of which most letters are in prose."""
    prose: Counter[tuple[float, bool]] = Counter()
    letters: Counter[tuple[float, bool]] = Counter()
    for block in page:
        size = len(block.text)
        letters[block.style] += size
        prose[block.style] += size if block.is_prose else 0
    return {style for style, size in prose.items() if size > letters[style] / 2}


def _is_code(block: Block, body: _Body, fonts: set[str]) -> bool:
    """Return whether a block is in a face of code, and neither bold nor larger than the text."""
    size, bold = block.style
    return not bold and size < _LARGER * body.size and block.lines[0].font in fonts


def _is_at_foot(block: Block) -> bool:
    """Return whether a block is where the foot of a page is, above nothing."""
    return block.lines[-1].height < _FOOT


def _is_cover(page: Sequence[Block], body: _Body) -> bool:
    """Return whether a page has few letters, and none of them in the look of the text."""
    letters = sum(len(block.text) for block in page)
    looks = {_Body(*block.style, block.lines[0].font) for block in page}
    return bool(page) and page[0].page == 0 and letters < _COVER_LETTERS and body not in looks


def _titles(found: Sequence[tuple[Block, int]]) -> list[tuple[Block, int]]:
    """Return what takes the most room of the headings of a cover, and what the outline names."""
    room = [block.style[0] ** 2 * len(block.text) for block, _ in found]
    return [item for item, taken in zip(found, room, strict=True) if item[1] or taken == max(room)]


def _stands_out(
    block: Block,
    body: _Body,
    prose: set[tuple[float, bool]],
    around: tuple[Block | None, Block | None],
) -> bool:
    """Return whether a block is a heading by what it looks like."""
    text = block.text
    size, bold = block.style
    unused = block.style not in prose
    if not _may_be_heading(block, body):
        return False
    is_much_larger = size >= _MUCH_LARGER * body.size
    if not is_much_larger and _runs_on(block, around[1]):
        return False
    if size >= _LARGER * body.size and unused:
        # The labels of forms are often larger than their small print.
        return is_much_larger or not text.endswith((",", ";") if bold else (",", ";", ":"))
    numbered, alone = is_numbered(text), block.room >= ROOM
    stops = text.endswith((",", ";", ".")) and not (numbered and bold)
    in_table = _in_table(block, around) and not (numbered and alone and bold)
    if stops or in_table or size < _SMALLER * body.size:
        return False
    below = around[1]
    if bold and not body.bold and unused:
        return numbered or alone or (below is not None and not below.style[1])
    return alone and len(text) <= LONGEST / 2 and _differs(block, body, below)


def _may_be_heading(block: Block, body: _Body) -> bool:
    """Return whether a block is short and has words; more passes if it is much larger."""
    text, cells = block.text, block.lines[0].cells
    much_larger = block.style[0] >= _MUCH_LARGER * body.size
    most_lines, most_cells = (_LINES, 2) if much_larger else (_LINES - 1, 1)
    return (
        not block.is_prose
        and _is_worded(text)
        and len(block.lines) <= most_lines
        and (cells <= most_cells or is_numbered(text))
        and (much_larger or not text[0].islower())
    )


def _runs_on(block: Block, below: Block | None) -> bool:
    """Return whether the text right below goes on with a small letter: a name set before prose."""
    return (
        below is not None
        and below.room < ROOM
        and below.lines[0].region == block.lines[-1].region
        and below.text[:2].isalpha()
        and below.text[:2].islower()
    )


def _differs(block: Block, body: _Body, below: Block | None) -> bool:
    """Return whether a block of the text's size is in capitals, begins a part or has its own face.

    One in another face, such as italics, is right above the text.
    """
    text = block.text
    if text.isupper() and sum(char.isalpha() for char in text) >= _LETTERS:
        return True
    return is_part(text) or (
        block.lines[0].font != body.font
        and len(block.lines) == 1
        and below is not None
        and (below.is_prose or len(below.lines) > 1)
        and below.lines[0].font == body.font
        and not text.endswith(":")
    )


def _is_worded(text: str) -> bool:
    """Return whether a text can be a heading: letters for the most part, no caption, no entry."""
    letters = sum(char.isalpha() for char in text)
    return (
        letters > 1
        and letters >= 0.5 * len(text.replace(" ", ""))
        and not _CAPTION.match(text)
        and not _LEADER.search(text)
        and not _ADDRESS.search(text)
        and not BULLET.match(text)
    )


def _in_table(block: Block, around: tuple[Block | None, Block | None]) -> bool:
    """Return whether a row of a table is above or below a block."""
    if is_part(block.text):
        return False
    return any(
        other is not None
        and other.lines[at].cells >= _ROW
        and other.lines[at].region == line.region
        for other, at, line in ((around[0], -1, block.lines[0]), (around[1], 0, block.lines[-1]))
    )


def _levels(found: Sequence[tuple[Block, int]], pages: int) -> list[int]:
    """Return the level of each heading, by the outline's and by how much it stands out."""
    if not found:
        return []
    last: dict[tuple[float, ...], int] = {}
    for block, _ in found:
        last[_rank(block)] = max(last.get(_rank(block), 0), block.page)
    # Styles that only the first page has are those of a title: no section is below them.
    title = {rank for rank, page in last.items() if page == 0} if pages > 1 else set()
    if len(title) == len(last):
        title = set()
    known: dict[tuple[float, ...], Counter[int]] = {}
    for block, named in found:
        if named:
            known.setdefault(_rank(block), Counter())[named] += 1
    levels: dict[tuple[float, ...], int] = dict.fromkeys(title, 1)
    level = 0
    for rank in sorted(set(last) - title):
        level = known[rank].most_common(1)[0][0] if rank in known else level + 1
        levels[rank] = min(_LEVELS, level)
    result = [min(_LEVELS, named) or levels[_rank(block)] for block, named in found]
    at = max((i for i, (block, _) in enumerate(found) if _rank(block) in title), default=-1) + 1
    less = result[at] - 1 if 0 < at < len(result) else 0
    while 0 < at < len(result) and result[at] > 1:
        result[at] = max(1, result[at] - less)
        at += 1
    return result


def _rank(block: Block) -> tuple[float, ...]:
    """Return a key that sorts headings by how much they stand out."""
    size, bold = block.style
    return -size, not bold, not block.text.isupper(), depth(block.text)


__all__ = ["mark_headings"]
