"""Links that open a web page scrolled to a quote: text fragments.

``#:~:text=prefix-,start,end,-suffix`` is specified at https://wicg.github.io/scroll-to-text-fragment/.
A browser scrolls to the first match of whole words, in any case. This module imitates the
browser, and makes a fragment only if that match is the quote.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote as percent_encoded

from qa.deadlines import check_deadline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WHOLE = 200  # characters of a quote that a link has as a whole; of a longer one, both ends
_WORDS_OF_AN_END = 6
_AROUND = (0, 2, 5, 10, 20)  # words before and after, tried in turn until only the quote matches
_LONGEST_PART = 300  # characters of one of the four parts

_Directive = tuple[str, str, str, str]
"""Prefix, start, end and suffix; each may be empty but the start."""


def text_fragment(text: str, start: int, end: int) -> str:
    """Return the fragment that leads to ``text[start:end]``; empty if none does.

    Args:
        text: of the document.
        start: offset of the first character of the quote.
        end: offset after its last character.
    """
    folded, offsets = _folded(text)
    # The shortest fragment that leads only to the quote survives later edits best.
    for around in _AROUND:
        for directive in _directives(text, start, end, around):
            if _first_match(folded, offsets, directive) == (start, end):
                return f"#:~:text={_encoded(directive)}"
    return ""


def _directives(text: str, start: int, end: int, around: int) -> Iterator[_Directive]:
    words = text[start:end]
    first, last = _ends(words)
    prefix, suffix = _before(text, start, around), _after(text, end, around)
    if "\n" not in words and len(words) <= _WHOLE:
        yield prefix, words, "", ""
        yield prefix, words, "", suffix
    if first and last:
        yield prefix, first, last, ""
        yield prefix, first, last, suffix


def _ends(words: str) -> tuple[str, str]:
    """Return the first words of the first line and the last words of the last; empty if they meet.

    No part of a fragment may cross the end of a paragraph.
    """
    lines = [line for line in words.split("\n") if line.strip()]
    if not lines:
        return "", ""
    starts, stops = _starts(lines[0]), _starts(lines[-1])
    opens = lines[0][: starts[_WORDS_OF_AN_END]] if len(starts) > _WORDS_OF_AN_END else lines[0]
    closes = lines[-1][stops[-_WORDS_OF_AN_END] :] if len(stops) > _WORDS_OF_AN_END else lines[-1]
    meet = len(lines) == 1 and len(opens) + len(closes) > len(lines[0])
    return ("", "") if meet else (opens.strip()[:_LONGEST_PART], closes.strip()[-_LONGEST_PART:])


def _before(text: str, start: int, words: int) -> str:
    """Return up to ``words`` words before an offset, all in one line."""
    line = text[max(0, start - _LONGEST_PART) : start].rstrip().rpartition("\n")[2]
    starts = _starts(line)
    return line[starts[-words] if words <= len(starts) else 0 :].strip() if words else ""


def _after(text: str, end: int, words: int) -> str:
    """Return up to ``words`` words after an offset, all in one line."""
    line = text[end : end + _LONGEST_PART].lstrip().partition("\n")[0]
    starts = _starts(line)
    return line[: starts[words] if words < len(starts) else len(line)].strip() if words else ""


def _starts(line: str) -> list[int]:
    """Return the offsets at which words begin: a letter or digit after something else."""
    return [
        i for i, char in enumerate(line) if char.isalnum() and (i == 0 or not line[i - 1].isalnum())
    ]


def _first_match(
    folded: str, offsets: Sequence[int], directive: _Directive
) -> tuple[int, int] | None:
    """Return the offsets of what a browser would scroll to."""
    prefix, start, end, suffix = (_folded(part)[0].strip() for part in directive)
    stops = _Stops(folded, end, suffix) if end else None
    for first in _found(folded, start):
        if prefix and not _precedes(folded, prefix, first):
            continue
        last: int | None = first + len(start)
        if stops:
            last = stops.first_from(first + len(start))
            if last is None:
                return None  # no later start has an end either
        elif suffix and not _follows(folded, suffix, first + len(start)):
            continue
        if last is not None and last > first:
            return offsets[first], offsets[last - 1] + 1
    return None


class _Stops:
    """The matches of the end of a fragment that its suffix follows, each searched for once."""

    def __init__(self, folded: str, end: str, suffix: str) -> None:
        self._found = (
            (first, first + len(end))
            for first in _found(folded, end)
            if not suffix or _follows(folded, suffix, first + len(end))
        )
        self._next = next(self._found, None)

    def first_from(self, at: int) -> int | None:
        """Return the offset after the first match that begins at ``at`` or later, None for none.

        Args:
            at: an offset, no smaller than in the call before.
        """
        while self._next and self._next[0] < at:
            self._next = next(self._found, None)
        return self._next[1] if self._next else None


def _found(folded: str, words: str) -> Iterator[int]:
    """Yield the offsets of words as a whole, not within longer words."""
    at = folded.find(words) if words else -1
    while at >= 0:
        check_deadline()
        if _is_whole(folded, words, at):
            yield at
        at = folded.find(words, at + 1)


def _is_whole(folded: str, words: str, at: int) -> bool:
    """Return whether words at an offset are not the beginning, middle or end of longer ones."""
    before, after = folded[at - 1 : at], folded[at + len(words) : at + len(words) + 1]
    return not (words[0].isalnum() and _in_word(before)) and not (
        words[-1].isalnum() and _in_word(after)
    )


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _precedes(folded: str, prefix: str, at: int) -> bool:
    """Return whether a prefix ends at an offset, or one space before it."""
    ends = (at, at - 1) if folded[at - 1 : at] == " " else (at,)
    return any(
        folded.endswith(prefix, 0, end) and _is_whole(folded, prefix, end - len(prefix))
        for end in ends
    )


def _follows(folded: str, suffix: str, at: int) -> bool:
    """Return whether a suffix begins at an offset, or one space after it."""
    begins = (at, at + 1) if folded[at : at + 1] == " " else (at,)
    return any(
        folded.startswith(suffix, begin) and _is_whole(folded, suffix, begin) for begin in begins
    )


def _folded(text: str) -> tuple[str, list[int]]:
    """Return a text without case and accents, with single spaces, and the offset of each character.

    The offset is that of the last character of the original that became it.
    """
    folded: list[str] = []
    offsets: list[int] = []
    for i, char in enumerate(text):
        for part in unicodedata.normalize("NFKD", char).casefold():
            if unicodedata.combining(part):
                if offsets:
                    offsets[-1] = i  # the quote ends after its accents
                continue
            if part.isspace() and folded and folded[-1] == " ":
                continue
            folded.append(" " if part.isspace() else part)
            offsets.append(i)
    return "".join(folded), offsets


def _encoded(directive: _Directive) -> str:
    prefix, start, end, suffix = (
        percent_encoded(part, safe="").replace("-", "%2D") for part in directive
    )
    parts = (f"{prefix}-" if prefix else "", start, end, f"-{suffix}" if suffix else "")
    return ",".join(part for part in parts if part)
