"""What the faces of a document say: which are those of code, and which those of figures.

Names of fonts seldom say that all letters are of one width; their words do. The labels in a
figure are often in a face that the text has not.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qa.loaders.pdf.blocks import Block
    from qa.loaders.pdf.lines import Line

_LATIN = re.compile(r"[!-~]*[A-Za-z][!-~]*\Z")  # a word, in fonts of East Asia too
_SAME = 0.015  # of the size, by which the widths of letters of one width differ
_FEWEST = 5  # different words that show how wide the letters of a font are
_SHORTEST = 3  # letters of such a word
_FIGURE = re.compile(r"(?:fig(?:ure|\.)?|abbildung|abb\.|chart|diagram)\s*\d", re.IGNORECASE)
_FULL = re.compile(r"\w+\.?\s*\d+(?:[-.]\d+)*[.:]\s")  # "Figure 3: "
_FAMILY = re.compile(r"[-,]")  # what follows is a style
_LABELS = 3  # lines of a figure
_SHARE = 0.5  # of the letters of a family, that are in figures


def fixed_fonts(lines: Iterable[Line]) -> set[str]:
    """Return the fonts whose letters all are of one width, as those of code are.

    Args:
        lines: of the document.
    """
    widths: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for line in lines:
        for word in line.words:
            if len(word.text) >= _SHORTEST and word.size and _LATIN.match(word.text):
                width = (word.right - word.left) / len(word.text) / word.size
                widths[word.font].setdefault(word.text, width)
    return {
        font
        for font, words in widths.items()
        if len(words) >= _FEWEST and max(words.values()) - min(words.values()) <= _SAME
    }


def labels_of_figures(pages: Sequence[Sequence[Block]], body: str) -> set[int]:
    """Return the ids of the blocks that are text within a figure, by their faces.

    They are between text and the figure's caption below, in a face that the document has in
    figures for the most part.

    Args:
        pages: the blocks of each page.
        body: the font of the document's text.
    """
    letters: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    figures: list[tuple[Block, ...]] = []
    for page in pages:
        for block in page:
            letters[_family(block)] += len(block.text)
        for figure in _above_captions(page, body):
            figures.append(figure)
            for block in figure:
                inside[_family(block)] += len(block.text)
    found: set[int] = set()
    for figure in figures:
        lines: Counter[str] = Counter()
        for block in figure:
            lines[_family(block)] += len(block.lines)
        found.update(
            id(block)
            for block in figure
            if lines[_family(block)] >= _LABELS
            and inside[_family(block)] > _SHARE * letters[_family(block)]
        )
    return found


def _above_captions(page: Sequence[Block], body: str) -> Iterator[tuple[Block, ...]]:
    """Yield what is above each caption of a figure, up to text in the face of the document's."""
    family = _FAMILY.split(body)[0]
    for at, block in enumerate(page):
        if not _is_caption(block, body):
            continue
        first = at
        while first and _family(page[first - 1]) != family and not page[first - 1].lines[0].kind:
            first -= 1
        yield tuple(page[first:at])


def _is_caption(block: Block, body: str) -> bool:
    """Return whether a block is a caption, and no sentence that begins with a figure's name."""
    text = block.text
    return _FIGURE.match(text) is not None and (
        block.lines[0].font != body or _FULL.match(text) is not None
    )


def _family(block: Block) -> str:
    return _FAMILY.split(block.lines[0].font)[0]
