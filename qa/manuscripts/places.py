"""Where words of a manuscript are in its file: line and column, page or paragraph."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from qa.manuscripts.records import Region

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.manuscripts.records import Manuscript
    from qa.records import Span


def span_at(spans: Sequence[Span], at: int) -> Span | None:
    """Return the span that an offset is in; None outside of all.

    Args:
        spans: in order, none in another.
        at: offset.
    """
    i = bisect_right(spans, at, key=lambda span: span.start) - 1
    return spans[i] if i >= 0 and at < spans[i].end else None


class Places:
    """Where words of a manuscript are in its file."""

    def __init__(self, manuscript: Manuscript) -> None:
        """Find its lines.

        Args:
            manuscript: that was read.
        """
        self._manuscript = manuscript
        text = manuscript.text
        self._lines = [0, *(i + 1 for i, char in enumerate(text) if char == "\n")] if text else []

    def region(self, start: int, end: int) -> Region | None:
        """Return where words are in the text of the file; None where that is no text.

        Args:
            start: offset of the first character in the words.
            end: offset after the last.
        """
        manuscript = self._manuscript
        if not manuscript.text or end <= start:
            return None
        first, last = manuscript.origins[start], manuscript.origins[end - 1] + 1
        (line, column), (end_line, end_column) = self._line_at(first), self._line_at(last)
        return Region(line, column, end_line, end_column, first, last - first)

    def page(self, at: int) -> int | None:
        """Return the page of the manuscript that words are on; None without pages.

        Args:
            at: offset in the words.
        """
        return bisect_right(self._manuscript.pages, at) or None

    def said(self, at: int) -> str:
        """Return where words are, as people say it: line, page or paragraph.

        Args:
            at: offset in the words.
        """
        if self._manuscript.text and at < len(self._manuscript.origins):
            return f"line {self._line_at(self._manuscript.origins[at])[0]}"
        page = self.page(at)
        return f"page {page}" if page else f"paragraph {self._paragraph(at)}"

    def _paragraph(self, at: int) -> int:
        return self._manuscript.words.count("\n\n", 0, at) + 1

    def _line_at(self, origin: int) -> tuple[int, int]:
        i = bisect_left(self._lines, origin + 1) - 1
        return i + 1, origin - self._lines[i] + 1
