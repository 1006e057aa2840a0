"""Documents into passages: sentence-aligned, within one section and one page.

A passage is what an index finds. It is made of whole paragraphs, packed to about
:data:`TARGET` word pieces: on encyclopaedic text, passages that follow the paragraphs found
the answer first far more often than windows of fixed length (.664 against .593 of questions).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from qa.records import Document, Passage, Span
from qa.text.language import detected
from qa.text.paragraphs import paragraph_spans
from qa.text.question_lines import question_at, questions_of
from qa.text.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    CountTokens = Callable[[Sequence[str]], list[int]]
    Room = Callable[[tuple[str, ...]], int]

TARGET = 140
"""Word pieces to which short paragraphs are packed: the mean length of an encyclopaedia's."""

RULES = 2
"""Number of the rules by which text is split; another one for each change, so that the next build
splits the documents of an index anew."""

LONGEST_SENTENCE = 2_000
"""Characters after which a run without a full stop is cut, so that no quote fills a screen."""

LONGEST_RUN = 10_000
"""Most characters without a space that may still be words; longer runs are data, such as a picture
in base64. Ten megabytes of it would be 33,000 passages that no question finds."""

# Thai, Tibetan, Burmese, Khmer, Chinese, Japanese and Korean do without spaces.
_RUN = re.compile(
    "[^\\s\u0e00-\u109f\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+"
)

_WORD = re.compile(r"\s*\S{1,100}\s*")


@dataclass(frozen=True, slots=True)
class _Measured:
    span: Span
    tokens: int
    opens_paragraph: bool


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
        sentences = _measured_sentences(document.text, section, limit, count_tokens, language)
        for group in _packed(sentences, limit):
            yield Passage(
                doc_id=document.doc_id,
                start=group[0].start,
                end=group[-1].end,
                headings=headings,
                sentences=tuple(group),
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


def _measured_sentences(
    text: str, section: Span, limit: int, count_tokens: CountTokens, language: str
) -> list[_Measured]:
    spans: list[Span] = []
    opens: list[bool] = []
    for paragraph in paragraph_spans(text, section.start, section.end):
        sentences = sentence_spans(text, paragraph.start, paragraph.end, language)
        spans.extend(sentences)
        opens.extend(i == 0 for i in range(len(sentences)))
    measured: list[_Measured] = []
    tokens = count_tokens([text[span.start : span.end] for span in spans])
    for span, count, opens_paragraph in zip(spans, tokens, opens, strict=True):
        if count <= limit and span.end - span.start <= LONGEST_SENTENCE:
            measured.append(_Measured(span, count, opens_paragraph))
        else:
            measured.extend(_cut(text, span, limit, count_tokens))
    return measured


def _cut(text: str, span: Span, limit: int, count_tokens: CountTokens) -> Iterator[_Measured]:
    """Cut an overlong sentence between words, or within a run of 100 characters without a space."""
    words = [match.span() for match in _WORD.finditer(text, span.start, span.end)]
    counts = count_tokens([text[start:end] for start, end in words])
    opened, total = words[0][0], 0
    for (start, end), count in zip(words, counts, strict=True):
        if total and (total + count > limit or end - opened > LONGEST_SENTENCE):
            yield _Measured(_stripped(text, opened, start), total, opens_paragraph=False)
            opened, total = start, 0
        total += count
    yield _Measured(_stripped(text, opened, span.end), total, opens_paragraph=False)


def _stripped(text: str, start: int, end: int) -> Span:
    return Span(start, start + len(text[start:end].rstrip()))


def _packed(sentences: Sequence[_Measured], limit: int) -> Iterator[list[Span]]:
    """Group sentences: whole paragraphs up to TARGET, a longer one evenly up to ``limit``."""
    group: list[Span] = []
    total = 0
    for paragraph in _paragraphs(sentences):
        size = sum(sentence.tokens for sentence in paragraph)
        if group and total + size > TARGET:
            yield group
            group, total = [], 0
        # A paragraph over the limit is cut into equal shares, so that no short rest is left.
        pieces = -(-size // limit)
        share = min(limit, -(-size // pieces)) if pieces > 1 else limit
        for sentence in paragraph:
            over = total + sentence.tokens > limit
            if group and (over or (pieces > 1 and total >= share)):
                yield group
                group, total = [], 0
            group.append(sentence.span)
            total += sentence.tokens
    if group:
        yield group


def _paragraphs(sentences: Sequence[_Measured]) -> Iterator[list[_Measured]]:
    paragraph: list[_Measured] = []
    for sentence in sentences:
        if sentence.opens_paragraph and paragraph:
            yield paragraph
            paragraph = []
        paragraph.append(sentence)
    if paragraph:
        yield paragraph
