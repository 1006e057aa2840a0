"""How an answer looks in a terminal, and in a pipe: width, indents and styles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.records import Span
from qa.rendering.lines import flowing, line_spans
from qa.terminal import BEST, shown, styled

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.records import Answer, Quote, Statement


def _none(_: Answer, __: Quote) -> Span | None:
    return None


@dataclass(frozen=True, slots=True)
class Layout:
    """How text looks.

    Attributes:
        width: columns of a line; 0 for a pipe, whose lines are never wrapped.
        styled: whether words are bold or coloured.
        answering: returns the span of ``quote.text`` that answers, to be marked.
    """

    width: int = 0
    styled: bool = False
    answering: Callable[[Answer, Quote], Span | None] = _none

    def block(self, text: str, indent: str = "", style: str = "", media_type: str = "") -> str:
        """Return a text of any origin in indented lines, safe to print.

        Args:
            text: to show.
            indent: before each line.
            style: of all of it, see :func:`qa.terminal.styled`.
            media_type: of the document that the text is from; empty for none.
        """
        lines = (self.in_style(line, style) for _, line in self._lines(text, indent, media_type))
        return "\n".join(f"{indent}{line}" if line else "" for line in lines)

    def quoted(self, quote: Quote, indent: str, marked: Span | None) -> str:
        """Return the words of a quote in quotation marks and indented lines, safe to print.

        Args:
            quote: to show.
            indent: before each line.
            marked: span of ``quote.text`` that answers; None for none.
        """
        return self._marked(quote.text, indent, marked, quote.citation.source.media_type)

    def sentence(self, statement: Statement, indent: str) -> str:
        """Return a sentence that differs from another one, the first words that differ marked.

        Args:
            statement: to show.
            indent: before each line.
        """
        citation = statement.citation
        span = next(iter(statement.differing), None)
        marked = span and Span(span.start - citation.start, span.end - citation.start)
        return self._marked(statement.text, indent, marked, citation.source.media_type)

    def _marked(self, text: str, indent: str, marked: Span | None, media_type: str) -> str:
        start, end = (marked.start + 1, marked.end + 1) if marked else (0, 0)  # after the “
        lines = []
        for at, line in self._lines(f"“{text}”", indent, media_type):
            first, last = (max(0, min(edge - at, len(line))) for edge in (start, end))
            answering = self.in_style(line[first:last], BEST)
            lines.append(f"{indent}{line[:first]}{answering}{line[last:]}" if line else "")
        return "\n".join(lines)

    def _lines(self, text: str, indent: str, media_type: str) -> list[tuple[int, str]]:
        """Return the lines of a text, each with the offset at which it begins."""
        safe = shown(text)  # as long as the text
        if self.width:
            safe = flowing(safe, media_type)
            spans = line_spans(safe, max(2, self.width - len(indent)))
            return [(span.start, safe[span.start : span.end]) for span in spans]
        lines, at = [], 0
        for line in safe.split("\n"):
            lines.append((at, line))
            at += len(line) + 1
        return lines

    def in_style(self, text: str, style: str) -> str:
        """Return a text in a style, if text has styles here.

        Args:
            text: to show, safe to print.
            style: see :func:`qa.terminal.styled`.
        """
        return styled(text, style) if self.styled else text


PLAIN = Layout()
"""For pipes and files."""
