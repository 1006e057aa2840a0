"""The text of a message, with what it quotes of others apart from its own words.

Each stretch is below a heading that says whose words these are: the sender for the message's own,
the line "On … wrote:" for those that are quoted, the sender again where the message goes on.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import groupby, takewhile
from typing import TYPE_CHECKING, NamedTuple

from qa.loaders.extraction import Extract
from qa.loaders.mail.originals import attribution, original_messages
from qa.records import Heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SIGNS = re.compile(r"(?:>[ \t]?)+")
_SIGNATURE = "-- "  # a line that looks as if the next one belonged to it
_DEEPEST = 8
_QUOTED = "quoted"
_BLANK = "\n\n"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a message by one person.

    Attributes:
        depth: 0 for the sender's words, 1 for what the message quotes, and so on.
        text: without the signs that mark it as quoted.
        headings: within the text.
        title: says whose words these are, where the text does.
    """

    depth: int
    text: str
    headings: tuple[Heading, ...] = ()
    title: str = ""

    def cut(self, start: int, end: int) -> _Piece:
        """Return a part of it, without blank lines around."""
        words = self.text[start:end]
        start += len(words) - len(words.lstrip("\n"))
        end = start + len(words.strip("\n"))
        first = bisect_left(self.headings, start, key=lambda h: h.start)
        within = takewhile(lambda h: h.end <= end, self.headings[first:])
        moved = (replace(h, start=h.start - start, end=h.end - start) for h in within)
        return replace(self, text=self.text[start:end], headings=tuple(moved))


class _Written(NamedTuple):
    """A stretch as it is written out: the line that says whose words follow, and these."""

    piece: _Piece
    said_by: str


class MessageText:
    """The text of a message, part by part."""

    def __init__(self) -> None:
        """Begin with no text."""
        self._pieces: list[_Piece] = []

    def __len__(self) -> int:
        """Return the number of words so far."""
        return sum(len(piece.text.split()) for piece in self._pieces)

    def add_plain(self, text: str, *, is_flowed: bool = False, is_joined: bool = False) -> None:
        """Add plain text, in which the signs ``>`` mark what is quoted.

        Args:
            text: as it was sent.
            is_flowed: whether lines that end with a space belong to the next one (RFC 3676).
            is_joined: whether that space was put in, and separates no words.
        """
        lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").split("\n")
        counted = [_counted(line, is_flowed=is_flowed) for line in lines]
        if is_flowed:
            counted = list(_joined(counted, is_joined=is_joined))
        # A blank line between two that are quoted is part of what is quoted.
        for i in range(1, len(counted) - 1):
            if not counted[i][1].strip() and counted[i][0] < counted[i - 1][0]:
                after = next((depth for depth, line in counted[i + 1 : i + 4] if line.strip()), 0)
                counted[i] = min(counted[i - 1][0], after), ""
        for depth, group in groupby(counted, key=lambda item: item[0]):
            self._pieces.append(_Piece(depth, "\n".join(line.rstrip() for _, line in group)))

    def add_marked(self, extract: Extract, opens: str, closes: str) -> None:
        """Add text in which two characters mark what is quoted.

        Args:
            extract: the text and its headings.
            opens: stands before what is quoted.
            closes: stands behind it.
        """
        whole = _Piece(0, extract.text, extract.headings)
        depth = start = 0
        for mark in re.finditer(f"[{opens}{closes}]", extract.text):
            self._pieces.append(replace(whole.cut(start, mark.start()), depth=depth))
            depth = min(depth + 1, _DEEPEST) if mark[0] == opens else max(depth - 1, 0)
            start = mark.end()
        self._pieces.append(replace(whole.cut(start, len(extract.text)), depth=depth))

    def extract(
        self,
        fields: Sequence[tuple[str, str]],
        title: str | None,
        notes: Sequence[str] = (),
        name: str | None = None,
    ) -> Extract:
        """Return the message as a document that begins with its fields.

        Args:
            fields: names and values.
            title: of the document.
            notes: for the user.
            name: of the document.
        """
        sender = next((value for label, value in fields if label == "From"), "")
        text = "\n".join(f"{label}: {value}" for label, value in fields)
        headings: list[Heading] = []
        for piece, said_by in _attributed(self._pieces, sender):
            level = max(1, piece.depth)
            if said_by:
                start = len(text) + len(_BLANK) if text else 0
                text += (_BLANK if text else "") + said_by
                headings.append(Heading(start, len(text), level, " ".join(said_by.split())))
            elif piece.title and text:
                # Nobody wrote this line, so it must not be in the text. The blank one above is
                # the heading.
                headings.append(Heading(len(text) + 1, len(text) + 2, level, piece.title))
            start = len(text) + len(_BLANK) if text else 0
            text += (_BLANK if text else "") + piece.text
            headings += (
                Heading(h.start + start, h.end + start, h.level + level, h.title)
                for h in piece.headings
            )
        return Extract(text, title or None, tuple(headings), notes=tuple(notes), name=name)


def _counted(line: str, *, is_flowed: bool) -> tuple[int, str]:
    """Return how deep a line is quoted, and the line without the signs of that."""
    signs = _SIGNS.match(line)
    if signs is None or line.startswith(">From "):  # so a line is protected that begins with From
        content = line.removeprefix(">") if signs else line
        return 0, content.removeprefix(" ") if is_flowed else content
    return min(signs[0].count(">"), _DEEPEST), line[signs.end() :]


def _joined(lines: Sequence[tuple[int, str]], *, is_joined: bool) -> Iterator[tuple[int, str]]:
    """Yield lines in which those that flow into each other are one."""
    parts: list[str] = []
    for i, (depth, line) in enumerate(lines):
        goes_on = line.endswith(" ") and line != _SIGNATURE
        goes_on = goes_on and i + 1 < len(lines) and lines[i + 1][0] == depth
        if goes_on:
            parts.append(line[:-1] if is_joined else line)
            continue
        yield depth, "".join((*parts, line))
        parts = []


def _attributed(pieces: Sequence[_Piece], sender: str) -> Iterator[_Written]:
    """Yield the stretches in order, each with the line that says whose words it has."""
    said = {0: sender}  # depth → whose words are quoted there
    line = ""  # the last one of the stretch before, where it introduces the next
    below = 0  # 1 where all is below the fields of an older message
    for piece in _split(pieces):
        if not piece.text.strip():
            continue
        if piece.title and not piece.depth:
            below = 1
        depth = piece.depth + below
        if piece.title or (line and depth):
            # Those whom the one before quoted are others. Where nobody new is named, a message
            # goes on to answer the same ones.
            said = {known: title for known, title in said.items() if known < depth}
            said[depth] = piece.title or " ".join(line.split())
        found = attribution(piece.text)
        words = piece if found is None else piece.cut(0, found)
        if words.text or line:
            title = said.setdefault(depth, _QUOTED)
            yield _Written(replace(words, depth=depth, title=title), line)
        line = "" if found is None else piece.text[found:].strip("\n")
    if line:
        yield _Written(_Piece(0, line, title=said[0]), "")


def _split(pieces: Sequence[_Piece]) -> Iterator[_Piece]:
    """Yield the stretches, split where the fields of an older message begin."""
    for piece in pieces:
        start, title = 0, ""
        for begin, names in original_messages(piece.text):
            yield replace(piece.cut(start, begin), title=title)
            start, title = begin, names
        yield replace(piece.cut(start, len(piece.text)), title=title)
