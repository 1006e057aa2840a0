"""Writes the words of a manuscript, piece by piece, as a reader of one format finds them."""

from __future__ import annotations

from qa.manuscripts.records import ClaimedSource, Manuscript, SourceMark
from qa.records import Span


class Prose:
    """The words of a manuscript while it is read."""

    def __init__(self, name: str, text: str = "") -> None:
        """Begin without words.

        Args:
            name: of the file.
            text: of the file; empty where it is no text.
        """
        self.manuscript = Manuscript(name, text=text)
        self._parts: list[str] = []
        self._length = 0
        self._block: int | None = None

    @property
    def length(self) -> int:
        """Characters written so far."""
        return self._length

    def write(self, words: str, origin: int, step: int = 1) -> None:
        """Add words.

        Args:
            words: without mark-up.
            origin: offset of the first one in the text of the file.
            step: 1 where each character follows the one before in the file; 0 where all of them
                stand for one thing there.
        """
        if not words:
            return
        self._parts.append(words)
        self._length += len(words)
        span = range(origin, origin + len(words)) if step else [origin] * len(words)
        self.manuscript.origins.extend(span)

    def end_paragraph(self, origin: int) -> None:
        """End a paragraph; several ends count as one.

        Args:
            origin: offset in the text of the file.
        """
        if self._length and self._parts[-1] != "\n\n":
            self.write("\n\n", origin, 0)

    def begin_block(self, origin: int) -> None:
        """Begin a block quote.

        Args:
            origin: offset in the text of the file.
        """
        self.end_paragraph(origin)
        self._block = self._length

    def end_block(self, origin: int) -> None:
        """End a block quote.

        Args:
            origin: offset in the text of the file.
        """
        if self._block is not None and self._block < self._length:
            self.manuscript.blocks.append(Span(self._block, self._length))
        self._block = None
        self.end_paragraph(origin)

    def mark(self, *sources: ClaimedSource) -> None:
        """Say that sources are named here.

        Args:
            *sources: in order.
        """
        if sources:
            self.manuscript.marks.append(SourceMark(self._length, sources))

    def finished(self) -> Manuscript:
        """Return the manuscript with all its words."""
        self.manuscript.words = "".join(self._parts)
        self._parts = [self.manuscript.words]
        return self.manuscript
