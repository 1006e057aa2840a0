"""Documents into passages: sentence-aligned, within one section and one page.

A passage is what an index finds. It is made of whole paragraphs, packed to about
:data:`TARGET` word pieces: on encyclopaedic text, passages that follow the paragraphs found
the answer first far more often than windows of fixed length (.664 against .593 of questions).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from qa.records import Document, Passage, Span
from qa.text.furniture import are_contents, is_furniture, is_page_number
from qa.text.labels import is_item
from qa.text.language import detected
from qa.text.nearby import is_lead_in
from qa.text.paragraphs import paragraph_spans
from qa.text.question_lines import question_at, questions_of
from qa.text.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    CountTokens = Callable[[Sequence[str]], list[int]]
    Room = Callable[[tuple[str, ...]], int]

TARGET = 140
"""Word pieces to which short paragraphs are packed: the mean length of an encyclopaedia's."""

RULES = 5
"""Number of the rules by which text is split and sentences are embedded; another one for each
change, so that the next build works through the documents of an index anew."""

LONGEST_SENTENCE = 2_000
"""Characters after which a run without a full stop is cut, so that no quote fills a screen."""

LONGEST_GAP = 2_000
"""Most characters between two sentences of a passage. Ten megabytes of spaces in a passage would be
read, word for word, by all that reads passages."""

LONGEST_RUN = 10_000
"""Most characters without a space that may still be words; longer runs are data, such as a picture
in base64. Ten megabytes of it would be 33,000 passages that no question finds."""

# Thai, Tibetan, Burmese, Khmer, Chinese, Japanese and Korean do without spaces.
_RUN = re.compile(
    "[^\\s\u0e00-\u109f\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+"
)

_END = 40  # characters of a paragraph that tell whether it introduces a list

_WORD = re.compile(r"\s*\S{1,100}\s*")


@dataclass(frozen=True, slots=True)
class _Measured:
    span: Span
    tokens: int
    is_unit: bool


def passages(document: Document, room: Room, count_tokens: CountTokens) -> Iterator[Passage]:
    """Yield the passages of a document in order.

    Args:
        document: to split. Its headings, the questions that head their answers, its asides and
            :func:`runs` are in no passage, and each of its other words is in exactly one.
        room: maps a heading path to the most word pieces a passage below it may have.
        count_tokens: maps texts to their numbers of word pieces, special ones not counted.
    """
    language = document.language or detected(document.text)
    for section, headings in _sections(document):
        limit = room(headings)
        paragraphs = _measured(document, section, headings, limit, count_tokens, language)
        for group in _packed(_with_lists(document.text, paragraphs, limit), limit):
            units = [sentence.span for sentence in group if sentence.is_unit]
            if units:
                yield Passage(
                    doc_id=document.doc_id,
                    start=units[0].start,
                    end=units[-1].end,
                    headings=headings,
                    sentences=tuple(units),
                )


def split_parameters(limit: int) -> dict[str, int]:
    """Return the parameters that decide how documents are split, as a manifest records them.

    Args:
        limit: of the embedder, in word pieces.
    """
    return {"target": TARGET, "limit": limit, "rules": RULES}


def runs(text: str) -> list[Span]:
    """Return the spans of more than :data:`LONGEST_RUN` characters without a space.

    Args:
        text: to search.
    """
    # The length is not part of the expression: the search would begin again at each character.
    found = (match.span() for match in _RUN.finditer(text))
    return [Span(start, end) for start, end in found if end - start > LONGEST_RUN]


