"""XML as bytes: where each element begins and ends, and changes at these places only.

What is not named in a change stays as it is, to the byte: the order of attributes, prefixes of
namespaces, spaces and comments, which a parser that writes XML again would change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from qa.characters import NOT_XML

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_ELEMENTS = 3_000_000
"""Elements of a part; the body of a book has some hundred thousand."""


class Edit(NamedTuple):
    """Bytes that take the place of others.

    Attributes:
        start: of the bytes replaced.
        end: after them; where it is the start, bytes are only inserted.
        content: the new bytes.
    """

    start: int
    end: int
    content: bytes


@dataclass(slots=True)
class Element:
    """An element and where it is.

    Attributes:
        name: without prefix.
        prefix: of its namespace; empty for none.
        attributes: by their names, prefixes included.
        parent: the element around it; None for the root.
        start: offset of its first byte.
        start_end: offset after its start tag.
        inner_end: offset of its end tag; where it has none, as in ``<a/>``, its own end.
        end: offset after its last byte.
        text: its own, without that of the elements in it.
        children: the elements in it.
    """

    name: str
    prefix: str
    attributes: dict[str, str]
    parent: Element | None
    start: int
    start_end: int = 0
    inner_end: int = 0
    end: int = 0
    text: str = ""
    children: list[Element] = field(default_factory=list)

    @property
    def is_empty_tag(self) -> bool:
        """Whether it is written as ``<a/>``."""
        return self.inner_end == self.end

    def attribute(self, name: str, default: str = "") -> str:
        """Return an attribute by its name without prefix.

        Args:
            name: without prefix.
            default: returned if it is missing.
        """
        for key, value in self.attributes.items():
            if key.rpartition(":")[2] == name:
                return value
        return default

    def child(self, name: str) -> Element | None:
        """Return the first element directly in it that has this name.

        Args:
            name: without prefix.
        """
        return next((one for one in self.children if one.name == name), None)

    def every(self, *names: str) -> Iterator[Element]:
        """Yield the elements in it, at any depth, that have one of these names, in order.

        Args:
            *names: without prefix.
        """
        stack = list(reversed(self.children))
        while stack:
            found = stack.pop()
            if found.name in names:
                yield found
            stack.extend(reversed(found.children))

    def tag(self, name: str) -> str:
        """Return the name of another element of the same namespace, with the prefix it needs.

        Args:
            name: without prefix.
        """
        return f"{self.prefix}:{name}" if self.prefix else name


def element_tree(data: bytes) -> Element:
    """Return the root of an XML file in UTF-8, with all elements in it.

    Args:
        data: bytes of the file.

    Raises:
        ValueError: it is not well-formed, not in UTF-8, or has too many elements.
    """
    return _Parser(data).parsed()


class _Parser:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._stack: list[Element] = []
        self._root: Element | None = None
        self._unclosed: Element | None = None  # whose start tag's end is not known yet
        self._texts: list[str] = []
        self._count = 0

    def parsed(self) -> Element:
        if self._data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            msg = "it is not in UTF-8"
            raise ValueError(msg)
        parser = expat.ParserCreate()
        self._parser = parser
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declared
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.CommentHandler = self._between
        parser.ProcessingInstructionHandler = lambda *_: self._between("")
        try:
            parser.Parse(self._data, True)  # noqa: FBT003 - takes no keyword
        except expat.ExpatError as error:
            msg = f"it is not well-formed in line {error.lineno:,}"
            raise ValueError(msg) from error
        assert self._root is not None
        return self._root

    def _declared(self, version: str, encoding: str | None, standalone: int) -> None:
        del version, standalone
        if encoding and encoding.lower() not in {"utf-8", "utf8", "us-ascii", "ascii"}:
            msg = f"it is in {encoding}, not in UTF-8"
            raise ValueError(msg)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        at = self._parser.CurrentByteIndex
        self._count += 1
        if self._count > MOST_ELEMENTS:
            msg = f"it has more than {MOST_ELEMENTS:,} elements"
            raise ValueError(msg)
        prefix, _, name = tag.rpartition(":")
        parent = self._stack[-1] if self._stack else None
        element = Element(name, prefix, attributes, parent, at)
        if parent is None:
            self._root = element
        else:
            self._flush(parent)
            parent.children.append(element)
        self._stack.append(element)
        element.start_end = _tag_end(self._data, at)

    def _end(self, tag: str) -> None:
        del tag
        at = self._parser.CurrentByteIndex
        element = self._stack.pop()
        self._flush(element)
        if self._data[element.start_end - 2 : element.start_end] == b"/>":
            element.inner_end = element.end = element.start_end
        else:
            element.inner_end = at
            element.end = self._data.index(b">", at) + 1

    def _text(self, words: str) -> None:
        self._texts.append(words)

    def _between(self, words: str) -> None:
        """Ignore what is between elements."""
        del words

    def _flush(self, element: Element) -> None:
        if self._texts:
            element.text += "".join(self._texts)
            self._texts.clear()


def _tag_end(data: bytes, start: int) -> int:
    """Return the offset after a start tag: a ``>`` may stand in the value of an attribute."""
    at = start
    while True:
        close = data.index(b">", at)
        quote = _first_quote(data, at, close)
        if quote < 0:
            return close + 1
        at = data.index(data[quote : quote + 1], quote + 1) + 1


def _first_quote(data: bytes, start: int, end: int) -> int:
    single, double = data.find(b"'", start, end), data.find(b'"', start, end)
    return min((at for at in (single, double) if at >= 0), default=-1)


def spliced(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return bytes with changes at some places.

    Args:
        data: the bytes.
        edits: that do not overlap, in any order; insertions at one place stay in theirs.
    """
    parts: list[bytes] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < at:
            msg = f"two changes overlap at byte {edit.start}"
            raise ValueError(msg)
        parts += (data[at : edit.start], edit.content)
        at = edit.end
    parts.append(data[at:])
    return b"".join(parts)


def with_attribute(data: bytes, start: int, name: str, value: str) -> Edit:
    """Return the change that sets an attribute of an element.

    Args:
        data: the bytes that the element is in.
        start: offset of the element.
        name: of the attribute, as it is written there.
        value: the new one.
    """
    tag = data[start : _tag_end(data, start)]
    found = re.search(rb"\s" + re.escape(name.encode()) + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')", tag)
    new = f' {name}="{escape(value)}"'.encode()
    if found:
        return Edit(start + found.start(), start + found.end(), new)
    bare = re.match(rb"<[^\s/>]+", tag)
    at = start + (bare.end() if bare else 0)
    return Edit(at, at, new)


def as_xml(text: str) -> str:
    """Return text as the content of an element; what XML cannot have becomes U+FFFD.

    Args:
        text: any.
    """
    return escape(NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text), quote=False)
