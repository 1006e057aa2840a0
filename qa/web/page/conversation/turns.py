"""From a question to what the chat shows next. Nothing here raises, whatever was typed."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from pydantic import TypeAdapter, ValidationError

from qa.answers.asker import new_asker
from qa.answers.reader import load_reader
from qa.errors import IndexNotFoundError, QAError, QuestionError
from qa.records import Answer
from qa.settings import Settings
from qa.web import strings
from qa.web.errors import ChangedSourceError
from qa.web.page.conversation.answers import (
    answer_html,
    problem_html,
    question_html,
    waiting_html,
)
from qa.web.page.conversation.changed import changed_html
from qa.web.page.escaping import escaped
from qa.web.service.moved import whereabouts
from qa.web.service.references import find_quote, reference
from qa.web.service.rights import reads_only
from qa.web.service.same_titles import same_titles
from qa.web.service.source import open_source

if TYPE_CHECKING:
    from qa.index.search import Index
    from qa.records import Quote
    from qa.web.service.live import LiveIndex
    from qa.web.service.moved import Whereabouts
    from qa.web.service.service import Service
    from qa.web.service.source import Piece, Source

_log = logging.getLogger(__name__)

MOST_TURNS = 50
"""Questions of a conversation that a browser may restore."""

_MOST_LOOKED_FOR = 24
"""Changed quotes of a conversation of which similar words are looked for; it takes time."""

_answers: TypeAdapter[list[Answer]] = TypeAdapter(list[Answer])


class Message(TypedDict):
    """One message, as the chat component takes it; ``content`` is HTML."""

    role: str
    content: str


Conversation = tuple[Message, ...]
"""The questions and answers of one browser."""


@dataclass(frozen=True, slots=True)
class PendingQuestion:
    """A question that is not answered yet.

    Attributes:
        question: as it was typed.
        previous: the answer before, from which a follow-up takes words.
        carried: the words to take from it, if the user chose them.
        documents: the ``doc_id`` of each document to search; empty for all.
    """

    question: str
    previous: Answer | None = None
    carried: tuple[str, ...] | None = None
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What the page shows at one moment after a question.

    Attributes:
        messages: the messages on the page.
        history: those that stay when the next question is sent.
        typed: the new content of the input field; None leaves what is being typed.
        pending: the question that is still to be answered.
        last: the answer that a follow-up refers to.
    """

    messages: Conversation
    history: Conversation
    typed: str | None
    pending: PendingQuestion | None
    last: Answer | None


class Problem(TypedDict):
    """Why a source cannot be opened, in a sentence for the user."""

    problem: str


async def accept(service: Service, question: PendingQuestion, history: Conversation) -> Step:
    """Return what the page shows as soon as a question is sent; :func:`answer` comes next.

    Args:
        service: answers the question.
        question: the question.
        history: the messages before it.
    """
    if not question.question.strip():
        # Nothing to search for: the explanation is shown at once, and does not stay.
        reply = await _reply(service, question)
        return Step((*history, _message(reply.content)), history, "", None, question.previous)
    asked: Conversation = (*history, _question_message(question.question))
    state = strings.SEARCHING if service.live.loaded else strings.LOADING
    waiting = (*asked, _message(waiting_html(state)))
    return Step(waiting, asked, "", question, question.previous)


async def answer(service: Service, question: PendingQuestion, history: Conversation) -> Step:
    """Return what the page shows once a question is answered.

    Args:
        service: answers the question.
        question: the question.
        history: the messages up to and including the question.
    """
    reply = await _reply(service, question)
    messages = (*history, _message(reply.content))
    typed = None if reply.askable else question.question
    last = question.previous if reply.answer is None else reply.answer
    return Step(messages, messages, typed, None, last)


def restore(live: LiveIndex, stored: object) -> Step:
    """Return a conversation that a browser has stored.

    A quote whose words are no longer at its offsets is shown struck through, with what is there
    now. An answer that contradicts itself is not shown.

    Args:
        live: the index; it may have been built again since.
        stored: the answers as JSON; from a browser, so it may be anything.
    """
    messages: list[Message] = []
    try:
        answers = _answers.validate_python(stored)[-MOST_TURNS:]
        if not answers:
            return Step((), (), None, None, None)
        with live.current() as index:
            looked_for: list[Whereabouts] = []
            for restored in answers:
                messages += [
                    _question_message(restored.question),
                    _message(_restored_html(index, restored, looked_for)),
                ]
    except ValidationError:
        return _not_restored(strings.NOT_RESTORED_DAMAGED)
    except QAError as error:
        return _not_restored(str(error))
    return Step(tuple(messages), tuple(messages), None, None, answers[-1])


