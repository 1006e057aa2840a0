"""Which sources a quotation is said to be from: those named next to it, in its sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.manuscripts.citations import named_in_text, sources_of_note
from qa.manuscripts.places import span_at
from qa.manuscripts.records import ClaimedSource, SourceMark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa.manuscripts.records import Manuscript

_SENTENCE_END = re.compile(r"[.!?。！？][\"”’»)\]]{0,3}(?=\s)|\n\n")
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]|al|cf|e\.g|i\.e|pp?|vs?|v|no|nos|vol|ed|eds|ch|art|sec|dr|mr|mrs|ms|prof|st|"
    r"vgl|bzw|z\.B|S|Nr|Art|Abs))\.\Z",
    re.IGNORECASE,
)
_LONGEST_SENTENCE = 1_500  # characters that are looked at on either side
_TOUCHING = re.compile(r"[\s.,;:!?)\]\"”’»]{0,6}\Z")


class Attribution:
    """Finds the sources of quotations in one manuscript."""

    def __init__(self, manuscript: Manuscript) -> None:
        """Collect where sources are named.

        Args:
            manuscript: that was read.
        """
        self._words = manuscript.words
        self._notes = manuscript.notes
        # A note names its sources as a whole; the brackets in it are places and years of printing.
        in_text = [
            mark for mark in named_in_text(self._words) if not span_at(self._notes, mark.offset)
        ]
        marks = sorted([*manuscript.marks, *in_text], key=lambda mark: mark.offset)
        self._marks = _resolved(marks)
        self._offsets = [mark.offset for mark in self._marks]

    def of_quotation(self, start: int, end: int) -> tuple[ClaimedSource, ...]:
        """Return the sources of words in quotation marks.

        Args:
            start: offset of the opening mark.
            end: offset after the closing mark.
        """
        note = span_at(self._notes, start)
        if note is not None:
            inside = self._between(note.start, note.end + 1)
            cited = [source for mark in inside for source in mark.sources]
            return tuple(cited) or sources_of_note(self._words[note.start : note.end])
        after = self._between(end, self._sentence_end(end) + 1)
        before = self._between(self._sentence_start(start), start)
        behind = next((mark for mark in after if not _is_narrative(mark)), None)
        narrated = next((mark for mark in reversed(before) if _is_narrative(mark)), None)
        if behind and not (narrated and not _has_name(behind)):
            return behind.sources
        if narrated:
            pages = (
                next((one.pages for one in behind.sources if one.pages), None) if behind else None
            )
            return tuple(replace(one, pages=one.pages or pages) for one in narrated.sources)
        ahead = next((mark for mark in after if _is_narrative(mark)), None)
        if ahead:
            return ahead.sources
        return before[-1].sources if before else ()

    def of_block(self, start: int, end: int) -> tuple[ClaimedSource, ...]:
        """Return the sources of a block quote: inside it, or in the sentence that introduces it.

        Args:
            start: offset of its first character.
            end: offset after the last.
        """
        inside = self._between(start, end + 1)
        if inside:
            return inside[-1].sources
        before = self._words[:start].rstrip()[-1:]
        begin = self._words.rfind("\n\n", 0, max(0, start - 2))
        sentence = max(begin, self._sentence_start(max(0, len(self._words[:start].rstrip()) - 2)))
        introduced = self._between(sentence, start)
        if introduced and (before in ":," or _has_name(introduced[-1])):
            return introduced[-1].sources
        return ()

    def end_of_block(self, start: int, end: int) -> int:
        """Return where the words of a block quote end: before a source in brackets.

        Args:
            start: offset of its first character.
            end: offset after the last.
        """
        bare = self._words[start:end].rstrip(" \t\n.")
        opened = start + bare.rfind("(")
        is_last = bare.endswith(")") and ")" not in self._words[opened : start + len(bare) - 1]
        return opened if is_last and opened in self._offsets else end

    def _between(self, start: int, end: int) -> Sequence[SourceMark]:
        return self._marks[bisect_left(self._offsets, start) : bisect_left(self._offsets, end)]

    def _sentence_end(self, at: int) -> int:
        """Return where the sentence ends, with the marks of notes that follow it."""
        last = min(len(self._words), at + _LONGEST_SENTENCE)
        # The quotation may have ended the sentence itself: "… they said." Then only what
        # touches its mark belongs to it, unless a bracket follows.
        if self._words[max(0, at - 2) : at - 1] in {".", "!", "?"}:
            bracket = re.compile(r"\s{0,2}\(").match(self._words, at)
            if bracket is None and self._words[at : at + 2].strip()[:1].isupper():
                return at
            following = self._words[at : at + 3].lstrip()[:1]
            if following.isupper():
                return at
        for found in _SENTENCE_END.finditer(self._words, at, last):
            if not _ABBREVIATED.search(self._words, max(0, found.start() - 8), found.start() + 1):
                return found.start() if found[0] == "\n\n" else found.end()
        return last

    def _sentence_start(self, at: int) -> int:
        first = max(0, at - _LONGEST_SENTENCE)
        start = first
        for found in _SENTENCE_END.finditer(self._words, first, at):
            is_short = _ABBREVIATED.search(
                self._words, max(0, found.start() - 8), found.start() + 1
            )
            if found[0] == "\n\n" or not is_short:
                start = found.end()
        return start


def _is_narrative(mark: SourceMark) -> bool:
    return any(one.is_narrative for one in mark.sources)


def _has_name(mark: SourceMark) -> bool:
    return any(not one.is_page for one in mark.sources)


def _resolved(marks: Iterable[SourceMark]) -> list[SourceMark]:
    """Return marks in which "ibid." is the source of the mark before."""
    found: list[SourceMark] = []
    last: tuple[ClaimedSource, ...] = ()
    for mark in marks:
        sources: list[ClaimedSource] = []
        for source in mark.sources:
            if source.is_same and last:
                pages = source.pages or last[-1].pages
                sources.append(replace(last[-1], pages=pages, is_narrative=False))
            elif not source.is_same:
                sources.append(source)
            elif source.pages:  # nothing was named before: the page is all that it says
                sources.append(replace(source, is_same=False, is_page=True))
        found.append(SourceMark(mark.offset, tuple(sources)))
        named = tuple(one for one in sources if one.is_certain and not one.is_page)
        last = named or last
    return found
