"""OpenDocument text: paragraphs, headings, lists with their numbers, tables, notes, boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qa.errors import DocumentError
from qa.loaders.archives import Zipped, attribute, every, first, local, text_of
from qa.loaders.extraction import BlockText
from qa.loaders.odt_lists import OUTLINE, ListNumbers
from qa.loaders.prose import is_prose
from qa.loaders.raised import lowered, raised
from qa.loaders.tracked_changes import Changes, day_of, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from qa.loaders.extraction import Extract

_BLOCKS = ("h", "p", "list", "table")
_LEFT_OUT = frozenset({"tracked-changes", "annotation", "sequence-decls", "forms"})
_NOT_SHOWN = frozenset({"number", "title", "desc", "ruby-text", "annotation-end", *_LEFT_OUT})
_RUNNING = ("header", "header-first", "header-left", "footer", "footer-first", "footer-left")
_DEEPEST = 8  # list in list, box in box
_LEVELS = {str(level): level for level in range(1, 11)}  # OpenDocument has ten
_LONGEST_ITEM = 200  # characters; a longer numbered one is a clause, and a paragraph of its own


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read an OpenDocument text.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: it is damaged or encrypted, or unpacks to too much.
    """
    archive = Zipped(data, path)
    manifest = "META-INF/manifest.xml"
    if manifest in archive and first(archive.xml(manifest), "encryption-data") is not None:
        raise DocumentError(path, "is encrypted; save it without a password")
    content = archive.xml("content.xml")
    styles = archive.xml("styles.xml") if "styles.xml" in archive else None
    reader = _Reader([root for root in (styles, content) if root is not None])
    body = first(content, "body")
    if body is not None:
        reader.add(body)
    if styles is not None:
        reader.add_running(styles)
    meta = archive.xml("meta.xml") if "meta.xml" in archive else None
    title = text_of(first(meta, "title")) if meta is not None else ""
    language = text_of(first(meta, "language")) if meta is not None else ""
    yield reader.blocks.extract(title, language, _notes(content))


class _List(NamedTuple):
    """The list that a block is in.

    Attributes:
        style: of the list.
        depth: in it; -1 for outside of lists.
        item: the item; None outside of lists, and for what stands above the items.
    """

    style: str = OUTLINE
    depth: int = -1
    item: Element | None = None


