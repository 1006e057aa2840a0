"""OpenDocument text: paragraphs, headings, lists, tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.errors import DocumentError
from qa.loaders.archives import Zipped, attribute, every, first, local, text_of
from qa.loaders.extraction import BlockText

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from qa.loaders.extraction import Extract

_BLOCKS = ("h", "p", "list", "table")
_LEFT_OUT = frozenset({"tracked-changes", "annotation", "sequence-decls", "forms"})
_DEEPEST = 8  # list in list
_LEVELS = {str(level): level for level in range(1, 11)}  # OpenDocument has ten


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
    blocks = BlockText()
    body = first(archive.xml("content.xml"), "body")
    if body is not None:
        _add(body, blocks, 0)
    meta = archive.xml("meta.xml") if "meta.xml" in archive else None
    title = text_of(first(meta, "title")) if meta is not None else ""
    language = text_of(first(meta, "language")) if meta is not None else ""
    yield blocks.extract(title, language)


def _add(root: Element, blocks: BlockText, depth: int) -> None:
    for block in every(root, *_BLOCKS, *_LEFT_OUT):
        name = local(block)
        if name == "h":
            blocks.heading(_LEVELS.get(attribute(block, "outline-level"), 1), _words(block))
        elif name == "p" and depth:
            blocks.item(_words(block), depth - 1)
        elif name == "p":
            blocks.paragraph(_words(block))
        elif name == "list" and depth < _DEEPEST:
            _add(block, blocks, depth + 1)
        elif name == "table":
            for row in every(block, "table-row"):
                blocks.row([" ".join(map(_words, every(c, "p"))) for c in every(row, "table-cell")])


def _words(paragraph: Element) -> str:
    parts: list[str] = [paragraph.text or ""]
    stack: list[Element | str] = [*reversed(paragraph)]
    while stack:
        element = stack.pop()
        if isinstance(element, str):
            parts.append(element)
            continue
        stack.append(element.tail or "")
        if local(element) in {"s", "tab", "line-break"}:
            parts.append(" ")
        elif local(element) not in _LEFT_OUT:
            parts.append(element.text or "")
            stack.extend(reversed(element))
    return "".join(parts)
