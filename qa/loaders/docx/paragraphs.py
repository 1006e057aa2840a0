"""One paragraph of Word: its words as they are shown, and what is anchored in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from qa.loaders.archives import attribute, local
from qa.loaders.docx.changes import author
from qa.loaders.docx.equations import linear
from qa.loaders.docx.markup import child, is_on, shown, value
from qa.loaders.docx.symbols import symbol
from qa.loaders.raised import lowered, raised

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from qa.loaders.docx.changes import Changes
    from qa.loaders.docx.styles import Styles

_LEFT_OUT = frozenset({"instrText", "delText", "delInstrText", "pPr", "rPr", "sdtPr", "rt"})
_DELETED = frozenset({"del", "moveFrom"})
_CHANGES = {"del": "deletion", "moveFrom": "move", "ins": "insertion"}
_SPACES = frozenset({"tab", "ptab", "br", "cr"})
_ANCHORED = frozenset({"txbxContent", "chart", "relIds", "OLEObject", "control", "subDoc"})
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_SYMBOL_FONTS = frozenset({"symbol", "wingdings"})
_HEXADECIMAL = 16
_LONGEST_NUMBER = 8  # of a sign, in characters
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
    """Reads paragraphs of a document, and counts its notes and changes."""

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
        words = Words()
        style = self._styles.of(value(paragraph, "pPr", "pStyle"))
        pieces: list[_Piece] = []
        opened: dict[str, int] = {}  # comment → piece with which it begins
        codes: list[bool] = []  # of fields in fields: whether their code is read, not their result
        stack = [(paragraph, _Run(style.position, "", style.is_hidden))]
        while stack:
            element, run = stack.pop()
            name = local(element)
            text = ""
            if name in _LEFT_OUT:
                continue
            if name == "r":
                run = self._run(element, style.position, is_hidden=style.is_hidden)
                words.hidden += run.is_hidden
            if name in _ANCHORED:
                words.anchored.append(element)
            elif name == "oMath":
                text = linear(element)
            elif name == "fldChar":
                _follow(codes, attribute(element, "fldCharType"))
            elif name in _NOTES and not run.is_hidden:
                reference = self._reference(name, element)
                words.references.append(reference)
                if reference.mark:
                    pieces.append(_Piece(f"[{reference.mark}]", ""))
            elif name == "commentRangeStart":
                opened[attribute(element, "id")] = len(pieces)
            elif name == "commentRangeEnd":
                identity = attribute(element, "id")
                if identity in opened:
                    words.subjects[identity] = _subject(pieces[opened.pop(identity) :])
            elif name == "commentReference":
                words.references.append(Reference("comments", attribute(element, "id")))
            elif name in {"t", "sym", "noBreakHyphen", "textpath"} or name in _SPACES:
                text = _text(element, name, run)
            else:
                stack.extend((found, run) for found in reversed(self._kept(element)))
            if text and not run.is_hidden and not any(codes):
                pieces.append(_Piece(text, run.position))
        for identity, begun in opened.items():  # the words that a comment is on go on below
            words.subjects[identity] = _subject(pieces[begun:])
        words.text = _joined(pieces)
        return words

    def _kept(self, element: Element) -> list[Element]:
        """Return the children that are shown; count the changes, those side by side as one."""
        kept: list[Element] = []
        before = ("", "")
        for found in shown(element):
            name = local(found)
            change = (_CHANGES.get(name, ""), author(found))
            if change[0] and change != before:
                self._changes.add(change[0], found)
            before = change
            if name not in _DELETED:
                kept.append(found)
        return kept

    def _run(self, run: Element, position: str, *, is_hidden: bool) -> _Run:
        properties = child(run, "rPr")
        if properties is None:
            return _Run(position, "", is_hidden)
        named = value(properties, "rStyle")
        known = self._styles.of(named) if named else None
        font = child(properties, "rFonts")
        hides = child(properties, "vanish")
        return _Run(
            value(properties, "vertAlign") or (known.position if known else "") or position,
            attribute(font, "ascii") if font is not None else "",
            is_on(properties, "vanish")
            if hides is not None
            else is_hidden or (known is not None and known.is_hidden),
        )

    def _reference(self, name: str, element: Element) -> Reference:
        kind, identity = _NOTES[name], attribute(element, "id")
        is_own = attribute(element, "customMarkFollows") in {"1", "true", "on"}
        return Reference(kind, identity, "" if is_own else self._mark(kind, identity))


def _follow(codes: list[bool], kind: str) -> None:
    """Follow the fields in fields: between ``begin`` and ``separate`` is a field's code."""
    if kind == "begin":
        codes.append(True)
    elif codes and kind == "separate":
        codes[-1] = False
    elif codes and kind == "end":
        codes.pop()


def _text(element: Element, name: str, run: _Run) -> str:
    if name == "sym":
        code = attribute(element, "char")
        is_code = len(code) <= _LONGEST_NUMBER and code.isalnum() and code.isascii()
        try:
            return symbol(attribute(element, "font"), int(code, _HEXADECIMAL)) if is_code else ""
        except ValueError:
            return ""
    if name == "textpath":
        return f" {attribute(element, 'string')} "
    if name == "noBreakHyphen":
        return "-"
    if name in _SPACES:
        return " "
    text = element.text or ""
    if run.font.casefold() in _SYMBOL_FONTS:
        return "".join(symbol(run.font, ord(char)) or char for char in text)
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
