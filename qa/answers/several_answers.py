"""The answers to several questions in one message, as one answer."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING

from qa.records import Doubt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.records import Answer, Quote


def joined(question: str, answers: Sequence[Answer], k: int) -> Answer:
    """Return the answers to several questions as one: their quotes in turn, none twice.

    ``k`` counts the quotes of all parts together, so the parts show the same quotes as the whole.

    Args:
        question: the message.
        answers: to each question, in order; at least one.
        k: the most quotes to return.
    """
    in_turn = [
        quote
        for quote in chain.from_iterable(zip_longest(*(answer.quotes for answer in answers)))
        if quote is not None
    ]
    by_span = dict(islice({_span(quote): quote for quote in in_turn}.items(), k))
    parts = tuple(
        replace(answer, quotes=tuple(quote for quote in answer.quotes if _span(quote) in by_span))
        for answer in answers
    )
    found = any(answer.found for answer in answers)
    surest = max(answers, key=lambda answer: answer.confidence)
    # Whether it is likely, and what speaks against it, is said of the first quote that is shown.
    shown = next((answer for answer in answers if answer.quotes), surest)
    return replace(
        surest,
        likely=shown.likely,
        unknown=shown.unknown,
        doubts=shown.doubts,
        disagreements=tuple(chain.from_iterable(answer.disagreements for answer in answers)),
        question=question,
        quotes=tuple(by_span.values()),
        found=found,
        nearest=() if found else answers[0].nearest,
        searched=" ".join(answer.searched for answer in answers),
        carried=(),
        parts=parts,
        within=(),
        note="\n".join(answer.note for answer in answers if answer.note),
        asked=replace(
            answers[0].asked,  # what a later part follows is the part before it
            leaning=tuple(chain.from_iterable(answer.asked.leaning for answer in answers)),
        ),
    )


def searched_as_one(answer: Answer, questions: tuple[str, ...]) -> Answer:
    """Return the answer to a message of too many questions: it says that they were not split.

    Args:
        answer: to the message; a note answers no question.
        questions: in the message; none if they are not too many.
    """
    if answer.note or not questions:
        return answer
    return replace(answer, likely=False, doubts=(Doubt("questions", questions), *answer.doubts))


def _span(quote: Quote) -> tuple[str, int, int]:
    citation = quote.citation
    return citation.doc_id, citation.start, citation.end
