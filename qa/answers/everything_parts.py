"""Everything that answers each of several questions in one message."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from qa.answers.everything_doubts import doubts_about_all
from qa.questions.followups import resolve
from qa.questions.parsing import cleaned, parts, too_many
from qa.records import AllAnswers, Doubt

if TYPE_CHECKING:
    from collections.abc import Callable


def find_each(
    question: str, find: Callable[[str], AllAnswers], on_question: Callable[[str], None]
) -> AllAnswers:
    """Return what answers a message: for several questions in it, of each in turn.

    A question may lean on the one before, as in "Who approves it and when?".

    Args:
        question: as typed; may be several questions.
        find: returns everything that answers one question.
        on_question: is called with each of several questions before it is asked.

    Raises:
        QuestionError: the question is empty, too long or not text.
    """
    line = cleaned(question)
    asked = parts(line)
    if len(asked) == 1:  # however it may be read, all of it is searched for
        whole = _with_doubts(find(question))
        crowd = too_many(line)
        return replace(whole, doubts=(Doubt("questions", crowd), *whole.doubts)) if crowd else whole
    found: list[AllAnswers] = []
    for wordings in asked:
        on_question(wordings[0])
        found.append(_with_doubts(_find(wordings[0], found, find)))
    return AllAnswers(
        question=question,
        searched=" ".join(one.searched for one in found),
        documents=tuple(chain.from_iterable(one.documents for one in found)),
        missed=sum(one.missed for one in found),
        read=sum(one.read for one in found),
        unread=sum(one.unread for one in found),
        passages=found[0].passages,
        index=found[0].index,
        parts=tuple(found),
        doubts=tuple(chain.from_iterable(one.doubts for one in found)),
    )


def _with_doubts(found: AllAnswers) -> AllAnswers:
    return replace(found, doubts=doubts_about_all(cleaned(found.question), tuple(found)))


def _find(question: str, before: list[AllAnswers], find: Callable[[str], AllAnswers]) -> AllAnswers:
    """Return everything that answers one question, with the words that it leans on."""
    leaning = None
    if before:
        quoted = next((quote.text for quote in before[-1]), "")
        leaning = resolve(question, before[-1].searched, quoted)
    if leaning:
        found = find(leaning.text)
        if len(found) or not leaning.alone:
            return replace(found, question=question)
    return find(question)
