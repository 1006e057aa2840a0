"""What OpenDocument files share: their parts, styles and words."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from qa.errors import DocumentError
from qa.loaders.archives import Zipped, attribute, every, first, local, text_of
from qa.loaders.raised import lowered, raised
from qa.loaders.refusals import NO_PASSWORD

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from qa.loaders.extraction import BlockText

_MANIFEST = "META-INF/manifest.xml"
_LEFT_OUT = frozenset({"tracked-changes", "annotation", "annotation-end", "forms", "notes"})
_MOST_SPACES = 100  # that one element stands for
_MOST_CELLS = 1000  # that one element stands for, in a chart
_CONTEXT = 60  # characters before raised text that say what it is


def opened(data: bytes, path: Path) -> Zipped:
    """Open a file.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: it is damaged or encrypted.
    """
    archive = Zipped(data, path)
    if _MANIFEST in archive and first(archive.xml(_MANIFEST), "encryption-data") is not None:
        raise DocumentError(path, NO_PASSWORD)
    return archive


def title_and_language(archive: Zipped) -> tuple[str, str]:
    """Return the title and the language among the properties of a file; empty for none.

    Args:
        archive: the file.

    Raises:
        DocumentError: they are damaged.
    """
    if "meta.xml" not in archive:
        return "", ""
    meta = archive.xml("meta.xml")
    return text_of(first(meta, "title")), text_of(first(meta, "language"))


def raised_styles(root: Element) -> dict[str, str]:
    """Return the styles of raised and lowered text: ``super`` or ``sub`` by their name.

    Args:
        root: of the content.
    """
    found: dict[str, str] = {}
    for style in every(root, "style"):
        properties = first(style, "text-properties")
        position = attribute(properties, "text-position") if properties is not None else ""
        if position.startswith(("super", "sub", "-")):
            found[attribute(style, "name")] = "super" if position.startswith("super") else "sub"
        elif position[:1].isdecimal() and not position.startswith("0%"):
            found[attribute(style, "name")] = "super"
    return found


def words_of(paragraph: Element, styles: dict[str, str]) -> str:
    """Return the words of a paragraph, without comments.

    Args:
        paragraph: of a text, a cell or a shape.
        styles: of raised and lowered text.
    """
    parts: list[str] = []
    stack: list[tuple[Element | str, str]] = [(paragraph, "")]
    while stack:
        element, position = stack.pop()
        if isinstance(element, str):
            if position == "super":
                element = raised(element, "".join(parts[-_CONTEXT:])[-_CONTEXT:])
            parts.append(lowered(element) if position == "sub" else element)
            continue
        name = local(element)
        if element is not paragraph:
            stack.append((element.tail or "", position))
        if name in {"tab", "line-break"}:
            parts.append(" ")
        elif name == "s":
            parts.append(" " * min(count_of(element, "c"), _MOST_SPACES))
        elif name not in _LEFT_OUT:
            below = styles.get(attribute(element, "style-name"), position)
            # What follows a child is put on the stack with it: it looks as the child's parent.
            stack.extend((child, below) for child in reversed(element))
            stack.append((element.text or "", below))
    return "".join(parts)


def add_chart(archive: Zipped, element: Element, blocks: BlockText) -> bool:
    """Write the title and the values of an embedded chart.

    Args:
        archive: the file.
        element: that stands for the object in the content.
        blocks: the text to write into.

    Returns:
        False if it is a chart of which no values were found.
    """
    name = posixpath.join(posixpath.normpath(attribute(element, "href")), "content.xml")
    chart = first(archive.xml(name), "chart") if name in archive else None
    # Any other object, such as a formula, has a chart nowhere; the body has an element so named.
    inner = first(chart, "plot-area") if chart is not None else None
    if chart is None or inner is None:
        return True
    for title in every(chart, "title", "subtitle", "plot-area"):
        if local(title) != "plot-area":
            blocks.paragraph(" ".join(words_of(p, {}) for p in every(title, "p")))
    table = first(chart, "table")
    before = len(blocks)
    for row in every(table, "table-row") if table is not None else ():
        cells: list[str] = []
        for cell in every(row, "table-cell"):
            times = min(count_of(cell, "number-columns-repeated"), _MOST_CELLS - len(cells))
            cells += [" ".join(words_of(p, {}) for p in every(cell, "p"))] * times
        blocks.row(cells)
    return len(blocks) > before


def count_of(element: Element, name: str) -> int:
    """Return how many an element stands for, or goes over; at least 1.

    Args:
        element: a cell or a row.
        name: of the attribute that says it.
    """
    digits = attribute(element, name)
    return max(1, int(digits[:9])) if digits.isascii() and digits.isdecimal() else 1