def cited_source(live: LiveIndex, request: object) -> Source | Piece | Problem:
    """Return the document that a browser asks for, or why it cannot be opened.

    Args:
        live: the index.
        request: see :func:`qa.web.service.source.open_source`; from a browser, so it may be
            anything.
    """
    fields = request if isinstance(request, dict) else {}
    try:
        with live.generation() as generation:
            return open_source(generation, fields)
    except QAError as error:
        return Problem(problem=str(error))
    except Exception:  # noqa: BLE001 - the panel says so, the log says why
        _log.exception("The source %.200r could not be opened", request)
        return Problem(problem=strings.SOURCE_UNEXPECTED)


@dataclass(frozen=True, slots=True)
class _Reply:
    """The reply to a question.

    Attributes:
        content: HTML.
        askable: whether the question can be answered at all; else it must be edited.
        answer: the answer, None if there is none.
    """

    content: str
    askable: bool = True
    answer: Answer | None = None


async def _reply(service: Service, question: PendingQuestion) -> _Reply:
    content = ""

    def ask() -> Answer:
        nonlocal content
        with service.live.current() as index:
            chosen = _still_there(index, question.documents)
            found = new_asker(index).ask(
                question.question,
                question.previous,
                carried=question.carried,
                documents=chosen or None,
            )
            # Within the lease: its quotes are of the documents that were searched.
            content = _answer_html(index, found)
            if question.documents and not chosen:
                content += f'<div class="searched">{escaped(strings.CHOICE_LOST)}</div>'
            return found

    try:
        found = await service.answered(question.question, ask)
        return _Reply(content, answer=found)
    except IndexNotFoundError as error:
        writable = service.corpus is not None and not reads_only()
        return _Reply(problem_html(strings.UNUSABLE, str(error), adding=writable))
    except QuestionError as error:
        return _Reply(problem_html(strings.NOT_ASKABLE, str(error)), askable=False)
    except QAError as error:
        return _Reply(problem_html(strings.UNUSABLE, str(error)))
    except Exception:  # noqa: BLE001 - the chat goes on, the log says why
        _log.exception("A question of %d characters could not be answered", len(question.question))
        return _Reply(problem_html(strings.FAILED, strings.UNEXPECTED))


def _still_there(index: Index, chosen: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of the chosen documents that are in the index; others may be removed by now."""
    manifest = index.generation.manifest
    return tuple(
        doc_id for doc_id in chosen if doc_id in manifest.documents or doc_id in manifest.duplicates
    )


def _answer_html(index: Index, found: Answer) -> str:
    reader = load_reader(Settings.current().evidence_model)
    return answer_html(found, index.document, reader, same_titles(index.generation))


def _restored_html(index: Index, restored: Answer, looked_for: list[Whereabouts]) -> str:
    parts = (restored, *restored.parts)
    if (restored.found and not restored.quotes) or not all(map(_is_consistent, parts)):
        return problem_html(strings.STALE, strings.STALE_EXPLAINED)
    try:
        again = {
            reference(quote): found
            for part in parts
            for quote in (*part.quotes, *part.nearest)
            if (found := _found_again(index, quote, looked_for))
        }
        if again:
            return changed_html(restored, index.document, again, same_titles(index.generation))
        return _answer_html(index, restored)
    except QAError:
        return problem_html(strings.STALE, strings.STALE_EXPLAINED)
    except Exception:  # noqa: BLE001 - the other answers are shown, the log says why
        _log.exception("An answer that a browser has stored could not be shown")
        return problem_html(strings.FAILED, strings.UNEXPECTED)


def _not_restored(why: str) -> Step:
    """Return an empty conversation with the reason. The browser keeps what it has stored."""
    reason = problem_html(strings.NOT_RESTORED, why, "not-restored")
    return Step((_message(reason),), (), None, None, None)


def _found_again(index: Index, quote: Quote, looked_for: list[Whereabouts]) -> Whereabouts | None:
    """Return what has become of a quote; None if its words are where they were."""
    try:
        find_quote(index.document, reference(quote))
    except ChangedSourceError:
        is_few = len(looked_for) < _MOST_LOOKED_FOR
        found = whereabouts(index.generation, reference(quote), quote.text, look_for_nearest=is_few)
        looked_for.append(found)
        return found
    return None


def _is_consistent(answer: Answer) -> bool:
    """Return whether an answer agrees with itself: one that was not found has no quotes."""
    # The quotes of a part that was found may be missing: their number is limited for all parts.
    return (answer.found or not answer.quotes) and 0 <= answer.confidence <= 1


def _question_message(question: str) -> Message:
    return Message(role="user", content=question_html(question))


def _message(content: str) -> Message:
    return Message(role="assistant", content=content)
