"""OpenDocument presentations: a slide is a page, its title a heading, its notes follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.loaders.archives import attribute, every, first, local
from qa.loaders.extraction import BlockText
from qa.loaders.open_document import (
    add_chart,
    count_of,
    opened,
    raised_styles,
    title_and_language,
    words_of,
)
from qa.loaders.slide_shapes import is_title

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from qa.loaders.archives import Zipped
    from qa.loaders.extraction import Extract

_BLOCKS = ("p", "h", "list", "table", "object", "notes", "annotation")
_FURNITURE = frozenset({"header", "footer", "date-time", "page-number"})
_WITH_TEXT = frozenset({"frame", "custom-shape", "rect"})
_BESIDE = frozenset({"notes", "annotation", "forms"})
_MOST_CELLS = 1000  # of a row
_DEEPEST = 8  # list in list


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read a presentation.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: it is damaged or encrypted, or unpacks to too much.
    """
    archive = opened(data, path)
    root = archive.xml("content.xml")
    slides = _Slides(archive, raised_styles(root))
    body = first(root, "presentation")
    for number, page in enumerate(every(body, "page") if body is not None else (), 1):
        slides.add(number, page)
    title, language = title_and_language(archive)
    notes = [f"{slides.charts:,} charts without data"] if slides.charts else []
    yield slides.blocks.extract(title, language, notes)


class _Slides:
    """Slides as they become text."""

    def __init__(self, archive: Zipped, styles: dict[str, str]) -> None:
        self.blocks = BlockText()
        self.charts = 0  # without values
        self._archive = archive
        self._styles = styles
        self._is_titled = False

    def add(self, number: int, page: Element) -> None:
        """Add a slide.

        Args:
            number: of the slide, from 1.
            page: the slide.
        """
        self.blocks.page()
        title = self._title(page)
        notes = [words for words in self._notes(page) if words.strip()]
        comments = [self._line(comment) for comment in every(page, "annotation")]
        if title is not None or self._is_titled or notes or comments:
            # Without a heading of its own, it would be cited below that of the slide before.
            self.blocks.heading(1, self._line(title) if title is not None else f"Slide {number}")
            self._is_titled = True
        for shape in page:
            is_furniture = attribute(shape, "class") in _FURNITURE
            if shape is not title and not is_furniture and local(shape) not in _BESIDE:
                self._add_blocks(shape, 0)
        for heading, paragraphs in (("Speaker notes", notes), ("Comments", comments)):
            if any(paragraphs):
                self.blocks.heading(2, heading)
            for paragraph in paragraphs:
                self.blocks.paragraph(paragraph)

    def _add_blocks(self, root: Element, depth: int) -> None:
        for block in every(root, *_BLOCKS):
            name = local(block)
            if name in {"p", "h"}:
                words = words_of(block, self._styles)
                if depth:
                    self.blocks.item(words, depth - 1)
                else:
                    self.blocks.paragraph(words)
            elif name == "list" and depth < _DEEPEST:
                self._add_blocks(block, depth + 1)
            elif name == "table":
                self._add_table(block)
            elif name == "object":
                self.charts += not add_chart(self._archive, block, self.blocks)

    def _add_table(self, table: Element) -> None:
        """Write the rows of a table. What goes over several rows is in each of them."""
        above: dict[int, tuple[str, int]] = {}  # words, and how many more rows have them
        for row in every(table, "table-row"):
            cells: list[str] = []
            for cell in every(row, "table-cell", "covered-table-cell"):
                times = min(count_of(cell, "number-columns-repeated"), _MOST_CELLS - len(cells))
                for _ in range(times):
                    words, left = above.pop(len(cells), ("", 0))
                    if local(cell) == "table-cell":
                        words, left = self._line(cell), count_of(cell, "number-rows-spanned")
                    if left > 1:
                        above[len(cells)] = words, left - 1
                    cells.append(words)
            self.blocks.row(cells)

    def _title(self, page: Element) -> Element | None:
        """Return the shape with the title: one that says so, or the first one, if it is short."""
        for frame in page:
            if attribute(frame, "class") == "title" and self._line(frame).strip():
                return frame
        shapes = [shape for shape in page if local(shape) in _WITH_TEXT]
        texts = [shape for shape in shapes if self._line(shape).strip()]
        lines = [words_of(p, self._styles) for shape in texts[:1] for p in every(shape, "p", "h")]
        return texts[0] if len(shapes) > 1 and is_title(lines) else None

    def _notes(self, page: Element) -> Iterator[str]:
        """Yield the paragraphs of what the speaker is to say."""
        for notes in every(page, "notes"):
            for frame in every(notes, "frame"):
                if attribute(frame, "class") not in _FURNITURE:
                    for paragraph in every(frame, "p"):
                        yield words_of(paragraph, self._styles)

    def _line(self, element: Element) -> str:
        return " ".join(words_of(p, self._styles) for p in every(element, "p", "h"))
