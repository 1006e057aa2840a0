"""XML of any kind: the text of its elements, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from qa.errors import DocumentError
from qa.loaders.archives import local
from qa.loaders.extraction import BlockText
from qa.loaders.refusals import where_in_xml
from qa.loaders.sheets.spreadsheet_xml import ROOT, spreadsheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from qa.loaders.extraction import Extract

_DECLARES = tuple(
    word.encode(encoding)
    for word in ("<!ENTITY",)
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
_TITLES = frozenset({"title", "head", "heading", "dc:title"})
_WORDS = frozenset(
    {
        *("alt", "amount", "author", "by", "caption", "comment", "content", "currency", "date"),
        *("desc", "description", "from", "heading", "k", "key", "label", "message", "name"),
        *("note", "price", "quantity", "quote", "subject", "summary", "term", "text", "title"),
        *("to", "total", "unit", "v", "value"),
    }
)
"""Attributes that hold what a reader looks for, even in one word."""

_TECHNICAL = ("class", "style", "id", "ids", "ref", "refs", "href", "src", "rend", "transform")
"""Ends of the names of attributes that hold no words, even where there are spaces in them."""

_FEWEST_WORDS = 2
_SHORT = 80  # characters of a value that is shown with its name


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read an XML file; one that declares entities is refused. A spreadsheet is read as such.

    An element with words of its own is a paragraph, with all that is within it. One with a short
    value alone is a line, with the name of the element. Attributes that hold words stand in
    brackets behind that name; those of elements within a paragraph follow it, if they are several
    words.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: it is not XML, or declares entities.
    """
    if any(word in data for word in _DECLARES):
        raise DocumentError(path, "is not safe to read (it declares entities)")
    try:
        root = ET.fromstring(data)  # noqa: S314 - without entities there is nothing to expand
    except (ET.ParseError, ValueError, LookupError) as error:
        reason = f"is not well-formed XML{where_in_xml(error)}; correct it there"
        raise DocumentError(path, reason) from error
    if root.tag == ROOT:
        yield spreadsheet(root, path)
        return
    blocks = BlockText()
    title = _add(root, blocks)
    yield blocks.extract(title)


def _add(root: Element, blocks: BlockText) -> str | None:
    """Add an element and those below it; return the first title."""
    first: str | None = None
    stack = [(root, 0)]
    while stack:
        element, level = stack.pop()
        name = local(element)
        if not name:
            continue
        inner = [child for child in element if local(child)]
        told = _told(element)
        if _has_words(element) or not inner:
            words = " ".join("".join(_texts(element)).split())
            if name.lower() in _TITLES:
                first = first or words
                blocks.heading(max(1, min(level, 6)), words)
                blocks.paragraph(told and name + told)
            elif inner or len(words) > _SHORT or not words:
                blocks.paragraph(told and name + told)
                blocks.paragraph(words)
            else:
                blocks.paragraph(f"{name}{told}: {words}")
            _add_told_within(element, blocks)
            continue
        blocks.paragraph(told and name + told)
        below = level + any(local(child).lower() in _TITLES for child in inner)
        stack += [(child, below) for child in reversed(inner)]
    return first


def _add_told_within(element: Element, blocks: BlockText) -> None:
    """Add the attributes of elements within a paragraph, such as what an abbreviation means."""
    for inner in element.iter():
        if inner is not element and (name := local(inner)) and (told := _told(inner, frozenset())):
            # With those within each of them, nested ones would cost the square of their number.
            words = "" if len(inner) else " ".join((inner.text or "").split())
            blocks.paragraph(f"{name}{told}" + (f": {words}" if 0 < len(words) <= _SHORT else ""))


def _told(element: Element, always: frozenset[str] = _WORDS) -> str:
    """Return the attributes of an element that hold words, in brackets; empty if there are none."""
    found = []
    for name, value in element.attrib.items():
        words = value.split()
        label = name.lower()
        if not words or name.startswith("{") or label.endswith(_TECHNICAL):
            continue
        spelt = sum(len(word) > 1 and any(map(str.isalpha, word)) for word in words)
        if label in always or spelt >= _FEWEST_WORDS:
            found.append(f"{name}: {' '.join(words)}")
    return f" ({', '.join(found)})" if found else ""


def _has_words(element: Element) -> bool:
    """Return whether an element has words beside those of the elements within it."""
    return bool((element.text or "").strip()) or any((c.tail or "").strip() for c in element)


def _texts(element: Element) -> Iterator[str]:
    """Yield the text of an element and those below; comments have none, but their tails count."""
    stack: list[Element | str] = [element]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
            continue
        if local(item):
            yield item.text or ""
        for child in reversed(item if local(item) else ()):
            stack.append(child.tail or "")
            stack.append(child)
