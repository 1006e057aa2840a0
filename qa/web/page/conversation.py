"""From a question to what the chat shows next; never an exception, whatever was typed."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from pydantic import TypeAdapter, ValidationError

from qa.answers.reader import load_reader
from qa.asking import new_asker
from qa.errors import QAError, QuestionError
from qa.records import Answer
from qa.settings import Settings
from qa.web import strings
from qa.web.page.answers import answer_html, problem_html, question_html, waiting_html
from qa.web.service.source import Source, find_quote, open_source, reference

if TYPE_CHECKING:
    from qa.index.search import Index
    from qa.web.service.live import LiveIndex
    from qa.web.service.service import Service

_log = logging.getLogger(__name__)

MOST_TURNS = 50
"""Questions of a conversation that a browser may bring back."""

_answers: TypeAdapter[list[Answer]] = TypeAdapter(list[Answer])


class Message(TypedDict):
    """One message, as the chat component takes it; ``content`` is HTML."""

    role: str
    content: str


Conversation = tuple[Message, ...]
"""What one browser has asked and been told. Each has its own."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on its way.

    Attributes:
        question: as it was typed.
        after: the answer before, which it may lean on.
        carried: what it leans on, where that was chosen.
        documents: those to look in; empty for all.
    """

    question: str
    after: Answer | None = None
    carried: tuple[str, ...] | None = None
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What the page shows at one moment after a question.

    Attributes:
        shown: the messages on the page.
        kept: those that stay when the next question is asked.
        typed: what the input field holds now; None leaves what is being typed.
        pending: the question that is still to be answered.
        last: the answer that the next question may lean on.
    """

    shown: Conversation
    kept: Conversation
    typed: str | None
    pending: Asked | None
    last: Answer | None


class Problem(TypedDict):
    """Why a source cannot be opened, in a sentence for the user."""

    problem: str


async def ask(service: Service, asked: Asked, before: Conversation) -> Step:
    """Return what the page shows as soon as a question is sent; :func:`answer` comes next."""
    if not asked.question.strip():
        told = await _answered(service, asked)
        return Step((*before, _said(told.content)), before, "", None, asked.after)
    now: Conversation = (*before, _asked(asked.question))
    state = strings.SEARCHING if service.live.loaded else strings.LOADING
    return Step((*now, _said(waiting_html(state))), now, "", asked, asked.after)


async def answer(service: Service, asked: Asked, before: Conversation) -> Step:
    """Return what the page shows once the question that ``before`` ends with is answered."""
    told = await _answered(service, asked)
    now = (*before, _said(told.content))
    typed = None if told.usable else asked.question
    return Step(now, now, typed, None, told.answer or asked.after)


def restored(live: LiveIndex, kept: object) -> Step:
    """Return a conversation that a browser kept; it comes from there, so anything may.

    Quotes that stand elsewhere by now are not shown as if they stood where they did, and
    neither is an answer that contradicts itself, such as one that was found and has no quote.
    """
    messages: list[Message] = []
    try:
        answers = _answers.validate_python(kept)[-MOST_TURNS:]
        if not answers:
            return Step((), (), None, None, None)
        with live.current() as index:
            for found in answers:
                messages += [_asked(found.question), _said(_again(index, found))]
    except (ValidationError, QAError):
        return Step((), (), None, None, None)
    now = tuple(messages)
    return Step(now, now, None, None, answers[-1])


def source(live: LiveIndex, referred: object) -> Source | Problem:
    """Return the document a reference leads to; it comes from a browser."""
    try:
        with live.current() as index:
            return open_source(index.document, str(referred))
    except QAError as error:
        return Problem(problem=str(error))
    except Exception:  # noqa: BLE001  # the panel says so, the log says why
        _log.exception("The source %.200r could not be opened", referred)
        return Problem(problem=strings.SOURCE_UNEXPECTED)


@dataclass(frozen=True, slots=True)
class _Told:
    """What comes back: HTML, whether the question can be asked at all, and the answer."""

    content: str
    usable: bool = True
    answer: Answer | None = None


async def _answered(service: Service, asked: Asked) -> _Told:
    content = ""

    def found() -> Answer:
        nonlocal content
        with service.live.current() as index:
            answer = new_asker(index).ask(
                asked.question,
                asked.after,
                carried=asked.carried,
                documents=asked.documents or None,
            )
            content = _shown(index, answer)  # from the documents that were asked
            return answer

    try:
        answer = await service.answered(asked.question, found)
        return _Told(content, answer=answer)
    except QuestionError as error:
        return _Told(problem_html(strings.NOT_ASKABLE, str(error)), usable=False)
    except QAError as error:
        return _Told(problem_html(strings.UNUSABLE, str(error)))
    except Exception:  # noqa: BLE001  # the chat goes on, the log says why
        _log.exception("A question of %d characters could not be answered", len(asked.question))
        return _Told(problem_html(strings.FAILED, strings.UNEXPECTED))


def _shown(index: Index, found: Answer) -> str:
    return answer_html(found, index.document, load_reader(Settings.current().evidence_model))


def _again(index: Index, found: Answer) -> str:
    answers = (found, *found.parts)
    if (found.found and not found.quotes) or not all(_is_sound(part) for part in answers):
        return problem_html(strings.STALE, strings.STALE_EXPLAINED)
    try:
        for part in answers:
            for quote in (*part.quotes, *part.nearest):
                find_quote(index.document, reference(quote))
        return _shown(index, found)
    except QAError:
        return problem_html(strings.STALE, strings.STALE_EXPLAINED)
    except Exception:  # noqa: BLE001  # the other answers are shown, the log says why
        _log.exception("An answer that a browser kept could not be shown")
        return problem_html(strings.FAILED, strings.UNEXPECTED)


def _is_sound(answer: Answer) -> bool:
    """Return whether an answer agrees with itself: one that was not found has no quotes."""
    return (answer.found or not answer.quotes) and 0 <= answer.confidence <= 1


def _asked(question: str) -> Message:
    return Message(role="user", content=question_html(question))


def _said(content: str) -> Message:
    return Message(role="assistant", content=content)
