"""The main part of a Word file, read with the offset of each character among its bytes."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from qa.loaders.docx.markup import number

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.errors import DocumentError

NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
"""Of WordprocessingML: transitional, as Word writes it, and strict."""

_LEFT_OUT = frozenset({"del", "moveFrom", "Fallback"})
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}


@dataclass(slots=True)
class Run:
    """A run: words of one format.

    Attributes:
        start: offset of its first byte.
        end: offset after its last.
        properties: offsets of its ``rPr``; both 0 where it has none.
    """

    start: int
    end: int = 0
    properties: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class TextSpan:
    """The characters of one ``t``.

    Attributes:
        opened: offset of its tag.
        start: offset of its first character.
        end: offset of its closing tag.
        run: number of its run.
    """

    opened: int
    start: int
    end: int
    run: int


@dataclass(slots=True)
class Paragraph:
    """A paragraph.

    Attributes:
        words: as it reads with all changes accepted.
        origins: offset of the byte at which each character is.
        anchors: notes and fields: offset in the words, kind, identity or code, and offset of the
            run.
        style: its identity; empty for the usual one.
        left: indent in twentieths of a point; None where the style decides.
        right: as ``left``.
        is_numbered: whether it is an item of a list.
    """

    words: str = ""
    origins: array[int] = field(default_factory=lambda: array("L"))
    anchors: list[tuple[int, str, str, int]] = field(default_factory=list)
    style: str = ""
    left: int | None = None
    right: int | None = None
    is_numbered: bool = False


@dataclass(slots=True)
class Part:
    """A part as it was read.

    Attributes:
        data: its bytes.
        prefix: of the names of WordprocessingML in it, such as ``w:``.
        namespace: that these names are in.
        paragraphs: in order.
        runs: in order; those in text boxes are left out.
        texts: in order.
    """

    data: bytes
    prefix: str = "w:"
    namespace: str = NAMESPACES[0]
    paragraphs: list[Paragraph] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    texts: list[TextSpan] = field(default_factory=list)


class PartReader:
    """Reads a part once, from its beginning to its end."""

    def __init__(self, data: bytes, damaged: Callable[[str], DocumentError]) -> None:
        """Prepare to read.

        Args:
            data: XML without entities of its own.
            damaged: returns the error that says what is wrong.
        """
        self._part = Part(data)
        self._damaged = damaged
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._opened
        self._parser.EndElementHandler = self._closed
        self._parser.CharacterDataHandler = self._text
        self._open: list[Paragraph] = []
        self._parts: list[list[str]] = []
        self._skipped = self._boxes = 0
        self._run: int | None = None
        self._span: TextSpan | None = None
        self._is_code = self._in_properties = False
        self._fields: list[list[str]] = []

    def read(self) -> Part:
        """Return what was read.

        Raises:
            DocumentError: it is not well-formed, or not UTF-8.
        """
        try:
            self._part.data.decode()
            self._parser.Parse(self._part.data, True)  # noqa: FBT003 - expat's own
        except (expat.ExpatError, UnicodeDecodeError) as error:
            msg = f"its main part cannot be read ({error})"
            raise self._damaged(msg) from error
        return self._part

    def _opened(  # noqa: C901, PLR0912 - an element each
        self, name: str, attributes: dict[str, str]
    ) -> None:
        namespace, _, tag = name.rpartition(" ")
        at = self._parser.CurrentByteIndex
        if tag == "document" and namespace in NAMESPACES:
            self._part.namespace = namespace
            end = self._part.data.index(b"document", at)
            self._part.prefix = self._part.data[at + 1 : end].decode()
        if self._skipped or tag in _LEFT_OUT:
            self._skipped += 1
            return
        if namespace not in NAMESPACES:
            return
        values = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if tag == "p":
            self._open.append(Paragraph())
            self._parts.append([])
        elif tag == "txbxContent":
            self._boxes += 1
        elif tag == "r" and not self._boxes:
            self._run = len(self._part.runs)
            self._part.runs.append(Run(at))
        elif not self._open:
            return
        elif tag == "rPr" and self._run is not None and not self._boxes:
            self._part.runs[self._run].properties = (at, at)
        elif tag == "pPr":
            self._in_properties = True
        elif tag == "t" and not self._is_code:
            start = self._part.data.index(b">", at) + 1
            if self._run is not None and not self._boxes:
                self._part.texts.append(TextSpan(at, start, start, self._run))
            self._span = TextSpan(at, start, start, -1)
        elif tag in _BREAKS and not self._in_properties:
            self._write(_BREAKS[tag], at)
        elif tag in _NOTES:
            self._anchor(_NOTES[tag], values.get("id", ""))
        else:
            self._property(tag, values)

    def _property(self, tag: str, values: dict[str, str]) -> None:
        paragraph = self._open[-1]
        if tag == "instrText":
            self._is_code = True
        elif tag == "fldChar":
            self._field(values.get("fldCharType", ""))
        elif tag == "pStyle":
            paragraph.style = values.get("val", "")
        elif tag == "numPr":
            paragraph.is_numbered = True
        elif tag == "ind" and self._in_properties:
            for side, names in (("left", ("left", "start")), ("right", ("right", "end"))):
                value = next((values[one] for one in names if one in values), None)
                if value is not None:
                    setattr(paragraph, side, number(value, 0))

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append([])
        elif kind in ("separate", "end") and self._fields:
            code = "".join(self._fields[-1])
            if code:
                self._anchor("field", code)
                self._fields[-1] = []
            if kind == "end":
                self._fields.pop()

    def _closed(self, name: str) -> None:  # noqa: C901 - an element each
        if self._skipped:
            self._skipped -= 1
            return
        namespace, _, tag = name.rpartition(" ")
        if namespace not in NAMESPACES:
            return
        at = self._parser.CurrentByteIndex
        if tag == "p" and self._open:
            paragraph = self._open.pop()
            paragraph.words = "".join(self._parts.pop())
            self._part.paragraphs.append(paragraph)
        elif tag == "txbxContent":
            self._boxes -= 1
        elif tag == "r" and not self._boxes and self._run is not None:
            self._part.runs[self._run].end = self._part.data.index(b">", at) + 1
            self._run = None
        elif tag == "rPr" and self._run is not None and not self._boxes:
            start = self._part.runs[self._run].properties[0]
            self._part.runs[self._run].properties = (start, self._part.data.index(b">", at) + 1)
        elif tag == "pPr":
            self._in_properties = False
        elif tag == "instrText":
            self._is_code = False
        elif tag == "t":
            if self._span and self._run is not None and not self._boxes and self._part.texts:
                self._part.texts[-1].end = at
            self._span = None

    def _text(self, text: str) -> None:
        if self._skipped:
            return
        if self._is_code:
            if self._fields:
                self._fields[-1].append(text)
        elif self._span is not None and self._open:
            at = self._parser.CurrentByteIndex
            if self._part.data[at : at + 1] == b"&":  # an entity: all it stands for is there
                self._write(text, at)
                return
            self._parts[-1].append(text)
            origins = self._open[-1].origins
            outer = self._outer()
            for char in text:
                origins.append(at if outer is None else outer)
                at += len(char.encode())

    def _write(self, words: str, at: int) -> None:
        outer = self._outer()
        self._parts[-1].append(words)
        self._open[-1].origins.extend([at if outer is None else outer] * len(words))

    def _outer(self) -> int | None:
        """Return where the run around a text box begins, which has no comments; None outside."""
        if not self._boxes or self._run is None:
            return None
        return self._part.runs[self._run].start

    def _anchor(self, kind: str, value: str) -> None:
        start = self._part.runs[self._run].start if self._run is not None else 0
        paragraph = self._open[-1]
        paragraph.anchors.append((len(paragraph.origins), kind, value, start))
