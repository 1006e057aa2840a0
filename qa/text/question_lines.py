"""Questions in a document that head their answers: an FAQ's, an interviewer's.

Such a question is for the reader what a heading is: it is searched with its answer and cited above
it, and is no answer itself. One in the midst of prose remains a sentence, and so does one that
nothing follows, as in a questionnaire.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from qa.records import Span
from qa.text.labels import is_label
from qa.text.language import detected
from qa.text.paragraphs import paragraph_spans
from qa.text.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qa.records import Document

T = TypeVar("T")

_LONGEST = 300  # characters of a question
_REACH = 3_000  # characters that an answer may be long; the paragraph there is its last

_QUESTION_MARKS = "?？؟⁇"
_ASKS = re.compile(f"[{_QUESTION_MARKS}][\"'”’»)*_\\]]*$")
_NO_QUESTION = re.compile('[|>"\'“„‚‘«»‹›\\[]|[-–—]\\s+[“„"«]')
_MARKER = re.compile(
    r"(?P<hashes>#{1,6}[ \t]+)?(?P<bullet>[-*+•‣·▪●►➢][ \t]+)?"
    r"(?P<number>[(\[]?\d{1,3}[.)\]]{1,2}[ \t]+)?"
)
_BOLD = re.compile(r"(?:\*\*|__)")
_ASKED = re.compile(
    r"(?i:(?:question|frage|pregunta|domanda|vraag|pergunta|q|f)[ .]?(?:\d{1,3})?[ ]?[.:)])[*_]*\s+"
)
_SPEAKER = re.compile(r"[A-ZÀ-ÖØ-Þ][\w .,'’()-]{0,40}:[*_]*\s+")
_MARKUP = "*_` \t\n\u00a0"


@dataclass(frozen=True, slots=True)
class Question:
    """A question that heads its answer.

    Attributes:
        start: offset of its first character, number and label included.
        end: offset after its last character.
        until: offset where its answer ends.
        title: its words, without number, label and mark-up.
    """

    start: int
    end: int
    until: int
    title: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A question that may head an answer.

    Attributes:
        span: of its words, number and label included.
        paragraph: index of its paragraph.
        is_marked: whether it is bold, labelled or asked by a speaker.
        is_answered: whether its own paragraph goes on with the answer.
        title: its words.
    """

    span: Span
    paragraph: int
    is_marked: bool
    is_answered: bool
    title: str


def questions_of(document: Document) -> tuple[Question, ...]:
    """Return the questions that head answers, in order.

    Args:
        document: with the headings and pages that its loader found. Where its rows are data
            there are none.
    """
    text = document.text
    if document.breaks or not any(mark in text for mark in _QUESTION_MARKS):
        return ()
    headings = {heading.start: heading.end for heading in document.headings}
    language = document.language or detected(text)
    edges = sorted({0, len(text), *headings, *headings.values()})
    return tuple(
        question
        for start, end in pairwise(edges)
        if start not in headings
        for question in _heads(text, _paragraphs(document, start, end), language)
    )


def questions_near(document: Document, span: Span) -> tuple[Question, ...]:
    """Return the questions that head answers near a span, below the same heading, in order.

    Args:
        document: with the headings and pages that its loader found.
        span: of a quote.
    """
    text = document.text
    edges = sorted(
        {0, len(text), *(at for one in document.headings for at in (one.start, one.end))}
    )
    low = max(edges[bisect_right(edges, span.start) - 1], span.start - _REACH)
    high = min(edges[min(bisect_left(edges, span.end), len(edges) - 1)], span.end + _REACH)
    low = text.rfind("\n", 0, low) + 1
    if document.breaks or not any(mark in text[low:high] for mark in _QUESTION_MARKS):
        return ()
    language = document.language or detected(text[low:high])
    return tuple(_heads(text, _paragraphs(document, low, high), language))


def question_at(questions: Sequence[Question], offset: int) -> Question | None:
    """Return the question whose answer an offset is in, None where it is in no answer.

    Args:
        questions: of the document, in order.
        offset: into its text.
    """
    i = bisect_right(questions, offset, key=lambda question: question.end) - 1
    return questions[i] if i >= 0 and offset < questions[i].until else None


def is_interrogative(text: str) -> bool:
    """Return whether a sentence asks.

    Args:
        text: of the sentence.
    """
    return _ASKS.search(text[-8:]) is not None


