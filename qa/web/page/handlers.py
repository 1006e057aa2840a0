"""What happens when someone types, clicks, or opens the page.

Gradio reads the annotations of the handlers when it runs, so they are evaluated here.
"""

from functools import partial
from typing import Any

import gradio as gr

from qa.records import Answer
from qa.web.errors import BusyError
from qa.web.page import conversation
from qa.web.page.conversation import Asked, Conversation, Step
from qa.web.page.greeting import greeting_html
from qa.web.service.service import Service


class Handlers:
    """What the page's events do; one conversation each comes in and goes out by the arguments."""

    def __init__(self, service: Service) -> None:
        """Take what is asked."""
        self._service = service

    async def ask(
        self,
        question: str | None,
        before: Conversation,
        unanswered: Asked | None,
        last: Answer | None,
        only: tuple[str, ...],
    ) -> Any:
        """Take a question that was typed."""
        return await self._send(Asked(question or "", last, None, only), before, unanswered)

    async def ask_clicked(
        self,
        before: Conversation,
        unanswered: Asked | None,
        last: Answer | None,
        only: tuple[str, ...],
        event: gr.EventData,
    ) -> Any:
        """Take a question from a button, with what it was chosen to lean on."""
        carried = tuple(str(word) for word in event.carried)
        return await self._send(Asked(str(event.question), last, carried, only), before, unanswered)

    async def answer(self, pending: Asked | None, before: Conversation) -> Any:
        """Answer the question that was taken."""
        if pending is None:
            return [gr.skip()] * 5
        return _changes(await conversation.answer(self._service, pending, tuple(before)))

    async def restore(self, event: gr.EventData) -> Any:
        """Show the conversation that the browser kept."""
        live = self._service.live
        restoring = partial(conversation.restored, live, event.turns)
        try:
            return _changes(await self._service.reading.run(restoring))
        except BusyError:
            return [gr.skip()] * 5

    def narrow(self, event: gr.EventData) -> tuple[str, ...]:
        """Keep which documents are asked; none stands for all."""
        return tuple(str(doc_id) for doc_id in event.documents)

    async def cite(self, request: Any) -> Any:
        """Return the document that a reference leads to."""
        given = request if isinstance(request, dict) else {}
        opening = partial(conversation.source, self._service.live, given.get("reference", ""))
        try:
            return await self._service.reading.run(opening)
        except BusyError as error:
            return conversation.Problem(problem=str(error))

    async def greet(self) -> Any:
        """Return the chat as it is before the first question."""
        self._service.live.page_opened()

        def greeted() -> str:
            return self.greeting(self._service.examples.ready())

        try:
            return gr.Chatbot(placeholder=await self._service.reading.run(greeted))
        except BusyError:
            return gr.skip()

    def greeting(self, examples: tuple[str, ...] | None = None) -> str:
        """Return what stands in an empty chat."""
        live = self._service.live
        writable = self._service.corpus is not None
        return greeting_html(live.root, examples, loaded=live.loaded, writable=writable)

    async def _send(self, asked: Asked, before: Conversation, unanswered: Asked | None) -> Any:
        if unanswered is not None:  # one at a time; what is typed stays in the field
            return [gr.skip()] * 5
        return _changes(await conversation.ask(self._service, asked, tuple(before)))


def _changes(step: Step) -> list[Any]:
    """Return new values for the chat, what is kept, the input field and what is pending."""
    typed = gr.skip() if step.typed is None else step.typed
    return [list(step.shown), step.kept, typed, step.pending, step.last]
