"""From a question to what the chat shows next; never an exception, whatever was typed."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from qa.errors import QAError, QuestionError
from qa.pipeline import new_asker
from qa.web import strings
from qa.web.answers import answer_html, problem_html, question_html, waiting_html
from qa.web.source import Source, open_source

if TYPE_CHECKING:
    from qa.records import Answer
    from qa.web.live import LiveIndex

_log = logging.getLogger(__name__)


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
    """

    question: str
    after: Answer | None = None
    carried: tuple[str, ...] | None = None


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


def ask(live: LiveIndex, asked: Asked, before: Conversation) -> Step:
    """Return what the page shows as soon as a question is sent; :func:`answer` comes next."""
    if not asked.question.strip():
        told = _answered(live, asked)
        return Step((*before, _said(told.content)), before, "", None, asked.after)
    now: Conversation = (*before, Message(role="user", content=question_html(asked.question)))
    state = strings.SEARCHING if live.loaded else strings.LOADING
    return Step((*now, _said(waiting_html(state))), now, "", asked, asked.after)


def answer(live: LiveIndex, asked: Asked, before: Conversation) -> Step:
    """Return what the page shows once the question that ``before`` ends with is answered."""
    told = _answered(live, asked)
    now = (*before, _said(told.content))
    typed = None if told.usable else asked.question
    return Step(now, now, typed, None, told.answer or asked.after)


def source(live: LiveIndex, referred: object, words: object) -> Source | Problem:
    """Return the document a citation leads to; both arguments come from a browser."""
    try:
        return open_source(live.current().document, str(referred), str(words))
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


def _answered(live: LiveIndex, asked: Asked) -> _Told:
    try:
        index = live.current()
        found = new_asker(index).ask(asked.question, asked.after, carried=asked.carried)
        return _Told(answer_html(found, index.document), answer=found)
    except QuestionError as error:
        return _Told(problem_html(strings.NOT_ASKABLE, str(error)), usable=False)
    except QAError as error:
        return _Told(problem_html(strings.UNUSABLE, str(error)))
    except Exception:  # noqa: BLE001  # the chat goes on, the log says why
        _log.exception("A question of %d characters could not be answered", len(asked.question))
        return _Told(problem_html(strings.FAILED, strings.UNEXPECTED))


def _said(content: str) -> Message:
    return Message(role="assistant", content=content)