def _paragraphs(document: Document, start: int, end: int) -> list[Span]:
    """Return the paragraphs between two headings: those of each page, without asides."""
    asides = _within(document.asides, start, end, lambda aside: aside.start)
    pages = _within(document.pages, start, end, lambda page: page)
    cuts = sorted({start, end, *pages, *(edge for aside in asides for edge in _edges(aside))})
    skipped = {aside.start for aside in asides}
    return [
        paragraph
        for first, after in pairwise(cuts)
        if first not in skipped and first < end
        for paragraph in paragraph_spans(document.text, first, min(after, end))
    ]


def _within(items: Sequence[T], start: int, end: int, at: Callable[[T], int]) -> Sequence[T]:
    """Return those of some items, in order, that begin in ``[start, end)``."""
    return items[bisect_left(items, start, key=at) : bisect_left(items, end, key=at)]


def _edges(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _heads(text: str, paragraphs: list[Span], language: str) -> Iterator[Question]:
    """Yield the questions among the paragraphs below one heading that have an answer."""
    found = [
        question
        for i, paragraph in enumerate(paragraphs)
        if (question := _question_in(text, paragraph, i, language)) is not None
    ]
    answered: list[_Found] = []
    for i, question in enumerate(found):
        following = found[i + 1].paragraph if i + 1 < len(found) else len(paragraphs)
        before = found[i - 1] if i else None
        in_a_row = (
            before is not None
            and before.paragraph == question.paragraph - 1
            and not before.is_answered
            and not question.is_marked
        )
        between = paragraphs[question.paragraph + 1 : following]
        told = any(not is_label(text[span.start : span.end]) for span in between)
        if (told and not in_a_row) or question.is_answered:
            answered.append(question)
    ends = [paragraph.end for paragraph in paragraphs]
    for i, question in enumerate(answered):
        last = bisect_right(ends, question.span.end + _REACH)
        until = ends[min(last, len(ends) - 1)]
        if i + 1 < len(answered):
            until = min(until, answered[i + 1].span.start)
        yield Question(question.span.start, question.span.end, until, question.title)


def _question_in(text: str, paragraph: Span, number: int, language: str) -> _Found | None:
    """Return the question that a paragraph is, or that it begins or ends with."""
    own = text[paragraph.start : paragraph.end]
    if not any(mark in own for mark in _QUESTION_MARKS) or _NO_QUESTION.match(own):
        return None
    marker = _MARKER.match(own)
    begins = marker.end() if marker else 0
    bold = _BOLD.match(own, begins)
    begins = bold.end() if bold else begins
    asked = _ASKED.match(own, begins)
    speaker = None if asked else _SPEAKER.match(own, begins)
    sentences = sentence_spans(text, paragraph.start, paragraph.end, language)
    asking = [is_interrogative(text[span.start : span.end]) for span in sentences]
    first, after = _leading(asking) if not speaker else _trailing(asking)
    if first == after:
        return None
    span = Span(sentences[first].start, sentences[after - 1].end)
    is_whole = after - first == len(sentences)
    closes = bold is not None and text.endswith(bold[0], begins, span.end)
    has_bullet, has_number = (marker["bullet"], marker["number"]) if marker else (None, None)
    is_above = text.startswith("\n", span.end)  # the answer is indented below an item
    is_marked = closes or bool(asked or speaker or (marker and marker["hashes"]))
    heads = is_marked or (is_whole and not has_bullet)
    if not heads and not (is_above and (has_bullet or has_number)):
        return None
    label = asked or speaker
    words = max(span.start, paragraph.start + (label.end() if label else begins))
    title = " ".join(text[words : span.end].split()).strip(_MARKUP)
    if len(title) > _LONGEST or not (title[:1].isalnum() or title.startswith("¿")):
        return None
    return _Found(span, number, is_marked, after < len(sentences), title)


def _leading(asking: list[bool]) -> tuple[int, int]:
    """Return the range of the sentences that ask at the beginning."""
    after = next((i for i, asks in enumerate(asking) if not asks), len(asking))
    return 0, after


def _trailing(asking: list[bool]) -> tuple[int, int]:
    """Return the range of the sentences that ask at the end."""
    first = next((i for i in range(len(asking), 0, -1) if not asking[i - 1]), 0)
    return first, len(asking)
