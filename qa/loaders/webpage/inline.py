"""The words of a block, with what is raised or lowered, marks of notes, and formulas."""

from __future__ import annotations

import re
from typing import Any

from qa.loaders.raised import lowered, raised
from qa.loaders.webpage.formulas import formula

_RAISING = frozenset({"sup", "sub"})
_MARK = re.compile(r"[\w*†‡§¶#]{1,4}")
_LONGEST = 80  # characters of raised text, and of those before it that are looked at
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LONGEST_STYLE = 1000


def is_unseen(node: Any) -> bool:
    """Return whether words are not shown, and no formula is among them.

    Formulas are often there twice: as MathML that is hidden, and as a picture or letters that
    are shown.

    Args:
        node: of the parsed page.
    """
    attributes = node.attributes
    if "hidden" not in attributes and attributes.get("aria-hidden") != "true":
        style = attributes.get("style")
        if not style or not _UNSEEN.search(style[:_LONGEST_STYLE]):
            return False
    return not node.css("math")


def is_note_mark(node: Any) -> bool:
    """Return whether a link is the mark of a note.

    Args:
        node: an ``a``.
    """
    kinds = (node.attributes.get("role"), node.attributes.get("epub:type"))
    return "doc-noteref" in kinds or "noteref" in kinds


class InlineText:
    """Collects the words of a block."""

    def __init__(self) -> None:
        """Begin with no words."""
        self._pieces: list[str] = []
        self._raised: list[tuple[int, bool]] = []  # where it began, whether it leads to a note
        self._in_links = 0  # to another place of the page

    def add(self, text: str) -> None:
        """Add words.

        Args:
            text: as the page has it.
        """
        self._pieces.append(text)

    def separate(self) -> None:
        """Set what follows apart, as a row from the one before."""
        while self._pieces and not self._pieces[-1].strip():
            self._pieces.pop()
        self._pieces.append("; ")

    def take(self) -> str:
        """Return the words, and begin anew."""
        text = "".join(self._pieces)
        self._pieces.clear()
        return text

    def enter(self, node: Any) -> None:
        """Begin an element in a line.

        Args:
            node: the element.
        """
        tag = node.tag
        if tag in _RAISING or (tag == "a" and is_note_mark(node)):
            self._raised.append((len(self._pieces), self._in_links > 0))
        if tag == "math":
            self._pieces.append(f" {formula(node)} ")
        elif tag == "a" and (node.attributes.get("href") or "").startswith("#"):
            self._in_links += 1
            if self._raised:
                self._raised[-1] = (self._raised[-1][0], True)

    def leave(self, node: Any) -> None:
        """End an element in a line.

        Args:
            node: the element.
        """
        tag = node.tag
        if tag == "a" and (node.attributes.get("href") or "").startswith("#"):
            self._in_links -= 1
        is_mark = tag == "a" and is_note_mark(node)
        if (tag not in _RAISING and not is_mark) or not self._raised:
            return
        begins, leads_to_note = self._raised.pop()
        pieces = self._pieces[begins:]
        if not pieces or sum(map(len, pieces)) > _LONGEST:
            return
        text = "".join(pieces)
        self._pieces[begins:] = [
            self._set_off(text, begins, tag, is_mark=is_mark or (tag == "sup" and leads_to_note))
        ]

    def _set_off(self, text: str, begins: int, tag: str, *, is_mark: bool) -> str:
        bare = text.strip()
        if bare.startswith("[") and bare.endswith("]"):
            return text
        if is_mark and _MARK.fullmatch(bare):
            return f"[{bare}]"
        if tag == "sub":
            return lowered(text)
        before = "".join(piece[-_LONGEST:] for piece in self._pieces[max(0, begins - 8) : begins])
        return raised(text, before)
