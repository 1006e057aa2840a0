"""Footnotes, endnotes and comments of a Word document."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qa.loaders.archives import attribute, every
from qa.loaders.docx.markup import author, child, day, number, sibling, value
from qa.loaders.list_numbers import list_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from xml.etree.ElementTree import Element

    from qa.loaders.docx.paragraphs import Words
    from qa.loaders.extraction import BlockText

_KINDS = {"footnotes": ("footnote", "decimal"), "endnotes": ("endnote", "lowerRoman")}
_MOST_NAMES = 3


class Notes:
    """The notes and comments of a document, numbered as they come in its text."""

    def __init__(self, parts: Mapping[str, Element | None], main: Element) -> None:
        """Find them.

        Args:
            parts: ``footnotes``, ``endnotes`` and ``comments``, each None where there are none.
            main: the main part, which says how they are numbered.
        """
        self._bodies: dict[str, dict[str, Element]] = {}
        self._marks: dict[str, dict[str, str]] = {}
        self._forms: dict[str, tuple[str, int]] = {}
        sections = list(main.iter(sibling(main, "sectPr")))
        for kind, (name, usual) in _KINDS.items():
            self._bodies[kind] = _by_identity(parts.get(kind), name)
            self._marks[kind] = {}
            said = next((child(one, f"{name}Pr") for one in sections), None)
            self._forms[kind] = (
                value(said, "numFmt") or usual,
                number(value(said, "numStart"), 1),
            )
        self._comments = _by_identity(parts.get("comments"), "comment")
        self._subjects: dict[str, str] = {}
        self._begun: list[str] = []
        self._taken: set[tuple[str, str]] = set()

    def mark(self, kind: str, identity: str) -> str:
        """Return the mark of a note in the text; empty where there is no such note.

        Args:
            kind: ``footnotes`` or ``endnotes``.
            identity: of the note.
        """
        marks = self._marks[kind]
        if identity not in self._bodies[kind]:
            return ""
        form, start = self._forms[kind]
        return marks.setdefault(identity, list_number(start + len(marks), form))

    def take(self, words: Words) -> list[tuple[str, Element]]:
        """Return the notes that are anchored in a paragraph, each with its mark, and each once.

        One may be anchored in several, and in its own words. A comment is
        remembered, to be added after the text.

        Args:
            words: of the paragraph.
        """
        self._subjects = words.subjects | self._subjects
        found: list[tuple[str, Element]] = []
        for kind, identity, mark in words.references:
            if kind == "comments":
                self._begun.append(identity)
            elif identity in self._bodies[kind] and (kind, identity) not in self._taken:
                self._taken.add((kind, identity))
                found.append((mark, self._bodies[kind][identity]))
        return found

    def add_comments(self, blocks: BlockText, words_of: Callable[[Element], Iterable[str]]) -> None:
        """Add the comments after the text, each below a heading that says whose it is.

        Args:
            blocks: to add to.
            words_of: returns the texts of a paragraph.
        """
        shown = [one for one in dict.fromkeys(self._begun) if one in self._comments]
        if shown:
            blocks.heading(1, "Comments")
        for identity in shown:
            comment, subject = self._comments[identity], self._subjects.get(identity, "")
            about = f" on “{subject}”" if subject else ""
            blocks.heading(2, f"{_signed('Comment', comment)}{about}")
            for paragraph in every(comment, "p"):
                for words in words_of(paragraph):
                    blocks.paragraph(words)

    def notes(self) -> list[str]:
        """Return what a reader must know of them, a sentence each."""
        shown = [one for one in dict.fromkeys(self._begun) if one in self._comments]
        if not shown:
            return []
        names = Counter(filter(None, (author(self._comments[one]) for one in shown)))
        by = ", ".join(name for name, _ in names.most_common(_MOST_NAMES))
        many = f"{len(shown):,} comments" if len(shown) > 1 else "1 comment"
        stand = "stand" if len(shown) > 1 else "stands"
        return [f"{many}{f' by {by}' if by else ''} {stand} after the text"]


def _by_identity(root: Element | None, name: str) -> dict[str, Element]:
    """Return notes by their identity, without those that draw the line above the notes."""
    found = every(root, name) if root is not None else ()
    return {
        attribute(note, "id"): note
        for note in found
        if attribute(note, "type") in {"", "normal"} and child(note, "p") is not None
    }


def _signed(what: str, element: Element) -> str:
    by, when = author(element), day(element)
    return what + (f" by {by}" if by else "") + (f", {when}" if when else "")
