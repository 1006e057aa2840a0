"""The paragraphs and tables of a Word document, in the order of its pages."""

from __future__ import annotations

from collections import Counter
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from qa.loaders.archives import attribute, every, local
from qa.loaders.charts import chart_text
from qa.loaders.diagrams import diagram_text
from qa.loaders.docx.markup import MOST_COLUMNS, child, goes_on, inside, placed, value
from qa.loaders.docx.stacked import stacked_rows
from qa.loaders.docx.styles import OUTLINE
from qa.loaders.prose import is_prose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

    from qa.loaders.docx.notes import Notes
    from qa.loaders.docx.numbering import Label, Numbering
    from qa.loaders.docx.paragraphs import ParagraphReader, Words
    from qa.loaders.docx.styles import Styles
    from qa.loaders.extraction import BlockText
    from qa.loaders.office_package import Link, Package

_BLOCKS = ("p", "tbl", "altChunk", "subDoc")
_DEEPEST = 8  # boxes in boxes and tables in tables
_LOWEST = 9  # level of headings
_LONGEST_ITEM = 200  # characters; a longer one is a clause, and a paragraph of its own
_LONGEST_NAME = 80  # of a numbered paragraph that names those below it
_ENDS_SENTENCE = (".", ";", ",", "?", "!", "。")
_LEFT_OUT = {
    "chart": ("chart has no values in the file", "charts have no values in the file"),
    "diagram": ("diagram has no text in the file", "diagrams have no text in the file"),
    "object": ("embedded object is not read", "embedded objects are not read"),
    "file": ("file inside the document is not read", "files inside the document are not read"),
    "deep": ("part is nested too deep to be read", "parts are nested too deep to be read"),
    "hidden": ("hidden run of text is left out", "hidden runs of text are left out"),
}


