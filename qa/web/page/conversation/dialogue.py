"""What is around a quote of a hearing, an interview or an FAQ: questions and answers near it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from qa.records import Heading, Span
from qa.text.question_lines import questions_near

if TYPE_CHECKING:
    from qa.records import Citation, Document
    from qa.text.question_lines import Question

_MOST = 2_000  # characters before, and after


def exchange_around(document: Document, citation: Citation) -> Span | None:
    """Return the question that a quote answers with its answer, and the pairs next to it.

    None for a quote that answers no question of the document.

    Args:
        document: that is quoted.
        citation: of the quote.
    """
    quoted = Span(citation.start, citation.end)
    questions, at = _exchange(document, citation)
    if at < 0:
        return None
    start, end = min(questions[at].start, quoted.start), max(questions[at].until, quoted.end)
    for one in questions[max(0, at - 1) : at + 2]:
        if quoted.start - one.start <= _MOST and one.until - quoted.end <= _MOST:
            start, end = min(start, one.start), max(end, one.until)
    return Span(start, quoted.end + len(document.text[quoted.end : end].rstrip()))


def next_questions(document: Document, citation: Citation) -> list[Heading]:
    """Return the questions after the one that a quote answers; none if it answers none.

    Args:
        document: that is quoted.
        citation: of the quote.
    """
    questions, at = _exchange(document, citation)
    later = [one for one in questions if at >= 0 and one.start >= citation.end]
    return [Heading(one.start, one.end, 1, one.title) for one in later]


def _exchange(document: Document, citation: Citation) -> tuple[tuple[Question, ...], int]:
    """Return the questions near a quote, and which of them it is of; -1 for none."""
    questions = questions_near(document, Span(citation.start, citation.end))
    at = bisect_right(questions, citation.start, key=lambda question: question.start) - 1
    return questions, at if at >= 0 and citation.start < questions[at].until else -1
