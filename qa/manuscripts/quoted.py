"""The quotations of a manuscript, each with the sources that it is said to be from."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from qa.manuscripts.attribution import Attribution
from qa.manuscripts.records import Quotation, Quotations, Region
from qa.text.folding import tokens
from qa.verification.quotations import LEAST_WORDS, marked_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qa.manuscripts.records import Manuscript

_OPENS = "“„«「『"  # and nothing else: others may be apostrophes, inches or closing marks
_BROKEN = re.compile(r"(\w)-\n(\w)")
_CAPITAL_SHARE = 0.6  # of the longer words of a title
_LEAST_LETTERS = 4
_MOST_UNCLOSED = 20
_AFTER_TITLE = re.compile(r"[\s,.”\"’')]{0,4}(?:\(|in\b|,|\d|[A-Z])|[,.]?[”\"’']")


def quotations_in(manuscript: Manuscript, is_title: Callable[[str], bool]) -> Quotations:
    """Return what a manuscript quotes.

    Args:
        manuscript: that was read.
        is_title: whether words are the title of a source.

    Raises:
        DeadlineError: the deadline of the caller has passed.
    """
    words = manuscript.words
    where = _Places(manuscript)
    attribution = Attribution(manuscript)
    spans = marked_spans(words)
    blocks = [(block.start, block.end) for block in manuscript.blocks]
    found: list[Quotation] = []
    terms: list[tuple[str, str]] = []
    quoted = [(opened, opened + 1, closed, closed + 1) for opened, closed in spans]
    outside = [one for one in quoted if not _is_inside(one[0], blocks)]
    for outer, start, end, outer_end in outside:
        start, end = _trimmed(words, start, end)
        text = words[start:end]
        is_note = any(note.start <= start < note.end for note in manuscript.notes)
        if sum(token.is_word for token in tokens(text)) < LEAST_WORDS:
            if text:
                terms.append((where.said(start), text))
        elif is_title(text.strip(",. ")) or (
            is_note and _looks_like_title(text, words[end : end + 8])
        ):
            terms.append((where.said(start), text))
        else:
            sources = attribution.of_quotation(outer, outer_end)
            found.append(_quotation(manuscript, where, start, end, sources))
    for start, end in blocks:
        start, end = _trimmed(words, start, end)
        start, end = _without_marks(words, start, end)
        if any(token.is_word for token in tokens(words[start:end])):
            sources = attribution.of_block(start, end)
            found.append(_quotation(manuscript, where, start, end, sources))
    found.sort(key=lambda one: one.start)
    closed = [*((start, end) for start, end in spans), *blocks]
    return Quotations(tuple(found), tuple(terms), tuple(_unclosed(words, sorted(closed), where)))


def _quotation(
    manuscript: Manuscript, where: _Places, start: int, end: int, sources: tuple[object, ...]
) -> Quotation:
    text = manuscript.words[start:end]
    readings = {_BROKEN.sub(r"\1\2", text)}
    region = where.region(start, end)
    if (
        region
        and manuscript.text
        and "\\" in (raw := manuscript.text[region.offset : region.offset + region.length])
    ):
        readings.add(raw)
    return Quotation(
        text,
        start,
        end,
        sources,  # type: ignore[arg-type]
        tuple(sorted(readings - {text})),
        region,
        where.page(start),
    )


def _trimmed(words: str, start: int, end: int) -> tuple[int, int]:
    while start < end and words[start].isspace():
        start += 1
    while end > start and words[end - 1].isspace():
        end -= 1
    return start, end


def _without_marks(words: str, start: int, end: int) -> tuple[int, int]:
    """Return a block quote without the marks around the whole of it."""
    if end - start > 2 and words[start] in '“„«"' and words[end - 1] in '”“»"':  # noqa: PLR2004
        inside = words[start + 1 : end - 1]
        if not any(mark in inside for mark in '“”„«»"'):
            return start + 1, end - 1
    return start, end


def _is_inside(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    i = bisect_right(spans, (at, 1 << 62)) - 1
    return i >= 0 and at < spans[i][1]


def _looks_like_title(text: str, after: str) -> bool:
    """Return whether words in quotation marks in a note are a title: "The Lease of Mills," (2020)."""
    longer = [word for word in text.split() if sum(map(str.isalpha, word)) >= _LEAST_LETTERS]
    capital = sum(word.lstrip("(‘'“")[:1].isupper() for word in longer)
    follows = _AFTER_TITLE.match(after) is not None or text.endswith((",", "."))
    return bool(longer) and capital >= _CAPITAL_SHARE * len(longer) and follows


def _unclosed(words: str, spans: Sequence[tuple[int, int]], where: _Places) -> Iterator[str]:
    """Yield where quotation marks open that nothing closes; the last one counts the others."""
    found = [
        at
        for at, char in enumerate(words)
        if (char in _OPENS or char == '"') and not _is_covered(at, spans)
    ]
    found = [at for at in found if words[at] != '"' or not words[at - 1 : at].isdigit()]
    for at in found[:_MOST_UNCLOSED]:
        yield where.said(at)
    if len(found) > _MOST_UNCLOSED:
        yield f"{len(found) - _MOST_UNCLOSED:,} more"


def _is_covered(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    i = bisect_right(spans, (at, 1 << 62)) - 1
    return i >= 0 and at <= spans[i][1]


class _Places:
    """Where words of a manuscript are in its file."""

    def __init__(self, manuscript: Manuscript) -> None:
        self._manuscript = manuscript
        text = manuscript.text
        self._lines = [0, *(i + 1 for i, char in enumerate(text) if char == "\n")] if text else []

    def region(self, start: int, end: int) -> Region | None:
        """Return where words are in the text of the file; None where that is no text."""
        manuscript = self._manuscript
        if not manuscript.text or end <= start:
            return None
        first, last = manuscript.origins[start], manuscript.origins[end - 1] + 1
        (line, column), (end_line, end_column) = self._line_at(first), self._line_at(last)
        return Region(line, column, end_line, end_column, first, last - first)

    def page(self, at: int) -> int | None:
        """Return the page of the manuscript that words are on."""
        return bisect_right(self._manuscript.pages, at) or None

    def said(self, at: int) -> str:
        """Return where words are, as people say it; empty where nothing is known."""
        if self._manuscript.text and at < len(self._manuscript.origins):
            return f"line {self._line_at(self._manuscript.origins[at])[0]}"
        page = self.page(at)
        return f"page {page}" if page else f"paragraph {self._paragraph(at)}"

    def _paragraph(self, at: int) -> int:
        return self._manuscript.words.count("\n\n", 0, at) + 1

    def _line_at(self, origin: int) -> tuple[int, int]:
        i = bisect_left(self._lines, origin + 1) - 1
        return i + 1, origin - self._lines[i] + 1
