"""Word: paragraphs, headings, lists, tables, footnotes; deleted text is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa.loaders.archives import Zipped, attribute, every, first, local, text_of
from qa.loaders.extraction import BlockText

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from qa.loaders.extraction import Extract

_HEADING = re.compile(r"heading\s*([1-9])", re.IGNORECASE)
_OUTLINE = {str(level): level + 1 for level in range(9)}  # Word's 9 means running text
_DEPTHS = {str(depth): depth for depth in range(9)}  # of lists
_LEFT_OUT = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback", "txbxContent", "pPr"})


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read a Word document.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: it is damaged or encrypted, or unpacks to too much.
    """
    archive = Zipped(data, path)
    styles = archive.xml("word/styles.xml") if "word/styles.xml" in archive else None
    known = _Styles() if styles is None else _styles(styles)
    blocks = BlockText()
    title = _add(archive.xml("word/document.xml"), known, blocks)
    for notes in ("word/footnotes.xml", "word/endnotes.xml"):
        if notes in archive:
            _add(archive.xml(notes), known, blocks)
    core = archive.xml("docProps/core.xml") if "docProps/core.xml" in archive else None
    named = text_of(first(core, "title")) if core is not None else ""
    language = "" if styles is None else _value(styles, "lang")
    yield blocks.extract(named.strip() or title, language)


@dataclass(frozen=True, slots=True)
class _Styles:
    """The styles of a document, by their meaning.

    Attributes:
        levels: style → level of the headings that have it; 0 for the document's title.
        lists: styles of list items.
    """

    levels: dict[str, int] = field(default_factory=dict)
    lists: set[str] = field(default_factory=set)


def _styles(root: Element) -> _Styles:
    known = _Styles()
    for style in every(root, "style"):
        identity, name = attribute(style, "styleId"), _value(style, "name").strip()
        outline = _value(style, "outlineLvl")
        heading = _HEADING.fullmatch(name)
        if heading:
            known.levels[identity] = int(heading[1])
        elif name.casefold() == "title":
            known.levels[identity] = 0
        elif outline in _OUTLINE:
            known.levels[identity] = _OUTLINE[outline]
        elif first(style, "numPr") is not None:
            known.lists.add(identity)
    return known


def _add(root: Element, known: _Styles, blocks: BlockText) -> str | None:
    """Add paragraphs and tables; return the words of the paragraph styled as title."""
    title: str | None = None
    for block in every(root, "p", "tbl"):
        if local(block) == "tbl":
            for row in every(block, "tr"):
                blocks.row([" ".join(map(_words, every(cell, "p"))) for cell in every(row, "tc")])
            continue
        words = _words(block)
        style, depth = _value(block, "pStyle"), _value(block, "ilvl")
        level = known.levels.get(style)
        if level == 0 and title is None:
            title = words
            blocks.heading(1, words)
        elif level:
            blocks.heading(level, words)
        elif first(block, "numPr") is not None or style in known.lists:
            blocks.item(words, _DEPTHS.get(depth, 0))
        else:
            blocks.paragraph(words)
    return title


def _value(element: Element, name: str) -> str:
    """Return the ``val`` of the first element below with this name; empty where there is none."""
    found = first(element, name)
    return "" if found is None else attribute(found, "val")


def _words(paragraph: Element) -> str:
    """Return a paragraph's text as it reads with all changes accepted."""
    parts: list[str] = []
    stack = [paragraph]
    while stack:
        element = stack.pop()
        name = local(element)
        if name == "t":
            parts.append(element.text or "")
        elif name in {"tab", "br", "cr"}:
            parts.append(" ")
        elif name == "noBreakHyphen":
            parts.append("-")
        elif name not in _LEFT_OUT:
            stack.extend(reversed(element))
    return "".join(parts)