def _sections(document: Document) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Yield the spans between headings, pages and breaks, with their heading path.

    A question that heads its answer is the innermost heading above it.
    """
    questions = questions_of(document)
    path: list[tuple[int, str]] = []
    asked = [Span(question.start, question.end) for question in questions]
    left_out = (*document.asides, *runs(document.text), *asked)
    starts_left_out = {span.start for span in left_out}
    starts_after = {heading.start: heading for heading in document.headings}
    cuts = sorted(
        {0, len(document.text), *document.pages, *document.breaks}
        | {edge for heading in document.headings for edge in (heading.start, heading.end)}
        | {edge for span in left_out for edge in (span.start, span.end)}
        | {question.until for question in questions}
    )
    for start, end in pairwise(cuts):
        heading = starts_after.get(start)
        if heading:
            path = [(level, title) for level, title in path if level < heading.level]
            path.append((heading.level, heading.title))
        elif start not in starts_left_out:
            question = question_at(questions, start)
            titles = (*(title for _, title in path), *((question.title,) if question else ()))
            yield Span(start, end), titles


def _measured(  # noqa: PLR0913, PLR0917 - a section, and how to measure it
    document: Document,
    section: Span,
    headings: tuple[str, ...],
    limit: int,
    count_tokens: CountTokens,
    language: str,
) -> list[list[_Measured]]:
    """Return the sentences of each paragraph of a section."""
    text = document.text
    paragraphs = paragraph_spans(text, section.start, section.end)
    heading = headings[-1] if headings else ""
    texts = [text[paragraph.start : paragraph.end] for paragraph in paragraphs]
    among_contents = are_contents(texts)
    sentences: list[tuple[int, Span, bool]] = []
    for i, (paragraph, words) in enumerate(zip(paragraphs, texts, strict=True)):
        at_edge = i in {0, len(paragraphs) - 1} and len(paragraphs) > 1
        left_out = is_furniture(words, heading, among_contents=among_contents) or (
            at_edge and bool(document.pages) and is_page_number(words)
        )
        found = [paragraph] if left_out else sentence_spans(text, *_edges(paragraph), language)
        sentences.extend((i, span, not left_out) for span in found)
    measured: list[list[_Measured]] = [[] for _ in paragraphs]
    tokens = count_tokens([text[span.start : span.end] for _, span, _ in sentences])
    for (i, span, is_unit), count in zip(sentences, tokens, strict=True):
        if count <= limit and span.end - span.start <= LONGEST_SENTENCE:
            measured[i].append(_Measured(span, count, is_unit))
        else:
            measured[i].extend(_cut(text, span, limit, count_tokens, is_unit=is_unit))
    return measured


def _edges(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _with_lists(
    text: str, paragraphs: Iterable[list[_Measured]], limit: int
) -> Iterator[list[_Measured]]:
    """Yield paragraphs; a list that fits is one, with what introduces it, to be kept together."""
    together: list[list[_Measured]] = []
    is_introduced = in_list = False
    for paragraph in paragraphs:
        first, last = paragraph[0].span, paragraph[-1].span
        begins_item = is_item(text[first.start : first.end])
        if together and not is_introduced and not (in_list and begins_item):
            yield from _kept_together(together, limit)
            together = []
        together.append(paragraph)
        is_introduced = is_lead_in(text[max(last.start, last.end - _END) : last.end])
        in_list = begins_item
    yield from _kept_together(together, limit)


def _kept_together(paragraphs: list[list[_Measured]], limit: int) -> Iterator[list[_Measured]]:
    """Yield paragraphs as one; if they do not fit, only the first two."""
    joined = list(chain.from_iterable(paragraphs))
    if sum(sentence.tokens for sentence in joined) <= limit:
        paragraphs = [joined] if joined else []
    elif len(paragraphs) > 1:
        first, second, *others = paragraphs
        paragraphs = [[*first, *second], *others]
    yield from paragraphs


def _cut(
    text: str, span: Span, limit: int, count_tokens: CountTokens, *, is_unit: bool
) -> Iterator[_Measured]:
    """Cut an overlong sentence between words, or within a run of 100 characters without a space."""
    words = [match.span() for match in _WORD.finditer(text, span.start, span.end)]
    counts = count_tokens([text[start:end] for start, end in words])
    opened, total = words[0][0], 0
    for (start, end), count in zip(words, counts, strict=True):
        if total and (total + count > limit or end - opened > LONGEST_SENTENCE):
            yield _Measured(_stripped(text, opened, start), total, is_unit)
            opened, total = start, 0
        total += count
    yield _Measured(_stripped(text, opened, span.end), total, is_unit)


def _stripped(text: str, start: int, end: int) -> Span:
    return Span(start, start + len(text[start:end].rstrip()))


def _packed(paragraphs: Iterable[list[_Measured]], limit: int) -> Iterator[list[_Measured]]:
    """Group sentences: whole paragraphs up to TARGET, a longer one evenly up to ``limit``.

    A gap of more than LONGEST_GAP ends a group.
    """
    group: list[_Measured] = []
    total = 0
    for paragraph in paragraphs:
        size = sum(sentence.tokens for sentence in paragraph)
        if group and total + size > TARGET:
            yield group
            group, total = [], 0
        # A paragraph over the limit is cut into equal shares, so that no short rest is left.
        pieces = -(-size // limit)
        share = min(limit, -(-size // pieces)) if pieces > 1 else limit
        for sentence in paragraph:
            over = total + sentence.tokens > limit
            full = over or (pieces > 1 and total >= share)
            if group and (full or sentence.span.start - group[-1].span.end > LONGEST_GAP):
                yield group
                group, total = [], 0
            group.append(sentence)
            total += sentence.tokens
    if group:
        yield group