class BodyReader:
    """Reads the body of a document into blocks.

    Attributes:
        title: the words of the paragraph styled as title; None if missing.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what a document consists of
        self,
        package: Package,
        blocks: BlockText,
        styles: Styles,
        numbering: Numbering,
        words: ParagraphReader,
        notes: Notes,
    ) -> None:
        """Make a reader.

        Args:
            package: the file.
            blocks: to add to.
            styles: of the document.
            numbering: its lists.
            words: reads its paragraphs.
            notes: its notes and comments.
        """
        self.title: str | None = None
        self._package = package
        self._blocks = blocks
        self._styles = styles
        self._numbering = numbering
        self._words = words
        self._notes = notes
        self._links: Mapping[str, Link] = {}
        self._level = 0  # of the last heading by its style
        self._left_out: Counter[str] = Counter()

    def read(self, root: Element, links: Mapping[str, Link]) -> None:
        """Add the paragraphs and tables of a part.

        Args:
            root: of the part.
            links: its relationships.
        """
        self._links = links
        self._add(root, 0)

    def words_of(self, paragraph: Element) -> Iterator[str]:
        """Yield the words of a paragraph apart from the body, and of the boxes in it.

        Args:
            paragraph: of a header, a footer or a comment.
        """
        words = self._words.read(paragraph)
        yield words.text.strip()
        for box in words.anchored:
            for below in every(box, "p") if local(box) == "txbxContent" else ():
                yield self._words.read(below).text.strip()

    def notes(self) -> list[str]:
        """Return what could not be read, a sentence each."""
        return [
            f"{count:,} {said[count > 1]}"
            for kind, said in _LEFT_OUT.items()
            if (count := self._left_out[kind])
        ]

    def _add(self, root: Element, depth: int, mark: str = "") -> None:
        """Add blocks; the mark of a note stands in front of its first paragraph."""
        if depth > _DEEPEST:
            self._left_out["deep"] += 1
            return
        joined: list[Words] = []  # of paragraphs whose end was deleted: they go on in the next
        blocks = list(inside(root, *_BLOCKS))
        for block, following in zip_longest(blocks, blocks[1:]):
            if local(block) == "tbl":
                joined = self._flush(joined, depth)
                self._table(block, depth)
            elif local(block) != "p":
                self._left_out["file"] += 1
            elif goes_on(block) and following is not None and local(following) == "p":
                joined.append(self._read(block))
            else:
                self._paragraph(block, [*joined, self._read(block)], following, depth, mark)
                joined, mark = [], ""
        self._flush(joined, depth)

    def _flush(self, joined: list[Words], depth: int) -> list[Words]:
        for words in joined:
            self._blocks.paragraph(words.text)
        self._below(joined, depth)
        return []

    def _read(self, paragraph: Element) -> Words:
        words = self._words.read(paragraph)
        self._left_out["hidden"] += words.hidden
        return words

    def _paragraph(
        self, block: Element, joined: list[Words], following: Element | None, depth: int, mark: str
    ) -> None:
        """Add a paragraph as what it is: a heading, an item, a clause, running text."""
        properties = child(block, "pPr")
        named = value(properties, "pStyle")
        style = self._styles.of(named)
        text = " ".join("".join(words.text for words in joined).split())
        place = self._numbering.place(properties, named)
        label = self._numbering.count(place) if place else None
        outline = value(properties, "outlineLvl")
        level = OUTLINE.get(outline, -1) if outline else style.level
        numbered = f"{label.text} {text}" if label and label.text and text else text
        if mark:
            self._blocks.paragraph(f"[{mark}] {numbered}")
        elif style.is_contents:
            self._blocks.aside(numbered)
        elif level is not None and level >= 0 and text and not is_prose(text):
            self._level = max(level, 1)
            self._blocks.heading(self._level, numbered)
            if level == 0 and self.title is None:
                self.title = numbered
        elif label and place and self._names_others(text, place, following):
            self._blocks.heading(min(self._level + 1 + label.depth, _LOWEST), numbered)
        elif label or style.list_id or child(properties, "numPr") is not None:
            self._item(label, text)
        else:
            self._blocks.paragraph(text)
        self._below(joined, depth)

    def _item(self, label: Label | None, text: str) -> None:
        if label is None:
            self._blocks.paragraph(text)
        elif not label.text:
            self._blocks.item(text, label.depth)
        elif label.has_parents or len(text) > _LONGEST_ITEM:
            self._blocks.paragraph(f"{label.text} {text}" if text else "")
        else:
            self._blocks.item(text, label.depth, label.text)

    def _names_others(self, text: str, place: tuple[str, int], following: Element | None) -> bool:
        """Return whether a numbered paragraph is the title of the clauses below it.

        Contracts are often written with numbers alone and without styles: 7. Liability, 7.1 ….
        """
        if following is None or local(following) != "p" or not 0 < len(text) <= _LONGEST_NAME:
            return False
        properties = child(following, "pPr")
        below = self._numbering.place(properties, value(properties, "pStyle"))
        return (
            below is not None
            and below[0] == place[0]
            and below[1] == place[1] + 1
            and self._numbering.has_parents(below)
            and not text.endswith(_ENDS_SENTENCE)
        )

    def _table(self, table: Element, depth: int) -> None:
        """Add a table; one of a single cell is a frame around paragraphs."""
        rows = [row for row in inside(table, "tr") if child(row, "trPr", "del") is None]
        cells = [list(inside(row, "tc")) for row in rows]
        if all(len(row) <= 1 for row in cells):
            for cell in chain.from_iterable(cells):
                self._add(cell, depth + 1)
            return
        read: list[Words] = []
        found = [
            line
            for row in zip(rows, cells, strict=True)
            for line in stacked_rows(
                [(at, list(self._cell(cell, read, depth))) for at, cell in placed(*row)]
            )
        ]
        columns = sorted({at for row in found for at, _ in row})
        for row in found:
            texts = dict(row)
            if len(columns) <= MOST_COLUMNS:
                self._blocks.row([texts.get(at, "") for at in columns])
            else:  # no reader sees so many: the blank ones between are not written
                self._blocks.row(list(texts.values()))
        self._below(read, depth)

    def _cell(self, cell: Element, read: list[Words], depth: int) -> Iterator[str]:
        """Yield the paragraphs of a cell, and each table in it on one line."""
        for block in inside(cell, "p", "tbl"):
            if local(block) == "p":
                yield self._line(block, read)
            elif depth >= _DEEPEST:
                yield ", ".join(filter(None, (self._line(p, read) for p in every(block, "p"))))
            else:
                rows = [
                    [" ".join(filter(None, self._cell(one, read, depth + 1))) for one in cells]
                    for row in inside(block, "tr")
                    if child(row, "trPr", "del") is None and (cells := list(inside(row, "tc")))
                ]
                yield "; ".join(filter(None, (", ".join(filter(None, row)) for row in rows)))

    def _line(self, paragraph: Element, read: list[Words]) -> str:
        words = self._read(paragraph)
        read.append(words)
        properties = child(paragraph, "pPr")
        place = self._numbering.place(properties, value(properties, "pStyle"))
        label = self._numbering.count(place) if place else None
        text = words.text.strip()
        return f"{label.text} {text}".strip() if label else text

    def _below(self, read: list[Words], depth: int) -> None:
        """Add what is anchored in paragraphs: boxes, charts and diagrams, then notes."""
        notes = [note for words in read for note in self._notes.take(words)]
        for words in read:
            for element in words.anchored:
                self._anchored(element, depth)
        for mark, note in notes:
            self._add(note, depth + 1, mark)

    def _anchored(self, element: Element, depth: int) -> None:
        name = local(element)
        if name == "txbxContent":
            self._add(element, depth + 1)
        elif name == "chart":
            root = self._linked(element, "id")
            has_values = root is not None and chart_text(root, self._blocks)
            self._left_out["chart"] += not has_values
        elif name == "relIds":
            root = self._linked(element, "dm")
            before = len(self._blocks)
            if root is not None:
                diagram_text(root, self._blocks)
            self._left_out["diagram"] += len(self._blocks) == before
        else:
            self._left_out["object"] += 1

    def _linked(self, element: Element, name: str) -> Element | None:
        link = self._links.get(attribute(element, name))
        return None if link is None else self._package.xml(link.part)
