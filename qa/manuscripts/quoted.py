"""The quotations of a manuscript, each with the sources that it is said to be from."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from qa.manuscripts.attribution import Attribution
from qa.manuscripts.places import Places, span_at
from qa.manuscripts.records import Quotation, Quotations
from qa.text.folding import tokens
from qa.verification.quotations import LEAST_WORDS, marked_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qa.manuscripts.records import ClaimedSource, Manuscript

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
    where = Places(manuscript)
    attribution = Attribution(manuscript)
    spans = marked_spans(words)
    found: list[Quotation] = []
    terms: list[tuple[str, str]] = []
    for opened, closed in spans:
        if span_at(manuscript.blocks, opened):
            continue  # the block quote is the quotation, and these marks are inside it
        start, end = _trimmed(words, opened + 1, closed)
        text = words[start:end]
        is_note = span_at(manuscript.notes, start) is not None
        if sum(token.is_word for token in tokens(text)) < LEAST_WORDS:
            if text:
                terms.append((where.said(start), text))
        elif is_title(text.strip(",. ")) or (
            is_note and _is_like_title(text, words[end : end + 8])
        ):
            terms.append((where.said(start), text))
        else:
            sources = attribution.of_quotation(opened, closed + 1)
            found.append(_quotation(manuscript, where, start, end, sources))
    for begin, after in ((block.start, block.end) for block in manuscript.blocks):
        start, end = _trimmed(words, begin, attribution.end_of_block(begin, after))
        start, end = _without_marks(words, start, end)
        if any(token.is_word for token in tokens(words[start:end])):
            sources = attribution.of_block(begin, after)
            found.append(_quotation(manuscript, where, start, end, sources))
    found.sort(key=lambda one: one.start)
    inside = sorted([*spans, *((block.start, block.end) for block in manuscript.blocks)])
    return Quotations(tuple(found), tuple(terms), tuple(_unclosed(words, inside, where)))


def _quotation(
    manuscript: Manuscript, where: Places, start: int, end: int, sources: tuple[ClaimedSource, ...]
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
        sources,
        tuple(sorted(readings - {text})),
        region,
        where.page(start),
        where.said(start),
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


def _is_like_title(text: str, after: str) -> bool:
    """Return whether words in quotation marks are a title: "The Lease of Mills," (2020)."""
    longer = [word for word in text.split() if sum(map(str.isalpha, word)) >= _LEAST_LETTERS]
    capital = sum(word.lstrip("(‘'“")[:1].isupper() for word in longer)
    follows = _AFTER_TITLE.match(after) is not None or text.endswith((",", "."))
    return bool(longer) and capital >= _CAPITAL_SHARE * len(longer) and follows


def _unclosed(words: str, spans: Sequence[tuple[int, int]], where: Places) -> Iterator[str]:
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
