"""One paragraph of Word: its words as they are shown, and what is anchored in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from qa.loaders.archives import attribute, local
from qa.loaders.docx.equations import linear
from qa.loaders.docx.form_fields import form_value
from qa.loaders.docx.markup import author, child, day, is_on, shown, value
from qa.loaders.docx.symbols import symbol
from qa.loaders.raised import lowered, raised

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from qa.loaders.docx.styles import Styles
    from qa.loaders.tracked_changes import Changes

_LEFT_OUT = frozenset({"instrText", "delText", "delInstrText", "pPr", "rPr", "sdtPr", "rt"})
_DELETED = frozenset({"del", "moveFrom"})
_CHANGES = {"del": "deletion", "moveFrom": "move", "ins": "insertion"}
_WORDS = frozenset({"t", "sym", "noBreakHyphen", "textpath", "tab", "ptab", "br", "cr"})
_ANCHORED = frozenset({"txbxContent", "chart", "relIds", "OLEObject", "control", "subDoc"})
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_SYMBOL_FONTS = frozenset({"symbol", "wingdings"})
_HEXADECIMAL = 16
_LINE = "textWrapping"  # of breaks, the one that begins a line; others begin a page or a column
_CODE = re.compile(r"[0-9A-Fa-f]{1,4}")
_LONGEST_SUBJECT = 80  # characters of the words that a comment is on


class Reference(NamedTuple):
    """A footnote, an endnote or a comment that is anchored in a paragraph.

    Attributes:
        kind: of the part that has it: ``footnotes``, ``endnotes`` or ``comments``.
        identity: in that part.
        mark: of a note in the text; empty where the author wrote one.
    """

    kind: str
    identity: str
    mark: str = ""


@dataclass(slots=True)
class Words:
    """What a paragraph holds.

    Attributes:
        text: its words.
        anchored: boxes, charts and diagrams, in order.
        references: to notes and comments, in order.
        subjects: identity of a comment → the words that it is on.
        hidden: number of runs that are not shown.
    """

    text: str = ""
    anchored: list[Element] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    subjects: dict[str, str] = field(default_factory=dict)
    hidden: int = 0


class _Piece(NamedTuple):
    text: str
    position: str


@dataclass(slots=True)
class _Run:
    """The properties of the run whose text is read."""

    position: str = ""
    font: str = ""
    is_hidden: bool = False


class ParagraphReader:
    """Reads paragraphs of a document, and counts its changes."""

    def __init__(self, styles: Styles, changes: Changes, mark: Callable[[str, str], str]) -> None:
        """Make a reader.

        Args:
            styles: of the document.
            changes: to which tracked changes are added.
            mark: returns the mark of a note, by its kind and identity.
        """
        self._styles = styles
        self._changes = changes
        self._mark = mark

    def read(self, paragraph: Element) -> Words:
        """Return the words of a paragraph as it reads with all changes accepted.

        Args:
            paragraph: the element.
        """
        style = self._styles.of(value(paragraph, "pPr", "pStyle"))
        usual = _Run(style.position, "", style.is_hidden)
        text = _Text(self._mark)
        stack = [(paragraph, usual)]
        while stack:
            element, run = stack.pop()
            name = local(element)
            if name in _LEFT_OUT:
                continue
            if name == "r":
                run = self._run(element, usual)
                text.words.hidden += run.is_hidden
            if not text.add(element, name, run):
                stack.extend((found, run) for found in reversed(self._kept(element)))
        return text.finished()

    def _kept(self, element: Element) -> list[Element]:
        """Return the children that are shown; count the changes, those side by side as one."""
        kept: list[Element] = []
        before = ("", "")
        for found in shown(element):
            name = local(found)
            change = (_CHANGES[name], author(found)) if name in _CHANGES else ("", "")
            if change[0] and change != before:
                self._changes.add(*change, day(found))
            before = change
            if name not in _DELETED:
                kept.append(found)
        return kept

    def _run(self, run: Element, usual: _Run) -> _Run:
        properties = child(run, "rPr")
        if properties is None:
            return usual
        named = value(properties, "rStyle")
        known = self._styles.of(named) if named else None
        font = child(properties, "rFonts")
        position = value(properties, "vertAlign") or (known.position if known else "")
        is_hidden = usual.is_hidden or (known is not None and known.is_hidden)
        return _Run(
            position or usual.position,
            attribute(font, "ascii") if font is not None else "",
            is_on(properties, "vanish") or (is_hidden and child(properties, "vanish") is None),
        )


class _Text:
    """The text of a paragraph, as its elements come."""

    def __init__(self, mark: Callable[[str, str], str]) -> None:
        self.words = Words()
        self._mark = mark
        self._pieces: list[_Piece] = []
        self._opened: dict[str, int] = {}  # comment → the piece that it begins with
        self._codes: list[bool] = []  # of fields in fields: whether it is their code that is read
        self._values: list[tuple[str, int]] = []  # of each: its value, and the pieces before it

    def add(self, element: Element, name: str, run: _Run) -> bool:
        """Add an element; return whether what is below it has been read with it."""
        if name in _WORDS:
            self._say(_text(element, name, run), run)
        elif name in _ANCHORED:
            self.words.anchored.append(element)
        elif name == "oMath":
            self._say(linear(element), run)
        elif name == "fldChar":
            self._follow(element, run)
        elif name in _NOTES and not run.is_hidden:
            self._refer(_NOTES[name], element)
        elif name == "commentRangeStart":
            self._opened[attribute(element, "id")] = len(self._pieces)
        elif name == "commentRangeEnd":
            self._close(attribute(element, "id"))
        elif name == "commentReference":
            self.words.references.append(Reference("comments", attribute(element, "id")))
        else:
            return False
        return True

    def finished(self) -> Words:
        """Return the words of the paragraph."""
        for identity in list(self._opened):  # the words that a comment is on go on below
            self._close(identity)
        self.words.text = _joined(self._pieces)
        return self.words

    def _say(self, text: str, run: _Run) -> None:
        if text and not run.is_hidden and not any(self._codes):
            self._pieces.append(_Piece(text, run.position))

    def _refer(self, kind: str, element: Element) -> None:
        identity = attribute(element, "id")
        is_own = attribute(element, "customMarkFollows") in {"1", "true", "on"}
        mark = "" if is_own else self._mark(kind, identity)
        self.words.references.append(Reference(kind, identity, mark))
        if mark:
            self._pieces.append(_Piece(f"[{mark}]", ""))

    def _follow(self, field: Element, run: _Run) -> None:
        """Follow the fields in fields: between ``begin`` and ``separate`` is a field's code."""
        kind = attribute(field, "fldCharType")
        if kind == "begin":
            self._codes.append(True)
            self._values.append((form_value(field), len(self._pieces)))
        elif self._codes and kind == "separate":
            self._codes[-1] = False
        elif self._codes and kind == "end":
            self._codes.pop()
            value_of_form, before = self._values.pop()
            if len(self._pieces) == before:  # most fields show their value as words
                self._say(value_of_form, run)

    def _close(self, identity: str) -> None:
        if identity in self._opened:
            begun = self._opened.pop(identity)
            self.words.subjects[identity] = _subject(self._pieces[begun:])


