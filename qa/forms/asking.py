"""Asks the questions of a form, several at a time.

Threads suffice: reading, most of the time of a question, happens outside of Python's lock.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.errors import QuestionError
from qa.processors import in_order
from qa.questions.parsing import cleaned, parts

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Sequence

    from qa.answers.asker import Asker
    from qa.forms.saved import SavedAnswers
    from qa.progress import Progress
    from qa.records import Answer


def ask_all(
    questions: Sequence[str],
    asker: Asker,
    documents: Collection[str] | None,
    saved: SavedAnswers,
    progress: Progress,
) -> dict[str, str]:
    """Ask questions that have no saved answer, save their answers, and return what cannot be asked.

    Args:
        questions: each once.
        asker: answers.
        documents: ``doc_id`` of those to search; None for all.
        saved: answers so far.
        progress: receives how far it is.

    Returns:
        Question → why it cannot be asked.
    """
    problems: dict[str, str] = {}
    new = [question for question in questions if saved.get(question) is None]
    done = len(questions) - len(new)
    progress("Answering", done, len(questions))
    for question, answer in zip(new, _answers(new, asker, documents), strict=True):
        if isinstance(answer, str):
            problems[question] = answer
        else:
            saved.add(question, answer)
        done += 1
        progress("Answering", done, len(questions))
    return problems


def _answers(
    questions: Sequence[str], asker: Asker, documents: Collection[str] | None
) -> Generator[Answer | str, None, None]:
    """Return the answers to the questions, in order, or why one cannot be asked."""

    def ask(question: str) -> Answer | str:
        try:
            several = len(parts(cleaned(question)))  # each of them gets as many quotes
            return replace(asker, k=asker.k * several).ask(question, documents=documents)
        except QuestionError as error:
            return str(error).rstrip(".")

    return in_order(ask, questions)