class _Reader:
    """Reads the blocks of a text."""

    def __init__(self, roots: list[Element]) -> None:
        self.blocks = BlockText()
        self._numbers = ListNumbers(roots)
        self._positions = _positions(roots)
        self._counted: Element | None = None  # the last item that has its number

    def add(self, root: Element, within: _List = _List(), nested: int = 0) -> None:  # noqa: B008
        """Add what is below an element."""
        if nested > _DEEPEST:
            return
        for block in every(root, *_BLOCKS, *_LEFT_OUT):
            name = local(block)
            if name in {"h", "p"}:
                self._paragraph(block, name, within, nested)
            elif name == "list":
                self._list(block, within, nested)
            elif name == "table":
                self._table(block, nested)

    def add_running(self, styles: Element) -> None:
        """Add each header and footer once, after the text."""
        seen: set[str] = set()
        for running in every(styles, *_RUNNING):
            for paragraph in every(running, "h", "p"):
                words = self._words(paragraph, [])
                if words not in seen and any(map(str.isalpha, words)):
                    self.blocks.aside(words)
                seen.add(words)

    def _list(self, block: Element, within: _List, nested: int) -> None:
        style = attribute(block, "style-name") or within.style
        goes_on = attribute(block, "continue-numbering") == "true"
        if within.depth < 0 and not goes_on and not attribute(block, "continue-list"):
            self._numbers.restart(style)
        for item in every(block, "list-item", "list-header"):
            own = item if local(item) == "list-item" else None
            self.add(item, _List(style, within.depth + 1, own), nested + 1)

    def _paragraph(self, block: Element, name: str, within: _List, nested: int) -> None:
        apart: list[Element] = []
        text = " ".join(self._words(block, apart).split())
        number, has_parents = self._number(block, name, within)
        numbered = f"{number} {text}" if number and text else text
        if name == "h" and not is_prose(text):
            level = _LEVELS.get(attribute(block, "outline-level"), 1)
            self.blocks.heading(level, numbered)
        elif within.depth < 0 or has_parents or (number and len(text) > _LONGEST_ITEM):
            self.blocks.paragraph(numbered)
        else:
            self.blocks.item(text, within.depth, number or None)
        for element in apart:
            self._add_apart(element, nested)

    def _number(self, block: Element, name: str, within: _List) -> tuple[str, bool]:
        """Return the number of a paragraph; only the first one of an item has one."""
        if within.depth >= 0:
            item = within.item
            if item is None or item is self._counted:
                return "", False
            self._counted = item
            return self._numbers.count(within.style, within.depth, attribute(item, "start-value"))
        if name != "h" or attribute(block, "is-list-header") == "true":
            return "", False
        level = _LEVELS.get(attribute(block, "outline-level"), 1)
        restarts = attribute(block, "restart-numbering") == "true"
        start = attribute(block, "start-value") if restarts else ""
        return self._numbers.count(OUTLINE, level - 1, start)

    def _add_apart(self, element: Element, nested: int) -> None:
        """Add a note or a box below the paragraph that it is anchored in."""
        if local(element) == "text-box":
            self.add(element, nested=nested + 1)
            return
        mark = text_of(first(element, "note-citation")).strip()
        body = first(element, "note-body")
        for paragraph in every(body, "h", "p") if body is not None else ():
            words = self._words(paragraph, [])
            self.blocks.paragraph(f"[{mark}] {words}" if mark else words)
            mark = ""

    def _table(self, table: Element, nested: int) -> None:
        rows = [list(every(row, "table-cell", "covered-table-cell")) for row in _rows(table)]
        if all(len(cells) <= 1 for cells in rows):  # a frame around paragraphs
            for cells in rows:
                for cell in cells:
                    self.add(cell, nested=nested + 1)
            return
        apart: list[Element] = []
        for cells in rows:
            self.blocks.row(
                [" ".join(self._words(p, apart) for p in every(cell, "h", "p")) for cell in cells]
            )
        for element in apart:
            self._add_apart(element, nested)

    def _words(self, paragraph: Element, apart: list[Element]) -> str:
        """Return the words of a paragraph; notes and boxes in it are added to ``apart``."""
        parts: list[str] = [paragraph.text or ""]
        stack: list[tuple[Element | str, str]] = [(part, "") for part in reversed(paragraph)]
        while stack:
            element, position = stack.pop()
            if isinstance(element, str):
                parts.append(_positioned(element, position, "".join(parts[-2:])))
                continue
            stack.append((element.tail or "", position))
            name = local(element)
            if name in {"s", "tab", "line-break"}:
                parts.append(" ")
            elif name == "note":
                apart.append(element)
                mark = text_of(first(element, "note-citation")).strip()
                parts.append(f"[{mark}]" if mark else "")
            elif name == "text-box":
                apart.append(element)
            elif name not in _NOT_SHOWN:
                if name == "span":
                    position = self._positions.get(attribute(element, "style-name"), position)
                parts.append(_positioned(element.text or "", position, "".join(parts[-2:])))
                stack.extend((part, position) for part in reversed(element))
        return "".join(parts)


def _rows(table: Element) -> Iterator[Element]:
    return every(table, "table-row")


def _positioned(text: str, position: str, before: str) -> str:
    if not text or not position:
        return text
    return raised(text, before) if position == "super" else lowered(text)


def _positions(roots: list[Element]) -> dict[str, str]:
    """Return the styles of raised and lowered text: ``super`` or ``sub`` by their name."""
    found: dict[str, str] = {}
    for root in roots:
        for style in every(root, "style"):
            properties = first(style, "text-properties")
            position = attribute(properties, "text-position") if properties is not None else ""
            if position.startswith(("sub", "-")):
                found[attribute(style, "name")] = "sub"
            elif position.startswith("super") or (position[:1].isdecimal() and position[0] != "0"):
                found[attribute(style, "name")] = "super"
    return found


def _notes(content: Element) -> list[str]:
    """Return what a reader must know of tracked changes and comments."""
    changes = Changes()
    for region in every(content, "changed-region"):
        for change in region:
            if local(change) in {"deletion", "insertion"}:
                by = name_of(text_of(first(change, "creator")))
                changes.add(local(change), by, day_of(text_of(first(change, "date"))))
    comments = sum(1 for _ in every(content, "annotation"))
    left = "1 comment is left out" if comments == 1 else f"{comments:,} comments are left out"
    return [*changes.notes(), *([left] if comments else [])]
