"""What a document says of its pages whose words were recognized.

Which pages they are, how certain their words are, where on the page, and what is not quoted.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.loaders.ocr.boxes import Box, packed_boxes
from qa.loaders.ocr.engines import recognized_note
from qa.loaders.pdf.recognized import ASCENT, DESCENT, DOUBTFUL, SeenInPicture
from qa.loaders.pdf.right_to_left import is_right_to_left
from qa.records import Heading, RecognizedPage, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from qa.loaders.extraction import Extract
    from qa.loaders.ocr.seen import SeenPage
    from qa.loaders.pdf.glyphs import Word
    from qa.loaders.pdf.lines import Line
    from qa.loaders.pdf.page import Page
    from qa.loaders.pdf.recognized import PageSize

_END = re.compile(r"[.!?]['\")\]”’]?(?=\s)|\n[ \t]*\n|\n(?=\|)")  # of a sentence, a block, a row


def with_recognized(whole: Extract, pages: Sequence[Page], seen: Mapping[int, SeenPage]) -> Extract:
    """Return a document that says which of its pages were recognized, and what of them is doubtful.

    Args:
        whole: the document, with the text of all pages.
        pages: as they were read.
        seen: number of a page, 1-based → what was recognized on it.
    """
    recognized: list[RecognizedPage] = []
    doubtful: list[tuple[int, Span]] = []  # with the number of the page
    unquoted: list[int] = []  # numbers of pages
    asides: list[Span] = []  # these pages
    for number, page in enumerate(pages, start=1):
        certain = _certainties(page.lines)
        if not certain:
            continue
        start, end = (*whole.pages, len(whole.text))[number - 1 : number + 1]
        text = whole.text[start:end]
        placed = list(_words_of(page.lines, text))
        mean = round(sum(certain) / len(certain), 3)
        boxes = packed_boxes(_boxes(placed, page.size))
        recognized.append(RecognizedPage(number, mean, seen[number].engine, boxes))
        unsure = [Span(first, last) for first, last, word in placed if _is_doubtful(word)]
        if mean < DOUBTFUL:  # words that are certain by chance are in no sentence
            unsure = []
            unquoted.append(number)
            asides.append(Span(start, start + len(text.rstrip())))
        doubtful += (
            (number, Span(start + span.start, start + span.end))
            for span in sentences_around(text, unsure)
        )
    missed = [number for number, page in seen.items() if page.missed]
    if missed:
        count = sum(page.missed for page in seen.values())
        lines = "1 line" if count == 1 else f"{count:,} lines"
        note = (
            f"{lines} on {_numbers(sorted(missed))} could not be recognized, such as in a script "
        )
        whole = replace(whole, notes=(*whole.notes, f"{note}that the engine does not know"))
    if not recognized:
        return whole
    forced = any(page.alone for page in seen.values())
    # No heading and no other aside may end the aside that a page is.
    pages_left_out = tuple(asides)
    others = {*whole.asides, *(span for _, span in doubtful)}
    asides += [span for span in others if not _is_within(span, pages_left_out)]
    notes = (*whole.notes, *_notes(recognized, [number for number, _ in doubtful], forced=forced))
    if unquoted:
        notes += (f"never quoted, as their words are uncertain: {_numbers(unquoted)}",)
    return replace(
        whole,
        asides=tuple(sorted(asides, key=lambda one: one.start)),
        headings=tuple(h for h in whole.headings if not _is_within(h, pages_left_out)),
        notes=notes,
        recognized=tuple(recognized),
    )


def _is_within(part: Span | Heading, spans: Sequence[Span]) -> bool:
    return any(span.start <= part.start < span.end for span in spans)


def _notes(
    recognized: Sequence[RecognizedPage], doubtful: Sequence[int], *, forced: bool
) -> Iterator[str]:
    """Yield what a user should know of recognized pages.

    Args:
        recognized: the pages.
        doubtful: number of the page of each sentence that is not quoted.
        forced: whether the file's own words were left aside.
    """
    mean = sum(page.certainty for page in recognized) / len(recognized)
    numbers = _numbers([page.number for page in recognized])
    yield recognized_note(numbers, recognized[0].engine, mean, forced=forced)
    if doubtful:
        are = (
            "1 sentence or line" if len(doubtful) == 1 else f"{len(doubtful):,} sentences or lines"
        )
        where = _numbers(sorted(set(doubtful)))
        yield f"never quoted, as words in them are uncertain: {are} on {where}"


def _numbers(pages: Sequence[int]) -> str:
    """Return numbers of pages for people: ``pages 1–3, 7``."""
    runs: list[tuple[int, int]] = []
    for number in pages:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    shown = ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)
    return f"page{'s' if len(pages) > 1 else ''} {shown}"


def _certainties(lines: Iterable[Line]) -> list[float]:
    words = (word for line in lines for word in line.words)
    return [word.certainty for word in words if isinstance(word, SeenInPicture)]


def _is_doubtful(word: Word) -> bool:
    return isinstance(word, SeenInPicture) and word.certainty < DOUBTFUL


def _words_of(lines: Iterable[Line], text: str) -> Iterator[tuple[int, int, Word]]:
    """Yield the words of a page with their spans in its text, which has the lines in order."""
    at = 0
    for line in lines:
        start = text.find(line.text, at)
        if start >= 0:
            at = start + len(line.text)
            yield from _placed(line, start)


def _boxes(placed: Iterable[tuple[int, int, Word]], size: PageSize) -> Iterator[Box]:
    for start, end, word in placed:
        top, bottom = _height_of(word, size.height)
        yield Box(start, end, word.left / size.width, top, word.right / size.width, bottom)


def sentences_around(text: str, doubtful: Sequence[Span]) -> list[Span]:
    """Return the sentences, or the blocks, that spans are in: a half of one is not quoted either.

    Args:
        text: of a page.
        doubtful: in order.
    """
    if not doubtful:
        return []
    cuts = sorted({0, len(text), *(match.end() for match in _END.finditer(text))})
    found: list[Span] = []
    at = 0
    for span in doubtful:
        while cuts[at + 1] < span.end and cuts[at + 1] <= span.start:
            at += 1
        last = at + 1
        while cuts[last] < span.end:
            last += 1
        words = text[cuts[at] : cuts[last]]
        start = cuts[at] + len(words) - len(words.lstrip())
        found.append(Span(start, cuts[at] + len(words.rstrip())))
    return list(dict.fromkeys(found))


def _placed(line: Line, at: int) -> Iterator[tuple[int, int, Word]]:
    """Yield the words of a line with their spans; of one that its text has otherwise, none."""
    here = 0
    for word in line.words:
        start = line.text.find(word.text, here)
        if start < 0 and is_right_to_left(word.text):
            start = line.text.find(word.text[::-1])
        elif start >= 0:
            here = start + len(word.text)
        if start >= 0 and not word.turn:
            yield at + start, at + start + len(word.text), word


def _height_of(word: Word, height: float) -> tuple[float, float]:
    if isinstance(word, SeenInPicture):
        return word.top, word.bottom
    upper, lower = word.base + ASCENT * word.size, word.base - DESCENT * word.size
    return 1 - upper / height, 1 - lower / height
