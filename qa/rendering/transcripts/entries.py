"""What a transcript has for each question, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.records import NEAREST
from qa.rendering.disagreements import lines
from qa.rendering.doubts import doubt_text
from qa.rendering.lines import flowing
from qa.rendering.text import (
    ALSO_IN,
    LEFT_OUT,
    SEARCHED,
    UNKNOWN,
    WITHIN,
    citation_line,
    is_as_typed,
    offsets_line,
    searched_in,
    verdict_line,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from qa.records import Answer, Quote

SCORE = "probability that this quote answers: {score:.0%}"
"""In the citation of a quote that answers a question."""

TITLE = "Conversation"
"""Of a transcript without a name of its own."""

ANSWER_TITLE = "Answer"
"""Of one answer."""

_EXPORTED = "Exported from Quoth on {date}. Quotes are the documents’ own words."
_CUT = "…"  # at the end of a name that is the beginning of the first question
_LONGEST = 120  # characters of a name: the page cuts it there, without a sign


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote, and where it is from.

    Attributes:
        text: the document's own words, with spaces for line breaks that only wrapped a sentence.
        citation: title, sections, page, file and offsets.
        header: the names of the columns above it, a row of cells after the other, if it is rows of
            a table; not quoted.
        rows: its cells; empty for other words.
        is_headed: whether the first of these rows names the columns.
        upright: the name and the words of each cell of each row, if each has a line of its own.
        lead_in: what introduces it, if it is an item of a list; not quoted.
    """

    text: str
    citation: str
    header: tuple[tuple[str, ...], ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    is_headed: bool = False
    upright: tuple[tuple[tuple[str, str], ...], ...] = ()
    lead_in: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A question and what was found.

    Attributes:
        question: as it was asked.
        verdict: whether the documents answer it; what Quoth itself says, if it answered.
        remarks: what was searched for, and what speaks against the first quote.
        quotes: those that answer it.
        nearest: the closest passages, if none does.
        nearest_label: the line above them.
    """

    question: str
    verdict: str
    remarks: tuple[str, ...] = ()
    quotes: tuple[Quoted, ...] = ()
    nearest: tuple[Quoted, ...] = ()
    nearest_label: str = NEAREST


def entries(answers: Sequence[Answer]) -> Iterator[Entry]:
    """Yield the entry of each question; several questions asked in one have one each.

    Args:
        answers: of a conversation, in order.
    """
    for answer in single_answers(answers):
        yield Entry(
            answer.question,
            _verdict(answer),
            tuple(_remarks(answer)),
            tuple(quoted_of(quote, rated=not answer.note) for quote in answer.quotes),
            () if answer.found or answer.note else tuple(map(quoted_of, answer.nearest)),
        )


def single_answers(answers: Sequence[Answer]) -> Iterator[Answer]:
    """Yield the answer to each question; several questions asked in one have one each.

    Args:
        answers: of a conversation, in order.
    """
    for answer in answers:
        if answer.parts:
            yield from single_answers(answer.parts)
        else:
            yield answer


def cited_place(quote: Quote, *, rated: bool) -> str:
    """Return where a quote is from and, if it answers the question, how probably it does.

    Args:
        quote: of an answer.
        rated: whether it answers.
    """
    citation = quote.citation
    also = "".join(f"; {ALSO_IN} {path}" for path in citation.places)
    above = quote.place_above()
    names = f"; {above}" if above else ""
    score = f"; {SCORE.format(score=quote.score)}" if rated else ""
    return f"{citation_line(citation)} ({offsets_line(citation)}{names}{also}{score})"


def quoted_of(quote: Quote, *, rated: bool = False) -> Quoted:
    """Return a quote with its citation and, if it answers the question, how probably it does.

    Args:
        quote: of an answer.
        rated: whether it answers.
    """
    cited = cited_place(quote, rated=rated)
    if quote.table is None:
        words = flowing(quote.text, quote.citation.source.media_type)
        return Quoted(words, cited, lead_in=quote.lead_in())
    return Quoted(
        quote.text,
        cited,
        tuple(tuple(cell.text for cell in row) for row in quote.table.header),
        quote.cells(),
        quote.table.is_headed,
        quote.upright_cells(),
    )


def heading(title: str, answers: Sequence[Answer]) -> str:
    """Return the heading of a transcript: its name, unless that is its first question or a default.

    Args:
        title: its name, which is the first question where the user gave no other.
        answers: of the conversation, in order.
    """
    first = next(entries(answers), None)
    begins = title.removesuffix(_CUT).strip()
    question = first.question.strip() if first else ""
    # A shorter name with which a question begins was chosen.
    is_cut = title.endswith(_CUT) or len(begins) >= _LONGEST
    is_first = question == begins or (is_cut and question.startswith(begins))
    own = TITLE if len(answers) > 1 else ANSWER_TITLE
    is_default = title == TITLE and bool(answers)
    return own if is_default or (begins and is_first) else title


def exported_line(exported: datetime | None) -> str:
    """Return the line below the heading that says when and by what a transcript was written.

    Args:
        exported: when; None for no such line.
    """
    if exported is None:
        return ""
    return _EXPORTED.format(date=f"{exported.day} {exported:%B %Y}")


def _verdict(answer: Answer) -> str:
    return answer.note or verdict_line(answer)


def _remarks(answer: Answer) -> Iterator[str]:
    if answer.note:
        return
    if not is_as_typed(answer):
        yield f"{SEARCHED} {answer.searched}"
    if where := searched_in(answer):
        yield f"{WITHIN} {where}"
    if answer.unknown:
        yield f"{UNKNOWN} {', '.join(answer.unknown)}"
    yield from map(doubt_text, answer.doubts)
    for found in answer.disagreements:
        yield from lines(found)
    if answer.found and not answer.quotes:
        yield LEFT_OUT