def _text(element: Element, name: str, run: _Run) -> str:
    text = element.text or ""
    if name == "t" and run.font and run.font.casefold() in _SYMBOL_FONTS:
        text = "".join(symbol(run.font, ord(char)) or char for char in text)
    elif name == "sym":
        code = attribute(element, "char")
        is_code = _CODE.fullmatch(code) is not None
        text = symbol(attribute(element, "font"), int(code, _HEXADECIMAL)) if is_code else ""
    elif name == "textpath":  # words drawn as a picture, such as DRAFT across a page
        text = f" {attribute(element, 'string')} "
    elif name != "t":
        is_line = name == "cr" or (name == "br" and attribute(element, "type") in {"", _LINE})
        text = "-" if name == "noBreakHyphen" else "\n" if is_line else " "
    return text


def _subject(pieces: list[_Piece]) -> str:
    words = " ".join(_joined(pieces).split())
    return words if len(words) <= _LONGEST_SUBJECT else f"{words[: _LONGEST_SUBJECT - 1]}…"


def _joined(pieces: list[_Piece]) -> str:
    """Return the text of pieces; those that are raised or lowered alike are one."""
    parts: list[str] = []
    at = 0
    while at < len(pieces):
        position = pieces[at].position
        after = at + 1
        while after < len(pieces) and pieces[after].position == position:
            after += 1
        text = "".join(piece.text for piece in pieces[at:after])
        if position == "superscript":
            text = raised(text, "".join(parts[-2:]))
        elif position == "subscript":
            text = lowered(text)
        parts.append(text)
        at = after
    return "".join(parts)
