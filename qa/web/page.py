"""The page: a chat, beside it the source of what is quoted, and behind it the documents.

Gradio reads the annotations of the handlers when it runs, so they are evaluated here.
"""

import json
from html import escape
from string import Template
from typing import Any
from urllib.parse import quote

import anyio.to_thread
import gradio as gr

from qa.loaders.formats import FORMATS
from qa.records import Answer
from qa.web import conversation, strings
from qa.web.conversation import Asked, Conversation, Step
from qa.web.files import page_file
from qa.web.greeting import greeting_html
from qa.web.service import Service

# Gradio's queue drops an event that joins it just when the one before it ends: a question
# would be lost. Without the queue each event is a request of its own.
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}

_STYLES = ("page.css", "conversation.css", "source.css", "views.css")


def page(service: Service) -> gr.Blocks:
    """Return the page that asks ``service``."""
    live = service.live

    async def ask(
        question: str | None,
        before: Conversation,
        unanswered: Asked | None,
        last: Answer | None,
        only: tuple[str, ...],
    ) -> Any:
        return await send(Asked(question or "", last, None, only), before, unanswered)

    async def ask_clicked(
        before: Conversation,
        unanswered: Asked | None,
        last: Answer | None,
        only: tuple[str, ...],
        event: gr.EventData,
    ) -> Any:
        carried = tuple(str(word) for word in event.carried)
        return await send(Asked(str(event.question), last, carried, only), before, unanswered)

    async def send(asked: Asked, before: Conversation, unanswered: Asked | None) -> Any:
        if unanswered is not None:  # one at a time; what is typed stays in the field
            return [gr.skip()] * 5
        return _changes(await conversation.ask(service, asked, tuple(before)))

    async def answer(pending: Asked | None, before: Conversation) -> Any:
        if pending is None:
            return [gr.skip()] * 5
        return _changes(await conversation.answer(service, pending, tuple(before)))

    async def restore(event: gr.EventData) -> Any:
        step = await anyio.to_thread.run_sync(conversation.restored, live, event.turns)
        return _changes(step)

    def narrow(event: gr.EventData) -> tuple[str, ...]:
        return tuple(str(doc_id) for doc_id in event.documents)

    def cite(request: Any) -> Any:
        given = request if isinstance(request, dict) else {}
        return conversation.source(live, given.get("reference", ""))

    def greet() -> Any:
        live.page_opened()
        return gr.Chatbot(placeholder=greeting_html(live.root, writable=service.corpus is not None))

    blocks: gr.Blocks = gr.Blocks(title=strings.TITLE, analytics_enabled=False, fill_height=True)
    with blocks:
        kept = gr.State(())
        pending = gr.State(None)
        last = gr.State(None)
        only = gr.State(())
        with gr.Column(elem_id="chat"):
            gr.HTML(_filled("masthead.html"), elem_id="masthead")
            chat = gr.Chatbot(
                label=strings.CONVERSATION_LABEL,
                show_label=False,
                container=False,
                elem_id="conversation",
                buttons=[],
                height=None,
                autoscroll=False,
                layout="panel",
                latex_delimiters=[],
                allow_tags=False,
                allow_file_downloads=False,
                feedback_options=None,
                placeholder=greeting_html(live.root, writable=service.corpus is not None),
                group_consecutive_messages=False,
            )
            question = gr.Textbox(
                label=strings.QUESTION_LABEL,
                show_label=False,
                container=False,
                placeholder=strings.QUESTION_PLACEHOLDER,
                lines=1,
                max_lines=6,
                autofocus=True,
                submit_btn=strings.SEND,
                elem_id="question",
            )
        gr.HTML(
            _filled("views.html", formats=escape(",".join(sorted(FORMATS)))), elem_id="views"
        )
        panel = gr.HTML(
            html_template=_filled("source.html"),
            js_on_load=page_file("page.js"),
            elem_id="source",
            server_functions=[cite],
            words=json.dumps(strings.all_words()),
            writable=service.corpus is not None,
        )
        changed = [chat, kept, question, pending, last]
        for sent in (
            question.submit(ask, [question, kept, pending, last, only], changed, **_QUIET),
            panel.ask(ask_clicked, [kept, pending, last, only], changed, **_QUIET),
        ):
            sent.then(answer, [pending, kept], changed, trigger_mode="multiple", **_QUIET)
        panel.restore(restore, None, changed, **_QUIET)
        panel.narrow(narrow, None, only, **_QUIET)
        panel.greet(greet, None, chat, **_QUIET)
        # The index may have been built anew since this page was put together.
        blocks.load(greet, None, chat, **_QUIET)
    return blocks


def _changes(step: Step) -> list[Any]:
    """Return new values for the chat, what is kept, the input field and what is pending."""
    typed = gr.skip() if step.typed is None else step.typed
    return [list(step.shown), step.kept, typed, step.pending, step.last]


def _filled(name: str, **more: str) -> str:
    """Return a template of the page with its words in place."""
    words = {key: escape(word) for key, word in strings.all_words().items()}
    return Template(page_file(name)).substitute(words | more)


def head() -> str:
    """Return what the page's ``<head>`` holds: its style, and an icon that needs no request."""
    icon = f"data:image/svg+xml,{quote(page_file('icon.svg'))}"
    style = "\n".join(page_file(name) for name in _STYLES)
    return f'<link rel="icon" href="{icon}"><style>{style}</style>'


def theme() -> gr.themes.Base:
    """Return a theme of system fonts; the style sheet does the rest."""
    return gr.themes.Base(
        font=["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"],
        font_mono=["ui-monospace", "Menlo", "Consolas", "monospace"],
    ).set(
        body_background_fill="#faf8f3",
        body_background_fill_dark="#17181a",
        body_text_color="#22262a",
        body_text_color_dark="#e8e6e1",
    )
