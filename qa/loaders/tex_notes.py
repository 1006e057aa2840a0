r"""Footnotes of LaTeX: a mark in the text, and the note below the paragraph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.loaders.tex_markup import argument, plain_tex

if TYPE_CHECKING:
    from qa.loaders.extraction import BlockText

_FOOTNOTE = re.compile(r"\s?\\footnote\*?(?:\[[^\[\]\n]{0,20}\])?\{")
_LONGEST = 5000  # characters
_OPEN, _CLOSE = "\ue003", "\ue004"
_MARK = re.compile(f"{_OPEN}(\\d{{1,9}}){_CLOSE}")


class Footnotes:
    """The footnotes of a file, numbered as they come."""

    def __init__(self) -> None:
        """Begin with none."""
        self._notes: list[str] = []
        self._due: list[int] = []  # notes whose mark is in the text, and that are not written yet

    def marked(self, text: str) -> str:
        """Return a text with a mark for each footnote in it.

        Args:
            text: LaTeX without comments.
        """
        parts: list[str] = []
        at = after = 0
        for found in _FOOTNOTE.finditer(text):
            if found.start() < after:
                continue  # in a footnote, or where one is not closed
            note, end = argument(text, found.end(), _LONGEST)
            after = end if note else found.end() + _LONGEST
            if not note:
                continue
            self._notes.append(note)
            # The braces end a command before it: it is not an option of that.
            parts += [text[at : found.start()], f"{{}}{_OPEN}{len(self._notes)}{_CLOSE}"]
            at = end
        return "".join((*parts, text[at:]))

    def plain(self, text: str) -> str:
        """Return the words of a block, with the numbers of its footnotes.

        Args:
            text: a marked one.
        """
        words = plain_tex(text)
        self._due += map(int, _MARK.findall(words))
        return _MARK.sub(r"[\1]", words)

    def write(self, blocks: BlockText) -> None:
        """Add the notes of the blocks since the last time.

        Args:
            blocks: to add to.
        """
        for number in self._due:
            blocks.paragraph(f"[{number}] {plain_tex(self._notes[number - 1])}")
        self._due = []
