"""The result of a loader, and text assembled from blocks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa.characters import HALF_PAIR
from qa.records import Heading, RecognizedPage, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

_INDENT = "    "
_UNKNOWN = "\ufffd"

LONGEST_HEADING = 500
"""Characters, mark-up included. What is longer is prose that was formatted as a heading: it is
quoted, and not repeated above each passage that follows."""


@dataclass(frozen=True, slots=True)
class Extract:
    """A document as a loader returns it.

    Attributes:
        text: canonical text.
        title: None where the file names none.
        headings: in order.
        pages: start offset of each page; empty where there are no pages.
        breaks: offsets that no passage crosses, such as the rows of a table of data.
        asides: spans that belong to no passage, such as running headers, in order.
        language: BCP 47 tag, None where the file names none.
        notes: for the user, such as pages without text.
        name: of one document of several in a file, None where it is the only one.
        unread: numbers of the pages, 1-based, whose words only their picture shows.
        recognized: pages whose words were recognized in their pictures.
    """

    text: str
    title: str | None = None
    headings: tuple[Heading, ...] = ()
    pages: tuple[int, ...] = ()
    breaks: tuple[int, ...] = ()
    asides: tuple[Span, ...] = ()
    language: str | None = None
    notes: tuple[str, ...] = ()
    name: str | None = None
    unread: tuple[int, ...] = ()
    recognized: tuple[RecognizedPage, ...] = ()


def sanitize(item: Extract) -> Extract:
    """Return an extract that can be stored: whole characters, and headings that are headings.

    UTF-16 writes some characters as two numbers. One of them alone, as damaged files have it,
    is not a character and cannot be stored. U+FFFD, which Unicode has for this, replaces it:
    the text around it is whole, and no offset changes. A note says so.

    Args:
        item: as a loader returns it.
    """
    first = HALF_PAIR.search(item.text)
    notes = item.notes
    if first:
        count = len(HALF_PAIR.findall(item.text))
        are = "1 character is" if count == 1 else f"{count:,} characters are"
        notes += (f"{are} half of a surrogate pair, from {first.start():,} on; replaced by U+FFFD",)
    title = _mended(item.title or "")
    return replace(
        item,
        text=_mended(item.text),
        title=title if 0 < len(title) <= LONGEST_HEADING else None,
        language=_mended(item.language) if item.language else item.language,
        name=_mended(item.name) if item.name else item.name,
        headings=tuple(
            replace(heading, title=_mended(heading.title))
            for heading in item.headings
            if heading.end - heading.start <= LONGEST_HEADING
            or len(heading.title) <= LONGEST_HEADING
        ),
        notes=tuple(map(_mended, notes)),
    )


def has_text(item: Extract) -> bool:
    """Return whether an extract has more than white space and characters that were lost.

    Args:
        item: as a loader returns it.
    """
    return any(not char.isspace() and char != _UNKNOWN for char in item.text)


def _mended(text: str) -> str:
    return HALF_PAIR.sub(_UNKNOWN, text)


class BlockText:
    """Text assembled from blocks: headings, paragraphs, list items, table rows, pages.

    Paragraphs are between blank lines; items and rows on lines of their own.
    """

    def __init__(self) -> None:
        """Begin with no text."""
        self._parts: list[str] = []
        self._length = 0
        self._in_lines = False
        self._headings: list[Heading] = []
        self._pages: list[int] = []
        self._asides: list[Span] = []
        self._breaks: list[int] = []
        self._is_record = False  # whether the last block is one

    def __len__(self) -> int:
        """Return the number of characters so far."""
        return self._length

    def heading(self, level: int, title: str) -> None:
        """Add a heading; level 1 is outermost.

        Args:
            level: of the heading, 1 outermost.
            title: its words; none adds nothing.
        """
        words = _one_line(title)
        if words:
            start = self._add(words, in_lines=False)
            self._headings.append(Heading(start, start + len(words), level, words))

    def paragraph(self, text: str) -> None:
        """Add a paragraph, its white space made single.

        Args:
            text: its words; none adds nothing.
        """
        self._add(_one_line(text), in_lines=False)

    def item(self, text: str, depth: int = 0, number: int | str | None = None) -> None:
        """Add a list item; ``depth`` 0 is outermost.

        Args:
            text: its words; none adds nothing.
            depth: of the list, 0 outermost.
            number: of the item, if its list is numbered, or the number as it is written, such as
                ``iv)``; 0 for what belongs to the item above.
        """
        words = _one_line(text)
        if words:
            written = number if isinstance(number, str) else f"{number}." if number else "  "
            marker = "-" if number is None else written
            self._add(f"{'  ' * min(depth, 8)}{marker} {words}", in_lines=True)

    def aside(self, text: str) -> None:
        """Add a paragraph that belongs to no passage, such as a running header.

        Args:
            text: its words; none adds nothing.
        """
        words = _one_line(text)
        if words:
            start = self._add(words, in_lines=False)
            self._asides.append(Span(start, start + len(words)))

    def row(self, cells: Sequence[str]) -> None:
        """Add a row of a table.

        Args:
            cells: the words of each cell.
        """
        words = [_one_line(cell) for cell in cells]
        if any(words):
            self._add(f"| {' | '.join(words)} |", in_lines=True)

    def names(self, level: int, rows: Sequence[Sequence[str]], title: str) -> None:
        """Add the rows with the names of a table's columns; they head the records below.

        Args:
            level: of the heading, 1 outermost.
            rows: the words of each cell of each row.
            title: the name of each column, as it is repeated with each record.
        """
        lines = [" | ".join(map(_one_line, row)) for row in rows]
        block = "\n".join(f"| {line} |" for line in lines)
        start = self._add(block, in_lines=False)
        self._in_lines = True  # the records follow on the next line
        words = _one_line(title)[:LONGEST_HEADING]
        self._headings.append(Heading(start, start + len(block), level, words))

    def record(self, cells: Sequence[str]) -> None:
        """Add a row of a table of data, which is a passage of its own.

        Args:
            cells: the words of each cell.
        """
        words = [_one_line(cell) for cell in cells]
        if any(words):
            follows_record = self._is_record
            start = self._add(f"| {' | '.join(words)} |", in_lines=True)
            if not follows_record:
                self._breaks.append(start)
            self._is_record = True

    def preformatted(self, text: str) -> None:
        """Add lines that stay as they are, such as code.

        Args:
            text: lines, of code for example.
        """
        lines = [line.rstrip() for line in text.expandtabs().strip("\n").split("\n")]
        if any(lines):
            self._add(
                "\n".join(f"{_INDENT}{line}" if line else "" for line in lines), in_lines=False
            )

    def page(self) -> None:
        """Begin a page."""
        self._pages.append(self._length)

    def extract(
        self, title: str | None, language: str | None = None, notes: Sequence[str] = ()
    ) -> Extract:
        """Return the assembled document.

        Args:
            title: of the document.
            language: of the document, a BCP 47 tag.
            notes: for the user.
        """
        return Extract(
            text="".join(self._parts),
            title=_one_line(title or "") or None,
            headings=tuple(self._headings),
            pages=tuple(self._pages),
            asides=tuple(self._asides),
            breaks=tuple(self._breaks),
            language=language or None,
            notes=tuple(notes),
        )

    def _add(self, block: str, *, in_lines: bool) -> int:
        if not block:
            return self._length
        if self._length:
            separator = "\n" if in_lines and self._in_lines else "\n\n"
            self._parts.append(separator)
            self._length += len(separator)
        start = self._length
        if self._is_record:
            self._breaks.append(start)
            self._is_record = False
        self._parts.append(block)
        self._length += len(block)
        self._in_lines = in_lines
        return start


def _one_line(text: str) -> str:
    return " ".join(text.split())
