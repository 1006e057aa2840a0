"""From a question to what the chat shows next; never an exception, whatever was typed."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from qa import quoting
from qa.errors import QAError, QuestionError
from qa.pipeline import K
from qa.web import strings
from qa.web.answers import answer_html, problem_html, question_html, waiting_html
from qa.web.source import Source, open_source

if TYPE_CHECKING:
    from qa.web.live import LiveIndex

_log = logging.getLogger(__name__)


class Message(TypedDict):
    """One message, as the chat component takes it; ``content`` is HTML."""

    role: str
    content: str


Conversation = tuple[Message, ...]
"""What one browser has asked and been told. Each has its own."""


@dataclass(frozen=True, slots=True)
class Step:
    """What the page shows at one moment after a question.

    Attributes:
        shown: the messages on the page.
        kept: those that stay when the next question is asked.
        typed: what the input field holds now; None leaves what is being typed.
        pending: the question that is still to be answered.
    """

    shown: Conversation
    kept: Conversation
    typed: str | None
    pending: str | None


class Problem(TypedDict):
    """Why a source cannot be opened, in a sentence for the user."""

    problem: str


def ask(live: LiveIndex, question: str, before: Conversation) -> Step:
    """Return what the page shows as soon as a question is sent; :func:`answer` comes next."""
    if not question.strip():
        return Step((*before, _said(_answered(live, question)[0])), before, "", None)
    asked: Conversation = (*before, Message(role="user", content=question_html(question)))
    state = strings.SEARCHING if live.loaded else strings.LOADING
    return Step((*asked, _said(waiting_html(state))), asked, "", question)


def answer(live: LiveIndex, question: str, asked: Conversation) -> Step:
    """Return what the page shows once the question that ``asked`` ends with is answered."""
    content, usable = _answered(live, question)
    now = (*asked, _said(content))
    return Step(now, now, None if usable else question, None)


def source(live: LiveIndex, referred: object, words: object) -> Source | Problem:
    """Return the document a citation leads to; both arguments come from a browser."""
    try:
        return open_source(live.current().document, str(referred), str(words))
    except QAError as error:
        return Problem(problem=str(error))
    except Exception:  # noqa: BLE001  # the panel says so, the log says why
        _log.exception("The source %.200r could not be opened", referred)
        return Problem(problem=strings.SOURCE_UNEXPECTED)


def _answered(live: LiveIndex, question: str) -> tuple[str, bool]:
    """Return the answer as HTML, and whether the question was one that can be asked."""
    try:
        index = live.current()
        return answer_html(quoting.answer(index, question, K), index.document), True
    except QuestionError as error:
        return problem_html(strings.NOT_ASKABLE, str(error)), False
    except QAError as error:
        return problem_html(strings.UNUSABLE, str(error)), True
    except Exception:  # noqa: BLE001  # the chat goes on, the log says why
        _log.exception("A question of %d characters could not be answered", len(question))
        return problem_html(strings.FAILED, strings.UNEXPECTED), True


def _said(content: str) -> Message:
    return Message(role="assistant", content=content)
