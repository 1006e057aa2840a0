"""What happens when someone types, clicks, or opens the page.

Gradio reads the annotations of the handlers at run time, so this module does not postpone them.
"""

from functools import partial
from typing import Any

import gradio as gr

from qa.records import Answer
from qa.web.errors import BusyError
from qa.web.page.conversation import turns
from qa.web.page.conversation.greeting import greeting_html
from qa.web.page.conversation.turns import Conversation, PendingQuestion, Step
from qa.web.service.rights import reads_only
from qa.web.service.service import Service
from qa.web.service.starting_points import StartingPoint

_COMPONENTS = 5
"""Number of components that a handler of the conversation changes, see :func:`_changes`."""


class Handlers:
    """The page's event handlers. They have no state: each browser's comes in the arguments."""

    def __init__(self, service: Service) -> None:
        """Create the handlers.

        Args:
            service: answers the questions and opens the sources.
        """
        self._service = service

    async def ask(
        self,
        question: str | None,
        history: Conversation,
        unanswered: PendingQuestion | None,
        last: Answer | None,
        only: Any,
    ) -> Any:
        """Accept a question that was typed.

        Args:
            question: content of the input field.
            history: the messages before.
            unanswered: a question that still waits for its answer.
            last: the answer that a follow-up refers to.
            only: ``doc_id`` of the documents to search, from the browser; empty for all.
        """
        accepted = PendingQuestion(question or "", last, None, _names(only))
        return await self._accept(accepted, history, unanswered)

    async def ask_clicked(
        self,
        history: Conversation,
        unanswered: PendingQuestion | None,
        last: Answer | None,
        event: gr.EventData,
    ) -> Any:
        """Accept a question from a button.

        Args:
            history: the messages before.
            unanswered: a question that still waits for its answer.
            last: the answer that a follow-up refers to.
            event: has the question, the words to take from ``last``, and the documents to search.
        """
        carried = tuple(str(word) for word in event.carried)
        only = _names(event.documents)
        accepted = PendingQuestion(str(event.question), last, carried, only)
        return await self._accept(accepted, history, unanswered)

    async def answer(self, pending: PendingQuestion | None, history: Conversation) -> Any:
        """Answer the question that was accepted.

        Args:
            pending: the question; None if it was not accepted.
            history: the messages up to and including the question.
        """
        if pending is None:
            return [gr.skip()] * _COMPONENTS
        return _changes(await turns.answer(self._service, pending, tuple(history)))

    async def restore(self, event: gr.EventData) -> Any:
        """Show the conversation that the browser has stored.

        Args:
            event: has the answers.
        """
        restoring = partial(turns.restore, self._service.live, event.turns)
        try:
            return _changes(await self._service.reading.run(restoring))
        except BusyError:
            return [gr.skip()] * _COMPONENTS

    async def cite(self, request: Any) -> Any:
        """Return a document, at a quote if one is named, or a piece of it.

        Args:
            request: JSON from the browser, see :func:`qa.web.service.source.open_source`.
        """
        opening = partial(turns.cited_source, self._service.live, request)
        try:
            return await self._service.reading.run(opening)
        except BusyError as error:
            return turns.Problem(problem=str(error))

    async def greet(self) -> Any:
        """Return the chat as it is before the first question."""
        self._service.live.page_opened()

        def greeting() -> str:
            return self.greeting(self._service.examples.ready())

        try:
            return gr.Chatbot(placeholder=await self._service.reading.run(greeting))
        except BusyError:
            return gr.skip()

    def greeting(self, examples: tuple[StartingPoint, ...] | None = None) -> str:
        """Return the content of an empty chat as HTML.

        Args:
            examples: what the index answers; None while they are looked for.
        """
        live = self._service.live
        corpus = None if reads_only() else self._service.corpus
        return greeting_html(live.root, examples, loaded=live.loaded, corpus=corpus)

    async def _accept(
        self,
        question: PendingQuestion,
        history: Conversation,
        unanswered: PendingQuestion | None,
    ) -> Any:
        # One question at a time: what is typed meanwhile stays in the field.
        if unanswered is not None:
            return [gr.skip()] * _COMPONENTS
        return _changes(await turns.accept(self._service, question, tuple(history)))


def _names(documents: Any) -> tuple[str, ...]:
    """Return the names of documents that a browser has sent, whatever it sends."""
    return tuple(map(str, documents)) if isinstance(documents, list) else ()


def _changes(step: Step) -> list[Any]:
    """Return new values for the chat, its history, the field, the pending question and ``last``."""
    typed = gr.skip() if step.typed is None else step.typed
    return [list(step.messages), step.history, typed, step.pending, step.last]
